"""What an uploaded file holds, and what became of it, as posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.conversation.receipt import sums_text
from chatbot.errors import N_, Notice
from chatbot.i18n import Translator
from chatbot.ledger import Fate
from chatbot.meetings import Question
from chatbot.messages import Action, Actions, Block, Heading, Post, Table, text

WOULD = {"stored": N_("skulle sparas"), "known": N_("finns redan"), "left": N_("kan inte sparas")}


@dataclass(frozen=True, slots=True)
class Line:
    """What would become of a row, to be shown; `open` where a question decides it."""

    label: Notice
    kind: Literal["stored", "known", "left"]
    why: Notice | None = None
    people: int | None = None
    place: str | None = None
    open: bool = False


def line_of(fate: Fate) -> Line:
    """What is shown of a row's fate."""
    meeting = fate.stored.meeting if fate.stored else None
    draft = fate.row.draft
    return Line(
        fate.row.label,
        fate.kind,
        fate.why,
        meeting.participants if meeting else draft.participants if draft else None,
        meeting.place if meeting else draft.place if draft else None,
        open=fate.question is not None,
    )


def asked_post(
    mark: str,
    good: int,
    lines: Sequence[Line],
    lacking: tuple[Question, int] | None,
    t: Translator,
    *,
    known: int,
    left: int,
) -> Post:
    """What would be stored, the one question there may be, and whether to do it."""
    total = good + known + left + (lacking[1] if lacking else 0)
    blocks: list[Block] = [
        Heading(t._("Möten i filen")),
        text(f"{_counted(good, t, known=known, left=left)} {t._('Inget är sparat än.')}"),
        *_table(lines, total, t),
    ]
    if lacking is not None:
        question, count = lacking
        blocks += _question(mark, question, count, t)
    save = Action(t.n("Spara {count} möte", "Spara {count} möten", good), "upload-save", mark, "primary")
    blocks.append(Actions((*([save] if good else []), Action(t._("Avbryt"), "upload-cancel", mark))))
    return Post(tuple(blocks))


def _counted(good: int, t: Translator, *, known: int, left: int) -> str:
    return t.n(
        "{count} möte skulle sparas, {known} finns redan, {left} kan inte sparas.",
        "{count} möten skulle sparas, {known} finns redan, {left} kan inte sparas.",
        good,
        known=known,
        left=left,
    )


def _question(mark: str, question: Question, count: int, t: Translator) -> Sequence[Block]:
    asked = text(
        t.n(
            "Ett möte till kan sparas om du svarar på en fråga: {question}",
            "{count} möten till kan sparas om du svarar på en fråga: {question}",
            count,
            question=t.tell(question.notice),
        )
    )
    places = tuple(Action(place, "upload-place", f"{mark}|{place}") for place in question.choices)
    return (asked, Actions(places)) if places else (asked, text(t._("Skriv namnet på en kommun eller tätort.")))


def _table(lines: Sequence[Line], total: int, t: Translator) -> Sequence[Block]:
    """The rows that are shown, those to be stored first, and how many more there are."""
    order = list(WOULD)
    rows = tuple(_row(line, t) for line in sorted(lines, key=lambda one: order.index(one.kind)))
    header = (t._("Möte"), t._("Deltagare"), t._("Annars i"), t._("Vad händer"))
    more = total - len(lines)
    rest = (text(t.n("och {count} till", "och {count} till", more)),) if more > 0 else ()
    return (Table(header, rows, t._("Rad för rad"), numeric=(1,)), *rest)


def _row(line: Line, t: Translator) -> tuple[str, ...]:
    happens = t.tell(line.why) if line.open and line.why else t._(WOULD[line.kind])
    if line.why is not None and not line.open:
        happens = f"{happens}: {t.tell(line.why)}"
    return (t.tell(line.label), str(line.people or ""), line.place or "", happens)


def nothing_post(lines: Sequence[Line], t: Translator, *, known: int, left: int) -> Post:
    """There is nothing to store, and why."""
    if not left:
        return Post(
            (
                Heading(t._("Möten i filen")),
                text(t._("Alla möten i filen finns redan, så inget behöver sparas.")),
                *_table(lines, known, t),
            )
        )
    return Post(
        (
            Heading(t._("Möten i filen")),
            text(t._("Det finns inget nytt möte att spara i filen.")),
            *_table(lines, known + left, t),
        )
    )


def saved_post(saved: int, sums: tuple[int, int, int, int], t: Translator, *, known: int, left: int) -> Post:
    """What was stored."""
    told = t.n(
        "{count} möte är sparat, {known} fanns redan, {left} kunde inte sparas.",
        "{count} möten är sparade, {known} fanns redan, {left} kunde inte sparas.",
        saved,
        known=known,
        left=left,
    )
    blocks: list[Block] = [Heading(t._("Filen är inläst")), text(told)]
    if saved:
        blocks.append(sums_text(*sums, t))
    again = t._("Läser du in samma fil igen räknas inget två gånger. Skriv /mina-möten om du vill ändra något.")
    blocks.append(text(again))
    return Post(tuple(blocks))
