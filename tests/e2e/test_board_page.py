"""The board's page beside the web chat, in a real browser against a real `resfri run`."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from chatbot.clock import local, system_clock
from chatbot.meetings import Meeting, Saving
from chatbot.messages import Actor
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Tx, meetings, migrate, open_store, people
from chatbot.store.groups import put_group
from tests import loopback
from tests.browsing import NARROW, WIDE, overflow, say, shoot, violations, visit
from tests.running import Running, free_port

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
TOKEN = "nyckel-for-prov-i-webblasare"
LATER = "nyckel-till-ett-nytt-forbund"
INTRANET = "<!doctype html><html lang=sv><title>Intranät</title><iframe title=Topplistan src={src}></iframe></html>"
OURS = free_port()  # of the intranet that may show the board
GROUPS = (("Kommunledningen i Åmål", 9, 3), ("Kostenheten i Mellerud", 12, 2), ("Två i Färgelanda", 2, 1))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An install whose groups have met today, with a page for their federation, running."""
    home = tmp_path_factory.mktemp("board")
    with open_store(f"sqlite:///{home / 'resfri.sqlite3'}") as store:
        migrate(store)
        store.call(met_today)
    settings = {
        "pages__tokens": f"Dalsland={TOKEN}, Ett nytt förbund={LATER}",
        "pages__refresh_seconds": "5",
        "pages__frame_ancestors": f"http://127.0.0.1:{OURS}",
    }
    with Running(home, settings=settings) as running:
        yield running
        assert running.stop() == 0
    assert TOKEN not in "\n".join(running.printed)


def met_today(tx: Tx) -> None:
    """Groups that met today and last month, so that every column is there; the last one is too small to be shown."""
    now = system_clock()
    for name, members, count in GROUPS:
        group = put_group(
            tx, PlannedGroup("Dalsland", "Prov", name, municipality="Åmål", members=members, fte=7.5), now
        )
        person = people.meet(tx, Actor("web", "t", name), "sv", now)
        today = local(now).date()
        for day in (*(count * [today]), today.replace(day=1) - timedelta(days=1)):
            facts = Meeting(day, None, 60, 5, "webb", "teams", None, (), "bil", None, "ja", 100)
            sums = Saving(61_000, 130, 47_000, 12_300, 0, 0, 0, 0, 0, 0, 0, "fysik", "1", (), ())
            meetings.add(tx, group.id, person.id, facts, sums, now)


async def chatting(browser: Browser, server: Running) -> Page:
    """Somebody's chat, with a group chosen."""
    chat = await visit(browser, server.address, **WIDE)
    await say(chat, "/grupp", "Vilken grupp är du med i?")
    await chat.get_by_role("button", name="Kommunledningen i Åmål", exact=True).last.click()
    await expect(chat.get_by_role("log")).to_contain_text("Nu är du med i Kommunledningen i Åmål")
    return chat


async def table(page: Page) -> list[str]:
    """The cells of the last table, and the words of the last picture."""
    last = page.get_by_role("table").last
    return [*await last.locator("th, td").all_inner_texts(), str(await page.locator("img").last.get_attribute("alt"))]


@pytest.mark.parametrize(("look", "how"), [("wide-light", WIDE), ("narrow-dark", NARROW)])
async def test_the_board_beside_the_chat(browser: Browser, server: Running, look: str, how: dict[str, object]) -> None:
    """The chat's figures stand on the page; axe finds nothing; nothing is wider than the window, at any period."""
    chat = await chatting(browser, server)
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
    await page.get_by_text("Ordna efter något annat").click()
    await page.get_by_role("link", name="Sparade timmar").click()
    await expect(page.get_by_role("link", name="Sparade timmar")).to_have_attribute("aria-current", "page")
    await say(chat, "/topplista timmar år", "Ordnat efter sparad restid")
    assert await table(page) == await table(chat)
    assert await violations(page) == []
    assert await overflow(page) <= 0
    await page.get_by_label("Visa något annat").fill("blåbär")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Visa något annat")).to_be_focused()
    await expect(page.get_by_label("Visa något annat")).to_have_accessible_description(re.compile("förstår jag inte"))
    assert await violations(page) == []
    await shoot(page, f"board-{look}-wrong")
    await page.get_by_label("Visa något annat").fill("förra året")
    await page.get_by_role("button", name="Visa", exact=True).click()
    await expect(page.get_by_role("main")).to_contain_text("Här finns inga möten att visa än.")
    await shoot(page, f"board-{look}-empty")
    assert await violations(page) == []
    assert await overflow(page) <= 0


