"""The fake chat brings events to replicas that listen, as platforms do: again until told that each was taken."""

import asyncio
import contextlib
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from sqlalchemy import create_engine, text

from tests.faults.replicas import Replicas

RETRY_S = 0.2
Update = Mapping[str, Any]


@dataclass(frozen=True)
class Copy:
    """An update brought for the n-th time (from 0): the later ones say that they are retries."""

    update: Update
    number: int


@dataclass
class Bringing:
    """To any of the replicas, a few at a time."""

    replicas: Replicas
    dice: random.Random = field(default_factory=lambda: random.Random(11))
    answered: Counter[int] = field(default_factory=Counter)  # by status
    refused: "asyncio.Queue[None]" = field(default_factory=asyncio.Queue)  # one for each 503
    reached: set[str] = field(default_factory=set)  # the addresses that have taken something

    async def bring(self, copies: Sequence[Copy]) -> None:
        """All of these, each until it is acknowledged."""
        async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
            await asyncio.gather(*(self._one(http, copy) for copy in copies))

    async def bring_while_locked(self, copies: Sequence[Copy], database: str, refusals: int) -> None:
        """The same, but nothing can be written until so many have been answered 503."""
        with locked(database):
            bringing = asyncio.create_task(self.bring(copies))
            for _ in range(refusals):
                await self.refused.get()
        await bringing

    async def _one(self, http: httpx.AsyncClient, copy: Copy) -> None:
        for attempt in count(copy.number):
            address = self.dice.choice(self.replicas.addresses)
            headers = {"X-Retry-Num": str(attempt)} if attempt else {}
            try:
                status = (await http.post(f"{address}/events", json=dict(copy.update), headers=headers)).status_code
            except httpx.TransportError:
                status = 0
            self.answered[status] += 1
            if status == 200:
                self.reached.add(address)
                return
            if status == 503:
                self.refused.put_nowait(None)
            await asyncio.sleep(RETRY_S)  # a platform's pause before it brings it again


@contextlib.contextmanager
def locked(database: str) -> Iterator[None]:
    """Nothing can be put in the inbox while the block runs."""
    if database.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)) as opened:
            opened.execute("BEGIN IMMEDIATE")
            yield
            opened.execute("ROLLBACK")
        return
    engine = create_engine(database)
    with engine.begin() as tx:
        tx.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()
