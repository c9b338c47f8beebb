"""Imports: what becomes of the rows of a file, tried first and then stored, through the one door of the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chatbot import ledger
from chatbot.errors import N_, UsageError
from chatbot.ledger import Answers, Fate
from chatbot.meetings import Row
from chatbot.packs import Library
from chatbot.store import Tx
from chatbot.store.people import Person

STEP = 25  # rows of one transaction: others want to write too
MOST_OF_A_DAY = 100  # past which a day's rows are parted
MOST_ROWS = 2_000  # of a calendar that comes by chat, holidays and visits to the dentist among them
MOST_MEETINGS = 500  # among those rows, and rows of a table; who has more in three months reads in a file a month
NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Import:
    """Whose meetings they are, by which library, and what was answered for all of them."""

    person: Person
    library: Library
    now: datetime
    answers: Answers = NO_ANSWERS

    def store(self, tx: Tx, rows: Sequence[Row]) -> Sequence[Fate]:
        """Store the rows; what became of each."""
        return [ledger.import_row(tx, self.person, row, self.library, self.now, self.answers) for row in rows]

    def rehearse(self, tx: Tx, rows: Sequence[Row]) -> Sequence[Fate]:
        """What would become of each: the rows are stored, and that is taken back."""
        held = tx.begin_nested()
        try:
            return self.store(tx, rows)
        finally:
            held.rollback()


def read(name: str, data: bytes, now: datetime, library: Library) -> Sequence[Row]:
    """The rows of a file that came by chat, day by day; `now` is the wall clock in Sweden.

    Raises `UsageError` for a file that cannot be read, that has nothing to tell, or far too much.
    """
    from chatbot.meetings.importing import is_calendar, read_meetings  # its patterns take half a second

    most = MOST_ROWS if is_calendar(name, data) else MOST_MEETINGS
    rows = read_meetings(name, data, now, library.places, most)
    if not rows:
        raise UsageError(N_("Jag hittar inga möten från de senaste tre månaderna i filen."))
    if sum(row.draft is not None for row in rows) > MOST_MEETINGS:
        raise UsageError(N_("Filen har fler än {count} möten. Dela upp den i flera."), count=MOST_MEETINGS)
    return by_day(rows)


def by_day(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows in the order of their days; those without a meeting come last."""
    return sorted(rows, key=_day)


def steps(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows in portions for a transaction each. A day is kept whole, so that a rehearsal sees its twins."""
    step: list[Row] = []
    for row in rows:
        parted = bool(step) and _day(row) != _day(step[-1])
        if (parted and len(step) >= STEP) or len(step) >= MOST_OF_A_DAY:
            yield step
            step = []
        step.append(row)
    if step:
        yield step


def _day(row: Row) -> date:
    return (row.draft and row.draft.date) or date.max
