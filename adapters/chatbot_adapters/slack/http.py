"""Slack by HTTP: events, commands and interactions at one address, each request signed by Slack."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from chatbot.errors import N_, ResfriError
from chatbot_adapters.slack.application import application
from chatbot_adapters.slack.door import Door, Told
from chatbot_adapters.slack.incoming import Payload

MAX_BODY = 1_000_000  # bytes; Slack's own are a few thousand
BODY_S = 3.0  # Slack waits no longer for its answer
MALFORMED, UNSIGNED, TOO_SLOW, TOO_LARGE = 400, 401, 408, 413


class _Seconds(Clock):
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()


def requests(
    client: AsyncWebClient,
    secret: str,
    door: Callable[[], Door | None],
    now: Callable[[], float] = time.time,
    body_s: float = BODY_S,
) -> Router:
    """The application, for `/events` below its mount.

    While `door` gives None all is answered 503, so that Slack sends it again; `now` is seconds since 1970, `body_s`
    the seconds in which a body must have come.
    """

    async def take(payload: Payload) -> Told:
        opened = door()
        if opened is None:
            raise ResfriError(N_("Slack har inte svarat än."))
        return await opened.take(payload)

    asked = _Requests(SignatureVerifier(secret, _Seconds(now)), application(client, take), body_s)
    return Router([Route("/events", asked.answer, methods=["POST"])])


class _Requests:
    def __init__(self, verifier: SignatureVerifier, app: AsyncApp, body_s: float) -> None:
        self._verifier = verifier
        self._app = app
        self._body_s = body_s

    async def answer(self, request: Request) -> Response:
        """The acknowledgement, or the status that says why there is none."""
        try:
            async with asyncio.timeout(self._body_s):
                body = await _read(request)
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
        told = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload)))
        return Response(told.body, told.status, told.first_headers_without_set_cookie())


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

    Not read by Bolt, which finds nothing in a command whose text has the word "payload" in it. Raises `ValueError` for
    anything else.
    """
    if content_type.startswith("application/json"):
        return _mapping(json.loads(body))
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return _mapping(json.loads(fields["payload"])) if "payload" in fields else fields


def _mapping(found: object) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise ValueError("a payload is an object")
    return found
