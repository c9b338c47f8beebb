"""The inbox: each event stored once, before its platform is told that it was taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select, update

from chatbot.messages import Event
from chatbot.store.conversations import conversation_ids, insert
from chatbot.store.engine import Tx
from chatbot.store.schema import conversation, inbox

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
CANDIDATES = 64  # conversations looked at for one that is free


@dataclass(frozen=True, slots=True)
class Received:
    """An event to handle."""

    id: int
    conversation_id: int
    attempts: int
    event: Event


def add(tx: Tx, event: Event, now: datetime) -> tuple[int, bool]:
    """Store an event: (its id, True if it was new). The same key again changes nothing."""
    return add_all(tx, [event], now)[0]


def add_all(tx: Tx, events: Sequence[Event], now: datetime) -> Sequence[tuple[int, bool]]:
    """Store events in their order, in as few statements as for one.

    `returning` tells which were new: psycopg's rowcount is -1 after ON CONFLICT DO NOTHING.
    """
    talks = conversation_ids(tx, [(event.place, event.actor.user_id) for event in events])
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for event, talk in zip(events, talks, strict=True):
        rows.setdefault((event.place.platform, event.key), _row(event, talk, now))
    made = insert(tx, inbox).on_conflict_do_nothing().returning(inbox.c.id, inbox.c.platform, inbox.c.key)
    new = {(row.platform, row.key): int(row.id) for row in tx.execute(made, list(rows.values()))}
    known = _ids(tx, [key for key in rows if key not in new])
    told: list[tuple[int, bool]] = []
    for event in events:
        key = (event.place.platform, event.key)
        told.append((known[key], False) if key in known else (new[key], True))
        known[key] = told[-1][0]  # the same key again among these is not new
    return told


def _row(event: Event, conversation_id: int, now: datetime) -> dict[str, Any]:
    return {
        "platform": event.place.platform,
        "key": event.key,
        "conversation_id": conversation_id,
        "payload": EVENT.dump_json(event, exclude={"data"}).decode(),
        "state": "pending",
        "received_at": now,
    }


def _ids(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    if not keys:
        return {}
    wanted = select(inbox.c.id, inbox.c.platform, inbox.c.key).where(
        inbox.c.platform.in_({platform for platform, _ in keys}), inbox.c.key.in_([key for _, key in keys])
    )
    return {(row.platform, row.key): int(row.id) for row in tx.execute(wanted)}


def claim(tx: Tx) -> Received | None:
    """The oldest event of a conversation that nobody else has taken, or None.

    The conversation's row is locked until the transaction ends, so that its messages are handled in order.
    """
    first = func.min(inbox.c.id).label("first")
    queue = (
        select(inbox.c.conversation_id, first)
        .where(inbox.c.state == "pending")
        .group_by(inbox.c.conversation_id)
        .order_by(first)
        .limit(CANDIDATES)
        .subquery()
    )
    chosen = (
        select(conversation.c.id)
        .join(queue, queue.c.conversation_id == conversation.c.id)
        .order_by(queue.c.first)
        .limit(1)
    )
    if tx.dialect.name == "postgresql":
        chosen = chosen.with_for_update(of=conversation, skip_locked=True)
    found = tx.execute(chosen).scalar()
    return _first_of(tx, int(found)) if found is not None else None


def _first_of(tx: Tx, conversation: int) -> Received | None:
    first = (
        select(inbox.c.id, inbox.c.payload, inbox.c.attempts)
        .where(inbox.c.conversation_id == conversation, inbox.c.state == "pending")
        .order_by(inbox.c.id)
        .limit(1)
    )
    row = tx.execute(first).first()
    return Received(row.id, conversation, row.attempts, EVENT.validate_json(row.payload)) if row else None


def done(tx: Tx, id: int, now: datetime, *, failed: bool = False) -> None:
    """The event is handled; its contents are blanked, its key is kept seven days."""
    state = "failed" if failed else "done"
    tx.execute(update(inbox).where(inbox.c.id == id).values(state=state, payload=None, handled_at=now))


def count_attempt(tx: Tx, id: int) -> int:
    """One more try at an event that could not be handled; gives how many that makes."""
    tried = update(inbox).where(inbox.c.id == id).values(attempts=inbox.c.attempts + 1).returning(inbox.c.attempts)
    return int(tx.execute(tried).scalar_one())


def unanswered(tx: Tx, platform: str, since: datetime, until: datetime) -> Sequence[Received]:
    """What came in between and still waits: the oldest event of each conversation, a bounded number of them."""
    late = (
        select(inbox.c.id, inbox.c.conversation_id, inbox.c.attempts, inbox.c.payload)
        .where(inbox.c.platform == platform, inbox.c.state == "pending", inbox.c.received_at.between(since, until))
        .order_by(inbox.c.id)
        .limit(CANDIDATES)
    )
    first: dict[int, Received] = {}
    for row in tx.execute(late):
        event = EVENT.validate_json(row.payload)
        first.setdefault(row.conversation_id, Received(row.id, row.conversation_id, row.attempts, event))
    return list(first.values())


def waiting(tx: Tx, platform: str, channel: str) -> bool:
    """True while something that was taken from this channel still waits for its answer."""
    mine = (
        select(inbox.c.id)
        .join(conversation, conversation.c.id == inbox.c.conversation_id)
        .where(conversation.c.platform == platform, conversation.c.channel == channel, inbox.c.state == "pending")
    )
    return tx.execute(mine.limit(1)).first() is not None
