"""The first day in a real browser against a real server: question, group, meeting, sums, undo, board."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests import loopback
from tests.browsing import NARROW, WIDE, overflow, say, shoot, violations, visit
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
LINE = "/logga-möte i tisdags på teams, 6 pers, slapp åka till Bengtsfors"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An install, running; each browser is a person of its own, and takes away the meeting it logs."""
    with Running(tmp_path_factory.mktemp("day")) as running:
        yield running
        assert running.stop() == 0


async def press(page: Page, label: str, expected: str) -> None:
    """Press the latest button of that name and wait for what it brings."""
    await page.get_by_role("button", name=label, exact=True).last.click()
    await expect(page.get_by_role("log")).to_contain_text(expected)


@pytest.mark.parametrize(("look", "how"), [("wide-light", WIDE), ("narrow-dark", NARROW)])
async def test_the_first_day(browser: Browser, server: Running, look: str, how: dict[str, object]) -> None:
    """Each step of the main job shows what it should, with no axe violation and no sideways scrolling."""
    page = await visit(browser, server.address, **how)
    await say(page, "hej", "Vilken grupp är du med i?")
    await press(page, "Kommunledningen i Åmål", "Nu är du med i Kommunledningen i Åmål")
    await say(page, "hur delar jag skärmen i teams?", "Så här gör du i Teams")
    assert await page.locator("ol.steps li").count() >= 3
    await shoot(page, f"{look}-1-guide")
    await say(page, LINE, "Ni sparade ungefär")
    await shoot(page, f"{look}-2-meeting")
    await press(page, "Visa uträkningen", "Så är det räknat")
    await expect(page.get_by_role("log")).to_contain_text("Tabell över vägavstånd")
    await shoot(page, f"{look}-3-sums")
    await say(page, "/topplista allt", "Möten utan resa")  # "i tisdags" may lie in the month before
    await expect(page.get_by_role("table").last).to_contain_text("Kommunledningen i Åmål")
    picture = page.get_by_role("img").last
    assert "Kommunledningen i Åmål" in str(await picture.get_attribute("alt"))
    assert await picture.evaluate("image => image.complete && image.naturalWidth > 300")
    await shoot(page, f"{look}-4-board")
    await press(page, "Ångra", "Mötet är borttaget och räknas inte längre")
    assert await violations(page) == []
    assert await overflow(page) <= 0


async def test_the_first_day_by_keyboard_alone(browser: Browser, server: Running) -> None:
    """Tab, Shift+Tab, Enter and Space reach everything; the pointer is never used."""
    page = await visit(browser, server.address, **WIDE)
    await say(page, "hej", "Vilken grupp är du med i?")
    await _tab_to(page, "Kommunledningen i Åmål")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Nu är du med i")
    await say(page, "hur delar jag skärmen i teams?", "Så här gör du i Teams")
    await say(page, LINE, "Ni sparade ungefär")
    await _tab_to(page, "Visa uträkningen")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Så är det räknat")
    await _tab_to(page, "Ångra")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("log")).to_contain_text("Mötet är borttaget")
    await say(page, "/topplista", "Topplistan")


async def _tab_to(page: Page, label: str) -> None:
    """Go backwards by Shift+Tab until a button of that name has the focus."""
    for _ in range(80):
        await page.keyboard.press("Shift+Tab")
        if label == await page.evaluate("document.activeElement.textContent.trim()"):
            return
    raise AssertionError(f"no way to {label} by keyboard")


async def test_the_first_day_without_javascript(browser: Browser, server: Running) -> None:
    """Forms and full pages alone carry the whole talk."""
    page = await visit(browser, server.address, java_script_enabled=False, **WIDE)
    await _send(page, "hej")
    await page.get_by_role("button", name="Kommunledningen i Åmål", exact=True).last.click()
    await _answered(page)
    await expect(page.locator("body")).to_contain_text("Nu är du med i")
    await _send(page, "hur delar jag skärmen i teams?")
    await expect(page.locator("body")).to_contain_text("Så här gör du i Teams")
    await _send(page, LINE)
    await expect(page.locator("body")).to_contain_text("Ni sparade ungefär")
    await page.get_by_role("button", name="Visa uträkningen", exact=True).last.click()
    await _answered(page)
    await expect(page.locator("body")).to_contain_text("Så är det räknat")
    await page.get_by_role("button", name="Ångra", exact=True).last.click()
    await _answered(page)
    await expect(page.locator("body")).to_contain_text("Mötet är borttaget")
    await _send(page, "/topplista")
    await expect(page.locator("body")).to_contain_text("Topplistan")


async def _send(page: Page, words: str) -> None:
    await page.get_by_label("Skriv till Resfri").fill(words)
    await page.get_by_role("button", name="Skicka", exact=True).click()
    await _answered(page)


async def _answered(page: Page) -> None:
    """Without JavaScript an answer that takes its time is fetched by a link; with it the link is not seen."""
    await page.wait_for_load_state()
    later = page.get_by_role("link", name="Ladda om sidan för att se svaret")
    while await later.is_visible():
        await later.click()
        await page.wait_for_load_state()


async def test_another_host_name_is_refused(server: Running) -> None:
    """A page elsewhere cannot reach the chat by another name (DNS rebinding)."""
    async with loopback.client() as http:
        answer = await http.get(server.address, headers={"Host": "evil.example"})
    assert answer.status_code in {400, 403, 421}
