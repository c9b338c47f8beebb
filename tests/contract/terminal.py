"""Somebody at a terminal: a pipe for a keyboard, and a screen that is read as text."""

import asyncio
import contextlib
import io
import os
import re
import unicodedata
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Generic, TypeVar

import pytest

from chatbot.messages import Event, Place
from chatbot.ports import Accepted, Capabilities, FormErrors, Outgoing, Refused
from chatbot_adapters.terminal import TerminalAdapter
from chatbot_adapters.terminal.adapter import local_place
from tests.contract.driver import Core
from tests.contract.script import PATIENCE_S, ScriptedBot

C = TypeVar("C", bound=Core)


class Screen(io.StringIO):
    """What was printed; `printed` is set at each line."""

    def __init__(self) -> None:
        super().__init__()
        self.printed = asyncio.Event()

    def flush(self) -> None:
        """A line is complete."""
        self.printed.set()


class TerminalDriver(Generic[C]):
    """See `driver.Driver`. It is the sink and feed of the adapter, so that it knows when an answer is all there."""

    group = False

    def __init__(self, adapter: TerminalAdapter, screen: Screen, keyboard: int, bot: C) -> None:
        self.bot = bot
        self._adapter = adapter
        self._screen = screen
        self._keyboard = keyboard
        self._last: Event | None = None
        self._heard = asyncio.Event()
        self._fetches = False
        self._answered = True  # nothing waits for its answer
        self._caught_up = asyncio.Event()  # the adapter has fetched all that there is

    @property
    def caps(self) -> Capabilities:
        """The adapter's own."""
        return self._adapter.capabilities(local_place())

    async def accept(self, event: Event) -> Accepted | FormErrors | Refused:
        """The bot's, with a note when nothing is to be fetched after it."""
        self._fetches, self._last = False, event
        try:
            taken = await self.bot.accept(event)
            self._fetches, self._answered = isinstance(taken, Accepted), False
            self._caught_up.clear()
            return taken
        finally:
            self._heard.set()

    async def idle(self, place: Place) -> bool:
        """The bot's."""
        self._answered = await self.bot.idle(place)
        return self._answered

    async def after(self, place: Place, last: int, wait: float = 0.0) -> Sequence[Outgoing]:
        """The bot's, with a note when there is no more to come."""
        answered = self._answered
        found = await self.bot.after(place, last, wait)
        if answered and not found:
            self._caught_up.set()
        return found

    async def run(self) -> None:
        """The adapter's talk."""
        await self._adapter.run(self, self)

    async def ready(self) -> None:
        """Wait until the adapter has read what was there before."""
        async with asyncio.timeout(PATIENCE_S):
            await self._caught_up.wait()

    async def say(self, text: str) -> None:
        """A terminal takes a line at a time."""
        self._heard.clear()
        self._screen.printed.clear()
        await asyncio.to_thread(
            os.write, self._keyboard, (" ".join(text.splitlines()) + "\n").encode("utf-8", "replace")
        )
        async with asyncio.timeout(PATIENCE_S):
            await self._heard.wait()
            await (self._caught_up if self._fetches else self._screen.printed).wait()
        self._screen.printed.clear()

    async def look(self) -> None:
        """Wait for the next thing that is printed."""
        async with asyncio.timeout(PATIENCE_S):
            await self._screen.printed.wait()
        self._screen.printed.clear()

    async def press(self, label: str) -> None:
        """The number that stands by it."""
        numbers = re.findall(rf"^(\d+)\. {re.escape(label)}$", self._screen.getvalue(), re.MULTILINE)
        await self.say(numbers[-1])

    async def submit(self, values: Mapping[str, str]) -> None:
        """One answer after the other."""
        for answer in values.values():
            await self.say(answer)

    async def again(self) -> None:
        """A terminal never repeats; the core could still be handed an event twice by whoever carries it."""
        assert self._last is not None
        await self.bot.accept(self._last)

    async def seen(self) -> Sequence[str]:
        """Answers, between their empty lines."""
        return [answer for answer in self._screen.getvalue().split("\n\n") if answer.strip()]

    async def others(self) -> Sequence[str]:
        """Nobody else sits there."""
        return []

    def problems(self) -> Sequence[str]:
        """Anything that could steer a terminal or turn its text round."""
        steering = {c for c in self._screen.getvalue() if unicodedata.category(c) in {"Cc", "Cf"}} - set(
            "\n\u200d\u200c"
        )
        return [f"U+{ord(c):04X} was printed" for c in steering]


def terminal() -> contextlib.AbstractAsyncContextManager[TerminalDriver[ScriptedBot]]:
    """Somebody at a terminal, in a scripted talk."""
    return sitting(ScriptedBot(TerminalAdapter()))


@contextlib.asynccontextmanager
async def sitting(bot: C, user: str = "") -> AsyncIterator[TerminalDriver[C]]:
    """Somebody at a terminal until the input ends, under the machine's own user name or another."""
    read_end, write_end = os.pipe()
    screen = Screen()
    with os.fdopen(read_end, encoding="utf-8") as reading, pytest.MonkeyPatch.context() as machine:
        if user:
            machine.setenv("LOGNAME", user)  # read once, as the talk begins
        driver = TerminalDriver(TerminalAdapter(reading, screen), screen, write_end, bot)
        talk = asyncio.create_task(driver.run())
        await driver.ready()
        machine.undo()
        try:
            yield driver
        finally:
            os.close(write_end)
            await talk
