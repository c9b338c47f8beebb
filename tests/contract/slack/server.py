"""A Slack on loopback, that takes only what Slack takes by its published types and limits.

Web API, and both ways to the app: Socket Mode, or signed requests to the app's address.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from jsonschema_rs import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from chatbot_adapters.slack.manifest import SCOPES

BOT, TEAM, BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "UBOT", "T1", "xoxb-1", "xapp-1", "8f742231b10e8888abcd99yyyzzz85a5"
ACK_S = 3.0  # Slack's own patience


@cache
def validator(name: str) -> Draft7Validator:
    """The validator for one of the schemas."""
    folder = Path(os.environ.get("RESFRI_SPECS", Path(__file__).parents[4] / "shared" / "specs"))
    return Draft7Validator(json.loads((folder / f"slack-{name}.schema.json").read_text("utf-8")))


class Refusal(Exception):
    """An answer that is not ok."""

    def __init__(self, error: str, status: int = 200, **headers: str) -> None:
        super().__init__(error)
        self.error, self.status, self.headers = error, status, headers


@dataclass
class Held:
    """A message as Slack holds it."""

    ts: str
    channel: str
    blocks: list[dict[str, Any]]
    text: str
    only: str = ""
    thread: str = ""
    file: str = ""
    alt: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass
class SlackServer:
    """`problems` are calls that no app should make."""

    messages: list[Held] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)  # by person
    prompts: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)  # by chat and thread
    statuses: list[tuple[str, str, str]] = field(default_factory=list)  # each change: chat, thread and words
    not_in: set[str] = field(default_factory=set)  # channels where the app is no member
    problems: list[str] = field(default_factory=list)
    fail: list[Refusal] = field(default_factory=list)
    fail_at: dict[int, Refusal] = field(default_factory=dict)  # what a post is answered, by how many more come first
    trouble: Callable[[str], Refusal | None] = lambda method: None  # what a call of this method is answered, if not ok
    fail_calls: list[Refusal] = field(default_factory=list)  # what the next calls of any kind are answered
    scopes: Sequence[str] = SCOPES  # what the installed app may do
    calls: Counter[str] = field(default_factory=Counter)  # by method
    cut: int = 0
    sent: int = 0  # envelopes handed out
    address: str = ""
    app_url: str = ""  # where requests go; "" = Socket Mode

    def __post_init__(self) -> None:
        self._ts = count(1)
        self._envelopes = count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._triggers: set[str] = set()  # tickets that were handed out
        self._used: set[str] = set()
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._files: dict[str, dict[str, str]] = {}
        self.connected = asyncio.Event()

    async def happens(self, kind: str, payload: Mapping[str, Any]) -> Any:
        """Hand it out until it is acknowledged, as Slack does; gives the acknowledgement's payload."""
        self._triggers.add(payload.get("trigger_id", ""))
        if self.app_url:
            return await self._requested(kind, payload)
        for attempt in range(100):
            await self.connected.wait()
            id = f"e{next(self._envelopes)}"
            self.sent += 1
            self._acks[id] = asyncio.get_running_loop().create_future()
            envelope = {"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": True}
            socket = self._sockets[-1]
            try:
                await socket.send_json({**envelope, "retry_attempt": attempt})
                return await asyncio.wait_for(self._acks[id], ACK_S if attempt else 0.5)
            except ConnectionError:
                self._gone(socket)
            except TimeoutError:
                continue
        raise TimeoutError("never acknowledged")

    async def _requested(self, kind: str, payload: Mapping[str, Any]) -> Any:
        content_type, body = encoded(kind, payload)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ACK_S)) as http:
            for attempt in range(600):
                self.sent += 1
                again = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_error"} if attempt else {}
                headers = {"Content-Type": content_type, **signed(body), **again}
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with http.post(self.app_url, data=body, headers=headers) as answer:
                        if answer.status == 200:
                            return json.loads(await answer.text() or "{}")
                await asyncio.sleep(0.1)  # Slack waits longer
        raise TimeoutError("never acknowledged")

    async def drop_socket(self) -> None:
        """Slack closes the connection, as it does now and then; one that is down already is waited for first."""
        await asyncio.wait_for(self.connected.wait(), 15)
        self.connected.clear()
        await self._sockets[-1].close()

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of the app."""
        opened = web.WebSocketResponse()
        await opened.prepare(request)
        self._sockets.append(opened)
        await opened.send_json({"type": "hello"})
        self.connected.set()
        async for message in opened:
            if message.type == aiohttp.WSMsgType.TEXT and message.data.startswith("{"):
                told = json.loads(message.data)
                waiting = self._acks.pop(told.get("envelope_id", ""), None)
                if waiting and not waiting.done():
                    waiting.set_result(told.get("payload") or {})
        self._gone(opened)
        return opened

    def _gone(self, socket: web.WebSocketResponse) -> None:
        if socket is self._sockets[-1]:
            self.connected.clear()

    async def call(self, request: web.Request) -> web.Response:
        """Any method of the Web API."""
        method = request.match_info["method"]
        given = await _given(request)
        try:
            answer = self._answer(method, given, request.headers.get("Authorization", ""))
        except Refusal as refusal:
            if refusal.error.startswith("invalid") or refusal.error == "unknown_method":
                self.problems.append(f"{method}: {refusal.error} {str(given)[:300]}")
            told = {"ok": False, "error": refusal.error}
            return web.json_response(told, status=refusal.status, headers=refusal.headers)
        if self.cut > 0 and method.startswith("chat."):
            self.cut -= 1
            if request.transport is not None:
                request.transport.close()
        return web.json_response({"ok": True, **answer}, headers={"X-OAuth-Scopes": ",".join(self.scopes)})

    def _answer(self, method: str, given: dict[str, Any], authorization: str) -> Mapping[str, Any]:
        self.calls[method] += 1
        if self.fail_calls:
            raise self.fail_calls.pop(0)
        if refusal := self.trouble(method):
            raise refusal
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if authorization != f"Bearer {wanted}" and given.get("token") != wanted:
            raise Refusal("not_authed")
        work: Callable[[dict[str, Any]], Mapping[str, Any]] | None = getattr(
            self, "_" + method.replace(".", "_").lower(), None
        )
        if work is None:
            raise Refusal("unknown_method")
        return work(given)

    def _auth_test(self, given: dict[str, Any]) -> Mapping[str, Any]:
        return {"user_id": BOT, "user": "resfri", "team_id": TEAM}

    def _apps_connections_open(self, given: dict[str, Any]) -> Mapping[str, Any]:
        return {"url": self.address.replace("http", "ws") + "/socket"}

    def _chat_postmessage(self, given: dict[str, Any]) -> Mapping[str, Any]:
        return self._add(given)

    def _chat_postephemeral(self, given: dict[str, Any]) -> Mapping[str, Any]:
        return self._add(given, only=given["user"])

    def _add(self, given: dict[str, Any], only: str = "") -> Mapping[str, Any]:
        if given["channel"] in self.not_in:
            raise Refusal("not_in_channel")
        if self.fail:
            raise self.fail.pop(0)
        self.fail_at = {left - 1: refusal for left, refusal in self.fail_at.items()}
        if refusal := self.fail_at.pop(0, None):
            raise refusal
        _check_message(given)
        held = Held(f"{next(self._ts)}.0", given["channel"], given.get("blocks") or [], given["text"], only)
        held.thread, held.metadata = given.get("thread_ts") or "", given.get("metadata", {})
        self.messages.append(held)
        return {"ts": held.ts, "channel": held.channel}

    def _chat_update(self, given: dict[str, Any]) -> Mapping[str, Any]:
        _check_message(given)
        held = self._held(given)
        held.blocks, held.text = given["blocks"], given["text"]
        return {"ts": held.ts}

    def _chat_delete(self, given: dict[str, Any]) -> Mapping[str, Any]:
        self.messages.remove(self._held(given))
        return {}

    def _held(self, given: dict[str, Any]) -> Held:
        found = [one for one in self.messages if (one.channel, one.ts) == (given["channel"], given["ts"])]
        if not found or found[0].only:
            raise Refusal("message_not_found")
        return found[0]

    def _views_open(self, given: dict[str, Any]) -> Mapping[str, Any]:
        shown = _loaded(given["view"])
        self._use(given["trigger_id"])
        _valid("blocks", shown["blocks"])
        if len(shown["title"]["text"]) > 24 or len(shown["private_metadata"]) > 3000:
            raise Refusal("invalid_arguments")
        _check_model(View(**shown))
        _check_blocks(shown["blocks"])
        self.views.append({**shown, "id": f"V{len(self.views)}", "hash": "h"})
        return {"view": {"id": self.views[-1]["id"]}}

    def _use(self, trigger: str) -> None:
        """A ticket opens one view."""
        if trigger not in self._triggers or not trigger:
            raise Refusal("invalid_trigger_id")
        if trigger in self._used:
            raise Refusal("exchanged_trigger_id")
        self._used.add(trigger)

    def _views_publish(self, given: dict[str, Any]) -> Mapping[str, Any]:
        shown = _loaded(given["view"])
        if shown["type"] != "home" or not 1 <= len(shown["blocks"]) <= 100 or len(shown["private_metadata"]) > 3000:
            raise Refusal("invalid_arguments")
        _valid("blocks", shown["blocks"])
        if any(one["type"] == "table" for one in shown["blocks"]):
            raise Refusal("invalid_blocks: tables are for messages")
        _check_blocks(shown["blocks"])
        _check_model(View(**shown))
        self.homes[given["user_id"]] = {**shown, "id": f"VH{given['user_id']}"}
        return {"view": {"id": f"VH{given['user_id']}"}}

    def _assistant_threads_setsuggestedprompts(self, given: dict[str, Any]) -> Mapping[str, Any]:
        prompts = _loaded(given["prompts"])
        if not 1 <= len(prompts) <= 4 or not all(one["title"] and one["message"] for one in prompts):
            raise Refusal("invalid_arguments")
        self.prompts[given["channel_id"], given["thread_ts"]] = prompts
        return {}

    def _assistant_threads_setstatus(self, given: dict[str, Any]) -> Mapping[str, Any]:
        if not given["channel_id"].startswith("D") or not given["thread_ts"]:
            raise Refusal("invalid_arguments: a status stands in a thread of the panel")
        self.statuses.append((given["channel_id"], given["thread_ts"], given["status"]))
        return {}

    def _conversations_history(self, given: dict[str, Any]) -> Mapping[str, Any]:
        mine = [one for one in self.messages if one.channel == given["channel"] and not one.only and not one.thread]
        return {"messages": [{"ts": one.ts, "text": one.text, "metadata": one.metadata} for one in mine]}

    def _conversations_replies(self, given: dict[str, Any]) -> Mapping[str, Any]:
        mine = [one for one in self.messages if one.channel == given["channel"] and not one.only]
        thread = [one for one in mine if given["ts"] in {one.ts, one.thread}]
        return {"messages": [{"ts": one.ts, "text": one.text, "metadata": one.metadata} for one in thread]}

    def _conversations_open(self, given: dict[str, Any]) -> Mapping[str, Any]:
        users = given["users"] if isinstance(given["users"], str) else given["users"][0]
        return {"channel": {"id": users.replace("U", "D")}}

    def _files_getuploadurlexternal(self, given: dict[str, Any]) -> Mapping[str, Any]:
        id = f"F{len(self._files)}"
        self._files[id] = {"name": given["filename"], "alt": given.get("alt_txt", "")}
        if not self._files[id]["alt"]:
            raise Refusal("invalid_arguments: a picture without words")
        return {"file_id": id, "upload_url": f"{self.address}/upload/{id}"}

    def _files_completeuploadexternal(self, given: dict[str, Any]) -> Mapping[str, Any]:
        if given["channel_id"] in self.not_in:
            raise Refusal("not_in_channel")
        files = given["files"] if isinstance(given["files"], list) else json.loads(given["files"])
        for one in files:
            known = self._files[one["id"]]
            held = Held(f"{next(self._ts)}.0", given["channel_id"], [], known["alt"], file=known["name"])
            held.thread = given.get("thread_ts") or ""
            self.messages.append(held)
        return {"files": [{"id": one["id"]} for one in files]}

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a file."""
        await request.read()
        return web.Response(text="OK")

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["SlackServer"]:
        """Listen on a free port until the block ends."""
        app = web.Application(client_max_size=20_000_000)
        app.router.add_route("*", "/api/{method}", self.call)
        app.router.add_get("/socket", self.socket)
        app.router.add_post("/upload/{id}", self.upload)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        self._port = 0
        await self._listen()
        self.address = f"http://127.0.0.1:{self._port}"
        try:
            yield self
        finally:
            await self._runner.cleanup()

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    @contextlib.asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """Nobody answers there while the block runs."""
        await self._site.stop()
        for socket in self._sockets:
            await socket.close()
        yield
        await self._listen()


