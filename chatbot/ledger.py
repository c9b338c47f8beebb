"""The ledger: the one door through which meetings are logged, corrected and taken back."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeVar

from chatbot.clock import local
from chatbot.errors import Notice
from chatbot.meetings import (
    Draft,
    Habits,
    Meeting,
    Question,
    Row,
    Saving,
    complete,
    doubts,
    draft_of,
    likeness,
    saving,
    with_origin,
)
from chatbot.packs import Library
from chatbot.store import Tx, meetings, people
from chatbot.store.groups import group_by_id
from chatbot.store.meetings import Logged
from chatbot.store.people import Person

T = TypeVar("T")
DEFAULT_SET = "fysik"
HABIT_MEETINGS = 20  # how many of the group's latest meetings tell its habits


@dataclass(frozen=True, slots=True)
class Told:
    """What the person has answered already: it is a meeting of its own; the unusual is right."""

    apart: bool = False
    confirmed: bool = False
    imported: bool = False  # many meetings in one day are no surprise


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Stored:
    """A meeting that was just logged or corrected, with what had to be assumed."""

    id: int
    meeting: Meeting
    saving: Saving


@dataclass(frozen=True, slots=True)
class Undone:
    """A meeting as it stood when it was taken back; `still_counts` where somebody else has told of it too."""

    logged: Logged
    still_counts: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """Somebody had logged the meeting already, so it counts once; `own` = the person did it themself."""

    logged: Logged
    own: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """The group has a meeting that may be the same. Nothing was stored."""

    logged: Logged


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The meeting is unusual and must be confirmed. Nothing was stored."""

    doubts: tuple[Notice, ...]


Outcome = Stored | Question | Merged | Twin | Doubtful


def log(tx: Tx, person: Person, draft: Draft, library: Library, now: datetime, told: Told = NOTHING_TOLD) -> Outcome:
    """Complete the draft by the group's habits and store it; or what must be asked first; or which meeting it was.

    The person must have a group.
    """
    facts = complete(draft, habits(tx, person, library, now))
    if isinstance(facts, Question):
        return facts
    unusual = tuple(_doubts(tx, person, facts, library, now, counted=not told.imported))
    if unusual and not told.confirmed:
        return Doubtful(unusual)
    sums = reckon(facts, library)
    same = None if told.apart else _same(tx, person, facts)
    if isinstance(same, Logged):
        return merge(tx, person, same, facts, sums, now)
    if isinstance(same, Twin):
        return same
    id = meetings.add(tx, _group_id(person), person.id, facts, sums, now)
    if unusual:
        meetings.flag(tx, id, person.id, now)
    return Stored(id, facts, sums)


def _doubts(
    tx: Tx, person: Person, facts: Meeting, library: Library, now: datetime, *, counted: bool
) -> Iterator[Notice]:
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = meetings.logged_since(tx, person.id, midnight) if counted else 0
    return doubts(facts, today, library.distances, library.places)


def _same(tx: Tx, person: Person, facts: Meeting) -> Logged | Twin | None:
    """The group's meeting that this one is, or may be."""
    alike = [(likeness(facts, other.meeting), other) for other in meetings.on_day(tx, _group_id(person), facts.date)]
    sure = next((other for how, other in alike if how == "same"), None)
    maybe = next((other for how, other in alike if how == "maybe"), None)
    return sure or (Twin(maybe) if maybe else None)


def merge(tx: Tx, person: Person, logged: Logged, facts: Meeting, sums: Saving, now: datetime) -> Merged:
    """Count the meeting once; the person becomes a witness of it."""
    own = logged.person_id == person.id
    if not own and not meetings.has_witness(tx, logged.id, person.id):
        meetings.witness(tx, logged.id, person.id, facts, sums, now)
    return Merged(logged, own)


def merge_with(
    tx: Tx, person: Person, id: int, draft: Draft, library: Library, now: datetime
) -> Merged | Question | None:
    """The person says that it is the same meeting as this one of their group; None if there is none."""
    logged = meetings.get(tx, id)
    if logged is None or logged.undone or logged.group_id != _group_id(person):
        return None
    facts = complete(draft, habits(tx, person, library, now))
    return facts if isinstance(facts, Question) else merge(tx, person, logged, facts, reckon(facts, library), now)


def split(tx: Tx, person: Person, id: int, now: datetime) -> Logged | None:
    """A merge was wrong: what the person told becomes a meeting of its own. None if they told nothing of it."""
    made = meetings.split(tx, id, person.id, now)
    return meetings.get(tx, made) if made is not None else None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered once for all rows of a file: where they would have met, and from where they would have come."""

    place: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a row of an imported file; `why` for one that was not stored, `question` if it may yet be."""

    row: Row
    kind: Literal["stored", "known", "left"]
    why: Notice | None = None
    question: Question | None = None
    stored: Stored | None = None


def import_row(tx: Tx, person: Person, row: Row, library: Library, now: datetime, answers: Answers) -> Fate:
    """Store one row of a file, once however often the file is read.

    What would have to be asked is left, with the question as the reason.
    """
    if row.draft is None:
        return Fate(row, "left", row.why_not)
    key = hashlib.sha256(f"{_group_id(person)}\n{row.key}".encode()).hexdigest()
    if meetings.was_imported(tx, key):
        return Fate(row, "known")
    outcome = _log_row(tx, person, row.draft, library, now, answers)
    match outcome:
        case Stored(id=id):
            meetings.remember_import(tx, key, id)
            return Fate(row, "stored", stored=outcome)
        case Merged(logged=logged) | Twin(logged=logged):
            meetings.remember_import(tx, key, logged.id)
            return Fate(row, "known")
        case Question(notice=asked):
            return Fate(row, "left", asked, question=outcome)
        case Doubtful(doubts=(first, *_)):
            return Fate(row, "left", first)
        case _:
            raise AssertionError("a doubt without a reason")


