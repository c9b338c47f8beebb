"""Looking at the web chat in a real browser: what every browser test needs."""

import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, expect

WIDE: dict[str, Any] = {"viewport": {"width": 1200, "height": 800}, "color_scheme": "light"}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AXE = files("axe_playwright_python") / "axe.min.js"
SHOTS = os.environ.get("RESFRI_SHOTS", "")  # a folder to leave pictures in, to be looked at


async def visit(browser: Browser, address: str, **how: Any) -> Page:
    """A new person's page."""
    context: BrowserContext = await browser.new_context(locale="sv-SE", reduced_motion="reduce", **how)
    page = await context.new_page()
    page.set_default_timeout(10_000)
    expect.set_options(timeout=20_000)  # the first answer waits until all tips are read
    await page.goto(address)
    return page


async def say(page: Page, words: str, expected: str) -> None:
    """Write something, press Enter, and wait for the answer."""
    await page.get_by_label("Skriv till Resfri").fill(words)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text(expected)


async def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found["violations"]]


async def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


async def shoot(page: Page, name: str) -> None:
    """A picture to look at, if anybody asked for it."""
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=False)
