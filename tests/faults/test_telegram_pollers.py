"""Two processes with one token on one PostgreSQL: one polls, and is replaced when it is killed."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.contract.telegram.people import message
from tests.contract.telegram.server import TOKEN, TelegramServer
from tests.running import Running

TAKEN_OVER_S = 20  # ten for the lease, and what a loaded machine needs


@pytest.mark.faults
@pytest.mark.postgres
async def test_one_polls_and_the_other_takes_over(postgres_database: str, tmp_path: Path) -> None:
    """Never two at once; after kill -9 of the one that polls, the other answers what was said meanwhile."""
    with TelegramServer(poll_s=0.5).running() as server:
        settings = {"telegram__token": TOKEN, "telegram__base_url": server.address}
        homes = [tmp_path / "a", tmp_path / "b"]
        for home in homes:
            home.mkdir()
        with (
            Running(homes[0], postgres_database, settings=settings) as first,
            Running(homes[1], postgres_database, settings=settings),
        ):
            await _answered(server, server.happens({"message": message(7, "fråga ett om ingenting alls")}))
            begun = server.polls
            await asyncio.to_thread(server.until, lambda: server.polls > begun + 4)
            assert server.conflicts == 0
            first.kill()
            began = time.monotonic()
            await _answered(server, server.happens({"message": message(8, "fråga två om ingenting alls")}))
            assert time.monotonic() - began < TAKEN_OVER_S
        assert not server.problems


async def _answered(server: TelegramServer, number: int) -> None:
    before = len(server.messages)
    await asyncio.to_thread(server.wait_until_taken, number)
    await asyncio.to_thread(server.until, lambda: len(server.messages) > before)
