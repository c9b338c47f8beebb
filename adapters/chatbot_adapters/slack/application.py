"""Bolt's application: both ways in end in it, and its one middleware hands everything to the door.

The middleware stands before Bolt's authorization. That one calls auth.test, and when the call fails Bolt acknowledges
the event without having handed it on: the event would be lost.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_sdk.web.async_client import AsyncWebClient

from chatbot.errors import ResfriError
from chatbot_adapters.slack.door import Told
from chatbot_adapters.slack.incoming import Payload

log = logging.getLogger(__name__)
OK, FAILED, AWAY = 200, 500, 503
Take = Callable[[Payload], Awaitable[Told]]


def application(client: AsyncWebClient, take: Take) -> AsyncApp:
    """Takes every request with `take`. Signatures are checked where the requests come in."""
    return AsyncApp(
        client=client,
        name="resfri",  # else Bolt reads the source of every caller to find one, a tenth of a second each time
        process_before_response=True,
        before_authorize=_Everything(take),
        authorize=_nobody,
        request_verification_enabled=False,
    )


async def _nobody(**_: Any) -> AuthorizeResult:
    """Bolt wants to know how to authorize; nothing comes so far."""
    raise LookupError("a request went past the middleware that takes all")


class _Everything(AsyncMiddleware):
    """Stored, then acknowledged. Any other status than 200 leaves it unacknowledged, so that Slack sends it again."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        try:
            told = await self._take(req.body)
        except ResfriError:
            return BoltResponse(status=AWAY)
        except Exception as error:  # noqa: BLE001  its text may quote what a person wrote, so only its kind is told
            log.error("a request from Slack could not be taken: %s", type(error).__name__)
            return BoltResponse(status=FAILED)
        return BoltResponse(status=OK, body=dict(told) if told else "")
