"""Whether tips helped. Neither a text nor a person is kept (DESIGN, principle 7)."""

from dataclasses import dataclass
from datetime import date

from chatbot.store.engine import Tx
from chatbot.store.schema import feedback


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer to "Hjälpte det?"."""

    topic: str
    platform: str  # the meeting tool the tip was shown for, "" if none
    helped: bool
    day: date
    library_hash: str


def add(tx: Tx, outcome: Outcome) -> None:
    """Store it."""
    tx.execute(
        feedback.insert().values(
            topic=outcome.topic,
            platform=outcome.platform[:40],
            outcome="helped" if outcome.helped else "not",
            day=outcome.day,
            library_hash=outcome.library_hash,
        )
    )
