"""Meetings that come back every week, of which a person wants to be reminded; never logged by themselves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select

from chatbot.messages import Place
from chatbot.programme.schedules import Rhythm
from chatbot.store.absences import present
from chatbot.store.conversations import place_columns, place_of
from chatbot.store.engine import Tx
from chatbot.store.schema import series

REMIND_HOUR = 16  # the meeting has been by then


@dataclass(frozen=True, slots=True)
class Series:
    """Whose it is, where to remind, on which weekday, and the meeting as it was told (JSON)."""

    id: int
    person_id: int
    actor_id: str
    place: Place
    rhythm: Rhythm
    draft: Mapping[str, Any]
    created_at: datetime


def add(
    tx: Tx, person_id: int, actor_id: str, place: Place, weekday: int, draft: Mapping[str, Any], now: datetime
) -> int:
    """Remind the person of this meeting on this weekday from now on."""
    values = {"person_id": person_id, "actor_id": actor_id, "weekday": weekday, "draft": json.dumps(draft)}
    made = series.insert().values(**place_columns(place), **values, created_at=now).returning(series.c.id)
    return int(tx.execute(made).scalar_one())


def stop(tx: Tx, id: int, person_id: int) -> bool:
    """Remind no more; False if it is not the person's."""
    mine = series.delete().where(series.c.id == id, series.c.person_id == person_id)
    return tx.execute(mine.returning(series.c.id)).first() is not None


def of_person(tx: Tx, id: int, person_id: int) -> Series | None:
    """The person's series with this id."""
    row = tx.execute(select(series).where(series.c.id == id, series.c.person_id == person_id)).first()
    return _series(row) if row else None


def everywhere(tx: Tx) -> Sequence[Series]:
    """All series but those of a person who has shut the bot out of their own chat."""
    reached = or_(series.c.place_kind != "direct", present(series))
    return [_series(row) for row in tx.execute(select(series).where(reached).order_by(series.c.id))]


def _series(row: Row[Any]) -> Series:
    rhythm = Rhythm("week", row.weekday, REMIND_HOUR, 0)
    return Series(row.id, row.person_id, row.actor_id, place_of(row), rhythm, json.loads(row.draft), row.created_at)
