"""Slack by Socket Mode: the SDK holds the connection, each envelope is stored and then acknowledged.

Not by Bolt: it acknowledges an event that it has not handed on when its own call of auth.test fails, which loses it.
"""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from chatbot_adapters.slack.door import Door

log = logging.getLogger(__name__)
Patiently = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]


@contextlib.asynccontextmanager
async def connected(client: AsyncWebClient, app_token: str, door: Door, patiently: Patiently) -> AsyncIterator[None]:
    """Connected while the block runs; `patiently` tries again what Slack does not answer."""
    socket = SocketModeClient(app_token, web_client=client)
    socket.socket_mode_request_listeners.append(_taking(door))
    try:
        await patiently(socket.connect)
        yield
    finally:
        await socket.close()  # type: ignore[no-untyped-call]


def _taking(door: Door) -> Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]:
    async def take(socket: AsyncBaseSocketModeClient, asked: SocketModeRequest) -> None:
        """Store, then acknowledge; an error leaves it unacknowledged, so that Slack sends it again."""
        try:
            told = await door.take(asked.payload)
        except Exception as error:  # noqa: BLE001  its text may quote what a person wrote, so only its kind is told
            log.error("an envelope from Slack could not be taken: %s", type(error).__name__)
        else:
            await socket.send_socket_mode_response(SocketModeResponse(asked.envelope_id, dict(told) or None))

    return take
