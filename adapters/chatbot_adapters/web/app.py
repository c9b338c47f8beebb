"""The chat as an ASGI application, with what other adapters mount beside it."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from chatbot.ports import ASGI
from chatbot_adapters.web.chat import Chat
from chatbot_adapters.web.guard import UPLOAD, Guard
from chatbot_adapters.web.pages import Pages
from chatbot_adapters.web.refusals import Refusals

STATIC = Path(__file__).parent / "static"
Mounts = Sequence[tuple[str, ASGI]]


def build_app(chat: Chat, extra_mounts: Mounts = ()) -> Starlette:
    """The pages behind their guard, and the other applications (path and application) with rules of their own."""
    refusals = Refusals(chat.render)
    own = Starlette(
        routes=_routes(Pages(chat, refusals)),
        middleware=[Middleware(Guard, hosts=chat.settings.allowed_hosts, refusals=refusals)],
        exception_handlers={HTTPException: _explained(refusals)},
    )
    others = [Mount(prefix, app=cast("ASGIApp", app)) for prefix, app in extra_mounts]
    return Starlette(routes=[*others, Mount("/", app=own)])


def _routes(pages: Pages) -> Sequence[Route | Mount]:
    return [
        Route("/", pages.home),
        Route("/say", pages.say, methods=["POST"]),
        Route("/act", pages.act, methods=["POST"]),
        Route("/form", pages.form, methods=["POST"]),
        Route(UPLOAD, pages.upload, methods=["POST"]),
        Route("/stream", pages.stream),
        Route("/media/{id:int}/{n:int}.png", pages.picture),
        Route("/file/{id:int}", pages.file),
        Mount("/static", app=_Static(directory=STATIC)),
    ]


class _Static(StaticFiles):
    """Files that a browser keeps but asks about, so that a new release shows at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, or 304."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _explained(refusals: Refusals) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        return refusals.by_status(request, error.status_code, error.headers)

    return handler
