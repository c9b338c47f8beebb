"""Conversations: one person in one place. They give the order of messages, and hold the open dialogue."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Table, select, update

from chatbot.messages import Place
from chatbot.store.engine import Tx
from chatbot.store.schema import absence, campaign, coach_place, conversation, outbox, schedule, series

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


def conversation_ids(tx: Tx, whose: Sequence[tuple[Place, str]]) -> Sequence[int]:
    """The ids of the conversations of these persons in these places, made if new; two statements for any number."""
    keys = {_key(place, actor): {**place_columns(place), "actor_id": actor} for place, actor in whose}
    known = _known(tx, list(keys))
    fresh = [row for key, row in keys.items() if key not in known]
    if fresh:
        made = insert(tx, conversation).on_conflict_do_nothing().returning(*COLUMNS)
        known |= {_key_of(row): int(row.id) for row in tx.execute(made, fresh)}
        if lost := [key for key in keys if key not in known]:  # another process made them meanwhile
            known |= _known(tx, lost)
    return [known[_key(place, actor)] for place, actor in whose]


Key = tuple[str, str, str, str, str]
COLUMNS = [conversation.c[name] for name in ("id", "platform", "tenant", "channel", "thread", "actor_id")]


def _key(place: Place, actor_id: str) -> Key:
    return (place.platform, place.tenant, place.channel, place.thread, actor_id)


def _key_of(row: Row[Any]) -> Key:
    return (row.platform, row.tenant, row.channel, row.thread, row.actor_id)


def _known(tx: Tx, keys: Sequence[Key]) -> dict[Key, int]:
    """Found by person, of whom each has few conversations."""
    found: dict[Key, int] = {}
    for platform, tenant in {key[:2] for key in keys}:
        actors = {key[4] for key in keys if key[:2] == (platform, tenant)}
        there = select(*COLUMNS).where(
            conversation.c.platform == platform,
            conversation.c.tenant == tenant,
            conversation.c.actor_id.in_(sorted(actors)),
        )
        found |= {_key_of(row): int(row.id) for row in tx.execute(there)}
    return found


def hold(tx: Tx, id: int) -> None:
    """Keep others from handling the conversation until the transaction ends, as handling an event of it does."""
    tx.execute(select(conversation.c.id).where(conversation.c.id == id).with_for_update())


def move(tx: Tx, place: Place, channel: str) -> None:
    """The channel has got another name: conversations, boards, campaigns, reminders and what waits there follow.

    What already stands under the new name (a conversation, the rhythm of a board) is kept as it is there.
    """
    tx.execute(absence.delete().where(*_in(absence, place)))  # it has moved, not been left
    _move_unless_taken(tx, conversation, place, channel, "actor_id")
    for one_a_place in (schedule, coach_place):
        _move_unless_taken(tx, one_a_place, place, channel)
        tx.execute(one_a_place.delete().where(*_in(one_a_place, place)))
    for table in (series, campaign):
        tx.execute(update(table).where(*_in(table, place)).values(channel=channel))
    waiting = outbox.c.state.in_(("pending", "sending"))
    tx.execute(update(outbox).where(*_in(outbox, place), waiting).values(channel=channel))


def _move_unless_taken(tx: Tx, table: Table, place: Place, channel: str, *more: str) -> None:
    there = table.alias()
    same = [there.c[name] == table.c[name] for name in ("platform", "tenant", "thread", *more)]
    taken = select(there.c.id).where(there.c.channel == channel, *same)
    tx.execute(update(table).where(*_in(table, place), ~taken.exists()).values(channel=channel))


def _in(table: Table, place: Place) -> list[Any]:
    """In this channel, whichever the thread."""
    return [table.c[name] == getattr(place, name) for name in ("platform", "tenant", "channel")]


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


def load_state(tx: Tx, id: int, now: datetime, *, shared: bool = False) -> dict[str, Any]:
    """The open dialogue, {} if there is none, it has run out, or an older release wrote it.

    `shared`: the person has one dialogue on the platform, wherever it was begun.
    """
    mine = _of_same_person(id) if shared else [conversation.c.id == id]
    wanted = select(conversation.c.state).where(*mine, conversation.c.state_expires_at > now)
    row = tx.execute(wanted.order_by(conversation.c.state_expires_at.desc()).limit(1)).first()
    if row is None or not row.state:
        return {}
    stored = json.loads(row.state)
    return dict(stored["state"]) if stored.get("version") == STATE_VERSION else {}


def save_state(tx: Tx, id: int, state: Mapping[str, Any], now: datetime, *, shared: bool = False) -> None:
    """Keep the open dialogue for 24 hours; an empty one is blanked at once. `shared` blanks the person's others."""
    text = json.dumps({"version": STATE_VERSION, "state": state}, ensure_ascii=False) if state else None
    expires = now + STATE_KEPT if state else None
    tx.execute(update(conversation).where(conversation.c.id == id).values(state=text, state_expires_at=expires))
    if shared:
        others = (*_of_same_person(id), conversation.c.id != id, conversation.c.state.is_not(None))
        tx.execute(update(conversation).where(*others).values(state=None, state_expires_at=None))


def _of_same_person(id: int) -> list[Any]:
    own = conversation.alias()
    return [
        conversation.c[name] == select(own.c[name]).where(own.c.id == id).scalar_subquery()
        for name in ("platform", "tenant", "actor_id")
    ]
