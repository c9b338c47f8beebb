"""Tasks that run by the clock. One function each, given a transaction and the time."""

import asyncio
import logging

from chatbot.clock import Clock
from chatbot.store import Store, StoreError, retention

log = logging.getLogger(__name__)
PURGE_EVERY_S = 600


async def purge_regularly(store: Store, clock: Clock) -> None:
    """Blank and delete what is past its time, every ten minutes, until cancelled."""
    while True:
        try:
            await store.run(lambda tx: retention.purge(tx, clock()))
        except StoreError:
            log.error("nothing could be purged: the database is away")
        await asyncio.sleep(PURGE_EVERY_S)
