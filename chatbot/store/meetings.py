"""Logged meetings: the facts, the calculation with its sums, and what happened to them since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, ColumnElement, Row, cast, func, or_, select, update

from chatbot.leaderboard import PROTECTED, Tally
from chatbot.meetings import Meeting, Saving
from chatbot.store.engine import Tx
from chatbot.store.schema import SUMS, group, imported, meeting, meeting_event, organisation

MEETING: TypeAdapter[Meeting] = TypeAdapter(Meeting)
SAVING: TypeAdapter[Saving] = TypeAdapter(Saving)


@dataclass(frozen=True, slots=True)
class Logged:
    """A meeting as it stands now."""

    id: int
    group_id: int
    group: str
    person_id: int | None
    meeting: Meeting
    saving: Saving
    undone: bool
    created_at: datetime


def add(tx: Tx, group_id: int, person_id: int, facts: Meeting, sums: Saving, now: datetime) -> int:
    """Store a meeting and give its id."""
    values = {"group_id": group_id, "person_id": person_id, "created_at": now, **_columns(facts, sums)}
    id = int(tx.execute(meeting.insert().values(values).returning(meeting.c.id)).scalar_one())
    _note(tx, id, person_id, "logged", now)
    return id


def correct(tx: Tx, logged: Logged, person_id: int, facts: Meeting, sums: Saving, now: datetime) -> None:
    """Replace what is known of a meeting; what stood there is kept as an event."""
    before = {"details": _details(logged.meeting), "calculation": SAVING.dump_python(logged.saving, mode="json")}
    tx.execute(update(meeting).where(meeting.c.id == logged.id).values(_columns(facts, sums)))
    _note(tx, logged.id, person_id, "corrected", now, before)


def witness(tx: Tx, id: int, person_id: int, facts: Meeting, sums: Saving, now: datetime) -> None:
    """Somebody else told of the same meeting; what they said is kept, so that a wrong merge can be split."""
    told = {"details": _details(facts), "calculation": SAVING.dump_python(sums, mode="json")}
    _note(tx, id, person_id, "merged", now, told)


def split(tx: Tx, id: int, person_id: int, now: datetime) -> int | None:
    """What the person told of a meeting becomes a meeting of its own; its id, None if they are no witness of it."""
    theirs = _witnessed(id).where(meeting_event.c.person_id == person_id).order_by(meeting_event.c.id.desc())
    event = tx.execute(theirs).first()
    if event is None:
        return None
    tx.execute(meeting_event.delete().where(meeting_event.c.meeting_id == id, meeting_event.c.id == event.id))
    facts = MEETING.validate_python(event.before["details"], strict=False)
    sums = SAVING.validate_python(event.before["calculation"], strict=False)
    group_id = int(tx.execute(select(meeting.c.group_id).where(meeting.c.id == id)).scalar_one())
    made = add(tx, group_id, person_id, facts, sums, now)
    _note(tx, made, person_id, "split", now)
    return made


def pass_on(tx: Tx, id: int, person_id: int, now: datetime) -> bool:
    """The one who logged it steps back; the first witness stands for it instead. False without witnesses."""
    others = _witnessed(id).where(meeting_event.c.person_id.is_not(None), meeting_event.c.person_id != person_id)
    heir = tx.execute(others.order_by(meeting_event.c.id)).first()
    if heir is None:
        return False
    tx.execute(update(meeting).where(meeting.c.id == id).values(person_id=heir.person_id))
    tx.execute(
        meeting_event.delete().where(
            meeting_event.c.meeting_id == id,
            meeting_event.c.kind == "merged",
            meeting_event.c.person_id.in_((heir.person_id, person_id)),
        )
    )
    _note(tx, id, person_id, "passed_on", now)
    return True


def has_witness(tx: Tx, id: int, person_id: int) -> bool:
    """Whether the person has told of the meeting too."""
    return tx.execute(_witnessed(id).where(meeting_event.c.person_id == person_id)).first() is not None


def _witnessed(id: int) -> Any:
    return select(meeting_event).where(meeting_event.c.meeting_id == id, meeting_event.c.kind == "merged")


def flag(tx: Tx, id: int, person_id: int, now: datetime) -> None:
    """The meeting is unusual and waits for a coordinator's eye; it counts meanwhile."""
    _note(tx, id, person_id, "flagged", now)


