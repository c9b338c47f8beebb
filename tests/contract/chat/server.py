"""A chat service on loopback, in a thread of its own. It counts what arrives, and can be made slow, busy or dead.

The bot's side: POST /send, /change, /dialog, GET /updates, /history. The person's side: the methods of `ChatServer`.
"""

import asyncio
import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chatbot.fallback.splitting import size
from tests.contract.chat.wire import Change, Dialog, Limits, Part, Sending

POLL_S = 5.0


@dataclass
class Message:
    """A message as the service holds it."""

    id: str
    channel: str
    parts: list[Part]
    dialog: Dialog | None = None
    only: str = ""
    sign: str = ""
    mark: str = ""


@dataclass
class Faults:
    """What is to go wrong from now on."""

    busy: int = 0  # so many sends are answered 429 …
    retry_after: float = 1.0  # … with this many seconds
    slow: threading.Event | None = None  # a send is taken and counted, but answered only when this is set
    lag_s: float = 0.0  # a send is taken and counted, and answered so much later
    lose: int = 0  # so many sends are taken and counted, and then the connection is cut
    refuse: int = 0  # so many sends are answered 503 and not taken
    shut: set[str] = field(default_factory=set)  # channels in which the bot may not write
    dead: bool = False  # every connection is cut before anything is taken


