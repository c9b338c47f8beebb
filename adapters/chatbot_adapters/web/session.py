"""Who comes: known by a random cookie, or by the header that the organisation's login proxy sets.

The cookie's value is neither stored nor logged; only its hash leaves this module.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from chatbot.messages import Actor, Place

COOKIE = "resfri"
COOKIE_BYTES = 32
MAX_AGE_S = 180 * 24 * 3600
PLATFORM = "web"
TENANT = "local"
COOKIE_FORM = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in unpadded base64


@dataclass(frozen=True, slots=True)
class Session:
    """One browser, or one person behind a login. `channel` is the name of its conversation, 32 hex digits."""

    user_id: str
    channel: str

    @property
    def actor(self) -> Actor:
        """The person, as the core knows people."""
        return Actor(PLATFORM, TENANT, self.user_id)

    @property
    def place(self) -> Place:
        """The conversation of this session."""
        return Place(PLATFORM, TENANT, self.channel)


def new_cookie() -> str:
    """A fresh random value for a browser that has none."""
    return secrets.token_urlsafe(COOKIE_BYTES)


def cookie_of(request: Request) -> str:
    """The browser's cookie; "" if it has none that we could have made."""
    value = request.cookies.get(COOKIE, "")
    return value if COOKIE_FORM.fullmatch(value) else ""


def by_cookie(value: str) -> Session:
    """The session of a cookie."""
    name = hashlib.sha256(value.encode()).hexdigest()[:32]
    return Session(name, name)


def by_header(user: str) -> Session:
    """The session of a person whom the login proxy names; the conversation's name does not show who it is."""
    return Session(user, hashlib.sha256(f"header:{user}".encode()).hexdigest()[:32])


def session_of(request: Request, proxy_header: str) -> Session | None:
    """Who sent the request; None when nobody can be told."""
    if proxy_header:
        user = request.headers.get(proxy_header, "").strip()
        return by_header(user) if user else None
    value = cookie_of(request)
    return by_cookie(value) if value else None


def keep(response: Response, value: str, *, secure: bool) -> None:
    """Ask the browser to keep the cookie for 180 days from now."""
    response.set_cookie(COOKIE, value, max_age=MAX_AGE_S, path="/", secure=secure, httponly=True, samesite="strict")
