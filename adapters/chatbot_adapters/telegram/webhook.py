"""Telegram comes to us: an ASGI application under the one HTTP server, and the address kept at Telegram."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from telegram import Bot, Update
from telegram.error import RetryAfter, TelegramError

from chatbot.errors import ResfriError
from chatbot_adapters.telegram.intake import Intake
from chatbot_adapters.telegram.opening import AGAIN_S, LISTENED_TO
from chatbot_adapters.telegram.refusals import seconds_of

log = logging.getLogger(__name__)
PATH = "/webhook"
HEADER = "x-telegram-bot-api-secret-token"  # in which Telegram shows the secret
MAX_BODY = 256 * 1024  # bytes; an update with a message of 4,096 characters and its entities is far below
CONNECTIONS = 16  # that Telegram opens at once


class Webhook:
    """Takes an update in each request. 200 only once it is stored: Telegram delivers anything else again."""

    def __init__(self, secret: str, intake: Intake) -> None:
        self._secret = secret.encode()
        self._intake = intake

    async def __call__(
        self,
        scope: Mapping[str, object],
        receive: Callable[[], Awaitable[object]],
        send: Callable[[object], Awaitable[None]],
    ) -> None:
        """One request."""
        answer = await self._answer(Request(cast("Scope", scope), cast("Receive", receive)))
        await answer(cast("Scope", scope), cast("Receive", receive), cast("Send", send))

    async def _answer(self, request: Request) -> Response:
        if not str(request.scope["path"]).endswith(PATH):
            return Response(status_code=404)
        if request.method != "POST":
            return Response(status_code=405)
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret):
            log.warning("a webhook call without the right secret was refused")
            return Response(status_code=403)
        body = await _body(request)
        return Response(status_code=413) if body is None else await self._take(body)

    async def _take(self, body: bytes) -> Response:
        try:
            update = Update.de_json(json.loads(body), None)
        except ValueError:
            return Response(status_code=400)
        except (TypeError, KeyError, AttributeError):
            log.error("an update cannot be read and is left")  # a refusal would have it delivered again for a day
            return Response()
        try:
            event = await self._intake.read(update)
            taken = await self._intake.store(update, event) if event is not None else None
        except ResfriError:
            return Response(status_code=503)
        call = self._intake.confirmation(taken) if taken is not None else None
        return JSONResponse(call) if call else Response()


async def _body(request: Request) -> bytes | None:
    """The body; None if it is too large."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    return body


class Registration:
    """Telegram sends to this address, with this secret, as long as it is kept."""

    def __init__(self, bot: Bot, url: str, secret: str, look_s: float) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._look_s = look_s
        self._failed_at = 0

    async def keep(self) -> None:
        """Give Telegram the address, and again where somebody has taken it away, until cancelled."""
        while not await self._tried(self._set()):
            continue
        while True:
            await asyncio.sleep(self._look_s)
            await self._tried(self._look())

    async def _tried(self, asking: Awaitable[None]) -> bool:
        try:
            await asking
        except RetryAfter as limit:
            await asyncio.sleep(seconds_of(limit))
            return False
        except TelegramError as error:
            log.error("Telegram did not take the webhook: %s", error.message)
            await asyncio.sleep(AGAIN_S)
            return False
        return True

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._url, secret_token=self._secret, max_connections=CONNECTIONS, allowed_updates=LISTENED_TO
        )

    async def _look(self) -> None:
        known = await self._bot.get_webhook_info()
        if known.url != self._url:
            log.warning("the webhook had been taken away, and is set again")
            await self._set()
        failed_at = int(known.last_error_date.timestamp()) if known.last_error_date else 0
        if failed_at > self._failed_at:
            self._failed_at = failed_at
            log.warning("Telegram could not deliver to the webhook: %s", known.last_error_message)