@dataclass
class ChatServer:
    """The service; `arrived` counts every send that reached it, by its mark, before anything else is done with it."""

    limits: Limits = field(default_factory=Limits)
    idempotent: bool = False  # remembers marks: the same again is answered as the first, and shown once
    faults: Faults = field(default_factory=Faults)
    arrived: Counter[str] = field(default_factory=Counter)
    messages: list[Message] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    address: str = ""

    def __post_init__(self) -> None:
        self._updates: list[dict[str, Any]] = []
        self._acknowledged = 0
        self._moved = threading.Condition()
        self._errors: dict[str, str] = {}

    # the person's side

    def happens(self, update: dict[str, Any]) -> int:
        """Something a person did; gives its number."""
        with self._moved:
            self._updates.append(update)
            self._moved.notify_all()
            return len(self._updates)

    def wait_until_taken(self, number: int) -> None:
        """Until the bot has acknowledged an update; raises `TimeoutError` after 20 s."""
        with self._moved:
            if not self._moved.wait_for(lambda: self._acknowledged >= number, 20):
                raise TimeoutError(f"update {number} was never acknowledged")

    def shown_to(self, user: str, channel: str) -> list[Message]:
        """The messages that a person can see in a channel and in the direct chat with the bot."""
        places = {channel, f"dm:{user}"}
        return [m for m in list(self.messages) if m.channel in places and m.only in {"", user}]

    @property
    def form_errors(self) -> dict[str, str]:
        """What the bot said was wrong in the dialog last sent in."""
        return self._errors

    def times_shown(self, mark: str) -> int:
        """How many messages carry a mark; more than one is a message sent twice."""
        return sum(message.mark.split("/")[0] == mark for message in list(self.messages))

    # the bot's side

    async def send(self, request: Request) -> Response:
        """A new message."""
        return await self._taken(request, Sending, self._add)

    async def change(self, request: Request) -> Response:
        """A change of a message."""
        return await self._taken(request, Change, self._alter)

    async def _taken(self, request: Request, model: "type[Sending | Change]", work: Any) -> Response:
        if self.faults.dead:
            return _cut()
        given = await request.json()
        self.arrived[str(given.get("mark", "")).split("/")[0]] += 1
        refused = self._refused(str(given.get("channel", "")))
        if refused is not None:
            return refused
        try:
            answer = work(model.model_validate(given))
        except (ValidationError, ValueError) as error:
            self.problems.append(str(error))
            return JSONResponse({"error": str(error)}, 400)
        return await self._answered(answer)

    def _refused(self, channel: str) -> Response | None:
        if channel in self.faults.shut:
            return JSONResponse({}, 403)
        if self.faults.busy > 0:
            self.faults.busy -= 1
            return JSONResponse({}, 429, {"Retry-After": f"{self.faults.retry_after:g}"})
        if self.faults.refuse > 0:
            self.faults.refuse -= 1
            return JSONResponse({}, 503)
        return None

    async def _answered(self, answer: Response) -> Response:
        if self.faults.lose > 0:
            self.faults.lose -= 1
            return _cut()
        if self.faults.lag_s:
            await asyncio.sleep(self.faults.lag_s)
        if self.faults.slow is not None:
            await asyncio.to_thread(self.faults.slow.wait, 20)
        return answer

    def _add(self, sending: Sending) -> Response:
        known = [m for m in self.messages if sending.mark and m.mark == sending.mark] if self.idempotent else []
        if known:
            return JSONResponse({"id": known[0].id})
        self._check(sending.parts)
        if (sending.only and not self.limits.private) or (sending.dialog and not self.limits.dialogs):
            raise ValueError("private messages or dialogs cannot be had here")
        made = Message(str(len(self.messages) + 1), sending.channel, sending.parts, sending.dialog)
        made.only, made.mark = sending.only, sending.mark
        self.messages.append(made)
        return JSONResponse({"id": made.id})

    def _check(self, parts: list[Part]) -> None:
        able = self.limits
        barred = {"table": able.tables, "image": able.images, "file": able.files, "heading": able.headings}
        for part in parts:
            if not barred.get(part.kind, True):
                raise ValueError(f"{part.kind} cannot be had here")
            if sum(size(run.text, able.unit) for run in part.runs) > able.text:
                raise ValueError("the text is too long")
            if part.kind in {"image", "file"} and not (part.alt.strip() and part.data):
                raise ValueError("a picture or file needs its contents and an alt text")
        if sum(len(part.buttons) for part in parts) > able.buttons:
            raise ValueError("too many buttons")

    def _alter(self, change: Change) -> Response:
        able = (
            self.limits.signs if change.sign else self.limits.removals if change.parts is None else self.limits.changes
        )
        found = [m for m in self.messages if m.id == change.id]
        if not able or not found:
            raise ValueError("the message cannot be changed")
        if change.sign:
            found[0].sign = change.sign
        elif change.parts is None:
            self.messages.remove(found[0])
        else:
            self._check(change.parts)
            found[0].parts = change.parts
        return JSONResponse({"id": change.id})

    async def history(self, request: Request) -> Response:
        """Whether a message with a mark is held."""
        if self.faults.dead:
            return _cut()
        mark = request.query_params["mark"]
        return JSONResponse({"ids": [m.id for m in self.messages if m.mark.split("/")[0] == mark]})

    async def updates(self, request: Request) -> Response:
        """What has happened after a number; asking for it acknowledges what came before."""
        if self.faults.dead:
            return _cut()
        after = int(request.query_params["after"])
        return JSONResponse(await asyncio.to_thread(self._next, after))

    def _next(self, after: int) -> list[dict[str, Any]]:
        with self._moved:
            self._acknowledged = max(self._acknowledged, after)
            self._moved.notify_all()
            self._moved.wait_for(lambda: len(self._updates) > after or self._closing, POLL_S)
            found = self._updates[after : after + 10]
        return [{**update, "number": after + n} for n, update in enumerate(found, 1)]

    async def dialog(self, request: Request) -> Response:
        """What was wrong in a dialog that was sent in; nothing if it is saved."""
        self._errors = await request.json()
        return JSONResponse({})

    # start and stop

    _closing = False

    @contextlib.contextmanager
    def running(self, port: int = 0) -> Iterator["ChatServer"]:
        """Up while the block runs."""
        listening = socket.create_server(("127.0.0.1", port))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(self._app(), log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        self._closing = False
        thread.start()
        try:
            yield self
        finally:
            server.should_exit = True
            with self._moved:
                self._closing = True
                self._moved.notify_all()
            thread.join(10)
            listening.close()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/send", self.send, methods=["POST"]),
                Route("/change", self.change, methods=["POST"]),
                Route("/dialog", self.dialog, methods=["POST"]),
                Route("/updates", self.updates),
                Route("/history", self.history),
            ]
        )


class _Cut(Response):
    """No answer: the connection is closed in the middle of it."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Promise a body that never comes, so that the server must cut the connection."""
        headers = [(b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _cut() -> Response:
    return _Cut()
