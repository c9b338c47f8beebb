"""What is new in a guide against the one that is there, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from chatbot.packs.guide import Guide, Step

Part = str  # the file's own key: "titel", "frågor", "steg", …; for a tool's steps "varianter"


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a part that was one thing and is another; `before` is empty for a new one, `after` for one gone.

    `tool` is the meeting tool whose steps they are, "" for the common ones and for other parts.
    """

    part: Part
    before: str
    after: str
    tool: str = ""


def changes(before: Guide, after: Guide) -> tuple[Change, ...]:
    """All that a reader or the engine would notice, in the order of the file."""
    old, new = _lines(before), _lines(after)
    keys = dict.fromkeys((*old, *new))
    return tuple(Change(part, *pair, tool) for part, tool in keys for pair in _pairs(old, new, (part, tool)))


def _lines(guide: Guide) -> Mapping[tuple[Part, str], Sequence[str]]:
    steps = {("varianter", tool): _steps(variant.steps) for tool, variant in guide.variants.items()}
    return {
        ("titel", ""): (guide.title,),
        ("område", ""): (guide.area,),
        ("frågor", ""): guide.questions,
        ("nyckelord", ""): guide.keywords,
        ("symptom", ""): guide.symptoms,
        ("steg", ""): _steps(guide.steps),
        **steps,
        ("coachråd", ""): (guide.coach_tip,) if guide.coach_tip else (),
        ("testfrågor", ""): (*guide.test_questions.right, *guide.test_questions.wrong),
    }


def _steps(steps: Sequence[Step]) -> Sequence[str]:
    return tuple(f"{step.text} {step.check}".strip() for step in steps)


def _pairs(
    old: Mapping[tuple[Part, str], Sequence[str]], new: Mapping[tuple[Part, str], Sequence[str]], key: tuple[Part, str]
) -> Iterator[tuple[str, str]]:
    """Lines that stand in each other's place, and those that have nothing opposite."""
    before, after = old.get(key, ()), new.get(key, ())
    for kind, start, end, other, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[start:end], after[other:other_end]
        for at in range(max(len(gone), len(come))):
            yield (gone[at] if at < len(gone) else "", come[at] if at < len(come) else "")
