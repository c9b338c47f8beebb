"""How often tips were asked for and helped. Neither a text nor a person is kept (DESIGN, principle 7)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from chatbot.store.engine import Tx
from chatbot.store.schema import feedback

OUTCOMES = {None: "asked", True: "helped", False: "not"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A tip that was shown (`helped` is None), or one answer to "Hjälpte det?"."""

    topic: str
    platform: str  # the meeting tool the tip was shown for, "" if none
    helped: bool | None
    day: date
    library_hash: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a tip was said to have helped, and not to; and how often it was shown to who asked."""

    helped: int = 0
    not_helped: int = 0
    asked: int = 0


def tallies(tx: Tx) -> dict[str, Tally]:
    """By topic, all that has been said."""
    counted = select(feedback.c.topic, feedback.c.outcome, func.count().label("n")).group_by(
        feedback.c.topic, feedback.c.outcome
    )
    found: dict[str, dict[str, int]] = {}
    for row in tx.execute(counted):
        found.setdefault(row.topic, {})[row.outcome] = int(row.n)
    return {
        topic: Tally(said.get("helped", 0), said.get("not", 0), said.get("asked", 0)) for topic, said in found.items()
    }


def add(tx: Tx, outcome: Outcome) -> None:
    """Store it."""
    tx.execute(
        feedback.insert().values(
            topic=outcome.topic,
            platform=outcome.platform[:40],
            outcome=OUTCOMES[outcome.helped],
            day=outcome.day,
            library_hash=outcome.library_hash,
        )
    )
