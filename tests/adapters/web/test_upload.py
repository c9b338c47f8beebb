"""A file handed in beside the composer: with and without JavaScript, by keyboard, guarded and held in memory only."""

import tempfile
from pathlib import Path
from uuid import uuid4

import pytest
from httpx import Response
from playwright.async_api import Browser, expect

from chatbot.meetings.importing import MAX_BYTES
from chatbot_adapters.web.incoming import MAX_FILE
from tests.adapters.web.conftest import Visitor
from tests.adapters.web.small_bot import SmallBot
from tests.browsing import NARROW, WIDE, overflow, shoot, violations, visit

LABEL = "Läs in möten från en fil (.ics eller .csv)"
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


async def hand_in(visitor: Visitor, name: str, data: bytes, key: str = "", **headers: str) -> Response:
    """As a browser without JavaScript sends it."""
    files: dict[str, tuple[str | None, str | bytes]] = {"key": (None, key or uuid4().hex), "file": (name, data)}
    return await visitor.http.post("/upload", files=files, headers={**OURS, **headers})


async def test_a_file_becomes_an_event_with_its_contents(visitor: Visitor, bot: SmallBot) -> None:
    """The whole file, once for a key, and the page with the answer follows."""
    response = await hand_in(visitor, "möten.ics", b"\x00\r\nabc", "samma-nyckel")
    assert (response.status_code, response.headers["location"]) == (303, "/#latest")
    await hand_in(visitor, "möten.ics", b"\x00\r\nabc", "samma-nyckel")
    (event,) = bot.events.values()
    assert (event.kind, event.name, event.data, event.text) == ("file", "möten.ics", b"\x00\r\nabc", "")
    assert "abc" not in repr(event)
    assert "Filen möten.ics: 6 byte" in await visitor.page()


async def test_what_is_refused_is_told_by_the_field(visitor: Visitor, bot: SmallBot) -> None:
    """The field is marked and described by the sentence; nothing chosen is told likewise; the script gets JSON."""
    refused = await hand_in(visitor, "x.pdf", b"%PDF-1.7")
    assert refused.status_code == 422
    assert '<p id="file-note" class="error" role="alert">Det tar jag inte emot.</p>' in refused.text
    assert 'aria-invalid="true" autofocus' in refused.text
    assert "Välj en fil först." in (await hand_in(visitor, "", b"")).text
    assert "Välj en fil först." in (await visitor.post("/upload")).text
    script = await hand_in(visitor, "x.pdf", b"%PDF-1.7", Accept="application/json")
    assert (script.status_code, script.json()) == (422, {"error": "Det tar jag inte emot."})
    assert not bot.events


async def test_the_limit_is_the_cores_and_what_is_over_it_says_what_to_do(visitor: Visitor, bot: SmallBot) -> None:
    """5 MB and not more; the browser gets to see the sentence though it sent far more than is read."""
    assert MAX_FILE == MAX_BYTES
    for size in (MAX_FILE + 100_000, 3 * MAX_FILE):
        response = await hand_in(visitor, "x.ics", b"x" * size)
        assert response.status_code == 413
        assert "större än 5 MB. Hämta ut en kortare tid ur kalendern" in response.text
    assert not bot.events
    assert (await hand_in(visitor, "x.ics", b"x" * MAX_FILE)).status_code == 303