def approve(tx: Tx, id: int, person_id: int, now: datetime) -> None:
    """A coordinator has looked at it and lets it stand."""
    _note(tx, id, person_id, "approved", now)


def flagged(tx: Tx, federation_id: int, limit: int = 10) -> Sequence[Logged]:
    """Meetings of a federation that wait for a coordinator's eye, oldest first."""
    seen = select(meeting_event.c.meeting_id).where(meeting_event.c.kind == "approved")
    waiting = select(meeting_event.c.meeting_id).where(
        meeting_event.c.kind == "flagged", meeting_event.c.meeting_id.not_in(seen)
    )
    found = (
        _all()
        .join(organisation, organisation.c.id == group.c.organisation_id)
        .where(organisation.c.federation_id == federation_id, meeting.c.id.in_(waiting), meeting.c.undone.is_(False))
    )
    return [_logged(row) for row in tx.execute(found.order_by(meeting.c.id).limit(limit))]


def on_day(tx: Tx, group_id: int, day: date) -> Sequence[Logged]:
    """The group's meetings of one day that still count, oldest first."""
    ours = _all().where(meeting.c.group_id == group_id, meeting.c.day == day, meeting.c.undone.is_(False))
    return [_logged(row) for row in tx.execute(ours.order_by(meeting.c.id))]


def logged_since(tx: Tx, person_id: int, since: datetime) -> int:
    """How many meetings the person has logged since then."""
    mine = select(func.count()).where(meeting.c.person_id == person_id, meeting.c.created_at >= since)
    return int(tx.execute(mine).scalar_one())


def all_after(tx: Tx, id: int, limit: int = 500) -> Sequence[Logged]:
    """Meetings that still count, by id, the next `limit` after this one."""
    following = _all().where(meeting.c.id > id, meeting.c.undone.is_(False)).order_by(meeting.c.id).limit(limit)
    return [_logged(row) for row in tx.execute(following)]


def was_imported(tx: Tx, key: str) -> bool:
    """Whether this row of a file has been imported before, also if the meeting was taken back since."""
    return tx.execute(select(imported.c.key).where(imported.c.key == key)).first() is not None


def remember_import(tx: Tx, key: str, id: int) -> None:
    """The row of a file has become this meeting."""
    tx.execute(imported.insert().values(key=key, meeting_id=id))


def recalculated(tx: Tx, logged: Logged, sums: Saving, now: datetime) -> None:
    """New sums for the same facts; the old ones are kept as an event."""
    before = {"calculation": SAVING.dump_python(logged.saving, mode="json")}
    tx.execute(update(meeting).where(meeting.c.id == logged.id).values(_columns(logged.meeting, sums)))
    _note(tx, logged.id, None, "recalculated", now, before)


def undo(tx: Tx, id: int, person_id: int, now: datetime) -> bool:
    """Take a meeting back; False if it already was (a second undo subtracts nothing)."""
    back = update(meeting).where(meeting.c.id == id, meeting.c.undone.is_(False)).values(undone=True)
    if tx.execute(back.returning(meeting.c.id)).first() is None:
        return False
    _note(tx, id, person_id, "undone", now)
    return True


def get(tx: Tx, id: int) -> Logged | None:
    """One meeting."""
    row = tx.execute(_all().where(meeting.c.id == id)).first()
    return _logged(row) if row else None


def of_person(tx: Tx, person_id: int, limit: int = 10) -> Sequence[Logged]:
    """The person's latest meetings that still count, latest first."""
    mine = _all().where(meeting.c.person_id == person_id, meeting.c.undone.is_(False))
    return [_logged(row) for row in tx.execute(mine.order_by(meeting.c.id.desc()).limit(limit))]


