"""Slack by Socket Mode: Bolt's handler holds the connection, each envelope is stored and then acknowledged."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

PING_S = 2.0  # so long a connection that is gone may stay unnoticed; Bolt's own is ten seconds
Patiently = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]


@contextlib.asynccontextmanager
async def connected(client: AsyncWebClient, app_token: str, app: AsyncApp, patiently: Patiently) -> AsyncIterator[None]:
    """Connected while the block runs; `patiently` tries again what Slack does not answer."""
    handler = AsyncSocketModeHandler(app, app_token, web_client=client, ping_interval=PING_S)
    try:
        await patiently(handler.connect_async)
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
