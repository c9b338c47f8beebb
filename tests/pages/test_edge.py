"""Where a page breaks the reader gets a sentence, and the log says where, without the address."""

import logging
from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from chatbot.pages.edge import Edge, headers


async def failing(request: Request) -> Response:
    """Breaks, with the address in its words."""
    raise ValueError(f"cannot show {request.url.path}")


async def breaking(request: Request) -> Response:
    """Breaks when half of it is sent."""

    async def half() -> AsyncIterator[str]:
        yield "half"
        raise ValueError(request.url.path)

    return StreamingResponse(half())


def client() -> AsyncClient:
    """Somebody before pages that break."""
    edge = Middleware(Edge, headers=headers(()), broken=lambda scope: HTMLResponse("Något gick fel", 500))
    app = Starlette(routes=[Route("/nyckel", failing), Route("/halv", breaking)], middleware=[edge])
    return AsyncClient(transport=ASGITransport(app), base_url="http://localhost")


async def test_a_fault_is_a_sentence_and_its_words_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The kind of error and the line of code are enough to mend it."""
    caplog.set_level(logging.WARNING)
    async with client() as http:
        answer = await http.get("/nyckel")
    assert (answer.status_code, answer.text) == (500, "Något gick fel")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "ValueError at" in caplog.text
    assert "nyckel" not in caplog.text


async def test_half_an_answer_does_not_look_whole(caplog: pytest.LogCaptureFixture) -> None:
    """The connection is cut instead."""
    async with client() as http:
        with pytest.raises(ConnectionError):
            await http.get("/halv")
    assert "/halv" not in caplog.text
