"""The pages as an ASGI application, mounted under `PREFIX` beside the chat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from chatbot.clock import Clock
from chatbot.errors import N_
from chatbot.i18n import translator
from chatbot.pages.door import opened, vouched
from chatbot.pages.edge import Edge, headers
from chatbot.pages.names import slug
from chatbot.pages.render import Renderer
from chatbot.pages.settings import PagesSettings
from chatbot.pages.sight import Viewer
from chatbot.ports import Brand
from chatbot.store import Store, StoreError

PREFIX = "/tavla"
STATIC = Path(__file__).parent / "static"
NOT_HERE = N_(
    "Det finns ingen topplista på den här adressen. Kontrollera att hela länken kom med, eller be den som gav dig "
    "den om en ny."
)
NOT_YET = N_(
    "Här finns ingen topplista än. Den kommer när den första gruppen är med. Dröjer det, be den som gav dig länken "
    "kontrollera namnet i inställningen."
)
REFUSALS = {
    HTTPStatus.NOT_FOUND: (N_("Sidan finns inte"), NOT_HERE),
    HTTPStatus.METHOD_NOT_ALLOWED: (N_("Det gick inte"), N_("Topplistan går bara att titta på här.")),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        N_("Det gick inte"),
        N_("Topplistan kan inte hämtas just nu. Prova igen om en stund."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        N_("Det gick inte"),
        N_("Något gick fel hos mig. Prova igen om en stund."),
    ),
}
OTHER = N_("Jag förstod inte det webbläsaren skickade. Ladda om sidan och prova igen.")
RETRY_S = "30"


def build_pages(settings: PagesSettings, store: Store, clock: Clock, brand: Brand) -> Starlette:
    """The pages that the settings open; everything else under the prefix is not found."""
    t = translator(brand.language)
    pages = Pages(settings, Viewer(store, clock, t), Renderer(brand, t, settings.refresh_seconds), clock)
    broken = partial(_broken, pages)
    edge = Middleware(Edge, headers=headers(settings.frame_ancestors), broken=broken)
    made = Starlette(
        routes=[
            Route("/", pages.index),
            Mount("/static", app=StaticFiles(directory=STATIC)),
            Route("/{key}", pages.board),
        ],
        middleware=[edge],
        exception_handlers={HTTPException: _refused(pages), StoreError: _away(pages)},
    )
    made.router.redirect_slashes = False  # by the Host header, which anybody can write
    return made


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages; each method answers one address."""

    settings: PagesSettings
    viewer: Viewer
    render: Renderer
    clock: Clock

    async def index(self, request: Request) -> Response:
        """Where those begin whom the login lets in: the only board there is, else which there are."""
        if not vouched(self.settings, request.headers):
            return self.refusal(404)
        names = await self.viewer.federations()
        if not names:
            return self.refusal(404, NOT_YET)
        return RedirectResponse(slug(names[0])) if len(names) == 1 else HTMLResponse(self.render.federations(names))

    async def board(self, request: Request) -> Response:
        """The board that the key opens; a wrong one is not found, whatever is wrong with it."""
        name = opened(self.settings, request.path_params["key"], request.headers)
        if not name:
            return self.refusal(404)
        words, live = request.query_params.get("visa", ""), bool(request.query_params.get("uppdatera"))
        sight = await self.viewer.sight(name, words)
        if sight is None:
            return self.again(self.refusal(404, NOT_YET), request)
        page = self.render.board(sight, self.clock(), words, live=live)
        return self.again(HTMLResponse(page, 200 if sight.wanted else 400), request)

    def again(self, response: Response, request: Request) -> Response:
        """The same, fetched anew by itself if the reader asked for that; also after what has gone wrong for a while."""
        if request.query_params.get("uppdatera"):
            response.headers["Refresh"] = str(self.settings.refresh_seconds)
        return response

    def refusal(self, status: int, sentence: str = "") -> Response:
        """A page that says why there is nothing to see."""
        title, usual = REFUSALS.get(HTTPStatus(status), (N_("Det gick inte"), OTHER))
        t = self.render.t
        return HTMLResponse(self.render.refusal(t._(title), t._(sentence or usual)), status)


def _broken(pages: Pages, scope: Scope) -> Response:
    return pages.again(pages.refusal(500), Request(scope))


def _refused(pages: Pages) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        response = pages.refusal(error.status_code)
        response.headers.update(error.headers or {})
        return response

    return handler


def _away(pages: Pages) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        response = pages.refusal(503)
        response.headers["Retry-After"] = RETRY_S
        return pages.again(response, request)

    return handler