def of_group(tx: Tx, group_id: int, limit: int = 20) -> Sequence[Logged]:
    """The group's latest meetings that still count, latest first."""
    ours = _all().where(meeting.c.group_id == group_id, meeting.c.undone.is_(False))
    return [_logged(row) for row in tx.execute(ours.order_by(meeting.c.id.desc()).limit(limit))]


def tallies(
    tx: Tx,
    federation_id: int,
    factor_set: str,
    start: date | None,
    end: date | None,
    logged_before: datetime | None = None,
) -> Sequence[Tally]:
    """Sums of the groups of a federation that have met in [start, end), and of its small groups whether or not; in no
    order.

    One factor set at a time: sums of different sets are never added. `logged_before` leaves out what was logged later.
    """
    counted = _counted(factor_set, start, end)
    if logged_before is not None:
        counted.append(meeting.c.created_at < logged_before)
    sums = (
        select(
            meeting.c.group_id,
            func.count().label("meetings"),
            *(func.sum(meeting.c[name]).label(name) for name in SUMS),
        )
        .where(*counted)
        .group_by(meeting.c.group_id)
        .subquery()
    )
    facts = (group.c[name] for name in ("members", "fte", "recurring_per_month"))
    figures = (cast(func.coalesce(sums.c[name], 0), BigInteger) for name in ("meetings", *SUMS))
    wanted = (  # in the order of `Tally`: thousands of rows are made of them
        select(group.c.id, group.c.name, organisation.c.name, *facts, *figures)
        .join(organisation, organisation.c.id == group.c.organisation_id)
        .outerjoin(sums, sums.c.group_id == group.c.id)
        .where(organisation.c.federation_id == federation_id)
        .where(or_(sums.c.meetings.is_not(None), group.c.members < PROTECTED))
    )
    return [Tally._make(row) for row in tx.execute(wanted).all()]


def _counted(factor_set: str, start: date | None, end: date | None) -> list[ColumnElement[bool]]:
    counted: list[ColumnElement[bool]] = [meeting.c.undone.is_(False), meeting.c.factor_set == factor_set]
    if start is not None:
        counted.append(meeting.c.day >= start)
    if end is not None:
        counted.append(meeting.c.day < end)
    return counted


def who_met(tx: Tx, factor_set: str, start: date, end: date) -> frozenset[int]:
    """The groups, of whichever federation, that have met in [start, end)."""
    wanted = select(meeting.c.group_id).distinct().where(*_counted(factor_set, start, end))
    return frozenset(tx.execute(wanted).scalars().all())


def _columns(facts: Meeting, sums: Saving) -> dict[str, Any]:
    return {
        "day": facts.date,
        "participants": facts.participants,
        "form": facts.form,
        "platform": facts.platform,
        "details": _details(facts),
        "calculation": SAVING.dump_python(sums, mode="json"),
        "metres": sums.vehicle_m,
        "minutes": sums.person_minutes,
        "wh": sums.wh,
        "g": sums.g,
        "factor_set": sums.factor_set,
        "factor_version": sums.factor_version,
    }


def _details(facts: Meeting) -> Any:
    """The assumptions were shown in the reply; only what they led to is kept."""
    return MEETING.dump_python(replace(facts, assumptions=()), mode="json")


def _note(tx: Tx, id: int, person_id: int | None, kind: str, now: datetime, before: Any = None) -> None:
    tx.execute(meeting_event.insert().values(meeting_id=id, person_id=person_id, kind=kind, at=now, before=before))


def _all() -> Any:
    return select(meeting, group.c.name.label("group")).join(group, group.c.id == meeting.c.group_id)


def _logged(row: Row[Any]) -> Logged:
    return Logged(
        id=row.id,
        group_id=row.group_id,
        group=row.group,
        person_id=row.person_id,
        meeting=MEETING.validate_python(row.details, strict=False),
        saving=SAVING.validate_python(row.calculation, strict=False),
        undone=row.undone,
        created_at=row.created_at,
    )
