"""Answers that say no: a page for people, JSON for our own script, the same sentence in both."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from chatbot.errors import N_, Notice, notice
from chatbot_adapters.web.render import Renderer

TITLES = {
    HTTPStatus.NOT_FOUND: N_("Sidan finns inte"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("Kunde inte spara"),
}
OTHER_TITLE = N_("Det gick inte")
SENTENCES = {
    HTTPStatus.NOT_FOUND: N_("Det finns ingen sida här. Gå till samtalet med Resfri."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("Så kan den sidan inte användas. Gå till samtalet med Resfri."),
    HTTPStatus.UNAUTHORIZED: N_("Jag vet inte vem du är. Logga in på nytt och öppna sedan Resfri igen."),
}
OTHER_SENTENCE = N_("Jag förstod inte det webbläsaren skickade. Ladda om sidan och prova igen.")
RETRY_S = "5"


def wants_json(request: Request) -> bool:
    """True when our script asks, False when a browser loads a page."""
    return "application/json" in request.headers.get("accept", "")


class Refusals:
    """Makes the answers, in the bot's language."""

    def __init__(self, render: Renderer) -> None:
        self._render = render

    def answer(
        self,
        request: Request,
        status: int,
        why: Notice,
        *,
        typed: str = "",
        key: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The refusal with its sentence."""
        sentence = self._render.tell(why)
        extra = {**(headers or {}), **({"Retry-After": RETRY_S} if status == HTTPStatus.SERVICE_UNAVAILABLE else {})}
        if wants_json(request):
            return JSONResponse({"error": sentence}, status, extra)
        title = self._render.t._(TITLES.get(HTTPStatus(status), OTHER_TITLE))
        return HTMLResponse(self._render.error(title, sentence, typed=typed, key=key), status, extra)

    def by_status(self, request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
        """The refusal that goes with a status."""
        sentence = SENTENCES.get(HTTPStatus(status), OTHER_SENTENCE)
        return self.answer(request, status, notice(sentence), headers=headers)
