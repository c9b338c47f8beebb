"""Leases: work that one process at a time does, such as asking a platform for news, or sending at its pace."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from chatbot.store.conversations import insert
from chatbot.store.engine import Tx
from chatbot.store.schema import lease

LEASE = timedelta(seconds=10)


def take(tx: Tx, name: str, owner: str, now: datetime) -> bool:
    """Take the lease, or hold it for ten seconds more; False while somebody else holds it."""
    held = {"owner": owner, "until": now + LEASE}
    free = or_(lease.c.owner == owner, lease.c.until <= now)
    made = insert(tx, lease).values(name=name, **held)
    taken = made.on_conflict_do_update(index_elements=[lease.c.name], set_=held, where=free).returning(lease.c.owner)
    return tx.execute(taken).first() is not None


def let_go(tx: Tx, name: str, owner: str) -> None:
    """Leave it to the next one at once, if it is still ours."""
    tx.execute(delete(lease).where(lease.c.name == name, lease.c.owner == owner))


def forget(tx: Tx) -> None:
    """All of them: for who knows to be the only process, so that whoever held one is dead."""
    tx.execute(delete(lease))
