"""Who may see a board: off until set, by token or by the login's header; anything else is a page not found."""

import logging
from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe

import httpx
import pytest

from chatbot import app
from chatbot.errors import UsageError
from chatbot.i18n import translator
from chatbot.pages import PagesSettings
from chatbot.pages.door import opened
from chatbot.pages.names import slug, subject_of
from chatbot.settings import section
from chatbot.store import Store
from chatbot.store.groups import Organisation
from chatbot_adapters.web import WebAdapter
from tests.pages.conftest import HEADER, OTHER, SETTINGS, TOKEN, Opens

PROXIED = PagesSettings.model_validate({"proxy_header": HEADER, "trusted_hosts": "intranet.kommun.se"})


@pytest.mark.parametrize(
    ("settings", "key", "headers", "name"),
    [
        (SETTINGS, TOKEN, {}, "dalsland"),
        (SETTINGS, OTHER, {}, "annat-forbund"),
        (SETTINGS, TOKEN, {"host": "anything.example"}, "dalsland"),
        (SETTINGS, TOKEN[:-1], {}, ""),
        (SETTINGS, TOKEN + "x", {}, ""),
        (SETTINGS, TOKEN.upper(), {}, ""),
        (SETTINGS, "", {}, ""),
        (SETTINGS, "nyckel-till-Dålsland-1", {}, ""),
        (SETTINGS, "Dalsland", {}, ""),
        (PROXIED, "Dalsland", {HEADER: "anna", "host": "intranet.kommun.se"}, "dalsland"),
        (PROXIED, "dalsland", {HEADER: "anna", "host": "Intranet.Kommun.se:443"}, "dalsland"),
        (PROXIED, "dalsland", {HEADER: "anna", "host": "[::1]:8321"}, "dalsland"),
        (PROXIED, "dalsland", {HEADER: "anna", "host": "evil.example"}, ""),
        (PROXIED, "dalsland", {HEADER: "anna", "host": "[broken"}, ""),
        (PROXIED, "dalsland", {HEADER: "anna"}, ""),
        (PROXIED, "dalsland", {HEADER: " ", "host": "localhost"}, ""),
        (PROXIED, "dalsland", {"host": "localhost"}, ""),
        (PagesSettings(), "dalsland", {"": "anna", HEADER: "anna", "host": "localhost"}, ""),
        (PagesSettings(), "", {}, ""),
    ],
)
def test_what_a_key_opens(settings: PagesSettings, key: str, headers: Mapping[str, str], name: str) -> None:
    """The token alone, or the login's header under a name it serves."""
    assert opened(settings, key, headers) == name


NOT_FOUND = ["/", "/fel-nyckel-till-Dalsland", "/dalsland", f"/{TOKEN}/mer", f"/{TOKEN}%2F", "/static/finns-inte.css"]


@pytest.mark.parametrize("path", NOT_FOUND)
async def test_what_is_wrong_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    """One and the same page, in plain Swedish, whatever was wrong; it tells nothing of which boards there are."""
    answer = await http.get(path)
    other = await http.get("/nagot-helt-annat", params={"uppdatera": "1", "visa": "vecka"})
    assert answer.status_code == other.status_code == 404
    assert answer.text == other.text
    assert "Det finns ingen topplista på den här adressen." in answer.text
    assert dict(answer.headers) == dict(other.headers)


def test_it_is_off_until_somebody_opens_it(store: Store, tmp_path: Path) -> None:
    """A fresh install has no such page; with a token or a header it is mounted beside the chat, before all else."""
    for settings, count in (({}, 0), ({"tokens": f"Dalsland={TOKEN}"}, 1), ({"proxy_header": HEADER}, 1)):
        chosen = app.options({"RESFRI_DATA": str(tmp_path)}, {"pages": settings})
        pages, web = app.board_pages(chosen, store), WebAdapter()
        app.mount([web], pages)
        assert [path for path, _ in web.extra_mounts] == ["/tavla"] * count
    with pytest.raises(UsageError):
        app.board_pages(app.options({}, {"pages": {"tokens": "Dalsland=kort"}}), store)


