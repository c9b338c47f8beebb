"""The real program spoken to on a platform: its bot and clockwork on a database, people at terminals or on the web.

It can be stopped and started again, as long as the platform knows its people again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import httpx

from chatbot import app
from chatbot.bot import Bot
from chatbot.clock import Clock, fixed_clock
from chatbot.conversation.context import Knowledge
from chatbot.jobs.feed import OutboxFeed
from chatbot.jobs.posting import Posting
from chatbot.messages import Event, Place
from chatbot.ports import Accepted, Adapter, FormErrors, Outgoing, Refused
from chatbot.settings import Settings
from chatbot.store import Store, inbox
from chatbot_adapters.terminal import TerminalAdapter
from tests.contract.driver import Person, visible
from tests.contract.script import PATIENCE_S
from tests.contract.terminal import sitting
from tests.contract.web import serving, visiting, web_adapter
from tests.talks.talk import NOW

Arrive = Callable[[str], Awaitable["Visitor"]]  # somebody by this name comes to the platform


class Running:
    """The program while it runs: what an adapter is given, and the clock's work."""

    def __init__(self, store: Store, bot: Bot, posting: Posting) -> None:
        self.store = store
        self.bot = bot
        self.posting = posting
        self._feed = OutboxFeed(store, bot.answered)

    async def accept(self, event: Event) -> Accepted | FormErrors | Refused:
        """See `ports.Sink`."""
        return await self.bot.accept(event)

    async def after(self, place: Place, last: int, wait: float = 0.0) -> Sequence[Outgoing]:
        """See `ports.Feed`."""
        return await self._feed.after(place, last, wait)

    async def idle(self, place: Place) -> bool:
        """See `ports.Feed`."""
        return await self._feed.idle(place)

    async def quiet(self) -> None:
        """Wait until all that was accepted is answered."""
        async with asyncio.timeout(PATIENCE_S), self.bot.answered:
            while await self.store.look(inbox.claim) is not None:
                await self.bot.answered.wait()


class Looking(Person, Protocol):
    """A person where the adapter fetches what there is."""

    async def look(self) -> None:
        """Have before oneself what came without being asked for."""


@dataclass
class Visitor:
    """Somebody on the platform, and what they have read."""

    person: Looking
    read: int = 0

    async def says(self, text: str) -> str:
        """Write something; gives what is new to read, on one line."""
        await self.person.say(text)
        return await self.sees()

    async def presses(self, label: str) -> str:
        """Press the newest button of this label, or answer with its number; gives what is new to read."""
        await self.person.press(label)
        return await self.sees()

    async def finds(self) -> str:
        """What has come by itself, on one line."""
        await self.person.look()
        return await self.sees()

    async def sees(self) -> str:
        """What is new to read, on one line."""
        seen = await messages(self.person)
        new, self.read = seen[self.read :], len(seen)
        return visible("\n".join(new))


@contextlib.asynccontextmanager
async def at_terminals(running: Running) -> AsyncIterator[Arrive]:
    """Each person has a terminal under a user name of their own on the same machine."""
    async with AsyncExitStack() as talks:

        async def arrive(name: str) -> Visitor:
            return await _read_to_here(await talks.enter_async_context(sitting(running, name)))

        yield arrive


@dataclass
class OnTheWeb:
    """Each person has a browser without JavaScript, whose cookies are kept while the program is stopped."""

    browsers: dict[str, httpx.Cookies] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def __call__(self, running: Running) -> AsyncIterator[Arrive]:
        """Serve the web chat on loopback."""
        adapter = web_adapter()
        async with serving(adapter, running), AsyncExitStack() as pages:

            async def arrive(name: str) -> Visitor:
                cookies = self.browsers.setdefault(name, httpx.Cookies())
                return await _read_to_here(await pages.enter_async_context(visiting(adapter, running, cookies)))

            yield arrive


async def _read_to_here(person: Looking) -> Visitor:
    return Visitor(person, len(await messages(person)))


async def messages(person: Looking) -> Sequence[str]:
    """What there is to read, without what is empty."""
    return [message for message in await person.seen() if visible(message)]


@dataclass
class Program:
    """The program on one platform: started by `running`, as often as wanted, on the same database."""

    home: Path
    knowledge: Knowledge
    platform: Callable[[Running], AbstractAsyncContextManager[Arrive]]
    time: Clock = field(default=fixed_clock(NOW))

    def now(self) -> datetime:
        """The clock that the program is handed; a test moves it by setting another `time`."""
        return self.time()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[tuple[Running, Arrive]]:
        """The program, and how people come to it; whatever a platform complains of fails the test."""
        chosen = app.Options({}, Settings(data=self.home), clock=self.now)
        with app.opened_store(chosen.settings) as store:
            adapters: list[Adapter] = [TerminalAdapter(), web_adapter()]
            bot = app.build(chosen, store, adapters, lambda: self.knowledge)
            posting = Posting(store, chosen.clock, lambda platform: True)
            running = Running(store, bot, posting)
            working = asyncio.create_task(bot.run())
            try:
                async with self.platform(running) as arrive:
                    here: list[Visitor] = []

                    async def come(name: str) -> Visitor:
                        here.append(await arrive(name))
                        return here[-1]

                    yield running, come
                    assert [what for visitor in here for what in visitor.person.problems()] == []
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
