"""Signs of life: shown where an answer is slow, taken down once it is there, never where it is quick."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbot.jobs.signs import AT_ONCE, GIVEN_UP, SLOW, Signs
from chatbot.messages import Actor, Event, Place
from chatbot.store import Store, inbox, migrate, open_store
from tests.contract.chat.adapter import ChatAdapter, ChatSettings

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Shown(ChatAdapter):
    """A chat that tells which signs it shows just now, and how many it has shown in all."""

    def __init__(self) -> None:
        super().__init__(settings=ChatSettings(url="http://127.0.0.1:9"))
        self.now: list[str] = []
        self.ever = 0
        self.broken = False

    async def typing(self, event: Event) -> None:
        """Until cancelled."""
        self.ever += 1
        if self.broken:
            raise RuntimeError("no")
        self.now.append(event.key)
        try:
            await asyncio.Event().wait()
        finally:
            self.now.remove(event.key)


@dataclass
class Waiting:
    """A store, a chat and a clock that a test moves."""

    store: Store
    chat: Shown = field(default_factory=Shown)
    at: datetime = START

    def __post_init__(self) -> None:
        self.signs = Signs(self.store, self.chat, lambda: self.at)

    def comes(self, key: str, user: str = "u", platform: str = "chat") -> int:
        """An event, by its id."""
        event = Event(
            key, "message", Actor(platform, "t", user), Place(platform, "t", "c", kind="group"), self.at, "hej"
        )
        return self.store.call(lambda tx: inbox.add(tx, event, self.at))[0]

    def is_answered(self, id: int) -> None:
        """It is handled."""
        self.store.call(lambda tx: inbox.done(tx, id, self.at))

    async def after(self, time: timedelta) -> list[str]:
        """What is shown when so much time has gone by."""
        self.at += time
        await self.signs.look()
        await asyncio.sleep(0)  # a sign that was begun is shown
        return self.chat.now


@pytest.fixture
async def waiting(tmp_path: Path) -> AsyncIterator[Waiting]:
    """An empty inbox."""
    with open_store(f"sqlite:///{tmp_path / 'a.sqlite3'}") as store:
        migrate(store)
        yield Waiting(store)


SOON = SLOW / 2


async def test_a_quick_answer_needs_no_sign(waiting: Waiting) -> None:
    """Answered within two seconds, nothing is ever shown."""
    id = waiting.comes("k")
    assert await waiting.after(SOON) == []
    waiting.is_answered(id)
    assert await waiting.after(SLOW) == []
    assert waiting.chat.ever == 0


async def test_a_slow_answer_is_shown_to_be_on_its_way(waiting: Waiting) -> None:
    """Once, from two seconds until it is there."""
    id = waiting.comes("k")
    assert await waiting.after(SLOW) == ["k"]
    assert await waiting.after(SOON) == ["k"]
    waiting.is_answered(id)
    assert await waiting.after(timedelta(0)) == []
    assert waiting.chat.ever == 1


async def test_one_sign_in_each_conversation(waiting: Waiting) -> None:
    """However many questions wait in it, and none for other platforms; it stays while one of them is slow."""
    first, _, _ = waiting.comes("a1", "a"), waiting.comes("a2", "a"), waiting.comes("b1", "b")
    waiting.comes("x", platform="other")
    assert await waiting.after(SLOW) == ["a1", "b1"]
    waiting.is_answered(first)
    assert len(await waiting.after(SOON)) == 2
    assert waiting.chat.ever == 2


async def test_what_nobody_waits_for_any_more_has_no_sign(waiting: Waiting) -> None:
    """What was left by a crash long ago, and a sign that has stood for two minutes."""
    waiting.comes("k")
    assert await waiting.after(GIVEN_UP + SOON) == []
    waiting.comes("k2", "b")
    assert await waiting.after(SLOW) == ["k2"]
    assert await waiting.after(GIVEN_UP) == []


async def test_a_crowd_does_not_flood_the_platform(waiting: Waiting) -> None:
    """Twenty signs at once."""
    for number in range(AT_ONCE + 5):
        waiting.comes(f"k{number}", f"u{number}")
    assert len(await waiting.after(SLOW)) == AT_ONCE


async def test_a_sign_that_fails_is_not_tried_again_and_again(
    waiting: Waiting, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told in the log, without anything that was said."""
    waiting.chat.broken = True
    waiting.comes("k")
    for _ in range(3):
        assert await waiting.after(SOON) == []
    assert waiting.chat.ever == 1
    assert "RuntimeError" in caplog.text
    assert "hej" not in caplog.text


async def test_all_are_taken_down_when_the_program_ends(waiting: Waiting) -> None:
    """Nothing is left behind."""
    waiting.comes("k")
    waiting.at += SLOW
    running = asyncio.create_task(waiting.signs.run())
    async with asyncio.timeout(5):
        while not waiting.chat.now:  # noqa: ASYNC110  what is waited for is the first look
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert waiting.chat.now == []
