"""Fixtures: the web chat on a free port with a small bot behind it, and somebody who visits it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
import pytest_asyncio
from httpx import AsyncClient, Response

from chatbot.ports import Brand
from chatbot_adapters.web import WebAdapter, WebSettings
from tests import loopback
from tests.adapters.web.small_bot import SmallBot


@contextlib.asynccontextmanager
async def running(adapter: WebAdapter, bot: SmallBot) -> AsyncIterator[str]:
    """The adapter while it serves; gives its address."""
    task = asyncio.create_task(adapter.run(bot, bot))
    try:
        await asyncio.sleep(0)  # it takes its port before its first await
        assert not task.done()
        yield adapter.address
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def configured(brand: Brand | None = None, **settings: object) -> WebAdapter:
    """An adapter on a free port."""
    adapter = WebAdapter()
    adapter.configure(WebSettings.model_validate({"port": 0, **settings}), (), brand or Brand())
    return adapter


@dataclass
class Visitor:
    """A browser without JavaScript, about."""

    http: AsyncClient

    async def page(self) -> str:
        """The conversation as HTML."""
        response = await self.http.get("/")
        assert response.status_code == 200
        return response.text

    async def post(self, path: str, **fields: str) -> Response:
        """Send a form as our page does; the key is a fresh one unless given."""
        return await self._send("text/html", path, fields)

    async def script(self, path: str, **fields: str) -> Response:
        """Send a form as our script does."""
        return await self._send("application/json", path, fields)

    async def _send(self, accept: str, path: str, fields: dict[str, str]) -> Response:
        parts = {name: (None, value) for name, value in {"key": uuid4().hex, **fields}.items()}
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": accept}
        return await self.http.post(path, files=parts, headers=headers)

    async def say(self, words: str) -> str:
        """Say something and give the page that follows."""
        response = await self.post("/say", text=words)
        assert (response.status_code, response.headers["location"]) == (303, "/#latest")
        return await self.page()


@pytest.fixture
def bot() -> SmallBot:
    """A bot that knows a handful of words."""
    return SmallBot()


@pytest.fixture
async def address(bot: SmallBot) -> AsyncIterator[str]:
    """The web chat, running."""
    async with running(configured(), bot) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def site(bot: SmallBot) -> AsyncIterator[str]:
    """The same for a browser, which lives in the loop of its module."""
    async with running(configured(), bot) as found:
        yield found


@pytest.fixture
async def visitor(address: str) -> AsyncIterator[Visitor]:
    """Somebody who has opened the page."""
    async with loopback.client(base_url=address) as http:
        someone = Visitor(http)
        await someone.page()
        yield someone


@pytest.fixture
async def stranger(address: str) -> AsyncIterator[Visitor]:
    """Somebody else who has."""
    async with loopback.client(base_url=address) as http:
        someone = Visitor(http)
        await someone.page()
        yield someone
