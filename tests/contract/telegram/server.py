"""A Bot API on loopback that takes only what Telegram takes: methods, fields and limits by the machine-readable spec.

The bot's side: POST /bot<token>/<method>. The people's side: the methods of `TelegramServer`.
"""

import asyncio
import contextlib
import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chatbot.fallback.splitting import size
from tests import loopback

TOKEN = "42:abc"
ME = {"id": 42, "is_bot": True, "first_name": "Resfri", "username": "resfri_bot", "can_read_all_group_messages": False}
LENGTH = re.compile(r"(\d+)-(\d+) characters")
POLL_S = 5.0
RICH_TAGS = frozenset({"h3", "p", "table", "caption", "tr", "th", "td", "hr", "br", "a", "b", "i", "code"})
COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
UNFORESEEN = ("thread not found", "TOPIC_CLOSED", "chat not found", "not enough rights", "deactivated")


class Refusal(Exception):
    """An answer that is no ok."""

    def __init__(self, code: int, text: str, **parameters: Any) -> None:
        super().__init__(text)
        self.code, self.text, self.parameters = code, text, parameters
        self.expected = any(said in text for said in UNFORESEEN)  # no bot can know before


def spec_folder() -> Path:
    """Where the platforms' specifications lie."""
    return Path(os.environ.get("RESFRI_SPECS", Path(__file__).parents[4] / "shared" / "specs"))


@cache
def methods() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """By method the fields it takes, each with its types, whether it is required, and its description."""
    return _fields("methods")


@cache
def types() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """By type its fields, likewise."""
    return _fields("types")


def _fields(kind: str) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    told = json.loads((spec_folder() / "telegram-bot-api.json").read_text("utf-8"))[kind]
    return {name: {one["name"]: one for one in method.get("fields", [])} for name, method in told.items()}


@dataclass
class Held:
    """A message as Telegram holds it."""

    id: int
    chat: str
    text: str
    entities: list[dict[str, Any]]
    keyboard: list[list[dict[str, Any]]]
    thread: str = ""
    sign: str = ""
    file: str = ""


