"""Somebody with a browser without JavaScript, at the web chat on a port of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Generic, TypeVar

import httpx

from chatbot.messages import Place
from chatbot.ports import Brand, Capabilities
from chatbot_adapters.web import WebAdapter, WebSettings
from tests import loopback
from tests.contract.driver import Core
from tests.contract.script import ScriptedBot
from tests.contract.web_page import Page, filled, form_with

COMPOSER = "Skriv till Resfri"
C = TypeVar("C", bound=Core)


class WebDriver(Generic[C]):
    """See `driver.Driver`."""

    group = False

    def __init__(self, adapter: WebAdapter, bot: C, mine: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
        self.bot = bot
        self._adapter = adapter
        self._mine = mine
        self._other = other
        self._sent: tuple[str, dict[str, str]] = ("", {})
        self._page = Page("")
        self._problems: list[str] = []

    @property
    def caps(self) -> Capabilities:
        """The same in every session."""
        return self._adapter.capabilities(Place("web", "local", "somebody"))

    async def say(self, text: str) -> None:
        """Into the field at the bottom, and send."""
        form = form_with(await self._look(), COMPOSER)
        await self._send(form.action, dict(filled(form, {COMPOSER: text})))

    async def press(self, label: str) -> None:
        """The last button of that name."""
        page = await self._look()
        form = next(form for form in reversed(page.forms) if label in form.buttons)
        await self._send(form.action, form.fields)

    async def submit(self, values: Mapping[str, str]) -> None:
        """The last form that asks for the first of these, as it stands on the page before us."""
        form = form_with(self._page if self._page.forms else await self._look(), next(iter(values)))
        await self._send(form.action, dict(filled(form, dict(values))))

    async def again(self) -> None:
        """A double click."""
        await self._send(*self._sent)

    async def _send(self, action: str, fields: dict[str, str]) -> None:
        self._sent = (action, fields)
        parts = {name: (None, value) for name, value in fields.items()}
        answer = await self._mine.post(action, files=parts, headers={"Sec-Fetch-Site": "same-origin"})
        if answer.status_code not in {200, 422, 503}:  # seen, to be mended, cannot be stored
            self._problems.append(f"{action} gave {answer.status_code}")
        if self._read(answer.text).waiting:  # as the page says: load it again when the answer is there
            await self.bot.quiet()
            await self._look()

    async def look(self) -> None:
        """Load the page again."""
        await self._look()

    async def _look(self) -> Page:
        answer = await self._mine.get("/")
        if answer.status_code != 200:
            self._problems.append(f"the page gave {answer.status_code}")
        return self._read(answer.text)

    def _read(self, html: str) -> Page:
        self._page = Page(html)
        self._problems += self._page.problems
        return self._page

    async def seen(self) -> Sequence[str]:
        """The messages on the page before us, and what the page says beside them."""
        page = self._page if self._page.forms else await self._look()
        for address in page.pictures:
            if (await self._mine.get(address)).status_code != 200:
                self._problems.append(f"{address} cannot be shown")
        return [*page.articles, *page.notes]

    async def others(self) -> Sequence[str]:
        """The page of somebody else's session."""
        return Page((await self._other.get("/")).text).articles

    def problems(self) -> Sequence[str]:
        """Broken HTML, wrong status, pictures that are not there."""
        return self._problems


@contextlib.asynccontextmanager
async def web() -> AsyncIterator[WebDriver[ScriptedBot]]:
    """Somebody who has opened the page, and somebody else, in a scripted talk."""
    adapter = web_adapter()
    bot = ScriptedBot(adapter)
    async with serving(adapter, bot), visiting(adapter, bot, httpx.Cookies()) as driver:
        yield driver


def web_adapter() -> WebAdapter:
    """The web chat, on a free port."""
    adapter = WebAdapter()
    adapter.configure(WebSettings(port=0), (), Brand())
    return adapter


@contextlib.asynccontextmanager
async def serving(adapter: WebAdapter, bot: Core) -> AsyncIterator[None]:
    """The web chat while it can be visited."""
    task = asyncio.create_task(adapter.run(bot, bot))
    await asyncio.sleep(0)  # it takes its port before its first await
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def visiting(adapter: WebAdapter, bot: C, cookies: httpx.Cookies) -> AsyncIterator[WebDriver[C]]:
    """Somebody with the page open, and somebody else. The cookies are the browser's: they tell who it is next time."""
    async with _browser(adapter.address) as mine, _browser(adapter.address) as other:
        mine.cookies = cookies
        await mine.get("/")
        cookies.update(mine.cookies)
        yield WebDriver(adapter, bot, mine, other)


def _browser(address: str) -> httpx.AsyncClient:
    return loopback.client(base_url=address, follow_redirects=True, timeout=10)
