"""What stands round every page: the headers that each answer carries, and a sentence where something breaks."""

import logging
from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.errors import raised_at

log = logging.getLogger(__name__)
CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"


def headers(frame_ancestors: Sequence[str]) -> dict[str, str]:
    """Nothing but our own may be shown in the page, and only by those named; its address is told to nobody."""
    framed = " ".join(frame_ancestors) or "'none'"
    found = {
        "Content-Security-Policy": f"{CSP}; frame-ancestors {framed}",
        "Referrer-Policy": "no-referrer",  # the address may hold a token
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cache-Control": "no-store",
    }
    return found if frame_ancestors else {**found, "X-Frame-Options": "DENY"}


class Edge:
    """Middleware: adds the headers, and answers with `broken` where a page fails."""

    def __init__(self, app: ASGIApp, headers: dict[str, str], broken: Callable[[Scope], Response]) -> None:
        self._app = app
        self._headers = headers
        self._broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, whatever happens."""
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                found = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    found.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the edge: whatever it was, the reader gets a sentence
            # Neither its text nor the address is told: the one may quote a person, the other holds the token.
            log.error("a board page failed: %s at %s", type(error).__name__, raised_at(error))
            if started:
                raise ConnectionError("the answer broke off") from None  # half an answer must not look whole
            await self._broken(scope)(scope, receive, sending)
