"""Logged meetings: the facts, the calculation with its sums, and what happened to them since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, func, select, update

from chatbot.leaderboard import Tally
from chatbot.meetings import Meeting, Saving
from chatbot.store.engine import Tx
from chatbot.store.schema import group, meeting, meeting_event, organisation

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


def tallies(tx: Tx, federation_id: int, factor_set: str, start: date | None, end: date | None) -> Sequence[Tally]:
    """Sums of every group of a federation in [start, end), also of groups without meetings.

    One factor set at a time: sums of different sets are never added.
    """
    counted: list[ColumnElement[bool]] = [meeting.c.undone.is_(False), meeting.c.factor_set == factor_set]
    if start is not None:
        counted.append(meeting.c.day >= start)
    if end is not None:
        counted.append(meeting.c.day < end)
    sums = (
        select(
            meeting.c.group_id,
            func.count().label("meetings"),
            *(func.sum(meeting.c[name]).label(name) for name in ("wh", "g", "minutes", "metres")),
        )
        .where(*counted)
        .group_by(meeting.c.group_id)
        .subquery()
    )
    wanted = (
        select(group, organisation.c.name.label("organisation"), sums)
        .join(organisation, organisation.c.id == group.c.organisation_id)
        .outerjoin(sums, sums.c.group_id == group.c.id)
        .where(organisation.c.federation_id == federation_id)
        .order_by(group.c.id)
    )
    return [_tally(row) for row in tx.execute(wanted)]


def _tally(row: Row[Any]) -> Tally:
    return Tally(
        group_id=row.id,
        group=row.name,
        organisation=row.organisation,
        members=row.members,
        fte=row.fte,
        recurring_per_month=row.recurring_per_month,
        meetings=int(row.meetings or 0),
        wh=int(row.wh or 0),
        g=int(row.g or 0),
        minutes=int(row.minutes or 0),
        metres=int(row.metres or 0),
    )


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


def _note(tx: Tx, id: int, person_id: int, kind: str, now: datetime, before: Any = None) -> None:
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
