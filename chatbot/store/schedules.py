"""Where boards are posted by themselves, and which times have been."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from chatbot.messages import Place
from chatbot.programme.schedules import Rhythm
from chatbot.store.absences import present
from chatbot.store.conversations import insert, place_columns, place_of
from chatbot.store.engine import Tx
from chatbot.store.schema import absence, schedule, schedule_slot


@dataclass(frozen=True, slots=True)
class Schedule:
    """A place, its rhythm, whose board is posted there, and since when."""

    id: int
    place: Place
    federation_id: int
    rhythm: Rhythm
    created_at: datetime


def put(tx: Tx, place: Place, federation_id: int, rhythm: Rhythm, now: datetime) -> None:
    """The place has this rhythm from now on."""
    remove(tx, place)
    values = {"kind": rhythm.kind, "weekday": rhythm.weekday, "hour": rhythm.hour, "minute": rhythm.minute}
    tx.execute(schedule.insert().values(**place_columns(place), federation_id=federation_id, created_at=now, **values))


def remove(tx: Tx, place: Place) -> bool:
    """Nothing is posted there by itself any more; False if nothing was."""
    return tx.execute(schedule.delete().where(*_at(place)).returning(schedule.c.id)).first() is not None


def of_place(tx: Tx, place: Place) -> Schedule | None:
    """The place's schedule."""
    row = tx.execute(select(schedule).where(*_at(place))).first()
    return _schedule(row) if row else None


def of_chat(tx: Tx, place: Place) -> Sequence[Schedule]:
    """The schedules of the place's chat, whichever the thread."""
    there = [schedule.c[name] == getattr(place, name) for name in ("platform", "tenant", "channel")]
    return [_schedule(row) for row in tx.execute(select(schedule).where(*there).order_by(schedule.c.id))]


def everywhere(tx: Tx) -> Sequence[Schedule]:
    """All schedules of the places where the bot may write."""
    return [_schedule(row) for row in tx.execute(select(schedule).where(present(schedule)).order_by(schedule.c.id))]


def resting(tx: Tx) -> Sequence[tuple[Schedule, datetime]]:
    """The schedules of places that the bot is shut out of, each with since when."""
    same = [absence.c[name] == schedule.c[name] for name in ("platform", "tenant", "channel")]
    wanted = select(schedule, absence.c.since).join(absence, and_(*same)).order_by(schedule.c.id)
    return [(_schedule(row), row.since) for row in tx.execute(wanted)]


def claim(tx: Tx, name: str, period: str, now: datetime) -> bool:
    """Whether this transaction is the one that posts the slot: each is given out once, whoever asks."""
    row = {"schedule": name, "period": period, "created_at": now}
    made = insert(tx, schedule_slot).values(row).on_conflict_do_nothing().returning(schedule_slot.c.period)
    return tx.execute(made).first() is not None


def done(tx: Tx, name: str, period: str) -> bool:
    """Whether the slot has been posted."""
    mine = (schedule_slot.c.schedule == name, schedule_slot.c.period == period)
    return tx.execute(select(schedule_slot.c.period).where(*mine)).first() is not None


def been(tx: Tx, periods: Collection[str]) -> frozenset[tuple[str, str]]:
    """The slots of these periods that have been posted, each as its schedule's name and its period."""
    wanted = select(schedule_slot.c.schedule, schedule_slot.c.period).where(schedule_slot.c.period.in_(periods))
    return frozenset((row.schedule, row.period) for row in tx.execute(wanted)) if periods else frozenset()


def _at(place: Place) -> list[Any]:
    return [schedule.c[name] == value for name, value in place_columns(place).items() if name != "place_kind"]


def _schedule(row: Row[Any]) -> Schedule:
    rhythm = Rhythm(row.kind, row.weekday, row.hour, row.minute)
    return Schedule(row.id, place_of(row), row.federation_id, rhythm, row.created_at)
