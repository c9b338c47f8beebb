"""Conversations: one person in one place. They give the order of messages, and hold the open dialogue."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from chatbot.messages import Place
from chatbot.store.engine import Tx
from chatbot.store.schema import conversation, outbox

STATE_VERSION = 1
STATE_KEPT = timedelta(hours=24)


def insert(tx: Tx, table: Any) -> Any:
    """The engine's own INSERT, which knows ON CONFLICT."""
    return _insert(tx.dialect.name)(table)


@cache
def _insert(dialect: str) -> Any:
    """Only the dialect in use is imported: each costs 50 ms."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert
    from sqlalchemy.dialects import postgresql

    return postgresql.insert


@cache
def making(dialect: str, table: Any) -> Any:
    """The INSERT that makes a row and gives its id; it makes and gives nothing where the key is taken.

    Built once for each table: to build a statement costs ten times what it costs to run it.
    """
    return _insert(dialect)(table).on_conflict_do_nothing().returning(table.c.id)


KNOWN = select(conversation.c.id).where(
    *(conversation.c[name] == bindparam(name) for name in ("platform", "tenant", "channel", "thread", "actor_id"))
)


def conversation_id(tx: Tx, place: Place, actor_id: str) -> int:
    """The id of the person's conversation in this place, made if new."""
    key = {**place_columns(place), "actor_id": actor_id}
    known = tx.execute(KNOWN, key).scalar()
    if known is None:
        known = tx.execute(making(tx.dialect.name, conversation), key).scalar()
    if known is None:  # made by another process meanwhile
        known = tx.execute(KNOWN, key).scalar_one()
    return int(known)


def move(tx: Tx, place: Place, channel: str) -> None:
    """The channel has got another name: conversations there, and what waits to be sent to it, follow.

    A person who has already written under the new name keeps that conversation.
    """
    there = conversation.alias()
    taken = select(there.c.id).where(
        there.c.platform == conversation.c.platform,
        there.c.tenant == conversation.c.tenant,
        there.c.channel == channel,
        there.c.thread == conversation.c.thread,
        there.c.actor_id == conversation.c.actor_id,
    )
    here = (
        conversation.c.platform == place.platform,
        conversation.c.tenant == place.tenant,
        conversation.c.channel == place.channel,
    )
    tx.execute(update(conversation).where(*here, ~taken.exists()).values(channel=channel))
    waiting = (
        outbox.c.platform == place.platform,
        outbox.c.tenant == place.tenant,
        outbox.c.channel == place.channel,
        outbox.c.state.in_(("pending", "sending")),
    )
    tx.execute(update(outbox).where(*waiting).values(channel=channel))


def place_columns(place: Place) -> dict[str, str]:
    """A place as columns."""
    return {
        "platform": place.platform,
        "tenant": place.tenant,
        "channel": place.channel,
        "thread": place.thread,
        "place_kind": place.kind,
    }


def place_of(row: Row[Any]) -> Place:
    """A row's columns as a place."""
    return Place(row.platform, row.tenant, row.channel, row.thread, row.place_kind)


def load_state(tx: Tx, id: int, now: datetime) -> dict[str, Any]:
    """The open dialogue, {} if there is none, it has run out, or an older release wrote it."""
    row = tx.execute(select(conversation.c.state, conversation.c.state_expires_at).where(conversation.c.id == id)).one()
    if not row.state or row.state_expires_at is None or row.state_expires_at <= now:
        return {}
    stored = json.loads(row.state)
    return dict(stored["state"]) if stored.get("version") == STATE_VERSION else {}


def save_state(tx: Tx, id: int, state: Mapping[str, Any], now: datetime) -> None:
    """Keep the open dialogue for 24 hours; an empty one is blanked at once."""
    text = json.dumps({"version": STATE_VERSION, "state": state}, ensure_ascii=False) if state else None
    expires = now + STATE_KEPT if state else None
    tx.execute(update(conversation).where(conversation.c.id == id).values(state=text, state_expires_at=expires))
