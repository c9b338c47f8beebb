"""Campaigns: a name, a first and a last day, and where it is told of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, select

from chatbot.messages import Place
from chatbot.store.absences import present
from chatbot.store.conversations import place_columns, place_of
from chatbot.store.engine import Tx
from chatbot.store.schema import campaign


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of a federation; `last` is its last day, `goal` a number of meetings."""

    id: int
    place: Place
    federation_id: int
    name: str
    first: date
    last: date
    goal: int | None
    created_at: datetime


def add(
    tx: Tx, place: Place, federation_id: int, name: str, first: date, last: date, goal: int | None, now: datetime
) -> int:
    """Write it down; its id."""
    values = {"federation_id": federation_id, "name": name[:100], "first": first, "last": last, "goal_meetings": goal}
    made = campaign.insert().values(**place_columns(place), **values, created_at=now).returning(campaign.c.id)
    return int(tx.execute(made).scalar_one())


def remove(tx: Tx, id: int, federation_id: int) -> bool:
    """Forget it; False if it is not the federation's. The meetings stay."""
    mine = campaign.delete().where(campaign.c.id == id, campaign.c.federation_id == federation_id)
    return tx.execute(mine.returning(campaign.c.id)).first() is not None


def latest(tx: Tx, federation_id: int, today: date) -> Campaign | None:
    """The campaign of the day: the one that goes on, else the last that has begun, else the next."""
    mine = select(campaign).where(campaign.c.federation_id == federation_id)
    begun = tx.execute(mine.where(campaign.c.first <= today).order_by(campaign.c.last.desc(), campaign.c.id.desc()))
    row = begun.first() or tx.execute(mine.order_by(campaign.c.first, campaign.c.id)).first()
    return _campaign(row) if row else None


def everywhere(tx: Tx) -> Sequence[Campaign]:
    """All campaigns that are told of where the bot may write."""
    return [_campaign(row) for row in tx.execute(select(campaign).where(present(campaign)).order_by(campaign.c.id))]


def _campaign(row: Row[tuple[object, ...]]) -> Campaign:
    return Campaign(
        row.id, place_of(row), row.federation_id, row.name, row.first, row.last, row.goal_meetings, row.created_at
    )
