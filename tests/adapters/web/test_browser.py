"""The page in a real browser: looks, keyboard, screen readers' rules, and no JavaScript."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, Route, expect

from tests.adapters.web.conftest import configured, running
from tests.adapters.web.small_bot import SmallBot
from tests.browsing import NARROW, WIDE, overflow, say, shoot, violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(("look", "how"), [("wide-light", WIDE), ("narrow-dark", NARROW)])
async def test_every_view_is_accessible_and_fits(browser: Browser, site: str, look: str, how: Any) -> None:
    """No axe violation and no sideways scrolling: empty, guide, meeting with table, form, form with errors."""
    page = await visit(browser, site, **how)
    steps = [
        ("empty", "", ""),
        ("guide", "steg", "Hjälpte det?"),
        ("meeting", "möte", "Visa uträkningen"),
        ("picture", "bild", "Så här ligger ni till"),
        ("long", "ab" * 400, "Du skrev:"),
        ("form", "/logga-möte", "Spara mötet"),
    ]
    for name, words, expected in steps:
        if words:
            await say(page, words, expected)
            await expect(page.get_by_role("status")).to_have_text("")
        await shoot(page, f"{look}-{name}")
        assert await violations(page) == [], name
        assert await overflow(page) == 0, name
    await page.get_by_role("button", name="Spara mötet").click()
    await expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    await shoot(page, f"{look}-errors")
    assert await violations(page) == []
    assert await overflow(page) == 0


async def test_a_talk_by_keyboard_alone(browser: Browser, site: str, bot: SmallBot) -> None:
    """Tab, Enter, Space and the arrows will do, the focus is always seen and never lost."""
    page = await visit(browser, site, **WIDE)
    field = page.get_by_label("Skriv till Resfri")
    await expect(field).to_be_focused()
    await page.keyboard.type("rad ett")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("rad två")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Du skrev:")
    assert next(iter(bot.events.values())).text == "rad ett\nrad två"
    await expect(field).to_be_focused()
    await expect(field).to_have_value("")
    await page.keyboard.type("möte")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Ångra")).to_be_visible()
    for _ in range(2):  # back past [Visa uträkningen] to [Ångra]
        await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Ångra")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Mötet är borttaget")
    assert await page.evaluate("document.activeElement.matches('#m-4')")  # the message that was changed
    await page.keyboard.press("Tab")
    await expect(field).to_be_focused()


async def test_a_form_by_keyboard_with_a_mistake(browser: Browser, site: str, bot: SmallBot) -> None:
    """The form takes the focus, a mistake is named by its field, and afterwards one writes on."""
    page = await visit(browser, site, **WIDE)
    await expect(page.get_by_label("Skriv till Resfri")).to_be_focused()
    await page.keyboard.type("/logga-möte")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Vilken dag var mötet?")).to_be_focused()
    await page.get_by_label("Vart slapp ni åka?").focus()
    await page.keyboard.type("Bengtsfors")
    await page.keyboard.press("Enter")
    people = page.get_by_label("Hur många var ni?")
    await expect(people).to_be_focused()
    await expect(people).to_have_accessible_description(
        "Alla som slapp resa Skriv antalet med siffror, till exempel 6."
    )
    await expect(page.get_by_label("Vart slapp ni åka?")).to_have_value("Bengtsfors")
    await page.keyboard.type("6")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("people=6, place=Bengtsfors")
    await expect(page.get_by_label("Skriv till Resfri")).to_be_focused()
    assert [event.kind for event in bot.events.values()] == ["message", "form"]


async def test_the_same_talk_without_javascript(browser: Browser, site: str) -> None:
    """Say, press, fill in: each a page load."""
    page = await visit(browser, site, **NARROW, java_script_enabled=False)
    await page.get_by_role("button", name="Hur delar jag skärmen i Teams?").click()
    await expect(page.get_by_role("log")).to_contain_text("Hur delar jag skärmen i Teams?")
    for words in ("möte", "/logga-möte"):
        await page.get_by_label("Skriv till Resfri").fill(words)
        await page.get_by_role("button", name="Skicka").click()
    await page.get_by_role("button", name="Spara mötet").click()
    await expect(page.get_by_label("Hur många var ni?")).to_be_focused()
    await shoot(page, "nojs-errors")
    await page.get_by_label("Hur många var ni?").fill("6")
    await page.get_by_role("button", name="Spara mötet").click()
    await expect(page.get_by_role("log")).to_contain_text("people=6")
    await page.get_by_role("button", name="Ångra").click()
    await expect(page.get_by_role("log")).to_contain_text("Mötet är borttaget")


async def test_answers_come_by_themselves_and_typing_is_shown(browser: Browser, site: str, bot: SmallBot) -> None:
    """While an answer is awaited the page says so in words; then it comes without a reload."""
    page = await visit(browser, site, **WIDE)
    await expect(page.get_by_label("Skriv till Resfri")).to_be_focused()
    bot.held = True
    await page.keyboard.type("hej")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("Resfri skriver …")
    await bot.release()
    await expect(page.get_by_role("log")).to_contain_text("Du skrev:")
    await expect(page.get_by_role("status")).to_have_text("")


async def test_the_page_follows_the_talk(browser: Browser, site: str) -> None:
    """The question stands at the top with its answer below; the answer to a button is scrolled to."""
    page = await visit(browser, site, **NARROW)
    for words in ("steg", "möte", "steg"):
        await say(page, words, "Du")
    await expect(page.locator(".entry")).to_have_count(6)
    await expect(page.locator(".mine").last).to_be_in_viewport(ratio=1)
    await expect(page.locator(".theirs h3").last).to_be_in_viewport(ratio=1)
    await page.get_by_role("button", name="Nej").last.click()
    await expect(page.locator(".entry")).to_have_count(7)
    await expect(page.locator(".theirs").last).to_be_in_viewport(ratio=1)


async def test_a_server_that_comes_back_is_found_again(browser: Browser, bot: SmallBot) -> None:
    """A message sent while the server was away is kept; when it is back the talk goes on, each thing shown once."""
    async with running(configured(), bot) as address:
        page = await visit(browser, address, **WIDE)
        await say(page, "ett", "Du skrev:")
        await expect(page.get_by_label("Skriv till Resfri")).to_have_value("")  # the server has said that it took it
    await page.keyboard.type("två")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Det kom inte fram")
    await expect(page.get_by_label("Skriv till Resfri")).to_have_value("två")
    async with running(configured(port=int(address.rstrip("/").rsplit(":", 1)[1])), bot):
        await page.keyboard.press("Enter")
        await expect(page.locator(".said")).to_have_text(["ett", "två"])
        await expect(page.locator(".theirs")).to_have_count(2)
        await page.reload()
        await expect(page.locator(".said")).to_have_text(["ett", "två"])


async def test_a_link_from_another_site_finds_the_same_conversation(browser: Browser, site: str) -> None:
    """The strict cookie is held back on such a link; the page sends on, and the conversation is still there."""
    page = await visit(browser, site, **WIDE)
    await say(page, "hej", "Du skrev:")
    other = site.replace("127.0.0.1", "localhost")
    await page.route(f"{other}link", lambda route: route.fulfill(body=f'<a href="{site}">Till Resfri</a>'))
    await page.goto(f"{other}link")
    await page.get_by_role("link", name="Till Resfri").click()
    await expect(page.get_by_role("log")).to_contain_text("Du skrev:")


async def test_what_is_sent_before_the_last_was_acknowledged_is_sent_after_it(browser: Browser, site: str) -> None:
    """Enter is never for nothing: the next message waits for the acknowledgement of the one before."""
    page = await visit(browser, site)
    acknowledged = asyncio.Event()

    async def slowly(route: Route) -> None:
        answer = await route.fetch()
        await acknowledged.wait()
        await route.fulfill(response=answer)

    await page.route("**/*", lambda route: slowly(route) if route.request.method == "POST" else route.continue_())
    await say(page, "möte", "Visa uträkningen")
    await page.get_by_label("Skriv till Resfri").fill("/logga-möte")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    acknowledged.set()
    await expect(page.get_by_role("log")).to_contain_text("Spara mötet")
    await expect(page.get_by_label("Skriv till Resfri")).to_have_value("")


@pytest.mark.parametrize("how", [WIDE, NARROW])
async def test_targets_are_large_and_text_can_grow(browser: Browser, site: str, how: Any) -> None:
    """Buttons and fields are at least 24 by 24 pixels; at twice the text size nothing scrolls sideways."""
    page = await visit(browser, site, **how)
    await say(page, "möte", "Visa uträkningen")
    await say(page, "/logga-möte", "Spara mötet")
    for target in await page.locator("button:visible, input:visible, select:visible, textarea:visible").all():
        box = await target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    if how is WIDE:
        await page.set_viewport_size({"width": 600, "height": 400})  # what 200 % zoom leaves of 1200 by 800
        assert await overflow(page) == 0
        await shoot(page, "zoomed")
