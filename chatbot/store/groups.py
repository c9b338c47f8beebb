"""Federations, their organisations and their groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from chatbot.programme.organisation import PlannedGroup
from chatbot.store.conversations import insert
from chatbot.store.engine import Tx
from chatbot.store.schema import federation, group, organisation


@dataclass(frozen=True, slots=True)
class Group:
    """A group whose meetings are counted. Figures are None where nobody has told them."""

    id: int
    name: str
    organisation_id: int
    organisation: str
    federation_id: int
    federation: str
    contact: str  # of the organisation, "" if none is told
    municipality: str
    fte: float | None  # årsarbetskrafter
    members: int | None
    recurring_per_month: float | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, in its federation."""

    name: str
    federation_id: int
    federation: str


@dataclass(frozen=True, slots=True)
class Aim:
    """How many meetings a federation aims at together, from a day (None = ever) to a day (None = without end)."""

    meetings: int
    since: date | None
    until: date | None


def set_goal(tx: Tx, name: str, aim: Aim | None) -> None:
    """Set or take away the federation's goal."""
    id = _federation(tx, name)
    of = aim or Aim(0, None, None)
    values = {"goal_meetings": of.meetings or None, "goal_from": of.since, "goal_until": of.until}
    tx.execute(update(federation).where(federation.c.id == id).values(values))


def goal_of(tx: Tx, federation_id: int) -> Aim | None:
    """The federation's goal, None if it has none."""
    row = tx.execute(select(federation).where(federation.c.id == federation_id)).first()
    return Aim(row.goal_meetings, row.goal_from, row.goal_until) if row and row.goal_meetings else None


def put_group(tx: Tx, new: PlannedGroup, now: datetime) -> Group:
    """Add the group, or bring what is told of it up to date."""
    where = _organisation(tx, _federation(tx, new.federation), new)
    facts = {"municipality": new.municipality or None, "fte": new.fte, "members": new.members}
    facts["recurring_per_month"] = new.recurring_per_month
    row = {"organisation_id": where, "name": new.name[:200], "created_at": now, **facts}
    put = (
        insert(tx, group)
        .values(row)
        .on_conflict_do_update(index_elements=["organisation_id", "name"], set_=facts)
        .returning(group.c.id)
    )
    found = group_by_id(tx, int(tx.execute(put).scalar_one()))
    if found is None:
        raise LookupError("a group that was just written is gone")
    return found


def _federation(tx: Tx, name: str) -> int:
    known = select(federation.c.id).where(federation.c.name == name)
    tx.execute(insert(tx, federation).values(name=name).on_conflict_do_nothing())
    return int(tx.execute(known).scalar_one())


def _organisation(tx: Tx, federation_id: int, new: PlannedGroup) -> int:
    mine = (organisation.c.federation_id == federation_id) & (organisation.c.name == new.organisation)
    tx.execute(
        insert(tx, organisation)
        .values(federation_id=federation_id, name=new.organisation, contact=new.contact or None)
        .on_conflict_do_nothing()
    )
    if new.contact:
        tx.execute(update(organisation).where(mine).values(contact=new.contact))
    return int(tx.execute(select(organisation.c.id).where(mine)).scalar_one())


def _all() -> Select[Any]:
    return (
        select(
            group,
            organisation.c.name.label("organisation"),
            organisation.c.contact,
            organisation.c.federation_id,
            federation.c.name.label("federation"),
        )
        .join(organisation, organisation.c.id == group.c.organisation_id)
        .join(federation, federation.c.id == organisation.c.federation_id)
        .order_by(group.c.id)
    )


def groups(tx: Tx) -> Sequence[Group]:
    """All groups, in the order they were made."""
    return [_group(row) for row in tx.execute(_all())]


def organisations(tx: Tx) -> Sequence[Organisation]:
    """All organisations that have a group, or had one, in the order they were made."""
    wanted = (
        select(organisation.c.name, organisation.c.federation_id, federation.c.name.label("federation"))
        .join(federation, federation.c.id == organisation.c.federation_id)
        .order_by(organisation.c.id)
    )
    return [Organisation(row.name, row.federation_id, row.federation) for row in tx.execute(wanted)]


def federations(tx: Tx) -> Sequence[int]:
    """The ids of the federations that have a group."""
    found = select(organisation.c.federation_id).join(group, group.c.organisation_id == organisation.c.id).distinct()
    return [int(id) for id in tx.execute(found.order_by(organisation.c.federation_id)).scalars()]


def group_by_id(tx: Tx, id: int) -> Group | None:
    """One group."""
    row = tx.execute(_all().where(group.c.id == id)).first()
    return _group(row) if row else None


def _group(row: Row[Any]) -> Group:
    return Group(
        id=row.id,
        name=row.name,
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        federation_id=row.federation_id,
        federation=row.federation,
        contact=row.contact or "",
        municipality=row.municipality or "",
        fte=row.fte,
        members=row.members,
        recurring_per_month=row.recurring_per_month,
    )
