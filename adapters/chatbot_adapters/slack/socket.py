"""Slack by Socket Mode: Bolt holds the connection, and its one middleware takes everything."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from chatbot_adapters.slack.door import Door

Patiently = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]


@contextlib.asynccontextmanager
async def connected(client: AsyncWebClient, app_token: str, door: Door, patiently: Patiently) -> AsyncIterator[None]:
    """Connected while the block runs; `patiently` tries again what Slack does not answer."""
    handler = AsyncSocketModeHandler(_app(client, door), app_token, web_client=client)
    try:
        await patiently(handler.connect_async)
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


def _app(client: AsyncWebClient, door: Door) -> AsyncApp:
    app = AsyncApp(
        client=client,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
    )

    @app.middleware
    async def take(body: Mapping[str, Any], ack: Any) -> Any:
        """Store, then acknowledge; an error leaves it unacknowledged, so that Slack sends it again."""
        return await ack(**await door.take(body))

    return app