def test_doctor_tells_which_pages_have_no_board(store: Store, tmp_path: Path) -> None:
    """By name, with what to do, and never with the token; nothing where there is no database yet."""
    tokens = {"pages": {"tokens": f"Dalsland={TOKEN}, Dalsalnd={OTHER}"}}
    environ = {"RESFRI_DATABASE": f"sqlite:///{tmp_path / 'resfri.sqlite3'}"}
    good, wrong = app.page_checks(app.options(environ, tokens))
    assert (good.ok, good.hint, wrong.ok) == (True, None, False)
    assert "Dalsalnd" in translator().tell(wrong.text)
    assert wrong.hint is not None
    assert OTHER not in repr(wrong)
    assert app.page_checks(app.options({"RESFRI_DATA": str(tmp_path / "none")}, tokens)) == ()


async def test_a_token_opens_only_its_own_board(http: httpx.AsyncClient) -> None:
    """One federation's link shows nothing of another's."""
    assert "Hemliga gruppen" in (await http.get(f"/{OTHER}")).text
    assert "Annat förbund" not in (await http.get(f"/{TOKEN}")).text


async def test_a_board_that_is_not_there_yet(opens: Opens) -> None:
    """Who has a token to it is told so, and a page that refreshes by itself goes on waiting."""
    settings = PagesSettings.model_validate({"tokens": {"Ett nytt förbund": TOKEN}})
    async with opens(settings) as http:
        answer = await http.get(f"/{TOKEN}", params={"uppdatera": "1"})
    assert answer.status_code == 404
    assert "Här finns ingen topplista än." in answer.text
    assert answer.headers["refresh"] == "60"


async def test_only_looking_is_possible(http: httpx.AsyncClient) -> None:
    """Other methods are refused with a sentence; HEAD gives what GET would, without the page."""
    refused = await http.post(f"/{TOKEN}")
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]
    assert "Topplistan går bara att titta på här." in refused.text
    assert (await http.head(f"/{TOKEN}")).status_code == 200


async def test_headers_of_every_answer(opens: Opens) -> None:
    """No script, nothing from elsewhere, the address told to nobody, no frame unless named, nothing kept."""
    async with opens() as http:
        for path in (f"/{TOKEN}", "/fel-nyckel"):
            found = (await http.get(path)).headers
            assert "default-src 'none'" in found["content-security-policy"]
            assert "script-src" not in found["content-security-policy"]
            assert "frame-ancestors 'none'" in found["content-security-policy"]
            assert found["x-frame-options"] == "DENY"
            assert found["referrer-policy"] == "no-referrer"
            assert found["cache-control"] == "no-store"
            assert "set-cookie" not in found
    framed = SETTINGS.model_copy(update={"frame_ancestors": ("https://intranet.kommun.se", "https://*.region.se")})
    async with opens(framed) as http:
        found = (await http.get(f"/{TOKEN}")).headers
    assert "frame-ancestors https://intranet.kommun.se https://*.region.se" in found["content-security-policy"]
    assert "x-frame-options" not in found


