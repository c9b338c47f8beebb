"""Telegram as the core sees it. What needs the library is imported when it is used: the extra may be missing."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pydantic import BaseModel

from chatbot import fallback
from chatbot.errors import N_, UsageError
from chatbot.i18n import Translator, translator
from chatbot.messages import Actor, Event, Place, Post
from chatbot.ports import (
    ASGI,
    Brand,
    Capabilities,
    Check,
    CommandSpec,
    Feed,
    Outgoing,
    RateLimited,
    Receipt,
    Settled,
    Sink,
)
from chatbot_adapters.telegram.buttons import MAX_BYTES
from chatbot_adapters.telegram.pace import Pace
from chatbot_adapters.telegram.settings import TelegramSettings, refuse_open_webhook

if TYPE_CHECKING:
    from ssl import SSLContext

    import click
    from telegram import Bot

    from chatbot_adapters.telegram.intake import Intake
    from chatbot_adapters.telegram.menu import Menu
    from chatbot_adapters.telegram.send import Sender
    from chatbot_adapters.telegram.webhook import Webhook

CAPABILITIES = Capabilities(
    buttons=True,
    max_buttons=24,
    max_action=MAX_BYTES,
    ephemeral="dm",
    edit=True,
    delete=True,
    reactions=True,
    threads=True,
    images=True,
    files=True,
    table="native",
    max_text=4096,
    unit="utf16",
)
PREFIX = "/telegram"  # the webhook's place under the HTTP server
POLL_S = 25  # seconds a poll waits for news
TAKEN_S = 5.0  # before a poll is tried again while another process listens with the same token
LOOK_S = 60.0  # how often it is looked whether Telegram still has the webhook's address
MOVED_S = 1.0  # before what was for a group that has moved is tried in its new place


class TelegramAdapter:
    """One bot; `clock` counts seconds for the pace of sending, `pause` waits some between two signs of writing."""

    name = "telegram"
    pull = False
    address = ""

    def __init__(
        self,
        settings: TelegramSettings | None = None,
        clock: Callable[[], float] = time.monotonic,
        poll_s: int = POLL_S,
        taken_s: float = TAKEN_S,
        look_s: float = LOOK_S,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings or TelegramSettings()
        self._clock = clock
        self._pace = Pace(clock)
        self._poll_s = poll_s
        self._taken_s = taken_s
        self._look_s = look_s
        self._pause = pause
        self._commands: Sequence[CommandSpec] = ()
        self._t: Translator = translator()
        self._bot: Bot | None = None
        self._sender: Sender | None = None
        self._sink: Sink | None = None
        self._webhook: Webhook | None = None

    @property
    def single(self) -> bool:
        """Two that ask at once cut each other off; to a webhook any process may be sent."""
        return not self._settings.webhook_url

    @property
    def settings_model(self) -> "type[BaseModel]":
        """`TelegramSettings`."""
        return TelegramSettings

    def configure(self, settings: BaseModel, commands: Sequence[CommandSpec], brand: Brand) -> None:
        """Take the settings. Raises `UsageError` where anybody could deliver to the webhook."""
        if not isinstance(settings, TelegramSettings):
            raise TypeError("Telegram needs TelegramSettings")
        refuse_open_webhook(settings)
        self._settings, self._commands, self._t = settings, commands, translator(brand.language)

    def configured(self) -> bool:
        """Once it has a token."""
        return bool(self._settings.token.get_secret_value())

    def capabilities(self, place: Place) -> Capabilities:
        """The same in all chats."""
        return CAPABILITIES

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Listen until cancelled: by webhook where an address is set, else by asking."""
        self._sink = sink
        bot = self._made_bot()
        from chatbot_adapters.telegram.admins import Admins
        from chatbot_adapters.telegram.intake import Intake
        from chatbot_adapters.telegram.opening import begin, set_menus

        try:
            await begin(bot)
            await set_menus(bot, self._menus())
            await self._listen(bot, Intake(bot, sink, self._t, Admins(bot, self._clock), self._commands))
        finally:
            self._webhook = None
            await bot.shutdown()

    async def _listen(self, bot: "Bot", intake: "Intake") -> None:
        from chatbot_adapters.telegram.listen import Listener
        from chatbot_adapters.telegram.webhook import Registration, Webhook

        url, secret = self._settings.webhook_url, self._settings.webhook_secret.get_secret_value()
        if url:
            self._webhook = Webhook(secret, intake)
            await Registration(bot, url, secret, self._look_s).keep()
        else:
            await Listener(bot, intake, self._poll_s, self._taken_s).run()

    @property
    def asgi(self) -> "tuple[ASGI, str] | None":
        """The webhook's application, where an address is set; it takes updates while `run` runs."""
        return (self._serve, PREFIX) if self._settings.webhook_url else None

    async def _serve(
        self,
        scope: Mapping[str, object],
        receive: Callable[[], Awaitable[object]],
        send: Callable[[object], Awaitable[None]],
    ) -> None:
        if self._webhook is None:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._webhook(scope, receive, send)

    async def send(self, item: Outgoing) -> Receipt:
        """Show an item. Where the group has become a supergroup, the core is told first, so that its places follow."""
        sender = self._made_sender()
        from telegram.error import ChatMigrated

        try:
            return await sender.send(item)
        except ChatMigrated as moved:
            await self._tell_moved(item, str(moved.new_chat_id))
            raise RateLimited(MOVED_S) from None

    async def _tell_moved(self, item: Outgoing, new: str) -> None:
        if self._sink is not None:
            actor = Actor("telegram", item.place.tenant, item.actor_id)
            key = f"moved:{item.place.tenant}:{item.place.channel}:{item.id}"
            event = Event(key, "lifecycle", actor, item.place, datetime.now(UTC), name="moved", value=new)
            await self._sink.accept(event)

    async def settle(self, item: Outgoing) -> Settled:
        """Telegram lets a bot read nothing it has sent."""
        return "unknown"

    async def typing(self, event: Event) -> None:
        """As writing, again and again until the answer comes."""
        bot = self._made_bot()
        from chatbot_adapters.telegram.sign import shown

        await shown(bot, event.place, self._pause)

    def preview(self, post: Post) -> str:
        """The post about as it will look: its texts and captions, and the buttons in brackets."""
        _telegram()
        from chatbot_adapters.telegram.render import pieces

        adapted = fallback.adapt(post, CAPABILITIES, self._t).items
        shown = [piece for item in adapted if isinstance(item, Post) for piece in pieces(item.blocks)]
        lines: list[str] = []
        for piece in shown:
            lines.append(piece.text)
            rows = piece.keyboard.inline_keyboard if piece.keyboard else ()
            lines += ["  ".join(f"[{button.text}]" for button in row) for row in rows]
        return "\n".join(lines)

    def checks(self) -> Sequence[Check]:
        """Whether the token is right, what the bot may read in groups, and whether the webhook works."""
        bot = self._new_bot()
        from chatbot_adapters.telegram.checks import checked

        return asyncio.run(checked(bot, self._settings.webhook_url))

    @property
    def cli(self) -> "click.Group | None":
        """`resfri telegram menu`."""
        from chatbot_adapters.telegram.command_line import group

        return group(self._new_bot, self._menus, self._t)

    def _menus(self) -> "Sequence[Menu]":
        from chatbot_adapters.telegram.menu import menus

        return menus(self._commands, self._t.language) if self._commands else ()

    def _made_bot(self) -> "Bot":
        if self._bot is None:
            self._bot = self._new_bot()
        return self._bot

    def _made_sender(self) -> "Sender":
        if self._sender is None:
            bot = self._made_bot()
            from chatbot_adapters.telegram.send import Sender

            self._sender = Sender(bot, self._pace, self._t)
        return self._sender

    def _new_bot(self) -> "Bot":
        _telegram()
        if not self.configured():
            raise UsageError(N_("Boten har ingen token. Hämta en hos BotFather och sätt RESFRI_TELEGRAM__TOKEN."))
        from telegram import Bot
        from telegram.request import HTTPXRequest

        base = self._settings.base_url.rstrip("/")
        connecting = {"trust_env": False, "verify": _trusted()}
        return Bot(
            self._settings.token.get_secret_value(),
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=HTTPXRequest(httpx_kwargs=connecting),
            get_updates_request=HTTPXRequest(connection_pool_size=1, httpx_kwargs=connecting),
        )


@cache
def _trusted() -> "SSLContext":
    """The certificates that are trusted, read once: each reading takes a tenth of a second."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _telegram() -> None:
    """Raise `UsageError` when the extra is not installed."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # else the library warns of what it gives as numbers
    if find_spec("telegram") is None:
        raise UsageError(N_("Telegram är inte installerat. Installera det med: pip install 'resfri[telegram]'"))