def _log_row(tx: Tx, person: Person, draft: Draft, library: Library, now: datetime, answers: Answers) -> Outcome:
    """Log it, with what was answered where the row itself does not say."""
    if draft.place is None and draft.replaces is None:
        draft = replace(draft, place=answers.place)
    outcome = log(tx, person, draft, library, now, Told(imported=True))
    if isinstance(outcome, Question) and outcome.field == "origin" and answers.origin is not None:
        return log(tx, person, with_origin(draft, answers.origin), library, now, Told(imported=True))
    return outcome


def flagged(tx: Tx, person: Person) -> Sequence[Logged]:
    """Unusual meetings of the coordinator's federation that nobody has looked at, oldest first."""
    return meetings.flagged(tx, person.group.federation_id) if person.group else ()


def judge(tx: Tx, person: Person, id: int, now: datetime, *, keep: bool) -> bool:
    """Let a flagged meeting stand, or take it back; False if it does not wait for that."""
    if all(logged.id != id for logged in flagged(tx, person)):
        return False
    meetings.approve(tx, id, person.id, now)
    return keep or meetings.undo(tx, id, person.id, now)


def recalculate(tx: Tx, library: Library, after: int, now: datetime, *, dry: bool) -> tuple[int, int, int]:
    """Sums by the factors in force for the next meetings after an id: (seen, changed, last id).

    An explicit act: old figures never change by themselves. The old sums are kept as events.
    """
    batch = meetings.all_after(tx, after)
    changed = 0
    for logged in batch:
        sums = reckon(logged.meeting, library)
        if replace(sums, lines=()) != replace(logged.saving, lines=()):
            changed += 1
            if not dry:
                meetings.recalculated(tx, logged, sums, now)
    return len(batch), changed, batch[-1].id if batch else after


def correct(tx: Tx, person: Person, logged: Logged, draft: Draft, library: Library, now: datetime) -> Stored | Question:
    """Put the draft in the place of what is known of a meeting, by the habits of whoever it was logged for."""
    facts = complete(draft, habits(tx, _teller(tx, person, logged), library, now))
    if isinstance(facts, Question):
        return facts
    sums = reckon(facts, library)
    meetings.correct(tx, logged, person.id, facts, sums, now)
    return Stored(logged.id, facts, sums)


def undo(tx: Tx, person: Person, id: int, now: datetime) -> Undone | None:
    """Take back the person's own meeting; None if it is not theirs or already taken back.

    One that others have told of too goes on counting for them.
    """
    found = own(tx, person, id)
    if found is None or found.undone:
        return None
    if meetings.pass_on(tx, id, person.id, now):
        return Undone(found, still_counts=True)
    return Undone(found) if meetings.undo(tx, id, person.id, now) else None


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


def repeated(tx: Tx, person: Person, logged: Logged, library: Library, now: datetime) -> Draft:
    """A meeting as if it were told again, without its day; travellers that were assumed are assumed anew."""
    draft = replace(draft_of(logged.meeting), date=None)
    bare = replace(draft, travellers=())
    usual = habits(tx, person, library, now)
    origins = dict.fromkeys(who.origin for who in draft.travellers)
    for told in (bare, *(replace(bare, origin=origin) for origin in origins)):
        anew = complete(told, usual)
        if isinstance(anew, Meeting) and anew.travellers == draft.travellers:
            return told
    all_but_one = draft.participants == sum(who.count for who in draft.travellers) + 1
    return bare if all_but_one else draft


def habits(tx: Tx, person: Person, library: Library, now: datetime) -> Habits:
    """What the group's earlier meetings, and what its people have said of themselves, let us assume."""
    group = person.group
    earlier = meetings.of_group(tx, _group_id(person), HABIT_MEETINGS)
    homes = (_place(home, library) for home in people.homes(tx, _group_id(person), but=person.id))
    return Habits(
        today=local(now).date(),
        municipality=_place(group.municipality if group else "", library),
        members=group.members if group else None,
        usual_place=_most_common([past.meeting.place for past in earlier if past.meeting.place]),
        usual_participants=_most_common([past.meeting.participants for past in earlier]),
        usual_replaces=_most_common([past.meeting.replaces for past in earlier]),
        likely_places=tuple(dict.fromkeys(past.meeting.place for past in earlier if past.meeting.place))[:3],
        home=_place(person.home, library),
        homes=tuple(home for home in homes if home),
    )


def _place(name: str, library: Library) -> str | None:
    """The place's name today; None where the packs no longer know it."""
    found = library.places.find(name)
    return found.name if found else None


def _teller(tx: Tx, person: Person, logged: Logged) -> Person:
    """Who stands for a meeting, in the group that it was logged for: whoever corrects it assumes the same."""
    teller = person if logged.person_id is None else people.load(tx, logged.person_id)
    return replace(teller, group=group_by_id(tx, logged.group_id))


def _most_common(values: Sequence[T]) -> T | None:
    """The value seen most often, the latest of equals; None without values."""
    return max(values, key=values.count) if values else None


def _group_id(person: Person) -> int:
    if person.group is None:
        raise ValueError("a meeting is logged for a group; choose one first")
    return person.group.id
