"""The outbox: what is to be sent, written in the transaction that decided it.

`pending -> sending(owner, lease, attempt) -> sent`. A lease that ran out is uncertain: its send may have arrived, and
is settled by what the adapter can find out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, and_, func, or_, select, update

from chatbot.messages import Item, MessageRef, Place, Post
from chatbot.ports import Outgoing, Receipt
from chatbot.store.conversations import place_columns, place_of
from chatbot.store.engine import Tx
from chatbot.store.schema import UNSENT, outbox

ITEM: TypeAdapter[Item] = TypeAdapter(Item)
LEASE = timedelta(seconds=10)
MAX_FAILURES = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to send."""

    place: Place
    item: Item
    kind: str = "answer"
    actor_id: str = ""
    event_id: int | None = None
    conversation_id: int | None = None
    deadline_at: datetime | None = None
    late: Item | None = None


@dataclass(frozen=True, slots=True)
class Leased:
    """An item this process may send now. `uncertain`: an earlier send of it may have arrived."""

    outgoing: Outgoing
    kind: str
    uncertain: bool = False


def add(tx: Tx, draft: Draft, now: datetime, *, pull: bool) -> int:
    """Put an item in the outbox and give its id. For a pull platform it is served from here, so it counts as sent."""
    values = {
        **place_columns(draft.place),
        "event_id": draft.event_id,
        "conversation_id": draft.conversation_id,
        "actor_id": draft.actor_id,
        "kind": draft.kind,
        "body": ITEM.dump_json(draft.item).decode(),
        "late": ITEM.dump_json(draft.late).decode() if draft.late else None,
        "state": "sent" if pull else "pending",
        "sent_at": now if pull else None,
        "due_at": now,
        "deadline_at": draft.deadline_at,
        "created_at": now,
    }
    return int(tx.execute(outbox.insert().values(values).returning(outbox.c.id)).scalar_one())


def feed(tx: Tx, place: Place, after: int, limit: int = 500) -> Sequence[Outgoing]:
    """The items of a pull platform's session after an id, oldest first; blanked ones are left out."""
    wanted = (
        select(outbox)
        .where(
            outbox.c.platform == place.platform,
            outbox.c.tenant == place.tenant,
            outbox.c.channel == place.channel,
            outbox.c.id > after,
            outbox.c.body.is_not(None),
        )
        .order_by(outbox.c.id)
        .limit(limit)
    )
    return [_outgoing(row) for row in tx.execute(wanted)]


def lease(tx: Tx, platform: str, owner: str, now: datetime, limit: int) -> Sequence[Leased]:
    """Take items that are due: new ones, and those whose lease ran out (uncertain). At most one for each channel.

    Only the first that waits in a channel is taken, and not before it is due: what was decided later stands later, also
    when the platform said wait. It bounds what a crash can double, too, where nothing can be settled.
    """
    unsent = (outbox.c.platform == platform, UNSENT)
    first = select(func.min(outbox.c.id)).where(*unsent).group_by(outbox.c.tenant, outbox.c.channel)
    due = or_(
        and_(outbox.c.state == "pending", outbox.c.due_at <= now),
        and_(outbox.c.state == "sending", outbox.c.lease_until <= now),
    )
    ready = select(outbox).where(*unsent, due, outbox.c.id.in_(first)).order_by(outbox.c.id).limit(limit)
    if tx.dialect.name == "postgresql":
        ready = ready.with_for_update(skip_locked=True)
    return [_take(tx, row, owner, now) for row in tx.execute(ready).all()]


def _take(tx: Tx, row: Row[Any], owner: str, now: datetime) -> Leased:
    uncertain = row.state == "sending"
    attempt = row.attempt + 1
    tx.execute(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(state="sending", owner=owner, lease_until=now + LEASE, attempt=attempt)
    )
    return Leased(_outgoing(row, attempt), row.kind, uncertain)


def sent(tx: Tx, id: int, receipt: Receipt, now: datetime) -> None:
    """It arrived."""
    ref = receipt.ref.id if receipt.ref else None
    values = {"state": "sent", "sent_at": now, "ref": ref, "degraded": ", ".join(receipt.degraded)[:400] or None}
    tx.execute(update(outbox).where(outbox.c.id == id).values(**values, owner=None, lease_until=None, error=None))


