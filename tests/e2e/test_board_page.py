"""The board's page beside the web chat, in a real browser against a real `resfri run`."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browsing import NARROW, WIDE, overflow, say, shoot, violations, visit
from tests.running import Running

pytestmark = pytest.mark.browser
TOKEN = "nyckel-for-prov-i-webblasare"
LINE = "/logga-möte i dag på teams, 6 pers, slapp åka till Bengtsfors"
INTRANET = "<!doctype html><html lang=sv><title>Intranät</title><iframe title=Topplistan src={src}></iframe></html>"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    """A fresh install with a page for Dalsland, running."""
    settings = {"pages__tokens": f"Dalsland={TOKEN}", "pages__refresh_seconds": "5"}
    with Running(tmp_path, settings=settings) as running:
        yield running
        assert running.stop() == 0
    assert TOKEN not in "\n".join(running.printed)


async def first_meeting(browser: Browser, server: Running) -> Page:
    """Somebody's chat, with a group chosen and a meeting logged."""
    chat = await visit(browser, server.address, **WIDE)
    await say(chat, "hej", "Vilken grupp är du med i?")
    await chat.get_by_role("button", name="Kommunledningen i Åmål", exact=True).last.click()
    await expect(chat.get_by_role("log")).to_contain_text("Nu är du med i Kommunledningen i Åmål")
    await say(chat, LINE, "Ni sparade ungefär")
    return chat


async def table(page: Page) -> list[str]:
    """The cells of the last table, and the words of the last picture."""
    last = page.get_by_role("table").last
    return [*await last.locator("th, td").all_inner_texts(), str(await page.locator("img").last.get_attribute("alt"))]


@pytest.mark.parametrize(("look", "how"), [("wide-light", WIDE), ("narrow-dark", NARROW)])
async def test_the_board_beside_the_chat(browser: Browser, server: Running, look: str, how: dict[str, object]) -> None:
    """The chat's figures stand on the page; axe finds nothing; nothing is wider than the window, at any period."""
    chat = await first_meeting(browser, server)
    page = await visit(browser, f"{server.address}/tavla/{TOKEN}", **how)
    for label, words in (("Månaden", "månad"), ("Veckan", "vecka"), ("Hela tiden", "allt"), ("Året", "år")):
        await page.get_by_role("link", name=label, exact=True).click()
        await expect(page.get_by_role("link", name=label, exact=True)).to_have_attribute("aria-current", "page")
        heading = await page.get_by_role("heading", level=2).inner_text()
        await say(chat, f"/topplista {words}", heading)
        assert await table(page) == await table(chat)
        assert await page.locator("img").evaluate("image => image.complete && image.naturalWidth > 300")
        assert await violations(page) == []
        assert await overflow(page) <= 0
    await shoot(page, f"board-{look}")
    await page.get_by_label("Annan period").fill("blåbär")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Annan period")).to_be_focused()
    await expect(page.get_by_label("Annan period")).to_have_accessible_description(re.compile("förstår jag inte"))
    assert await violations(page) == []
    await shoot(page, f"board-{look}-wrong")
    await page.get_by_label("Annan period").fill("förra året")
    await page.get_by_role("button", name="Visa").click()
    await expect(page.get_by_role("main")).to_contain_text("Här finns inga möten att visa än.")
    await shoot(page, f"board-{look}-empty")
    assert await violations(page) == []
    assert await overflow(page) <= 0


async def test_it_is_live_without_javascript(browser: Browser, server: Running) -> None:
    """Who asks for it sees the next meeting come, with no script at all; and can stop it."""
    chat = await first_meeting(browser, server)
    page = await visit(browser, f"{server.address}/tavla/{TOKEN}", java_script_enabled=False, **WIDE)
    await page.get_by_role("link", name="Uppdatera sidan av sig själv").click()
    await expect(page.get_by_role("main")).to_contain_text("Tillsammans: 1 möte")
    await say(chat, LINE.replace("Bengtsfors", "Mellerud").replace("i dag", "i dag kl 15"), "Mellerud")
    await expect(page.get_by_role("main")).to_contain_text("Tillsammans: 2 möten", timeout=30_000)
    await page.get_by_role("link", name="Sluta uppdatera").click()
    await expect(page.get_by_role("link", name="Uppdatera sidan av sig själv")).to_be_visible()


async def test_it_prints_well(browser: Browser, server: Running) -> None:
    """On paper the board alone, table and picture, black on white; also from a dark screen."""
    await first_meeting(browser, server)
    page = await visit(browser, f"{server.address}/tavla/{TOKEN}", **NARROW)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("table")).to_be_visible()
    await expect(page.locator("img")).to_be_visible()
    for away in ("nav", ".beside", "footer a", ".skip"):
        await expect(page.locator(away)).to_be_hidden()
    assert await page.locator("h2").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    paper = await page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


async def test_it_can_be_embedded_where_it_may(browser: Browser, tmp_path: Path) -> None:
    """The intranet that is named shows it in a frame; another site shows nothing."""
    async with intranet() as ours, intranet() as theirs:
        settings = {"pages__tokens": f"Dalsland={TOKEN}", "pages__frame_ancestors": ours.address}
        with Running(tmp_path, settings=settings) as server:
            await first_meeting(browser, server)
            board = f"{server.address}/tavla/{TOKEN}"
            ours.html = theirs.html = INTRANET.format(src=board)
            page = await visit(browser, ours.address, **WIDE)
            await expect(page.frame_locator("iframe").get_by_role("table")).to_contain_text("Kommunledningen i Åmål")
            other = await browser.new_page()
            async with other.expect_console_message(lambda message: "frame-ancestors" in message.text):
                await other.goto(theirs.address)
            await expect(other.frame_locator("iframe").get_by_role("table")).to_have_count(0)
            assert server.stop() == 0


class Intranet:
    """Another web site, with one page."""

    def __init__(self) -> None:
        self.html = ""
        self.address = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The page, whatever is asked for."""
        await reader.readuntil(b"\r\n\r\n")
        body = self.html.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def intranet() -> AsyncIterator[Intranet]:
    """It, listening."""
    site = Intranet()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield site


async def test_without_its_token_it_is_not_there(browser: Browser, server: Running) -> None:
    """A page in plain Swedish with nothing axe objects to; the chat beside it answers as ever."""
    page = await visit(browser, f"{server.address}/tavla/fel-nyckel", **NARROW)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    assert await violations(page) == []
    assert await overflow(page) <= 0
    await shoot(page, "board-not-found")
    async with httpx.AsyncClient(base_url=server.address) as http:
        assert (await http.get("/tavla/")).status_code == 404
        assert (await http.get("/tavla/Dalsland")).status_code == 404
        assert (await http.get(f"/tavla/{TOKEN}")).status_code == 404  # no group is in Dalsland yet
        assert (await http.get("/tavla/static/board.css")).status_code == 200
        assert "script-src 'self'" in (await http.get("/")).headers["content-security-policy"]


async def test_it_is_off_until_somebody_opens_it(tmp_path: Path) -> None:
    """A fresh install has no such page, whatever header comes; the chat says so in its own words."""
    with Running(tmp_path) as server:
        async with httpx.AsyncClient(base_url=server.address) as http:
            answer = await http.get("/tavla/dalsland", headers={"X-Remote-User": "anna"})
        assert answer.status_code == 404
        assert "Det finns ingen sida här. Gå till samtalet med Resfri." in answer.text
        assert server.stop() == 0