async def test_a_file_never_lies_on_a_disk(
    visitor: Visitor, bot: SmallBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where no temporary file can be made a large one is taken all the same."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert (await hand_in(visitor, "x.ics", b"x" * MAX_FILE)).status_code == 303
    (event,) = bot.events.values()
    assert len(event.data) == MAX_FILE


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
async def test_only_our_own_page_may_hand_in(visitor: Visitor, bot: SmallBot, site: str) -> None:
    """As with every other post."""
    response = await hand_in(visitor, "x.ics", b"abc", **{"Sec-Fetch-Site": site})
    assert response.status_code == 403
    assert not bot.events


async def test_what_is_no_such_form_is_refused(visitor: Visitor, bot: SmallBot) -> None:
    """Another kind of body, a broken one, two files, many fields, nobody known, a store that is away."""
    plain = await visitor.http.post("/upload", data={"file": "x"}, headers=OURS)
    broken = await visitor.http.post(
        "/upload", content=b"--x\r\nhej", headers={**OURS, "Content-Type": "multipart/form-data; boundary=x"}
    )
    two = await visitor.http.post("/upload", files=[("file", ("a", b"a")), ("file", ("b", b"b"))], headers=OURS)
    many = await visitor.http.post("/upload", files={f"f{i}": (None, "x") for i in range(99)}, headers=OURS)
    assert [r.status_code for r in (plain, broken, two, many)] == [400, 422, 400, 400]
    bot.away = True
    away = await hand_in(visitor, "x.ics", b"abc")
    assert (away.status_code, "Kunde inte spara" in away.text) == (503, True)
    visitor.http.cookies.clear()
    assert "kakor" in (await hand_in(visitor, "x.ics", b"abc")).text
    assert not bot.events


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("look", "how"), [("wide-light", WIDE), ("narrow-dark", NARROW)])
async def test_handing_in_by_keyboard(
    browser: Browser, site: str, look: str, how: dict[str, object], bot: SmallBot, tmp_path: Path
) -> None:
    """The field has label and description and is reached by Tab; a refusal is read out and focused; axe is content."""
    page = await visit(browser, site, **how)
    await expect(page.get_by_label("Skriv till Resfri")).to_be_focused()
    field = page.get_by_label(LABEL)
    for _ in range(3):  # past [Skicka]
        await page.keyboard.press("Tab")
        if await field.evaluate("field => field === document.activeElement"):
            break
    await expect(field).to_be_focused()
    await expect(field).to_have_accessible_description(
        "Namn och rubriker sparas inte. Inget sparas förrän du har sett vad som står i filen."
    )
    wrong, right = tmp_path / "a.pdf", tmp_path / "a.ics"
    wrong.write_bytes(b"%PDF")
    right.write_bytes(b"kalender")
    await field.set_input_files(wrong)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#file-note")).to_have_text("Det tar jag inte emot.")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await shoot(page, f"upload-{look}-refused")
    assert await violations(page) == []
    assert await overflow(page) == 0
    await field.set_input_files(right)
    await expect(page.locator("#file-note")).to_have_text("")
    await page.get_by_role("button", name="Läs in", exact=True).press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Filen a.ics: 8 byte")
    await expect(field).to_have_value("")
    await expect(page.get_by_role("status")).to_have_text("")
    await shoot(page, f"upload-{look}")
    assert await violations(page) == []
    assert await overflow(page) == 0


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_large_file_is_not_even_sent(browser: Browser, site: str, tmp_path: Path) -> None:
    """Told at once, where the browser can count."""
    page = await visit(browser, site, **WIDE)
    large = tmp_path / "a.ics"
    large.write_bytes(b"x" * (MAX_FILE + 1))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    await page.get_by_label(LABEL).set_input_files(large)
    await page.get_by_role("button", name="Läs in", exact=True).click()
    await expect(page.locator("#file-note")).to_contain_text("större än 5 MB")
    assert not [url for url in sent if url.endswith("/upload")]


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_handing_in_without_javascript(browser: Browser, site: str, tmp_path: Path) -> None:
    """A form and a page load."""
    page = await visit(browser, site, **NARROW, java_script_enabled=False)
    file = tmp_path / "a.ics"
    file.write_bytes(b"kalender")
    await page.get_by_label(LABEL).set_input_files(file)
    await page.get_by_role("button", name="Läs in", exact=True).click()
    await expect(page.get_by_role("log")).to_contain_text("Filen a.ics: 8 byte")
