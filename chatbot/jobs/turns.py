"""Turns: of several processes one does a piece of work, and another takes over when it is gone."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from chatbot.clock import Clock
from chatbot.store import Store, StoreError, leases

log = logging.getLogger(__name__)
RENEW_S = 3.0
LOOK_S = 1.0  # how often it is looked whether the turn is free
MARGIN = timedelta(seconds=2)  # before the lease ends the work stops, if the database cannot be asked


class Turn:
    """One process's part in waiting for, holding and handing over a named piece of work."""

    def __init__(
        self,
        store: Store,
        name: str,
        owner: str,
        clock: Clock,
        renew_s: float = RENEW_S,
        look_s: float = LOOK_S,
    ) -> None:
        self._store = store
        self._name = name
        self._owner = owner
        self._clock = clock
        self._renew_s = renew_s
        self._look_s = look_s
        self._until: datetime | None = None

    async def take(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Wait for the turn and do the work, over again if the turn is lost, until it ends by itself or is cancelled.

        A failure of the work is the caller's.
        """
        ended = False
        while not ended:
            await self._wait()
            try:
                ended = await self._do(work)
            finally:
                await self._let_go()

    async def _wait(self) -> None:
        told = False
        while not await self._held():
            if not told:
                log.info("another process does %s; this one waits", self._name)
                told = True
            await asyncio.sleep(self._look_s)

    async def _do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """True once the work has ended, False if the turn was lost."""
        working = asyncio.create_task(work())
        try:
            while not (await asyncio.wait({working}, timeout=self._renew_s))[0]:
                if not await self._held():
                    log.warning("another process has taken over %s", self._name)
                    return False
            working.result()
            return True
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def _held(self) -> bool:
        """Take or renew; while the database is away a turn that was had is kept until shortly before it runs out."""
        now = self._clock()
        try:
            if not await self._store.run(lambda tx: leases.take(tx, self._name, self._owner, now)):
                return False
        except StoreError:
            return self._until is not None and now < self._until - MARGIN
        self._until = now + leases.LEASE
        return True

    async def _let_go(self) -> None:
        self._until = None
        with contextlib.suppress(StoreError):
            await self._store.run(lambda tx: leases.let_go(tx, self._name, self._owner))