def wait(tx: Tx, id: int, until: datetime) -> None:
    """The platform said wait: due again then, and no failure is counted."""
    values = {"state": "pending", "due_at": until, "owner": None, "lease_until": None}
    tx.execute(update(outbox).where(outbox.c.id == id).values(values))


def failed(tx: Tx, id: int, reason: str, now: datetime, *, final: bool = False, lost: bool = False) -> bool:
    """A send failed: tried again later with growing pauses, dead after five failures. True if it is dead.

    A `lost` one may have arrived: it stays leased, and is uncertain when the lease runs out.
    """
    failures = int(tx.execute(select(outbox.c.failures).where(outbox.c.id == id)).scalar_one()) + 1
    dead = final or failures >= MAX_FAILURES
    values: dict[str, Any] = {"failures": failures, "error": reason[:200]}
    if dead or not lost:
        values |= {"state": "dead" if dead else "pending", "owner": None, "lease_until": None}
        values |= {"due_at": now + timedelta(seconds=2**failures)}
    tx.execute(update(outbox).where(outbox.c.id == id).values(values))
    return dead


@dataclass(frozen=True, slots=True)
class Unsent:
    """An item that waits, or that is given up; without its contents."""

    id: int
    platform: str
    kind: str
    dead: bool
    failures: int
    error: str


def unsent(tx: Tx, limit: int = 500) -> Sequence[Unsent]:
    """What waits or is dead, oldest first."""
    states = ("pending", "sending", "dead")
    rows = tx.execute(select(outbox).where(outbox.c.state.in_(states)).order_by(outbox.c.id).limit(limit))
    return [Unsent(r.id, r.platform, r.kind, r.state == "dead", r.failures, r.error or "") for r in rows]


def revive(tx: Tx, id: int, now: datetime) -> None:
    """Try again from the beginning."""
    values = {"state": "pending", "failures": 0, "due_at": now, "owner": None, "lease_until": None}
    tx.execute(update(outbox).where(outbox.c.id == id, outbox.c.body.is_not(None)).values(values))


def drop(tx: Tx, id: int, reason: str) -> None:
    """It will not be sent."""
    values = {"state": "dropped", "error": reason[:200], "owner": None, "lease_until": None}
    tx.execute(update(outbox).where(outbox.c.id == id).values(values))


def replace(tx: Tx, id: int, item: Item) -> None:
    """Send this instead: the deadline of what stood here has passed."""
    values = {"body": ITEM.dump_json(item).decode(), "deadline_at": None, "late": None, "state": "pending"}
    tx.execute(update(outbox).where(outbox.c.id == id).values(**values, owner=None, lease_until=None))


def late_item(tx: Tx, id: int, now: datetime) -> Item | None:
    """What to send instead of an item whose deadline has passed; None while it has not."""
    row = tx.execute(select(outbox.c.deadline_at, outbox.c.late).where(outbox.c.id == id)).one()
    if row.deadline_at is None or row.deadline_at > now or row.late is None:
        return None
    return ITEM.validate_json(row.late)


def reference(tx: Tx, id: int) -> MessageRef | None:
    """Where the platform holds a sent item."""
    row = tx.execute(select(outbox).where(outbox.c.id == id)).first()
    return MessageRef(place_of(row), row.ref) if row and row.ref else None


def _outgoing(row: Row[Any], attempt: int = 1) -> Outgoing:
    return Outgoing(row.id, place_of(row), ITEM.validate_json(row.body), row.actor_id, attempt, row.created_at)


def answers_to(tx: Tx, event_id: int, actor_id: str) -> Sequence[tuple[Place, Post]]:
    """The posts that answered an event and the place they were for, for the person who asked; () once blanked."""
    mine = (
        select(outbox)
        .where(
            outbox.c.event_id == event_id,
            outbox.c.actor_id == actor_id,
            outbox.c.kind == "answer",
            outbox.c.body.is_not(None),
        )
        .order_by(outbox.c.id)
    )
    found = [(place_of(row), ITEM.validate_json(row.body)) for row in tx.execute(mine)]
    return [(place, item) for place, item in found if isinstance(item, Post)]
