"""The terminal as the core sees it."""

import asyncio
import contextlib
import getpass
import hashlib
import io
import os
import platform
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from chatbot import fallback
from chatbot.clock import Clock, system_clock
from chatbot.errors import ResfriError
from chatbot.i18n import Translator, translator
from chatbot.messages import Event, Item, Place, Post, say
from chatbot.ports import (
    ASGI,
    Brand,
    Capabilities,
    Check,
    CommandSpec,
    Feed,
    Outgoing,
    Receipt,
    Refused,
    SendFailed,
    Settled,
    Sink,
)
from chatbot_adapters.terminal import incoming, render
from chatbot_adapters.terminal.lines import lines_of

if TYPE_CHECKING:
    import click

CAPABILITIES = Capabilities(max_text=100_000)
ANSWER_S = 30.0  # how long to wait for an answer before saying that it is late
LOOK_S = 1.0  # how often it is looked, while nobody writes, for what comes by itself


class TerminalSettings(BaseModel):
    """`RESFRI_TERMINAL__…`."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    json_output: bool = False


class TerminalAdapter:
    """Reads lines until there are no more, and prints each answer followed by a blank line."""

    name = "terminal"
    pull = True
    single = False

    def __init__(
        self,
        reading: TextIO | None = None,
        writing: TextIO | None = None,
        clock: Clock = system_clock,
        answer_wait: float = ANSWER_S,
    ) -> None:
        self._in = reading or sys.stdin
        self._out = writing or sys.stdout
        self._clock = clock
        self._answer_wait = answer_wait
        self._json = False
        self._t: Translator = translator()
        self._brand = Brand()
        self._last = 0

    @property
    def settings_model(self) -> "type[BaseModel]":
        """`TerminalSettings`."""
        return TerminalSettings

    def configure(self, settings: "BaseModel", commands: Sequence[CommandSpec], brand: Brand) -> None:
        """Take the settings."""
        if not isinstance(settings, TerminalSettings):
            raise TypeError("the terminal needs TerminalSettings")
        self._json = settings.json_output
        self._brand = brand
        self._t = translator(brand.language)

    def configured(self) -> bool:
        """Never with `resfri run`: it has no terminal of its own."""
        return False

    @property
    def address(self) -> str:
        """Nowhere in a browser."""
        return ""

    def capabilities(self, place: Place) -> Capabilities:
        """Text only."""
        return CAPABILITIES

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Read until the end of the input, until "avsluta", or until nobody reads the answers any more."""
        if isinstance(self._out, io.TextIOWrapper):
            self._out.reconfigure(errors="replace")  # a terminal without å ä ö shows ? instead of ending the talk
        try:
            await self._talk(sink, feed)
        except BrokenPipeError:
            self._forget_output()
        except asyncio.CancelledError:
            if self._in.isatty():
                self._print("")  # the shell's own prompt is not to stand after ours
            raise

    async def _talk(self, sink: Sink, feed: Feed) -> None:
        place = local_place()
        lines = lines_of(self._in)
        while before := await feed.after(place, self._last):  # of an earlier talk
            self._last = before[-1].id
        self._greet()
        while (line := await self._next(lines, place, feed)) is not None and not incoming.ends(line):
            await self._say(line, place, sink, feed)
            self._prompt()

    async def _next(self, lines: "asyncio.Queue[str | None]", place: Place, feed: Feed) -> str | None:
        """The next line; what comes meanwhile, a reminder or an answer that was late, is shown as it comes."""
        line = asyncio.create_task(lines.get())
        try:
            while not (await asyncio.wait({line}, timeout=LOOK_S))[0]:
                with contextlib.suppress(ResfriError):  # the database is away; who writes is told
                    await self._show_news(place, feed)
            return line.result()
        finally:
            line.cancel()

    async def _show_news(self, place: Place, feed: Feed) -> None:
        items = await feed.after(place, self._last)
        if items and self._in.isatty() and not self._json:
            self._print("")  # not on the line where somebody writes
        self._show(items)
        if items:
            self._prompt()

    def _forget_output(self) -> None:
        """Whoever read has gone. What is still buffered would be tried once more as Python ends."""
        if self._out is sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _greet(self) -> None:
        if self._json:
            return
        for words in (self._brand.notice, self._brand.clock_text):
            if words:
                self._print(render.safe(words))
        if self._in.isatty():
            self._print(self._t._("Hej! Ställ en fråga, eller skriv /hjälp. Skriv avsluta när du är klar."))
        self._prompt()

    def _prompt(self) -> None:
        if self._in.isatty() and not self._json:
            self._out.write("> ")
            self._out.flush()

    async def _say(self, line: str, place: Place, sink: Sink, feed: Feed) -> None:
        event = incoming.message(line, place, self._clock(), uuid4().hex)
        try:
            taken = await sink.accept(event)
        except ResfriError as error:
            self._tell(self._t.tell(error))
            return
        if isinstance(taken, Refused):
            self._tell(self._t.tell(taken.reason))
        else:
            await self._show_answers(place, feed)

    async def _show_answers(self, place: Place, feed: Feed) -> None:
        try:
            async with asyncio.timeout(self._answer_wait):
                while not await feed.idle(place):
                    self._show(await feed.after(place, self._last, 0.2))
        except TimeoutError:
            self._tell(self._t._("Svaret dröjer. Det visas så snart det är klart."))
        while items := await feed.after(place, self._last):
            self._show(items)

    def _show(self, items: Sequence[Outgoing]) -> None:
        for outgoing in items:
            self._last = outgoing.id
            for item in fallback.adapt(outgoing.item, CAPABILITIES, self._t).items:
                self._print_item(item)

    def _tell(self, sentence: str) -> None:
        self._print_item(say(sentence))

    def _print_item(self, item: Item) -> None:
        if self._json:
            self._print(render.as_json(item))
        elif told := render.lines(item):
            self._print(*told, "")

    def _print(self, *lines: str) -> None:
        self._out.write("".join(f"{line}\n" for line in lines))
        self._out.flush()

    async def send(self, item: Outgoing) -> Receipt:
        """Never called: a pull adapter fetches its posts."""
        raise SendFailed("the terminal fetches its posts", final=True)

    async def settle(self, item: Outgoing) -> Settled:
        """Never called, likewise."""
        return "unknown"

    async def typing(self, event: Event) -> None:
        """A line that comes and goes would disturb a screen reader."""

    def preview(self, post: Post) -> str:
        """The post as it is printed."""
        adapted = fallback.adapt(post, CAPABILITIES, self._t).items
        return "\n".join(line for item in adapted for line in render.lines(item))

    @property
    def asgi(self) -> "tuple[ASGI, str] | None":
        """No HTTP."""
        return None

    def checks(self) -> Sequence[Check]:
        """Nothing to look at."""
        return ()

    @property
    def cli(self) -> "click.Group | None":
        """No commands of its own."""
        return None


def local_place() -> Place:
    """One conversation for each user of the machine; the name itself is not stored."""
    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):  # a container may run as a number without a name
        user = "local"
    who = hashlib.sha256(f"{user}@{platform.node()}".encode()).hexdigest()[:32]
    return Place("terminal", "local", who)