def encoded(kind: str, payload: Mapping[str, Any]) -> tuple[str, bytes]:
    """The media type and the body that Slack sends by HTTP."""
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def signed(body: bytes, at: float | None = None, secret: str = SIGNING_SECRET) -> Mapping[str, str]:
    """The headers of Slack's signature."""
    stamp = str(int(time.time() if at is None else at))
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}


def _check_message(given: Mapping[str, Any]) -> None:
    if not given.get("text", "").strip():
        raise Refusal("invalid_arguments: no text beside the blocks")
    if "<" in given["text"] or ">" in given["text"]:
        raise Refusal("invalid_arguments: text that could mention somebody")
    blocks = given.get("blocks", [])
    _valid("blocks", blocks)
    if len(blocks) > 50 or sum(one["type"] == "table" for one in blocks) > 1:
        raise Refusal("invalid_blocks: too many")
    _check_blocks(blocks)


def _check_blocks(blocks: Sequence[Mapping[str, Any]]) -> None:
    ids = [button["action_id"] for one in blocks if one["type"] == "actions" for button in one["elements"]]
    if len(ids) != len(set(ids)):
        raise Refusal("invalid_blocks: an action_id twice")
    for one in blocks:
        _check_model(Block.parse(dict(one)))
        _check_limits(one)
        if one["type"] == "input":
            _check_input(one)


