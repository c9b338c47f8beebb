"""Slack by HTTP: events, commands and interactions at one address, each request signed by Slack."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import Clock, SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from chatbot.errors import ResfriError
from chatbot_adapters.slack.door import Door
from chatbot_adapters.slack.incoming import Payload

log = logging.getLogger(__name__)
MAX_BODY = 1_000_000  # bytes; Slack's own are a few thousand
BODY_S = 3.0  # Slack waits no longer for its answer
OK, MALFORMED, UNSIGNED, TOO_SLOW, TOO_LARGE, FAILED, AWAY = 200, 400, 401, 408, 413, 500, 503


class _Seconds(Clock):
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()


def requests(
    secret: str, door: Callable[[], Door | None], now: Callable[[], float] = time.time, body_s: float = BODY_S
) -> Router:
    """The application, for `/events` below its mount.

    While `door` gives None all is answered 503, so that Slack sends it again; `now` is seconds since 1970, `body_s`
    the seconds in which a body must have come.
    """
    asked = _Requests(SignatureVerifier(secret, _Seconds(now)), door, body_s)
    return Router([Route("/events", asked.answer, methods=["POST"])])


class _Requests:
    def __init__(self, verifier: SignatureVerifier, door: Callable[[], Door | None], body_s: float) -> None:
        self._verifier = verifier
        self._door = door
        self._body_s = body_s

    async def answer(self, request: Request) -> Response:
        """The acknowledgement, or the status that says why there is none."""
        try:
            body = await asyncio.wait_for(_read(request), self._body_s)
        except TimeoutError:
            return Response(status_code=TOO_SLOW)
        except ClientDisconnect:
            return Response(status_code=MALFORMED)
        if body is None:
            return Response(status_code=TOO_LARGE)
        if not self._signed(request, body):
            return Response(status_code=UNSIGNED)
        try:
            payload = payload_of(request.headers.get("content-type", ""), body)
        except ValueError:
            return Response(status_code=MALFORMED)
        return await self._taken(payload)

    def _signed(self, request: Request, body: bytes) -> bool:
        """By Slack, and at most five minutes ago. What the verifier cannot even read was not signed by Slack."""
        headers = request.headers
        try:
            return self._verifier.is_valid(
                body, headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
            )
        except (TypeError, ValueError):
            return False

    async def _taken(self, payload: Payload) -> Response:
        if payload.get("type") == "url_verification":
            return JSONResponse({"challenge": payload.get("challenge", "")})
        if "ssl_check" in payload:
            return Response()
        door = self._door()
        if door is None:
            return Response(status_code=AWAY)
        try:
            told = await door.take(payload)
        except ResfriError:
            return Response(status_code=AWAY)  # not stored: Slack sends it again
        except Exception as error:  # noqa: BLE001  its text may quote what a person wrote, so only its kind is told
            log.error("a request from Slack could not be taken: %s", type(error).__name__)
            return Response(status_code=FAILED)
        return JSONResponse(dict(told)) if told else Response()


async def _read(request: Request) -> bytes | None:
    """The body, None if it is larger than any of Slack's."""
    whole = bytearray()
    async for part in request.stream():
        whole += part
        if len(whole) > MAX_BODY:
            return None
    return bytes(whole)


def payload_of(content_type: str, body: bytes) -> Payload:
    """Events come as JSON, interactions as JSON in a form's field, commands as the form itself.

    Raises `ValueError` for anything else.
    """
    if content_type.startswith("application/json"):
        return _mapping(json.loads(body))
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return _mapping(json.loads(fields["payload"])) if "payload" in fields else fields


def _mapping(found: object) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise ValueError("a payload is an object")
    return found
