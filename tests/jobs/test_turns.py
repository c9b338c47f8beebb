"""Turns: one of two processes works, the other waits and takes over; on both databases."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from chatbot.jobs.turns import Turn
from chatbot.store import Store, Tx, migrate, open_store
from chatbot.store.leases import LEASE
from tests.contract.telegram.driver import doing

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Office:
    """A store with a clock that a test moves, and who works."""

    store: Store
    at: datetime = START
    at_work: set[str] = field(default_factory=set)
    most: int = 0
    looks: int = 0

    def turn(self, owner: str) -> Turn:
        """One process's."""
        return Turn(self.store, "listen", owner, self.clock, renew_s=0.02, look_s=0.02)

    def clock(self) -> datetime:
        """The time, which is asked for at each look."""
        self.looks += 1
        return self.at

    async def looked(self) -> None:
        """Until each has looked several times."""
        enough = self.looks + 10
        async with asyncio.timeout(15):
            while self.looks < enough:  # noqa: ASYNC110  they look by their own clock
                await asyncio.sleep(0.01)

    def work(self, owner: str) -> Callable[[], Coroutine[Any, Any, None]]:
        """Works until cancelled."""

        async def working() -> None:
            self.at_work.add(owner)
            self.most = max(self.most, len(self.at_work))
            try:
                await asyncio.Event().wait()
            finally:
                self.at_work.discard(owner)

        return working

    async def until(self, *owners: str) -> None:
        """Until these work."""
        async with asyncio.timeout(15):
            while self.at_work != set(owners):  # noqa: ASYNC110  what is waited for happens by the database's clock
                await asyncio.sleep(0.01)


@pytest.fixture
def office(made: str) -> Iterator[Office]:
    """An empty database."""
    with open_store(made) as store:
        yield Office(store)


async def test_one_works_and_the_other_takes_over_at_once(office: Office) -> None:
    """Who stops lets go, so nobody waits for the lease to run out; never do both work."""
    async with doing(office.turn("a").take(office.work("a"))):
        await office.until("a")
        async with doing(office.turn("b").take(office.work("b"))):
            await office.looked()
            assert office.at_work == {"a"}
            for _ in range(6):  # time alone takes nothing from who renews
                office.at += LEASE / 3
                await office.looked()
    assert office.most == 1


async def test_handing_over(office: Office) -> None:
    """The second begins when the first is stopped."""
    first = asyncio.create_task(office.turn("a").take(office.work("a")))
    await office.until("a")
    async with doing(office.turn("b").take(office.work("b"))):
        first.cancel()
        await office.until("b")
        await asyncio.gather(first, return_exceptions=True)


async def test_who_was_killed_is_replaced_when_the_lease_has_run_out(office: Office) -> None:
    """Nobody lets go after kill -9: ten seconds later the next one works."""
    office.store.call(lambda tx: _held_by(tx, "dead", office.at + LEASE))
    async with doing(office.turn("b").take(office.work("b"))):
        await office.looked()
        assert not office.at_work
        office.at += LEASE + timedelta(seconds=1)
        await office.until("b")


async def test_a_turn_that_was_lost_stops_the_work(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """A process that slept too long finds another at work, and waits again."""
    async with doing(office.turn("a").take(office.work("a"))):
        await office.until("a")
        office.store.call(lambda tx: _held_by(tx, "b", office.at + LEASE))
        await office.until()
        office.at += LEASE + timedelta(seconds=1)
        await office.until("a")
    assert "taken over listen" in caplog.text


async def test_the_work_stops_before_the_lease_runs_out_while_the_database_is_away(tmp_path: Path) -> None:
    """What cannot be renewed is kept until two seconds before its end."""
    with open_store(f"sqlite:///{tmp_path / 'a.sqlite3'}") as store:
        migrate(store)
        office = Office(store)
        async with doing(office.turn("a").take(office.work("a"))):
            await office.until("a")
            store.call(lambda tx: tx.execute(text("ALTER TABLE lease RENAME TO gone")))
            await office.looked()
            assert office.at_work == {"a"}
            office.at += LEASE - timedelta(seconds=1)
            await office.until()
            store.call(lambda tx: tx.execute(text("ALTER TABLE gone RENAME TO lease")))
            await office.until("a")


async def test_work_that_ends_or_fails_ends_the_turn(office: Office) -> None:
    """The failure is told, and the lease is free."""

    async def fails() -> None:
        raise LookupError

    async def ends() -> None:
        return

    with pytest.raises(LookupError):
        await office.turn("a").take(fails)
    await office.turn("b").take(ends)
    assert office.store.read(lambda tx: tx.execute(text("SELECT count(*) FROM lease")).scalar_one()) == 0


def _held_by(tx: Tx, owner: str, until: datetime) -> None:
    from chatbot.store.schema import lease

    tx.execute(lease.delete())
    tx.execute(lease.insert().values(name="listen", owner=owner, until=until))