def _check_model(model: JsonObject | None) -> None:
    """By slack_sdk's own models, which know lengths that the published types do not."""
    try:
        if model is None:
            raise Refusal("invalid_blocks: of no known type")
        model.validate_json()
    except SlackObjectFormationError as error:
        raise Refusal(f"invalid_blocks: {error}") from None


def _check_limits(block: Mapping[str, Any]) -> None:
    if block["type"] == "header" and not 1 <= len(block["text"]["text"]) <= 150:
        raise Refusal("invalid_blocks: header")
    if block["type"] == "actions":
        if not 1 <= len(block["elements"]) <= 25:
            raise Refusal("invalid_blocks: actions")
        for button in block["elements"]:
            if not 1 <= len(button["text"]["text"]) <= 75 or not 1 <= len(button["value"]) <= 2000:
                raise Refusal("invalid_blocks: button")
    if block["type"] == "rich_text":
        for element in block["elements"]:
            for one in element["elements"] if element["type"] == "rich_text_section" else ():
                if not one.get("text"):
                    raise Refusal("invalid_blocks: empty text")


def _check_input(block: Mapping[str, Any]) -> None:
    """What slack_sdk's models do not look into."""
    element = block["element"]
    words = {"label": block["label"], "hint": block.get("hint", {"text": ""})}
    wrong = [name for name, one in words.items() if len(one["text"]) > 2000]
    options = element.get("options", ())
    if element["type"] == "static_select" and not 1 <= len(options) <= 100:
        wrong.append("options")
    wrong += [
        "option" for one in options if not 1 <= len(one["text"]["text"]) <= 75 or not 1 <= len(one["value"]) <= 150
    ]
    if not 1 <= element.get("max_length", 1) <= 3000 or len(element.get("initial_value", "")) > 3000:
        wrong.append("length")
    if wrong:
        raise Refusal(f"invalid_blocks: {', '.join(wrong)} of an input")


def _valid(schema: str, value: object) -> None:
    wrong = next(iter(validator(schema).iter_errors(value)), None)
    if wrong is not None:
        raise Refusal(f"invalid_blocks: {wrong.message[:200]}")


def _loaded(given: Any) -> Any:
    """A value that comes as JSON inside JSON, or by itself."""
    return json.loads(given) if isinstance(given, str) else given


async def _given(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = await request.post()
    given = dict({**request.query, **form}.items())
    for name in ("blocks", "metadata"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(str(given[name]))
    return given
