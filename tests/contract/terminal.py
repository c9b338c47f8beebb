"""Somebody at a terminal: a pipe for a keyboard, and a screen that is read as text."""

import asyncio
import contextlib
import io
import os
import re
import unicodedata
from collections.abc import AsyncIterator, Mapping, Sequence

from chatbot.messages import Event
from chatbot.ports import Accepted, Capabilities, FormErrors, Refused
from chatbot_adapters.terminal import TerminalAdapter
from chatbot_adapters.terminal.adapter import local_place
from tests.contract.script import PATIENCE_S, ScriptedBot


class Screen(io.StringIO):
    """What was printed; `printed` is set at each line."""

    def __init__(self) -> None:
        super().__init__()
        self.printed = asyncio.Event()

    def flush(self) -> None:
        """A line is complete."""
        self.printed.set()


class TerminalDriver:
    """See `driver.Driver`."""

    group = False

    def __init__(self, adapter: TerminalAdapter, screen: Screen, keyboard: int) -> None:
        self.bot = ScriptedBot(adapter)
        self._adapter = adapter
        self._screen = screen
        self._keyboard = keyboard
        self._heard = asyncio.Event()
        self._fetches = False

    @property
    def caps(self) -> Capabilities:
        """The adapter's own."""
        return self._adapter.capabilities(local_place())

    async def accept(self, event: Event) -> Accepted | FormErrors | Refused:
        """The sink that the adapter is given: the bot's, with a note when nothing is to be fetched after it."""
        self._fetches = False
        try:
            taken = await self.bot.accept(event)
            self._fetches = isinstance(taken, Accepted)
            return taken
        finally:
            self._heard.set()

    async def run(self) -> None:
        """The adapter's talk."""
        await self._adapter.run(self, self.bot)

    async def say(self, text: str) -> None:
        """A terminal takes a line at a time."""
        self._heard.clear()
        self.bot.caught_up.clear()
        self._screen.printed.clear()
        await asyncio.to_thread(
            os.write, self._keyboard, (" ".join(text.splitlines()) + "\n").encode("utf-8", "replace")
        )
        async with asyncio.timeout(PATIENCE_S):
            await self._heard.wait()
            await (self.bot.caught_up if self._fetches else self._screen.printed).wait()

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
        await self.bot.accept(self.bot.last)

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


@contextlib.asynccontextmanager
async def terminal() -> AsyncIterator[TerminalDriver]:
    """Somebody at a terminal, until the input ends."""
    read_end, write_end = os.pipe()
    screen = Screen()
    with os.fdopen(read_end, encoding="utf-8") as reading:
        adapter = TerminalAdapter(reading, screen)
        driver = TerminalDriver(adapter, screen, write_end)
        talk = asyncio.create_task(driver.run())
        await driver.bot.caught_up.wait()
        try:
            yield driver
        finally:
            os.close(write_end)
            await talk