@dataclass
class TelegramServer:
    """`arrived` counts the sends that were taken; `problems` are calls that no bot should make."""

    poll_s: float = POLL_S
    by_offset: bool = False  # True: polls get nothing before their offset, so the same id comes no second time
    messages: list[Held] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    menus: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)  # by scope and language
    menu_calls: list[str] = field(default_factory=list)  # getMyCommands and setMyCommands as they came
    fail_menus: list[Refusal] = field(default_factory=list)  # what the next setMyCommands are answered
    answered: list[str] = field(default_factory=list)
    not_started: set[str] = field(default_factory=set)  # people the bot may not write to
    moved: dict[str, str] = field(default_factory=dict)  # groups that have become supergroups
    fail: list[Refusal] = field(default_factory=list)  # what the next sends are answered
    takes: int = 0  # so many sends are taken before that
    cut: int = 0  # so many sends are taken, and then the connection is cut
    handed_out: int = 0  # answers to polls that held an update
    fail_polls: list[Refusal] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)  # what setWebhook was given; {} = the bot polls
    webhook_calls: list[str] = field(default_factory=list)  # setWebhook and deleteWebhook as they came
    deliveries: list[int] = field(default_factory=list)  # statuses of the webhook, in order
    fail_webhooks: list[Refusal] = field(default_factory=list)  # what the next setWebhook are answered
    polls: int = 0
    signs: list[tuple[str, str, str]] = field(default_factory=list)  # chat, topic, what is said to go on there
    conflicts: int = 0  # polls that were ended because another one came
    doubled: bool = False  # True: the webhook gets each update twice
    slow_s: float = 0.0  # how long a send takes before it is taken, and again before it is answered
    topics_gone: set[str] = field(default_factory=set)  # "" = the general one
    shut: dict[str, Refusal] = field(default_factory=dict)  # chats in which the bot may not write, with what they say
    no_pictures: set[str] = field(default_factory=set)  # groups in which only words may be sent
    closing: bool = False
    rich: bool = True  # False: a Bot API of before 10.1
    admins: dict[str, tuple[int, ...]] = field(default_factory=dict)  # who manages a group
    asked_admins: int = 0
    address: str = ""

    def __post_init__(self) -> None:
        self._updates: list[dict[str, Any]] = []
        self._confirmed = self._handed = 0
        self._moved = threading.Condition()
        self._next = 100

    # the people's side

    def happens(self, what: Mapping[str, Any], *, id: int | None = None) -> int:
        """Something happens; gives the update's id. The same id again is the same update delivered once more."""
        with self._moved:
            number = id if id is not None else 1000 + len(self._updates)
            self._updates.append({"update_id": number, **what})
            self._moved.notify_all()
            return len(self._updates)

    def wait_until_taken(self, count: int) -> None:
        """Until so many updates are confirmed; raises `TimeoutError` after 20 s."""
        with self._moved:
            if not self._moved.wait_for(lambda: self._confirmed >= count, 20):
                raise TimeoutError(f"update {count} was never confirmed")

    def until(self, holds: Callable[[], object], seconds: float = 30.0) -> None:
        """Wait, from a thread that may block, until something holds; raises `TimeoutError`."""
        ends = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > ends:
                raise TimeoutError([one.text[:100] for one in self.messages[-5:]])
            time.sleep(0.02)

    def shown(self, *chats: str) -> list[Held]:
        """The messages of these chats, oldest first."""
        return [one for one in list(self.messages) if one.chat in chats]

    # the bot's side

    async def call(self, request: Request) -> Response:
        """Any method."""
        if request.path_params["token"] != TOKEN:
            return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        method = request.path_params["method"]
        given = await _given(request)
        try:
            self._check(method, given)
            await asyncio.sleep(self.slow_s if method.startswith("send") else 0)
            result = await getattr(self, f"_{_snake(method)}")(given)
        except Refusal as refusal:
            if refusal.code == 400 and not refusal.expected:
                self.problems.append(f"{method}: {refusal.text}")
            told = {"ok": False, "error_code": refusal.code, "description": refusal.text}
            return JSONResponse({**told, "parameters": refusal.parameters}, refusal.code)
        await asyncio.sleep(self.slow_s if method.startswith("send") else 0)
        if self.cut > 0 and method.startswith("send"):
            self.cut -= 1
            return _Cut()
        return JSONResponse({"ok": True, "result": result})

    def _check(self, method: str, given: Mapping[str, Any]) -> None:
        fields = methods().get(method)
        if fields is None or not hasattr(self, f"_{_snake(method)}"):
            raise Refusal(400, f"unknown method {method}")
        for name, value in given.items():
            if name not in fields:
                raise Refusal(400, f"unknown field {name}")
            limit = LENGTH.search(fields[name]["description"])
            if limit and isinstance(value, str) and not int(limit[1]) <= size(value, "utf16") <= int(limit[2]):
                raise Refusal(400, f"{name} has {size(value, 'utf16')} characters")
        missing = [name for name, one in fields.items() if one["required"] and name not in given]
        if missing:
            raise Refusal(400, f"missing {missing}")
        _check_entities(given)
        _check_keyboard(given)

    async def _get_me(self, given: Mapping[str, Any]) -> object:
        return ME

    async def _set_webhook(self, given: Mapping[str, Any]) -> object:
        self.webhook_calls.append("setWebhook")
        if self.fail_webhooks:
            raise self.fail_webhooks.pop(0)
        if not given["url"].startswith(("https://", "http://127.0.0.1:")):  # a server of one's own takes http
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given.get("secret_token", "")):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = dict(given)
        return True

    async def _delete_webhook(self, given: Mapping[str, Any]) -> object:
        self.webhook_calls.append("deleteWebhook")
        if given.get("drop_pending_updates"):
            raise Refusal(400, "what waits must not be dropped")
        self.webhook = {}
        return True

    async def _get_webhook_info(self, given: Mapping[str, Any]) -> object:
        waiting = len(self._updates) - self._confirmed
        url = self.webhook.get("url", "")
        failed = [status for status in self.deliveries if status != 200][-1:]
        told = (
            {"last_error_date": 1_795_000_000, "last_error_message": f"Wrong response: {failed[0]}"} if failed else {}
        )
        return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting, **told}

    async def _push(self) -> None:
        """Deliver to the webhook, each update until it is answered with 2xx, in order."""
        async with loopback.client(timeout=10) as client:
            while True:
                if not self.webhook or len(self._updates) == self._confirmed:
                    await asyncio.sleep(0.01)
                elif await self._deliver(client, self._updates[self._confirmed]):
                    with self._moved:
                        self._confirmed += 1
                        self._moved.notify_all()
                else:
                    await asyncio.sleep(0.05)

    async def _deliver(self, client: httpx.AsyncClient, update: Mapping[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
        url = self.webhook["url"]
        try:
            answers = [await client.post(url, json=update, headers=headers) for _ in range(1 + self.doubled)]
        except httpx.TransportError:
            self.deliveries.append(0)
            return False
        self.deliveries += [answer.status_code for answer in answers]
        for answer in answers:
            if answer.is_success and answer.content:
                await self._called_in_answer(answer.json())
        return answers[-1].is_success

    async def _called_in_answer(self, call: dict[str, Any]) -> None:
        """A method may be called in the answer to a delivery; nobody hears what became of it."""
        method = call.pop("method")
        try:
            self._check(method, call)
            await getattr(self, f"_{_snake(method)}")(call)
        except Refusal as refusal:
            self.problems.append(f"{method} in an answer: {refusal.text}")

    async def _get_updates(self, given: Mapping[str, Any]) -> object:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; delete it first")
        self.polls += 1
        if self.fail_polls:
            raise self.fail_polls.pop(0)
        offset = int(given.get("offset", 0))
        with self._moved:
            handed = self._updates[self._confirmed : self._handed]  # only what was handed out can be confirmed
            self._confirmed += sum(one["update_id"] < offset for one in handed)
            self._moved.notify_all()
        mine = self.polls
        wait = min(float(given.get("timeout", 0)), self.poll_s)
        for _ in range(max(1, int(wait / 0.01))):
            if found := self._after(offset):
                self.handed_out += 1
                return found
            await asyncio.sleep(0.01)
            if self.closing:
                break
            if self.polls != mine:
                self.conflicts += 1
                raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return []

    def _after(self, offset: int) -> list[dict[str, Any]]:
        handed = min(len(self._updates), self._confirmed + 100)
        found = self._updates[self._confirmed : handed]
        if self.by_offset:
            found = [one for one in found if one["update_id"] >= offset]
        self._handed = handed if found else self._handed
        return found

    async def _get_my_commands(self, given: Mapping[str, Any]) -> object:
        self.menu_calls.append("getMyCommands")
        return self.menus.get(_menu_of(given), [])

    async def _set_my_commands(self, given: Mapping[str, Any]) -> object:
        self.menu_calls.append("setMyCommands")
        if self.fail_menus:
            raise self.fail_menus.pop(0)
        commands = json.loads(given["commands"])
        wrong = [
            one for one in commands if not COMMAND.match(one["command"]) or not 1 <= len(one["description"]) <= 256
        ]
        if wrong or not 1 <= len(commands) <= 100:
            raise Refusal(400, f"BOT_COMMAND_INVALID {wrong}")
        self.menus[_menu_of(given)] = commands
        return True

    async def _answer_callback_query(self, given: Mapping[str, Any]) -> object:
        self.answered.append(given["callback_query_id"])
        return True

    async def _send_chat_action(self, given: Mapping[str, Any]) -> object:
        if given["chat_id"] in self.shut:
            raise self.shut[given["chat_id"]]
        self.signs.append((given["chat_id"], given.get("message_thread_id", ""), given["action"]))
        return True

    async def _send_message(self, given: Mapping[str, Any]) -> object:
        return self._add(given, given["text"])

    async def _send_rich_message(self, given: Mapping[str, Any]) -> object:
        if not self.rich:
            raise Refusal(404, "Not Found: method not found")
        message = given["rich_message"]
        message = json.loads(message) if isinstance(message, str) else message
        return self._add(given, Rich(message).text, file="")

    async def _get_chat_administrators(self, given: Mapping[str, Any]) -> object:
        self.asked_admins += 1
        return [administrator(user) for user in self.admins.get(str(given["chat_id"]), ())]

    async def _send_photo(self, given: Mapping[str, Any]) -> object:
        return self._add(given, given.get("caption", ""), file="photo")

    async def _send_document(self, given: Mapping[str, Any]) -> object:
        return self._add(given, given.get("caption", ""), file=given["document"])

    async def _edit_message_text(self, given: Mapping[str, Any]) -> object:
        held = self._held(given)
        new = (given["text"], json.loads(given.get("entities", "[]")), _keyboard(given))
        if (held.text, held.entities, held.keyboard) == new:
            raise Refusal(400, "Bad Request: message is not modified")
        held.text, held.entities, held.keyboard = new
        return self._told(held)

    async def _delete_message(self, given: Mapping[str, Any]) -> object:
        self.messages.remove(self._held(given))
        return True

    async def _set_message_reaction(self, given: Mapping[str, Any]) -> object:
        self._held(given).sign = json.loads(given["reaction"])[0]["emoji"]
        return True

    def _held(self, given: Mapping[str, Any]) -> Held:
        found = [m for m in self.messages if m.chat == str(given["chat_id"]) and m.id == int(given["message_id"])]
        if not found:
            raise Refusal(400, "Bad Request: message to edit not found")
        return found[0]

    def _add(self, given: Mapping[str, Any], text: str, file: str = "") -> object:
        chat = str(given["chat_id"])
        if self.takes:
            self.takes -= 1
        elif self.fail:
            raise self.fail.pop(0)
        if chat in self.moved:
            raise Refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=int(self.moved[chat]))
        if chat in self.shut:
            raise self.shut[chat]
        if chat in self.no_pictures and file:
            raise Refusal(400, "Bad Request: not enough rights to send photos to the chat")
        if chat in self.not_started:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        if str(given.get("message_thread_id", "")) in self.topics_gone:
            gone = "message thread not found" if "message_thread_id" in given else "TOPIC_CLOSED"
            raise Refusal(400, f"Bad Request: {gone}")
        if not file and not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        self._next += 1
        held = Held(self._next, chat, text, json.loads(given.get("entities", "[]")), _keyboard(given), file=file)
        held.thread = str(given.get("message_thread_id", ""))
        self.messages.append(held)
        return self._told(held)

    def _told(self, held: Held) -> object:
        kind = "private" if not held.chat.startswith("-") else "supergroup"
        return {"message_id": held.id, "date": 1, "chat": {"id": int(held.chat), "type": kind}, "from": ME, "text": "…"}

    async def _serve(self, server: uvicorn.Server, opened: socket.socket) -> None:
        pushing = asyncio.create_task(self._push())
        await server.serve([opened])
        pushing.cancel()
        await asyncio.gather(pushing, return_exceptions=True)

    @contextlib.contextmanager
    def running(self) -> Iterator["TelegramServer"]:
        """Listen on a free port until the block ends; the second time on the same port as the first."""
        self.closing = False
        with socket.socket() as opened:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(("127.0.0.1", int(self.address.rpartition(":")[2] or 0)))
            opened.listen()  # who calls before the server has begun waits
            self.address = f"http://127.0.0.1:{opened.getsockname()[1]}"
            routes = [Route("/bot{token}/{method}", self.call, methods=["GET", "POST"])]
            config = uvicorn.Config(
                Starlette(routes=routes), log_level="error", lifespan="off", timeout_graceful_shutdown=1
            )
            server = uvicorn.Server(config)
            thread = threading.Thread(target=lambda: asyncio.run(self._serve(server, opened)), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                self.closing = True
                server.should_exit = True
                thread.join(10)


def administrator(user: int) -> Mapping[str, Any]:
    """Somebody who may do all in a group."""
    rights = {name: True for name, one in types()["ChatMemberAdministrator"].items() if one["types"] == ["Boolean"]}
    return {**rights, "status": "administrator", "user": {"id": user, "is_bot": False, "first_name": "A"}}


class Rich(HTMLParser):
    """A rich message as it is read; anything but the tags that Telegram knows is refused."""

    def __init__(self, message: Mapping[str, Any]) -> None:
        super().__init__()
        if set(message) - set(types()["InputRichMessage"]) or not message["skip_entity_detection"]:
            raise Refusal(400, f"RICH_MESSAGE_INVALID {sorted(message)}")
        self.text = ""
        self._open: list[str] = []
        self.feed(message["html"])
        self.close()
        if self._open:
            raise Refusal(400, f"unclosed {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins; cells are told apart by a tab, lines by a line break."""
        if tag not in RICH_TAGS:
            raise Refusal(400, f"unknown tag {tag}")
        self.text += "\n" if tag in {"h3", "p", "tr", "br", "hr", "caption"} else "\t" if tag in {"td", "th"} else ""
        if tag not in {"br", "hr"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Only the innermost may end."""
        if tag not in {"br", "hr"} and self._open.pop() != tag:
            raise Refusal(400, f"wrong end {tag}")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.text += data


class _Cut(Response):
    """An answer that never comes: the connection ends in the middle of it."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        raise ConnectionResetError


async def _given(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    async with request.form() as form:
        return {
            name: (value.filename or "file") if isinstance(value, UploadFile) else value for name, value in form.items()
        }


def _snake(method: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower()


def _menu_of(given: Mapping[str, Any]) -> tuple[str, str]:
    """Scope and language of a menu, each as the specification has it."""
    scope, language = json.loads(given.get("scope", '{"type": "default"}')), given.get("language_code", "")
    known = [
        re.findall(r"must be ([a-z_]+)", fields["type"]["description"])
        for name, fields in types().items()
        if name.startswith("BotCommandScope") and "type" in fields
    ]
    if [scope["type"]] not in known or not re.fullmatch(r"([a-z]{2})?", language):
        raise Refusal(400, f"BOT_COMMAND_SCOPE_INVALID {scope} {language}")
    return str(scope["type"]), str(language)


def _keyboard(given: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = json.loads(given.get("reply_markup", "{}")).get("inline_keyboard", [])
    return found


def _check_keyboard(given: Mapping[str, Any]) -> None:
    for button in (button for row in _keyboard(given) for button in row):
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise Refusal(400, "BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise Refusal(400, "a button without words")


def _check_entities(given: Mapping[str, Any]) -> None:
    if "parse_mode" in given:
        raise Refusal(400, "text is never marked up")
    whole = size(str(given.get("text", "")), "utf16")
    for one in json.loads(given.get("entities", "[]")):
        if one["offset"] < 0 or one["length"] < 1 or one["offset"] + one["length"] > whole:
            raise Refusal(400, f"ENTITY_BOUNDS_INVALID {one}")
        if one["type"] == "text_link" and not one["url"].startswith("https://"):
            raise Refusal(400, "a link that is no https")
