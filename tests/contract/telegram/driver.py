"""A person on Telegram, in a private chat with the bot or in a group."""

import asyncio
import contextlib
import unicodedata
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from itertools import count
from typing import Any

from pydantic import SecretStr

from chatbot.app import mount
from chatbot.messages import Place
from chatbot.ports import Brand, Capabilities
from chatbot_adapters.telegram import TelegramAdapter, TelegramSettings
from chatbot_adapters.web import WebAdapter, WebSettings
from tests.contract.script import ScriptedBot
from tests.contract.telegram.people import person
from tests.contract.telegram.server import ME, TOKEN, Held, TelegramServer

PERSON, OTHER, GROUP = 7, 8, -100500
SECRET = "hemlig-hemlig-hemlig"


class TelegramDriver:
    """See `driver.Driver`."""

    def __init__(self, server: TelegramServer, bot: ScriptedBot, *, group: bool) -> None:
        self.bot = bot
        self.server = server
        self.group = group
        self.chat = str(GROUP if group else PERSON)
        self._ids = count(5000)
        self._last: tuple[int, Mapping[str, Any]] = (0, {})

    @property
    def caps(self) -> Capabilities:
        """The adapter's."""
        return self.bot.adapter.capabilities(Place("telegram", "42", self.chat))

    async def say(self, text: str) -> None:
        """In a group as a reply to the bot, so that it is meant."""
        message = {**_base(self.chat, next(self._ids)), "text": unicodedata.normalize("NFC", text)}
        if self.group:
            message["reply_to_message"] = {**_base(self.chat, 1), "from": ME, "text": "hej"}
        await self._do({"message": message})

    async def press(self, label: str) -> None:
        """The newest button of this label."""
        for held in reversed(self._mine()):
            for button in (button for row in held.keyboard for button in row):
                if button["text"] == label:
                    await self._do({"callback_query": pressed(held, button, str(next(self._ids)))})
                    return
        raise AssertionError(f"no button {label}")

    async def submit(self, values: Mapping[str, str]) -> None:
        """One answer after the other."""
        for answer in values.values():
            await self.say(answer)

    async def _do(self, what: Mapping[str, Any]) -> None:
        self._last = (next(self._ids), what)
        await self.again()

    async def again(self) -> None:
        """Telegram hands out the same update once more."""
        id, what = self._last
        number = self.server.happens(what, id=id)
        await asyncio.to_thread(self.server.wait_until_taken, number)
        await self.bot.quiet()

    def _mine(self) -> list[Held]:
        return self.server.shown(self.chat, str(PERSON))

    async def seen(self) -> Sequence[str]:
        """The chat, and the person's own chat with the bot."""
        return [read(held) for held in self._mine()]

    async def others(self) -> Sequence[str]:
        """The group, or the other's own chat."""
        return [read(held) for held in self.server.shown(str(GROUP) if self.group else str(OTHER), str(OTHER))]

    def problems(self) -> Sequence[str]:
        """What Telegram refused."""
        return self.server.problems


def pressed(held: Held, button: Mapping[str, Any], id: str, who: int = PERSON) -> Mapping[str, Any]:
    """A press as Telegram tells it: with the message and its buttons."""
    message = {**_base(held.chat, held.id), "from": ME, "text": held.text or "…"}
    message["reply_markup"] = {"inline_keyboard": held.keyboard}
    return {"id": id, "from": person(who), "chat_instance": "1", "message": message, "data": button["callback_data"]}


def _base(chat: str, id: int) -> dict[str, Any]:
    kind = (
        {"type": "private", "first_name": "Åsa"} if not chat.startswith("-") else {"type": "supergroup", "title": "G"}
    )
    return {"message_id": id, "date": 1_795_000_000, "chat": {"id": int(chat), **kind}, "from": person(PERSON)}


def read(held: Held) -> str:
    """A message as text, its buttons last."""
    buttons = [button["text"] for row in held.keyboard for button in row]
    name = [held.file] if held.file not in {"", "photo"} else []
    return "\n".join([*name, held.text, *buttons, *([held.sign] if held.sign else [])])


@contextlib.asynccontextmanager
async def telegram(*, group: bool = False, webhook: bool = False) -> AsyncIterator[TelegramDriver]:
    """Somebody on Telegram, which is polled or delivers to a webhook under the web chat's server."""
    server = TelegramServer()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(server.running())
        hours = count(0, 3600)  # a clock that never holds a send back: pacing has tests of its own
        adapter = TelegramAdapter(clock=lambda: float(next(hours)), poll_s=1)
        bot = ScriptedBot(adapter)
        settings = TelegramSettings(token=SecretStr(TOKEN), base_url=server.address)
        if webhook:
            settings = settings.model_copy(update={"webhook_secret": SecretStr(SECRET)})
            settings = await stack.enter_async_context(web_server(adapter, settings))
        adapter.configure(settings, (), Brand())
        await stack.enter_async_context(doing(adapter.run(bot, bot)))
        yield TelegramDriver(server, bot, group=group)


@contextlib.asynccontextmanager
async def web_server(adapter: TelegramAdapter, settings: TelegramSettings) -> AsyncIterator[TelegramSettings]:
    """The one HTTP server with the adapter beside the web chat; gives the settings with the webhook's address."""
    web = WebAdapter()
    web.configure(WebSettings(port=0), (), Brand())
    adapter.configure(settings.model_copy(update={"webhook_url": "http://127.0.0.1"}), (), Brand())
    mount([web, adapter])
    nobody = ScriptedBot(web)
    async with doing(web.run(nobody, nobody)):
        yield settings.model_copy(update={"webhook_url": f"{web.address}telegram/webhook"})


@contextlib.asynccontextmanager
async def doing(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The work goes on while the block runs."""
    task = asyncio.create_task(work)
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
