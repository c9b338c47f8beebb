"""The guides' own test questions, asked of all packs together: what finds the right guide, and what is stolen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.answers.engine import answer
from chatbot.answers.index import Index
from chatbot.answers.result import SmallTalk


@dataclass(frozen=True, slots=True)
class Asked:
    """One test question: whose it is, whether that guide must be found or must not, and the candidates, best first."""

    guide_id: str
    question: str
    wanted: bool
    candidates: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """The guide stands first where it must, and not first where it must not."""
        return (self.candidates[:1] == (self.guide_id,)) is self.wanted

    @property
    def near(self) -> bool:
        """The guide is among the first three."""
        return self.guide_id in self.candidates[:3]


@dataclass(frozen=True, slots=True)
class Marks:
    """How many test questions must find their guide and how many did, first or among three; and how many must not."""

    wanted: int
    first: int
    among_three: int
    unwanted: int
    kept_away: int


def examine(index: Index) -> Iterator[Asked]:
    """Every test question of every guide, in the library's order."""
    for guide in index.library.guides.values():
        for wanted, questions in ((True, guide.test_questions.right), (False, guide.test_questions.wrong)):
            for question in questions:
                found = answer(question, index)
                ids = () if isinstance(found, SmallTalk) else tuple(one.id for one in found.candidates)
                yield Asked(guide.id, question, wanted, ids)


def marks(asked: Sequence[Asked]) -> Marks:
    """The counts over these questions."""
    wanted = [one for one in asked if one.wanted]
    unwanted = [one for one in asked if not one.wanted]
    return Marks(
        wanted=len(wanted),
        first=sum(one.passed for one in wanted),
        among_three=sum(one.near for one in wanted),
        unwanted=len(unwanted),
        kept_away=sum(one.passed for one in unwanted),
    )
