"""What is kept no longer than it is needed (DESIGN, principle 7)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from chatbot.store import absences
from chatbot.store.engine import Tx
from chatbot.store.schema import conversation, inbox, outbox

KEYS_KEPT = timedelta(days=7)
BODIES_KEPT = timedelta(hours=24)


def purge(tx: Tx, now: datetime) -> Mapping[str, int]:
    """Blank and delete what is past its time; gives how many rows of each kind."""
    keys = delete(inbox).where(inbox.c.state != "pending", inbox.c.received_at <= now - KEYS_KEPT)
    old = now - BODIES_KEPT
    finished = outbox.c.state.in_(("sent", "dropped", "dead"))
    bodies = (
        update(outbox)
        .where(finished, outbox.c.created_at <= old, outbox.c.body.is_not(None))
        .values(body=None, late=None)
    )
    states = (
        update(conversation).where(conversation.c.state_expires_at <= now).values(state=None, state_expires_at=None)
    )
    done = {"inbox": keys, "outbox": bodies, "conversation": states}
    gone = {name: max(tx.execute(statement).rowcount, 0) for name, statement in done.items()}
    return {**gone, "absence": absences.forget(tx, now)}
