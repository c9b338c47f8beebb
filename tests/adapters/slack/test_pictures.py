"""The pictures of docs/slack.md, taken of what a real `resfri run` says on the fake Slack.

`RESFRI_SHOTS=docs/images pytest tests/adapters/slack/test_pictures.py` takes them anew.
"""

import asyncio
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Picture
from playwright.async_api import Browser

from tests.adapters.slack.looks import page
from tests.adapters.slack.test_whole_talk import PATIENCE_S, Person
from tests.browsing import SHOTS
from tests.contract.slack.server import APP_TOKEN, BOT_TOKEN, Held, SlackServer
from tests.running import Running

DOCS = Path(__file__).resolve().parents[3] / "docs"
MOST_BYTES = 60_000
COLOURS = 32  # enough for text on white, and light
PICTURES = ("slack-fraga", "slack-steg", "slack-mote", "slack-topplista")


async def show(browser: Browser, held: Held, name: str) -> None:
    """The message in a browser: nothing of it is wider than the page; a picture if anybody asked for it."""
    opened = await browser.new_page(viewport={"width": 660, "height": 400})
    await opened.set_content(page(held))
    assert await opened.evaluate("document.documentElement.scrollWidth <= 660")
    if SHOTS:
        taken = Picture.open(BytesIO(await opened.locator("main").screenshot()))
        taken.convert("RGB").quantize(COLOURS).save(Path(SHOTS) / f"{name}.png", optimize=True)


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_the_pictures_of_the_handbook(browser: Browser, tmp_path: Path) -> None:
    """A question that is asked back about, a tip step by step, a logged meeting, and a board."""
    with Running(tmp_path, arguments=("demo", "dalsland")) as demo:
        assert demo.address
    database = next((tmp_path / "demo-dalsland").glob("*.sqlite3"))
    async with SlackServer().running() as server:
        tokens = {"slack__bot_token": BOT_TOKEN, "slack__app_token": APP_TOKEN}
        settings = {**tokens, "slack__base_url": f"{server.address}/api/"}
        running = Running(tmp_path, database=f"sqlite:///{database}", settings=settings)
        await asyncio.to_thread(running.start)
        try:
            await asyncio.wait_for(server.connected.wait(), PATIENCE_S)
            person = Person(server)
            await show(browser, await person.says("ljudet strular för oss", "inte fungerar?"), "slack-fraga")
            tip = await person.says("hur delar jag skärmen i teams?", "Dela hela skärmen")
            await show(browser, await person.presses(tip, "Ett steg i taget", "Steg 1 av"), "slack-steg")
            groups = await person.says("/grupp", "Vilken grupp")
            chosen = next(b for one in groups.blocks if one["type"] == "actions" for b in one["elements"])
            await person.presses(groups, chosen["text"]["text"], "Nu är du med")
            line = "i tisdags på teams, 6 pers, slapp åka till Bengtsfors"
            asked = await person.commands("/logga-möte", line, "Varifrån hade ni åkt")
            await show(browser, await person.presses(asked, "Åmål", "Mötet är sparat"), "slack-mote")
            await show(browser, await person.says("/topplista allt", "Topplistan"), "slack-topplista")
        finally:
            await asyncio.to_thread(running.stop)
        assert not server.problems


def test_each_picture_is_light_and_told_in_words() -> None:
    """At most 60 kB, shown on the page with an alternative text that says what is seen."""
    shown = dict(re.findall(r"!\[([^\]]+)\]\(images/(slack-[a-z]+)\.png\)", (DOCS / "slack.md").read_text("utf-8")))
    assert sorted(shown.values()) == sorted(PICTURES)
    assert all(len(words) > 40 for words in shown)
    assert all((DOCS / "images" / f"{name}.png").stat().st_size < MOST_BYTES for name in PICTURES)
