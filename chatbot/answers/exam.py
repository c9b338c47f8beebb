"""The guides' own test questions, asked of all packs together: what finds the right guide, and what is stolen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.answers.engine import answer
from chatbot.answers.index import Index
from chatbot.answers.result import Found, SmallTalk


@dataclass(frozen=True, slots=True)
class Asked:
    """One test question: whose it is, whether that guide must be found or must not, and the candidates, best first."""

    guide_id: str
    question: str
    wanted: bool
    candidates: tuple[str, ...]
    shown: bool  # a guide was shown at once

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
    """The shares of all test questions: first right, among three, and wrong where a guide was shown at once."""

    count: int
    first: float
    among_three: float
    shown_wrong: float


def examine(index: Index) -> Iterator[Asked]:
    """Every test question of every guide, in the library's order."""
    for guide in index.library.guides.values():
        for wanted, questions in ((True, guide.test_questions.right), (False, guide.test_questions.wrong)):
            for question in questions:
                found = answer(question, index)
                ids = () if isinstance(found, SmallTalk) else tuple(one.id for one in found.candidates)
                yield Asked(guide.id, question, wanted, ids, isinstance(found, Found))


def marks(asked: Sequence[Asked]) -> Marks:
    """The shares over the questions that must find their guide."""
    wanted = [one for one in asked if one.wanted]
    shown = [one for one in wanted if one.shown]
    return Marks(
        count=len(asked),
        first=sum(one.passed for one in wanted) / max(1, len(wanted)),
        among_three=sum(one.near for one in wanted) / max(1, len(wanted)),
        shown_wrong=sum(not one.passed for one in shown) / max(1, len(shown)),
    )