@pytest.mark.parametrize("width", [1024, 1440, 1700, 1920])
async def test_the_table_is_whole_beside_its_picture(browser: Browser, server: Running, width: int) -> None:
    """On a desk or a wall no column is cut off, whether the picture stands below or to the right."""
    page = await visit(browser, f"{server.address}/tavla/{TOKEN}", viewport={"width": width, "height": 900})
    assert "Sedan sist" in await table(page)
    assert await page.locator(".scroll").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert await overflow(page) <= 0


async def test_it_is_live_without_javascript(browser: Browser, server: Running) -> None:
    """Who asks for it sees the next meeting come, with no script at all; and can stop it."""
    chat = await chatting(browser, server)
    page = await visit(browser, f"{server.address}/tavla/{TOKEN}", java_script_enabled=False, **WIDE)
    await page.get_by_role("link", name="Uppdatera sidan av sig själv").click()
    await expect(page.get_by_role("main")).to_contain_text("Tillsammans: 5 möten")
    await say(chat, "/logga-möte i dag på teams, 6 pers, slapp åka till Bengtsfors", "Ni sparade ungefär")
    await expect(page.get_by_role("main")).to_contain_text("Tillsammans: 6 möten", timeout=30_000)
    await page.get_by_role("link", name="Sluta uppdatera").click()
    await expect(page.get_by_role("link", name="Uppdatera sidan av sig själv")).to_be_visible()


async def test_it_prints_well(browser: Browser, server: Running) -> None:
    """On paper the board alone, table and picture, black on white; also from a dark screen."""
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


async def test_it_can_be_embedded_where_it_may(browser: Browser, server: Running) -> None:
    """The intranet that is named shows it in a frame; another site shows nothing."""
    html = INTRANET.format(src=f"{server.address}/tavla/{TOKEN}")
    async with intranet(html, OURS) as ours, intranet(html) as theirs:
        page = await visit(browser, ours, **WIDE)
        await expect(page.frame_locator("iframe").get_by_role("table")).to_contain_text("Kommunledningen i Åmål")
        other = await browser.new_page()
        async with other.expect_console_message(lambda message: "frame-ancestors" in message.text):
            await other.goto(theirs)
        await expect(other.frame_locator("iframe").get_by_role("table")).to_have_count(0)


@asynccontextmanager
async def intranet(html: str, port: int = 0) -> AsyncIterator[str]:
    """Another web site, with one page, whatever is asked for; gives its address."""
    body = html.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", port) as site:
        yield f"http://127.0.0.1:{site.sockets[0].getsockname()[1]}"


async def test_without_its_token_it_is_not_there(browser: Browser, server: Running) -> None:
    """A page in plain Swedish with nothing axe objects to; the chat beside it answers as ever."""
    page = await visit(browser, f"{server.address}/tavla/fel-nyckel", **NARROW)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    assert await violations(page) == []
    assert await overflow(page) <= 0
    await shoot(page, "board-not-found")
    async with loopback.client(base_url=server.address) as http:
        for path in ("/tavla/", "/tavla/Dalsland", f"/tavla/{LATER}"):
            assert (await http.get(path)).status_code == 404
        assert (await http.get("/tavla/static/board.css")).status_code == 200
        assert "script-src 'self'" in (await http.get("/")).headers["content-security-policy"]
