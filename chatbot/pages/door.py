"""Who may see which page: whoever has its token in the address, or comes by the login's header. Pure."""

from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import urlsplit

from chatbot.pages.names import slug
from chatbot.pages.settings import PagesSettings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def opened(settings: PagesSettings, key: str, headers: Mapping[str, str]) -> str:
    """The slug of the page that a key opens, "" if it opens none. `headers` by name in any case, as Starlette's."""
    found = ""
    for name, token in settings.tokens.items():
        if compare_digest(token.get_secret_value().encode(), key.encode()):
            found = slug(name)  # and on: how long it takes tells nothing of which, or of how near
    return found or (slug(key) if vouched(settings, headers) else "")


def vouched(settings: PagesSettings, headers: Mapping[str, str]) -> bool:
    """True when the login's proxy says who comes, under a name it is known to serve.

    The name is asked because a page elsewhere can have a browser on this machine send any header to a name of its own
    (DNS rebinding). A token needs no such care: who does not have it cannot send it.
    """
    if not settings.proxy_header or not headers.get(settings.proxy_header, "").strip():
        return False
    return _host(headers.get("host", "")) in LOOPBACK | {name.lower() for name in settings.trusted_hosts}


def _host(header: str) -> str:
    """The name asked for, lower case, without port and brackets; "" if it is not one."""
    try:
        return (urlsplit("//" + header).hostname or "").lower()
    except ValueError:
        return ""
