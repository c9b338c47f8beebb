"""The sign of writing while an answer is slow: again each four seconds, and no longer than that."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from chatbot.messages import Actor, Event, Place
from chatbot.ports import Brand
from chatbot_adapters.telegram import TelegramAdapter, TelegramSettings
from tests.contract.script import ScriptedBot
from tests.contract.telegram.driver import doing
from tests.contract.telegram.server import TOKEN, Refusal, TelegramServer

LASTS_S = 5.0  # Telegram shows a sign so long


@dataclass
class Hands:
    """A clock whose waits end when a test turns it."""

    waits: list[float] = field(default_factory=list)
    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    over: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def pause(self, seconds: float) -> None:
        """Wait until it is turned."""
        self.waits.append(seconds)
        self.begun.release()
        await self.over.acquire()

    async def turn(self) -> None:
        """Once somebody waits, their time is over."""
        async with asyncio.timeout(10):
            await self.begun.acquire()
        self.over.release()


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    """A running Bot API."""
    with TelegramServer(poll_s=0.5).running() as opened:
        yield opened
    assert not opened.problems


@asynccontextmanager
async def showing(server: TelegramServer, hands: Hands) -> AsyncIterator["asyncio.Task[None]"]:
    """A slow answer in a topic of a group."""
    adapter = TelegramAdapter(poll_s=1, pause=hands.pause)
    adapter.configure(TelegramSettings(token=SecretStr(TOKEN), base_url=server.address), (), Brand())
    bot = ScriptedBot(adapter)
    place = Place("telegram", "42", "-5", "77", "group")
    event = Event("k", "message", Actor("telegram", "42", "7"), place, datetime(2026, 11, 23, tzinfo=UTC), "hej")
    async with doing(adapter.run(bot, bot)):
        await asyncio.to_thread(server.until, lambda: server.polls)
        task = asyncio.create_task(adapter.typing(event))
        yield task
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_is_shown_again_before_it_goes_out_until_the_answer_is_there(server: TelegramServer) -> None:
    """Three times while twelve seconds go by, in the topic where it was asked; once the answer is there never more."""
    hands = Hands()
    async with showing(server, hands) as task:
        for _ in range(2):
            await hands.turn()
        async with asyncio.timeout(10):
            await hands.begun.acquire()
        assert not task.done()
    assert server.signs == [("-5", "77", "typing")] * 3
    assert all(4.0 <= wait < LASTS_S for wait in hands.waits)


@pytest.mark.parametrize(
    "refusal", [Refusal(403, "Forbidden: bot was kicked"), Refusal(429, "Too Many Requests", retry_after=9)]
)
async def test_where_telegram_will_not_have_it_it_ends(server: TelegramServer, refusal: Refusal) -> None:
    """Without a fault, and it is not tried again and again."""
    hands = Hands()
    server.shut["-5"] = refusal
    async with showing(server, hands) as task:
        await asyncio.wait_for(task, 10)
    assert (server.signs, hands.waits) == ([], [])
