"""Slack as the core sees it: everything is stored before it is acknowledged, and sent as blocks."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, SecretStr

from chatbot import fallback
from chatbot.clock import Clock, system_clock
from chatbot.errors import N_, UsageError
from chatbot.i18n import Translator, translator
from chatbot.messages import Event, Place, Post
from chatbot.pace import Pace
from chatbot.ports import ASGI, Brand, Capabilities, Check, CommandSpec, Feed, Outgoing, Receipt, Settled, Sink
from chatbot_adapters.slack.settings import SlackSettings

if TYPE_CHECKING:
    import click
    from slack_sdk.web.async_client import AsyncWebClient

    from chatbot_adapters.slack.door import Door
    from chatbot_adapters.slack.send import Sender

log = logging.getLogger(__name__)
CAPABILITIES = Capabilities(
    forms="modal",
    buttons=True,
    max_buttons=100,
    ephemeral="native",
    edit=True,
    delete=True,
    threads=True,
    images=True,
    files=True,
    table="native",
    home=True,
    max_text=3000,
    commands_anywhere=True,
    settlement="history",
)
LAST_S = 0.5  # in which the last acknowledgement goes out
AGAIN_S = 1.0  # before a call that Slack did not answer is tried again


class SlackAdapter:
    """In by Socket Mode (`socket`) or HTTP (`http`), out by slack_sdk (`send`).

    `clock` tells the time, `seconds` counts them for the pace of sending.
    """

    name = "slack"
    pull = False
    single = False
    address = ""

    def __init__(
        self,
        settings: SlackSettings | None = None,
        clock: Clock = system_clock,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._pace = Pace(seconds)
        self._settings = settings or SlackSettings()
        self._t: Translator = translator()
        self._commands: Sequence[CommandSpec] = ()
        self._client: AsyncWebClient | None = None
        self._sender: Sender | None = None
        self._door: Door | None = None  # once Slack has said who the bot is

    @property
    def _app_token(self) -> str:
        return _secret(self._settings.app_token)

    @property
    def settings_model(self) -> "type[BaseModel]":
        """`SlackSettings`."""
        return SlackSettings

    def configure(self, settings: BaseModel, commands: Sequence[CommandSpec], brand: Brand) -> None:
        """Take the settings."""
        if not isinstance(settings, SlackSettings):
            raise TypeError("Slack needs SlackSettings")
        self._settings, self._commands, self._t = settings, commands, translator(brand.language)

    def configured(self) -> bool:
        """Once it has the bot's token and a way in: the app's token, or the secret that requests are signed with."""
        return bool(_secret(self._settings.bot_token) and (self._app_token or _secret(self._settings.signing_secret)))

    def capabilities(self, place: Place) -> Capabilities:
        """The same everywhere."""
        return CAPABILITIES

    @property
    def asgi(self) -> "tuple[ASGI, str] | None":
        """The application that takes Slack's signed requests at `/slack/events`, once there is a signing secret."""
        secret = _secret(self._settings.signing_secret)
        if not secret:
            return None
        client = self._made_client()
        from chatbot_adapters.slack.http import requests

        return cast("ASGI", requests(client, secret, lambda: self._door)), "/slack"

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Listen until cancelled: by Socket Mode, by HTTP, or by both while an app moves from one to the other.

        Ends by itself when the workspace takes the app away: what is still to be sent is then refused for good.
        """
        client = self._made_client()
        from chatbot_adapters.slack.door import Door

        bot_user = str((await _patiently(client.auth_test))["user_id"])
        self._door = Door(sink, client, bot_user, self._t)
        try:
            await self._listen(client, self._door)
            log.warning("the workspace has taken the app away, or its token")
        finally:
            self._door = None

    async def _listen(self, client: "AsyncWebClient", door: "Door") -> None:
        async with contextlib.AsyncExitStack() as stack:
            if self._app_token:
                from chatbot_adapters.slack.application import application
                from chatbot_adapters.slack.socket import connected

                app = application(client, door.take)
                await stack.enter_async_context(connected(client, self._app_token, app, _patiently))
            await door.gone.wait()
            await asyncio.sleep(LAST_S)

    async def send(self, item: Outgoing) -> Receipt:
        """Show an item; a private answer in a channel is seen by that person alone."""
        return await self._sending().send(item)

    async def settle(self, item: Outgoing) -> Settled:
        """By the mark in the channel's history; a private answer is not in it."""
        return await self._sending().settle(item)

    def _sending(self) -> "Sender":
        client = self._made_client()
        from chatbot_adapters.slack.send import Sender

        if self._sender is None:
            self._sender = Sender(client, self._pace, self._t)
        return self._sender

    async def typing(self, event: Event) -> None:
        """As a status in the assistant's panel; for a command as a line that only its person sees."""
        client = self._made_client()
        from chatbot_adapters.slack.sign import shown

        await shown(client, event, self._t)

    def preview(self, post: Post) -> str:
        """The post about as it will look: its texts and its buttons in brackets."""
        from chatbot_adapters.slack.preview import lines
        from chatbot_adapters.slack.render import pieces

        adapted = fallback.adapt(post, CAPABILITIES, self._t).items
        return "\n".join(line for item in adapted if isinstance(item, Post) for line in lines(pieces(item.blocks)))

    def checks(self) -> Sequence[Check]:
        """Whether the tokens are right, the app has its scopes and the clock is as Slack's."""
        client = self._made_client()
        from chatbot_adapters.slack.checks import checked

        return asyncio.run(checked(client, self._app_token, self._clock()))

    @property
    def cli(self) -> "click.Group | None":
        """`resfri slack manifest`."""
        import json

        import click

        from chatbot_adapters.slack.manifest import manifest

        @click.group(name="slack")
        def group() -> None:
            """Slack: det som administratören behöver."""

        @group.command(name="manifest")
        @click.option("--url", default="", help="Resfris adress på internet, om Slack ska nå den med HTTP.")
        def show(url: str) -> None:
            """Skriv ut manifestet att klistra in när appen skapas. Läser bara, och får köras medan Resfri kör."""
            if url and not url.startswith("https://"):
                raise UsageError(N_("Slack tar bara en adress som börjar med https://."))
            click.echo(json.dumps(manifest(self._commands, self._t, url), ensure_ascii=False, indent=2))

        return group

    def _made_client(self) -> "AsyncWebClient":
        if self._client is None:
            try:
                from slack_sdk.web.async_client import AsyncWebClient
            except ImportError:
                said = N_("Slack är inte installerat. Installera det med: pip install 'resfri[slack]'")
                raise UsageError(said) from None
            self._client = AsyncWebClient(
                _secret(self._settings.bot_token),
                base_url=self._settings.base_url.rstrip("/") + "/",
                timeout=7,
                retry_handlers=[],  # the SDK would send again what may have arrived: the outbox decides that
            )
        return self._client


def _secret(value: SecretStr) -> str:
    return value.get_secret_value().strip()


async def _patiently(call: Callable[[], Awaitable[Any]]) -> Any:
    """What Slack answers, asked until it does. Raises `UsageError` for tokens that it does not know."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    from chatbot_adapters.slack.checks import UNKNOWN_TOKEN, WRONG_TOKEN
    from chatbot_adapters.slack.send import reason_of

    while True:
        try:
            return await call()
        except SlackApiError as error:
            if reason_of(error) in UNKNOWN_TOKEN:
                raise UsageError(WRONG_TOKEN) from None
            log.warning("Slack refused the connection")
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("Slack cannot be reached: %s", type(error).__name__)
        await asyncio.sleep(AGAIN_S)
