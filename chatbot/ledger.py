"""The ledger: the one door through which meetings are logged, corrected and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from chatbot.clock import local
from chatbot.meetings import Draft, Habits, Meeting, Question, Saving, complete, saving
from chatbot.packs import Library
from chatbot.store import Tx, meetings
from chatbot.store.meetings import Logged
from chatbot.store.people import Person

T = TypeVar("T")
DEFAULT_SET = "fysik"
HABIT_MEETINGS = 20  # how many of the group's latest meetings tell its habits


@dataclass(frozen=True, slots=True)
class Stored:
    """A meeting that was just logged or corrected, with what had to be assumed."""

    id: int
    meeting: Meeting
    saving: Saving


def log(tx: Tx, person: Person, draft: Draft, library: Library, now: datetime) -> Stored | Question:
    """Complete the draft by the group's habits and store it; or the one question that must be asked first.

    The person must have a group.
    """
    facts = complete(draft, habits(tx, person, library, now))
    if isinstance(facts, Question):
        return facts
    sums = reckon(facts, library)
    group = _group_id(person)
    return Stored(meetings.add(tx, group, person.id, facts, sums, now), facts, sums)


def correct(tx: Tx, person: Person, logged: Logged, draft: Draft, library: Library, now: datetime) -> Stored | Question:
    """Put the draft in the place of what is known of a meeting."""
    facts = complete(draft, habits(tx, person, library, now))
    if isinstance(facts, Question):
        return facts
    sums = reckon(facts, library)
    meetings.correct(tx, logged, person.id, facts, sums, now)
    return Stored(logged.id, facts, sums)


def undo(tx: Tx, person: Person, id: int, now: datetime) -> Logged | None:
    """Take back the person's own meeting; None if it is not theirs or already taken back."""
    found = own(tx, person, id)
    return found if found and meetings.undo(tx, id, person.id, now) else None


def own(tx: Tx, person: Person, id: int) -> Logged | None:
    """A meeting the person logged, None if it is somebody else's or there is none."""
    found = meetings.get(tx, id)
    return found if found and found.person_id == person.id else None


def latest(tx: Tx, person: Person) -> Logged | None:
    """The meeting the person logged last that still counts."""
    mine = meetings.of_person(tx, person.id, 1)
    return mine[0] if mine else None


def mine(tx: Tx, person: Person) -> Sequence[Logged]:
    """The person's latest meetings that still count."""
    return meetings.of_person(tx, person.id)


def reckon(facts: Meeting, library: Library) -> Saving:
    """What a meeting saved, by the default factor set."""
    return saving(facts, library.factor_sets[DEFAULT_SET], library.distances, library.places)


def habits(tx: Tx, person: Person, library: Library, now: datetime) -> Habits:
    """What the group's earlier meetings let us assume."""
    group = person.group
    home = library.places.find((group.municipality if group else "") or person.home)
    earlier = meetings.of_group(tx, _group_id(person), HABIT_MEETINGS)
    return Habits(
        today=local(now).date(),
        municipality=home.name if home else None,
        members=group.members if group else None,
        usual_place=_most_common([past.meeting.place for past in earlier if past.meeting.place]),
        usual_participants=_most_common([past.meeting.participants for past in earlier]),
        usual_replaces=_most_common([past.meeting.replaces for past in earlier]),
        likely_places=tuple(dict.fromkeys(past.meeting.place for past in earlier if past.meeting.place))[:3],
    )


def _most_common(values: Sequence[T]) -> T | None:
    """The value seen most often, the latest of equals; None without values."""
    return max(values, key=values.count) if values else None


def _group_id(person: Person) -> int:
    if person.group is None:
        raise ValueError("a meeting is logged for a group; choose one first")
    return person.group.id
