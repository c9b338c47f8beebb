"""What is let in, and what every answer carries."""

import hashlib
import logging

import httpx
import pytest

from chatbot.errors import ResfriError, UsageError
from chatbot.ports import Brand
from chatbot_adapters.web import WebAdapter, WebSettings
from chatbot_adapters.web.session import COOKIE
from tests import loopback
from tests.adapters.web.conftest import Visitor, configured, running
from tests.adapters.web.small_bot import SmallBot


@pytest.mark.parametrize("path", ["/", "/static/chat.css", "/static/chat.js", "/nowhere"])
async def test_every_answer_carries_the_security_headers(visitor: Visitor, path: str) -> None:
    """Pages, files and errors alike."""
    headers = (await visitor.http.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


async def test_the_page_has_no_script_or_style_of_its_own(visitor: Visitor) -> None:
    """The policy allows files only, so nothing stands in the page."""
    html = await visitor.say("möte")
    assert "<style" not in html
    assert " style=" not in html
    assert html.count("<script") == 1
    assert '<script src="/static/chat.js" defer></script>' in html


async def test_the_cookie_is_strict_and_never_kept(address: str, bot: SmallBot) -> None:
    """The cookie is HttpOnly and strict; the core sees only its hash."""
    async with loopback.client(base_url=address) as http:
        response = await http.get("/")
        given = response.headers["set-cookie"].lower()
        assert all(part in given for part in ("httponly", "samesite=strict", "path=/", "max-age=15552000"))
        assert "secure" not in given  # plain http on this machine
        await Visitor(http).say("hej")
        value = http.cookies[COOKIE]
    event = next(iter(bot.events.values()))
    assert event.place.channel == event.actor.user_id == hashlib.sha256(value.encode()).hexdigest()[:32]
    assert value not in repr(event)


async def test_the_cookie_is_secure_over_https(bot: SmallBot) -> None:
    """Behind a proxy that ends https, the cookie is for https only."""
    async with running(configured(), bot) as address, loopback.client(base_url=address) as http:
        response = await http.get("/", headers={"X-Forwarded-Proto": "https"})
    assert "secure" in response.headers["set-cookie"].lower()


async def test_a_link_from_elsewhere_does_not_end_the_conversation(address: str) -> None:
    """A strict cookie is held back when another site links here: no new one is given, the browser is sent on."""
    async with loopback.client(base_url=address) as http:
        response = await http.get("/", headers={"Sec-Fetch-Site": "cross-site"})
    assert "set-cookie" not in response.headers
    assert '<meta http-equiv="refresh" content="0;url=/">' in response.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", "[", ""])
async def test_a_name_that_is_not_ours_is_refused(visitor: Visitor, host: str) -> None:
    """A page elsewhere cannot reach the chat by pointing its own name here."""
    response = await visitor.http.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "RESFRI_WEB__TRUSTED_HOSTS" in response.text or not host


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1:8321", "[::1]:8321"])
async def test_the_machines_own_names_are_let_in(visitor: Visitor, host: str) -> None:
    """Any port: the browser may come through a tunnel."""
    assert (await visitor.http.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
async def test_only_our_own_page_may_post(
    visitor: Visitor, bot: SmallBot, headers: dict[str, str], status: int
) -> None:
    """A form on another site is refused with a sentence, and nothing is stored."""
    response = await visitor.http.post("/say", data={"text": "hej"}, headers=headers)
    assert response.status_code == status
    assert len(bot.events) == (status == 303)
    assert status == 303 or "från en annan webbplats" in response.text


@pytest.mark.parametrize("size", [70_000, 900_000])
async def test_a_body_too_large_is_refused(visitor: Visitor, bot: SmallBot, size: int) -> None:
    """Over 64 kB gives 413 with a sentence the browser gets to see."""
    response = await visitor.post("/say", text="x" * size)
    assert response.status_code == 413
    assert "för stort" in response.text
    assert not bot.events


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nowhere", 404, "ingen sida"),
        ("GET", "/say", 405, "Så kan den sidan inte användas"),
        ("GET", "/media/99999999999999999999999/0.png", 404, "Filen finns inte längre"),
        ("GET", "/static/../app.py", 404, "ingen sida"),
    ],
)
async def test_what_is_not_there_is_said_in_swedish(
    visitor: Visitor, method: str, path: str, status: int, words: str
) -> None:
    """Errors are pages in Swedish."""
    response = await visitor.http.request(method, path)
    assert response.status_code == status
    assert words in response.text


async def test_a_browser_without_cookies_is_told(address: str, bot: SmallBot) -> None:
    """Without a cookie nobody can be answered, so nothing is taken."""
    async with loopback.client(base_url=address) as http:
        response = await http.post("/say", data={"text": "hej"})
    assert response.status_code == 400
    assert "Tillåt kakor" in response.text
    assert not bot.events


async def test_a_fault_gives_a_sentence_and_a_log_line_without_words(
    visitor: Visitor, bot: SmallBot, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected error is 500 in Swedish; the log names its kind and place, never what was written."""
    bot.news = None  # type: ignore[assignment]  # a bot that is broken inside
    with caplog.at_level(logging.DEBUG):
        response = await visitor.post("/say", text="hemligheten")
    assert response.status_code == 500
    assert "Något gick fel hos mig" in response.text
    assert "a page failed" in caplog.text
    assert "hemligheten" not in caplog.text


async def test_a_port_that_is_taken_says_how_to_choose_another(address: str, bot: SmallBot) -> None:
    """The error names the setting."""
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    other = configured(port=port)
    with pytest.raises(ResfriError, match=f"Porten {port} är upptagen.*RESFRI_WEB__PORT={port + 1}"):
        await other.run(bot, bot)
    check = other.checks()[0]
    assert not check.ok
    assert check.hint


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "resfri.example"])
def test_others_are_not_let_in_before_there_is_a_login(host: str) -> None:
    """Listening beyond this machine is refused until a login proxy names who comes."""
    with pytest.raises(UsageError, match="RESFRI_WEB__PROXY_HEADER"):
        WebAdapter().configure(WebSettings(host=host), (), Brand())
    WebAdapter().configure(WebSettings(host=host, proxy_header="X-Remote-User"), (), Brand())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_needs_no_login(host: str) -> None:
    """All its own addresses will do."""
    WebAdapter().configure(WebSettings(host=host), (), Brand())


async def test_behind_a_login_the_header_says_who(bot: SmallBot) -> None:
    """The header's user is the actor, whichever browser; without the header nobody is let in."""
    adapter = configured(proxy_header="X-Remote-User", trusted_hosts="resfri.kommun.example, intra.example")
    async with running(adapter, bot) as address, loopback.client(base_url=address) as http:
        headers = {"X-Remote-User": "anna", "Host": "intra.example"}
        assert (await http.get("/", headers={"Host": "intra.example"})).status_code == 401
        assert (await http.post("/say", data={"text": "hej"})).status_code == 401
        response = await http.get("/", headers=headers)
        assert "set-cookie" not in response.headers
        assert (await http.post("/say", data={"text": "hej"}, headers=headers)).status_code == 303
    event = next(iter(bot.events.values()))
    assert event.actor.user_id == "anna"
    assert "anna" not in event.place.channel


async def test_other_adapters_can_be_mounted_beside(bot: SmallBot) -> None:
    """A mounted application has its own path and its own rules; before the chat runs, its application says so."""

    async def other(scope: object, receive: object, send: object) -> None:
        from starlette.responses import PlainTextResponse

        await PlainTextResponse("other")(scope, receive, send)  # type: ignore[arg-type]

    adapter = configured()
    adapter.extra_mounts = [("/slack", other)]
    async with running(adapter, bot) as address, loopback.client(base_url=address) as http:
        response = await http.get("/slack/events", headers={"Host": "public.example"})
        assert response.text == "other"
        app, prefix = adapter.asgi
        assert prefix == "/"
        inside = httpx.ASGITransport(app)  # type: ignore[arg-type]  # the port's type is the narrower
        async with loopback.client(transport=inside, base_url="http://localhost") as direct:
            assert "Resfri" in (await direct.get("/")).text
    with pytest.raises(RuntimeError):
        await adapter.asgi[0]({"type": "http"}, None, None)  # type: ignore[arg-type]
