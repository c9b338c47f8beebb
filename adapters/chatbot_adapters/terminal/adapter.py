"""The terminal as the core sees it."""

import asyncio
import getpass
import hashlib
import platform
import sys
import threading
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from chatbot import fallback
from chatbot.i18n import Translator, translator
from chatbot.messages import Actor, Event, Item, Place, Post
from chatbot.ports import (
    ASGI,
    Accepted,
    Brand,
    Capabilities,
    Check,
    CommandSpec,
    Feed,
    FormErrors,
    Outgoing,
    Receipt,
    Refused,
    SendFailed,
    Settled,
    Sink,
)
from chatbot_adapters.terminal import render

if TYPE_CHECKING:
    import click

CAPABILITIES = Capabilities(max_text=100_000)
QUIT = frozenset({"avsluta", "/avsluta", "quit", "exit"})
ANSWER_S = 30.0  # how long to wait for an answer before saying that it is late


class TerminalSettings(BaseModel):
    """`RESFRI_TERMINAL__…`."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    json_output: bool = False


class TerminalAdapter:
    """Reads lines until there are no more, and prints each answer followed by a blank line."""

    name = "terminal"
    pull = True

    def __init__(self, reading: TextIO | None = None, writing: TextIO | None = None) -> None:
        self._in = reading or sys.stdin
        self._out = writing or sys.stdout
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
        """Read until the end of the input."""
        lines: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop, lines), name="resfri-stdin", daemon=True).start()
        place = _place()
        self._last = max((item.id for item in await feed.after(place, 0)), default=0)
        self._greet()
        while (line := await lines.get()) is not None and line.strip().casefold() not in QUIT:
            await self._say(line, place, sink, feed)
            self._prompt()

    def _read(self, loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str | None]") -> None:
        """In a thread of its own, since a line from a keyboard cannot be awaited."""
        for line in self._in:
            loop.call_soon_threadsafe(lines.put_nowait, line.rstrip("\n"))
        loop.call_soon_threadsafe(lines.put_nowait, None)

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
        actor = Actor("terminal", "local", place.channel)
        said = unicodedata.normalize("NFC", line)
        match await sink.accept(Event(uuid4().hex, "message", actor, place, datetime.now(UTC), said)):
            case Refused(reason):
                self._print(self._t.tell(reason), "")
            case FormErrors() | Accepted():
                await self._show_answers(place, feed)

    async def _show_answers(self, place: Place, feed: Feed) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):
                while not await feed.idle(place):
                    self._show(await feed.after(place, self._last, 0.2))
        except TimeoutError:
            self._print(self._t._("Svaret dröjer. Det visas när du skriver nästa gång."), "")
        self._show(await feed.after(place, self._last))

    def _show(self, items: Sequence[Outgoing]) -> None:
        for outgoing in items:
            self._last = outgoing.id
            for item in fallback.adapt(outgoing.item, CAPABILITIES, self._t).items:
                self._print_item(item)

    def _print_item(self, item: Item) -> None:
        if self._json:
            self._print(render.as_json(item))
            return
        told = render.lines(item)
        if told:
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

    async def typing(self, place: Place) -> None:
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


def _place() -> Place:
    """One conversation for each user of the machine; the name itself is not stored."""
    who = hashlib.sha256(f"{getpass.getuser()}@{platform.node()}".encode()).hexdigest()[:32]
    return Place("terminal", "local", who)
