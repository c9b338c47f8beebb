"""An adapter for the fake chat, with abilities that a test sets. It is what a small real push adapter looks like."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn
from pydantic import BaseModel, ConfigDict
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chatbot.errors import ResfriError
from chatbot.i18n import translator
from chatbot.messages import Actor, Delete, Edit, Event, Item, MessageRef, OpenForm, Place, Post, React, Upload, text
from chatbot.ports import (
    ASGI,
    Brand,
    Capabilities,
    Check,
    CommandSpec,
    Feed,
    FormErrors,
    Outgoing,
    RateLimited,
    Receipt,
    Refused,
    SendFailed,
    Settled,
    Sink,
)
from tests import loopback
from tests.contract.chat import render
from tests.contract.chat.wire import Limits

if TYPE_CHECKING:
    import click

AGAIN_S = 0.05  # a bot that gets no answer asks again after this long
ANSWER_S = 2.5  # the chat waits three seconds for an answer to what it brings


class ChatSettings(BaseModel):
    """`RESFRI_CHAT__…`."""

    model_config = ConfigDict(extra="forbid")
    url: str = ""
    timeout: float = 5.0  # seconds to wait for an answer
    port: int = 0  # where the chat brings what has happened; 0 = it is asked for


class ChatAdapter:
    """Asks the chat for what has happened, and sends to it."""

    name = "chat"
    pull = False
    single = False
    address = ""
    asgi: "tuple[ASGI, str] | None" = None
    cli: "click.Group | None" = None

    def __init__(self, caps: Capabilities | None = None, settings: ChatSettings | None = None) -> None:
        self.caps = caps or Capabilities()
        self._settings = settings or ChatSettings()
        self._t = translator()

    @property
    def settings_model(self) -> "type[BaseModel]":
        """`ChatSettings`."""
        return ChatSettings

    def configure(self, settings: BaseModel, commands: Sequence[CommandSpec], brand: Brand) -> None:
        """Take the settings."""
        assert isinstance(settings, ChatSettings)
        self._t = translator(brand.language)
        self._settings = settings

    def configured(self) -> bool:
        """Once it knows where the chat is."""
        return bool(self._settings.url)

    def capabilities(self, place: Place) -> Capabilities:
        """Those it was made with."""
        return self.caps

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Ask for updates until cancelled; the next question acknowledges what was stored. Or wait for them."""
        if self._settings.port:
            await self._listen(sink)
            return
        last = 0
        async with self._http() as http:
            while True:
                try:
                    answer = await http.get("/updates", params={"after": last}, timeout=30)
                    for update in answer.json():
                        await self._take(update, sink, http)
                        last = update["number"]
                except (httpx.HTTPError, ResfriError):
                    await asyncio.sleep(AGAIN_S)

    async def _listen(self, sink: Sink) -> None:
        """Take what the chat brings: 200 once it is stored, 503 where it must be brought again."""

        async def take(request: Request) -> Response:
            try:
                async with asyncio.timeout(ANSWER_S), self._http() as http:
                    await self._take(await request.json(), sink, http)
            except (TimeoutError, ResfriError):
                return Response(status_code=503)
            return Response()

        routes = [Route("/events", take, methods=["POST"])]
        config = uvicorn.Config(Starlette(routes=routes), port=self._settings.port, log_level="error", lifespan="off")
        await uvicorn.Server(config).serve()

    async def _take(self, update: Mapping[str, Any], sink: Sink, http: httpx.AsyncClient) -> None:
        taken = await sink.accept(event_of(update))
        if isinstance(taken, Refused):
            told = [render.part(text(self._t.tell(taken.reason))).model_dump()]
            await http.post("/send", json={"channel": update["channel"], "parts": told})
        if update["kind"] == "form":
            await http.post("/dialog", json=dict(taken.errors) if isinstance(taken, FormErrors) else {})

    async def send(self, item: Outgoing) -> Receipt:
        """To the chat; the outbox id is the message's mark."""
        path, body = self._request(item.item, item, str(item.id))
        async with self._http() as http:
            try:
                answer = await http.post(path, json=body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                raise SendFailed("the chat cannot be reached") from error
            except httpx.HTTPError as error:
                raise SendFailed("the chat did not answer", lost=True) from error
        return Receipt(MessageRef(item.place, _id_in(answer)))

    def _request(self, what: Item, item: Outgoing, mark: str) -> tuple[str, dict[str, Any]]:
        match what:
            case Post(blocks=blocks, audience=audience):
                parts = [render.part(block).model_dump() for block in blocks]
                return "/send", {**self._where(item, audience), "parts": parts, "mark": mark}
            case Upload(audience=audience):
                parts = [render.file(what).model_dump()]
                return "/send", {**self._where(item, audience), "parts": parts, "mark": mark}
            case OpenForm(form=form):
                return "/send", {**self._where(item, "actor"), "dialog": render.dialog(form).model_dump(), "mark": mark}
            case Edit(ref=ref, post=post):
                parts = [render.part(block).model_dump() for block in post.blocks]
                return "/change", {"id": ref.id, "parts": parts, "mark": mark}
            case Delete(ref=ref):
                return "/change", {"id": ref.id, "mark": mark}
            case React(ref=ref, emoji=emoji):
                return "/change", {"id": ref.id, "sign": emoji, "mark": mark}
            case _:
                raise SendFailed(f"the chat has no {what.type}", final=True)

    def _where(self, item: Outgoing, audience: str) -> dict[str, str]:
        if audience != "actor" or item.place.kind == "direct":
            return {"channel": item.place.channel}
        if self.caps.ephemeral == "dm":
            return {"channel": f"dm:{item.actor_id}"}
        return {"channel": item.place.channel, "only": item.actor_id}

    async def settle(self, item: Outgoing) -> Settled:
        """By what the chat can: ask for the mark, or send again with the same mark, or not know."""
        if self.caps.settlement == "idempotent":
            return "not_sent"  # to send it again is harmless
        if self.caps.settlement == "none":
            return "unknown"
        async with self._http() as http:
            try:
                answer = await http.get("/history", params={"mark": str(item.id)})
                return "sent" if answer.json()["ids"] else "not_sent"
            except httpx.HTTPError:
                return "unknown"

    async def typing(self, event: Event) -> None:
        """The chat has no sign for it."""

    def preview(self, post: Post) -> str:
        """Its paragraphs."""
        return "\n".join(run.text for block in post.blocks for run in render.part(block).runs)

    def checks(self) -> Sequence[Check]:
        """Nothing to look at."""
        return ()

    def _http(self) -> httpx.AsyncClient:
        url, timeout = self._settings.url, self._settings.timeout
        return loopback.client(base_url=url, timeout=timeout)


def _id_in(answer: httpx.Response) -> str:
    """The message's id. Raises `RateLimited` or `SendFailed` by what the chat said."""
    match answer.status_code:
        case 200:
            return str(answer.json()["id"])
        case 429:
            raise RateLimited(float(answer.headers["Retry-After"]))
        case 403:
            raise SendFailed("the chat lets the bot write nothing there", gone=True)
        case 503:
            raise SendFailed("the chat is closed for the moment")
        case 400:
            raise SendFailed(f"the chat refused it: {answer.text[:150]}", final=True)
        case other:
            raise SendFailed(f"the chat answered {other}", lost=True)


def event_of(update: Mapping[str, Any]) -> Event:
    """An update as an event (pure)."""
    place = Place("chat", "t", update["channel"], kind=update.get("place", "group"))
    name, value = render.pressed(update["pressed"]) if "pressed" in update else (update.get("name", ""), "")
    return Event(
        key=update["key"],
        kind=update["kind"],
        actor=Actor("chat", "t", update["user"]),
        place=place,
        at=datetime.fromtimestamp(update.get("at", 0), UTC),
        text=update.get("text", ""),
        name=name,
        value=update.get("value", value),
        values=update.get("values", {}),
        source=MessageRef(place, update["message"]) if "message" in update else None,
    )


def limits(caps: Capabilities) -> Limits:
    """What a chat must be able to, so that all that the capabilities promise can be had, and nothing else."""
    return Limits(
        buttons=caps.max_buttons if caps.buttons else 0,
        dialogs=caps.forms != "dialogue",
        private=caps.ephemeral == "native" or caps.forms != "dialogue",
        changes=caps.edit,
        removals=caps.delete,
        signs=caps.reactions,
        images=caps.images,
        files=caps.files,
        tables=caps.table == "native",
        headings=caps.headings,
        text=caps.max_text,
        unit=caps.unit,
    )
