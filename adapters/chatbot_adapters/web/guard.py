"""What stands before every page: which requests are let in, and the headers that every answer carries."""

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.errors import N_, Notice, ResfriError, notice
from chatbot_adapters.web.incoming import MAX_FILE
from chatbot_adapters.web.refusals import Refusals

log = logging.getLogger(__name__)
MAX_BODY = 64 * 1024  # bytes; 10,000 characters of four bytes fit, with the form around them
UPLOAD = "/upload"  # the one path that files come to
MAX_UPLOAD = MAX_FILE + MAX_BODY
DRAINED = 4 * MAX_UPLOAD  # bytes read and thrown away, so that the browser sees our answer and not a cut connection
OWN_SITE = frozenset({"same-origin", "none"})
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    # not no-referrer: with that, browsers send "Origin: null" with our own forms
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
WRONG_HOST = N_(
    "Webbchatten svarar inte under det namnet. Öppna adressen som Resfri skrev ut, eller lägg till namnet i "
    "RESFRI_WEB__TRUSTED_HOSTS."
)
WRONG_SITE = N_("Det där kom från en annan webbplats, så jag tog inte emot det. Öppna Resfri och skriv där.")
TOO_LARGE = N_("Det där är för stort för mig. Skriv kortare, högst 10 000 tecken.")
FILE_TOO_LARGE = N_(
    "Filen är större än 5 MB. Hämta ut en kortare tid ur kalendern, eller dela upp tabellen i flera filer."
)
BROKEN = N_("Något gick fel hos mig. Prova igen om en stund.")


class TooLarge(Exception):
    """The body went over the limit while it was read; `more` of it is still to come."""

    def __init__(self, more: bool) -> None:
        super().__init__()
        self.more = more


class Guard:
    """Middleware round the chat's own pages; what other adapters mount has its own rules."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], refusals: Refusals) -> None:
        self._app = app
        self._hosts = hosts
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            await self._let_in(scope, receive, answer)
        except TooLarge as error:
            if error.more:
                await _drain(receive)
            why = FILE_TOO_LARGE if scope["path"] == UPLOAD else TOO_LARGE
            await self._refuse(413, notice(why), scope, receive, answer)
        except ResfriError as error:
            await self._refuse(503, Notice(error.message, error.fields), scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the edge: whatever it was, the person gets a sentence
            log.error("a page failed: %s at %s", type(error).__name__, _where(error))  # its text may quote a person
            await self._refuse(500, notice(BROKEN), scope, receive, answer)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if _host(request) not in self._hosts:
            await self._refuse(400, notice(WRONG_HOST), scope, receive, send)
        elif request.method == "POST" and not _own_site(request):
            await self._refuse(403, notice(WRONG_SITE), scope, receive, send)
        else:
            most = MAX_UPLOAD if scope["path"] == UPLOAD else MAX_BODY
            await self._app(scope, _limited(receive, most), send)

    async def _refuse(self, status: int, why: Notice, scope: Scope, receive: Receive, send: Send) -> None:
        if isinstance(send, _Answer) and send.started:
            raise ConnectionError("the answer broke off")  # half an answer must not look like a whole one
        await self._refusals.answer(Request(scope), status, why)(scope, receive, send)


class _Answer:
    """Sends on, with our headers; knows whether the answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            _add_headers(message)
        await self._send(message)


def _add_headers(message: MutableMapping[str, Any]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


def _host(request: Request) -> str:
    """The host name asked for, lower case, without port and brackets; "" if it is not one."""
    try:
        return (urlsplit("//" + request.headers.get("host", "")).hostname or "").lower()
    except ValueError:
        return ""


def _own_site(request: Request) -> bool:
    """True when our own page sent it. Browsers that do not tell the site (plain http) tell the origin."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITE
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


def _limited(receive: Receive, most: int) -> Receive:
    """The same, but raising `TooLarge` past so many bytes."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge(bool(message.get("more_body")))
        return message

    return counted


async def _drain(receive: Receive) -> None:
    left = DRAINED
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


def _where(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{last[0].filename}:{last[0].lineno}" if last else "?"
