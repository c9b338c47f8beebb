"""The web chat as the core sees it."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from starlette.types import ASGIApp

from chatbot.errors import N_, Notice, ResfriError, notice
from chatbot.messages import Event, Place, Post
from chatbot.ports import (
    ASGI,
    Brand,
    Capabilities,
    Check,
    CommandSpec,
    Feed,
    Outgoing,
    Receipt,
    SendFailed,
    Settled,
    Sink,
)
from chatbot_adapters.web.app import build_app
from chatbot_adapters.web.chat import Chat
from chatbot_adapters.web.plain import plain
from chatbot_adapters.web.render import renderer
from chatbot_adapters.web.server import listen, serve
from chatbot_adapters.web.settings import WebSettings, refuse_open_door

if TYPE_CHECKING:
    import click
    from pydantic import BaseModel

CAPABILITIES = Capabilities(
    forms="page",
    buttons=True,
    max_buttons=100,
    ephemeral="native",
    edit=True,
    delete=True,
    reactions=False,
    threads=False,
    images=True,
    files=True,
    table="native",
    max_text=100_000,
    shows_own=False,
    settlement="none",
)


class WebAdapter:
    """Serves the chat page. It fetches its posts from the feed, so nothing is ever sent to it."""

    name = "web"
    pull = True
    single = False

    def __init__(self) -> None:
        self._settings = WebSettings()
        self._brand = Brand()
        self._app: ASGIApp | None = None
        self._port = 0  # the port that was had, once it listens
        self.extra_mounts: Sequence[tuple[str, ASGI]] = ()  # other adapters' applications, by path; set before `run`

    @property
    def settings_model(self) -> "type[BaseModel]":
        """`WebSettings`."""
        return WebSettings

    def configure(self, settings: "BaseModel", commands: Sequence[CommandSpec], brand: Brand) -> None:
        """Take the settings. Raises `UsageError` if they would let strangers in."""
        if not isinstance(settings, WebSettings):
            raise TypeError("the web chat needs WebSettings")
        refuse_open_door(settings)
        self._settings = settings
        self._brand = brand

    def configured(self) -> bool:
        """Always: it needs no settings."""
        return True

    def capabilities(self, place: Place) -> Capabilities:
        """The same everywhere."""
        return CAPABILITIES

    @property
    def address(self) -> str:
        """Where to point a browser; with port 0, known once it listens."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"http://{host}:{self._port or self._settings.port}/"

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Serve until cancelled. Raises `ResfriError` if the port cannot be had."""
        listening = listen(self._settings)
        self._port = listening.getsockname()[1]
        chat = Chat(self._settings, renderer(self._brand), sink, feed)
        self._app = build_app(chat, self.extra_mounts)
        try:
            await serve(self._app, listening, chat.closing.set)
        finally:
            listening.close()
            self._app = None
            self._port = 0

    async def send(self, item: Outgoing) -> Receipt:
        """Never called: a pull adapter fetches its posts."""
        raise SendFailed("the web chat fetches its posts", final=True)

    async def settle(self, item: Outgoing) -> Settled:
        """Never called, likewise."""
        return "unknown"

    async def typing(self, event: Event) -> None:
        """The page shows by itself that an answer is awaited."""

    def preview(self, post: Post) -> str:
        """The post as text."""
        return plain(post)

    @property
    def asgi(self) -> tuple[ASGI, str]:
        """The chat's application, for the root path; it answers while `run` runs."""
        return self._serve, "/"

    async def _serve(
        self,
        scope: Mapping[str, object],
        receive: Callable[[], Awaitable[object]],
        send: Callable[[object], Awaitable[None]],
    ) -> None:
        if self._app is None:
            raise RuntimeError("the web chat is not running")
        await cast("ASGI", self._app)(scope, receive, send)

    def checks(self) -> Sequence[Check]:
        """Whether the port can be had."""
        hint: Notice | None = None
        try:
            with contextlib.closing(listen(self._settings)):
                pass
        except ResfriError as error:
            hint = Notice(error.message, error.fields)
        return (Check("web", hint is None, notice(N_("Webbchatten: {address}"), address=self.address), hint),)

    @property
    def cli(self) -> "click.Group | None":
        """No commands of its own."""
        return None
