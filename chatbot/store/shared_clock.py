"""The clock that processes on one database share: the database's, so that they agree on when a lease runs out."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from chatbot.store.engine import Store, StoreError

MEASURE_S = 60.0


class SharedClock:
    """PostgreSQL's time in UTC, carried on between two measurements by a counter that no change of a clock moves."""

    def __init__(self, store: Store, counter: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._counter = counter
        self._measure()

    def __call__(self) -> datetime:
        """Now, by the database's clock."""
        at, count = self._known
        return at + timedelta(seconds=self._counter() - count)

    async def watch(self, every_s: float = MEASURE_S) -> None:
        """Measure anew now and then, until cancelled; while the database is away the last measurement stands."""
        while True:
            await asyncio.sleep(every_s)
            with contextlib.suppress(StoreError):
                await asyncio.to_thread(self._measure)

    def _measure(self) -> None:
        before = self._counter()
        at: datetime = self._store.read(lambda tx: tx.execute(select(func.clock_timestamp())).scalar_one())
        after = self._counter()
        self._known = (at.astimezone(UTC), (before + after) / 2)
