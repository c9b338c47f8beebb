"""Chats that the bot is shut out of: nothing is posted there by itself until it is let in again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, select, update

from chatbot.messages import Place
from chatbot.store.conversations import insert
from chatbot.store.engine import Tx
from chatbot.store.schema import absence, campaign, coach_place, outbox, schedule, series

KEPT = timedelta(days=30)  # then what was to be posted there is forgotten
BY_ITSELF = ("board", "packs")  # kinds of what is posted without anybody having asked


def begin(tx: Tx, place: Place, now: datetime) -> bool:
    """The bot may not write in this chat; what waits to be posted there by itself is dropped. True if it was news."""
    row = {"platform": place.platform, "tenant": place.tenant, "channel": place.channel, "since": now}
    new = insert(tx, absence).values(row).on_conflict_do_nothing().returning(absence.c.channel)
    if tx.execute(new).first() is None:
        return False
    waiting = (outbox.c.state == "pending", outbox.c.kind.in_(BY_ITSELF), *_in(outbox, place))
    tx.execute(update(outbox).where(*waiting).values(state="dropped", error="the bot is shut out of the chat"))
    return True


def end(tx: Tx, place: Place) -> bool:
    """The bot is in this chat; False if nobody thought otherwise. Coaches there hear again how the packs are."""
    gone = delete(absence).where(*_in(absence, place)).returning(absence.c.channel)
    if tx.execute(gone).first() is None:
        return False
    tx.execute(update(coach_place).where(*_in(coach_place, place)).values(told=None))
    return True


def present(table: Table) -> Any:
    """A condition on a table of places: the bot is not shut out of the row's chat."""
    return ~_shut(table)


def forget(tx: Tx, now: datetime) -> int:
    """Let go of chats that the bot has been shut out of for 30 days, with what was to be posted there; how many."""
    old = absence.c.since <= now - KEPT
    for table in (schedule, campaign, coach_place):
        tx.execute(delete(table).where(_shut(table, old)))
    tx.execute(delete(series).where(series.c.place_kind == "direct", _shut(series, old)))
    return len(tx.execute(delete(absence).where(old).returning(absence.c.channel)).all())


def _shut(table: Table, *more: Any) -> Any:
    same = [absence.c[name] == table.c[name] for name in ("platform", "tenant", "channel")]
    return select(absence.c.channel).where(*same, *more).exists()


def _in(table: Table, place: Place) -> list[Any]:
    return [table.c[name] == getattr(place, name) for name in ("platform", "tenant", "channel")]