async def test_the_token_is_never_logged(http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    """Neither a right one, nor one with a slip of the pen, at any level."""
    caplog.set_level(logging.DEBUG)
    for logger in ("httpx", "httpcore"):
        caplog.set_level(logging.WARNING, logger)  # the visitor's own
    for key in (TOKEN, TOKEN[:-1]):
        await http.get(f"/{key}", params={"visa": "blåbär"})
        await http.post(f"/{key}")
    assert TOKEN[:-1] not in caplog.text
    assert TOKEN not in repr(SETTINGS)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ({}, []),
        ({"tokens": ""}, []),
        ({"tokens": f"Dalsland={TOKEN}"}, ["Dalsland"]),
        ({"tokens": f"Dalsland = {TOKEN},\n Åmåls kommun={OTHER}\n"}, ["Dalsland", "Åmåls kommun"]),
        ({"tokens": f"A=B-förbundet={TOKEN}"}, ["A=B-förbundet"]),
        ({"tokens": {"Dalsland": TOKEN}}, ["Dalsland"]),
    ],
)
def test_tokens_are_written_on_a_line_or_as_a_table(raw: Mapping[str, object], names: list[str]) -> None:
    """In the environment `name=token, name=token`, in the file a table; off without any."""
    settings = section({"pages": raw}, "pages", PagesSettings)
    assert list(settings.tokens) == names
    assert settings.on == bool(names)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"tokens": "Dalsland=kort"}, "TOKENS"),
        ({"tokens": f"Dalsland={TOKEN} och mer"}, "TOKENS"),
        ({"tokens": f"={TOKEN}"}, "TOKENS"),
        ({"tokens": TOKEN}, "TOKENS"),
        ({"tokens": f"{TOKEN}=Dalsland"}, "TOKENS"),
        ({"tokens": f"A={TOKEN},B={TOKEN}"}, "TOKENS"),
        ({"frame_ancestors": "intranet.kommun.se"}, "FRAME_ANCESTORS"),
        ({"frame_ancestors": "https://a.se; script-src *"}, "FRAME_ANCESTORS"),
        ({"frame_ancestors": "*"}, "FRAME_ANCESTORS"),
        ({"proxy_header": "X Remote"}, "PROXY_HEADER"),
        ({"refresh_seconds": "1"}, "REFRESH_SECONDS"),
        ({"token": TOKEN}, "TOKEN"),
    ],
)
def test_settings_that_are_wrong_are_named_and_never_quoted(raw: Mapping[str, object], key: str) -> None:
    """The key is told, its value is not."""
    with pytest.raises(UsageError) as caught:
        section({"pages": raw}, "pages", PagesSettings)
    assert f"RESFRI_PAGES__{key}" in str(caught.value)
    assert TOKEN not in str(caught.value)


MAKE = "secrets.token_urlsafe(24)"


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        (f"Dalsland={TOKEN}, Åmåls kommun=femtonbokstäver", ("Nyckel 2 i ", "för kort", "minst 16 tecken", MAKE)),
        ({"Dalsland": "kort"}, ("Nyckel 1 i ", "för kort", "minst 16 tecken", MAKE)),
        ({"Dalsland": "en nyckel med mellanslag"}, ("Nyckel 1 i ", "A–Z, a–z, 0–9, _ och -", MAKE)),
        ({"Dalsland": "x" * 201}, ("Nyckel 1 i ", "för lång", MAKE)),
        (TOKEN, ("Nyckel 1 i ", "saknar ett namn", "Dalsland=nyckeln")),
        ({"A": TOKEN, "B": TOKEN}, ("samma nyckel", MAKE)),
    ],
)
def test_a_key_that_is_wrong_is_told_with_how_to_make_a_good_one(tokens: object, told: tuple[str, ...]) -> None:
    """As it is written in the environment and in the file, which of them, what a key must be, and what to run."""
    with pytest.raises(UsageError) as caught:
        section({"pages": {"tokens": tokens}}, "pages", PagesSettings)
    said = translator().tell(caught.value)
    assert all(part in said for part in (*told, "RESFRI_PAGES__TOKENS", "resfri.toml: [pages.tokens]")), said
    assert "{" not in said
    assert PagesSettings.model_validate({"tokens": {"Dalsland": token_urlsafe(24)}}).on


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Dalsland", "dalsland"),
        ("Dals-Eds kommun", "dals-eds-kommun"),
        ("DALS_EDS_KOMMUN", "dals-eds-kommun"),
        ("  Åmål / Säffle, é ", "amal-saffle-e"),
        ("会议", ""),
    ],
)
def test_names_in_addresses(name: str, plain: str) -> None:
    """Small letters without rings and dots, hyphens between."""
    assert slug(name) == plain


def test_a_name_that_could_mean_two_opens_neither() -> None:
    """Nobody is shown another federation's board by chance; a federation goes before an organisation."""
    known = [
        Organisation("Servicenämnden", 1, "Norr"),
        Organisation("Servicenämnden", 2, "Söder"),
        Organisation("Norr", 2, "Söder"),
    ]
    assert subject_of("servicenamnden", known) is None
    assert (found := subject_of("norr", known)) is not None
    assert found.federation_id == 1
