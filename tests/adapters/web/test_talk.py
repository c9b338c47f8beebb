"""The conversation without JavaScript: say, press, fill in, see."""

import re

import httpx
import pytest

from chatbot.ports import Brand
from chatbot_adapters.web.app import build_app
from chatbot_adapters.web.chat import Chat
from chatbot_adapters.web.render import renderer
from chatbot_adapters.web.settings import WebSettings
from tests import loopback
from tests.adapters.web.conftest import Visitor
from tests.adapters.web.small_bot import NOW, PNG, SmallBot


async def test_what_is_said_and_answered_stands_on_the_page(visitor: Visitor) -> None:
    """A question sent as a form gives 303, and the page then shows it with its answer under who said it."""
    html = await visitor.say("hej på dig")
    assert html.index(">Du</span>") < html.index("hej på dig") < html.index(">Resfri</span>") < html.index("Du skrev:")
    assert 'id="latest"' in html


async def test_an_empty_conversation_offers_where_to_start(visitor: Visitor) -> None:
    """The first page has suggestions; once something is said they are gone."""
    assert "Hur delar jag skärmen i Teams?" in await visitor.page()
    assert "Hur delar jag skärmen i Teams?" not in await visitor.say("hej")


async def test_the_same_form_sent_twice_counts_once(visitor: Visitor, bot: SmallBot) -> None:
    """A double click sends one event."""
    for _ in range(2):
        assert (await visitor.post("/say", key="0123456789abcdef", text="hej")).status_code == 303
    assert len(bot.events) == 1


async def test_two_people_with_the_same_key_are_both_heard(visitor: Visitor, stranger: Visitor, bot: SmallBot) -> None:
    """A key belongs to its session."""
    await visitor.post("/say", key="0123456789abcdef", text="hej")
    await stranger.post("/say", key="0123456789abcdef", text="hallå")
    assert {event.text for event in bot.events.values()} == {"hej", "hallå"}
    assert "hallå" not in await visitor.page()


async def test_a_late_answer_is_promised_with_a_link(bot: SmallBot) -> None:
    """When the answer does not come in time the page says so; the next load shows it."""
    chat = Chat(WebSettings(), renderer(Brand()), bot, bot, lambda: NOW, answer_wait=0.02)
    bot.held = True
    transport = httpx.ASGITransport(build_app(chat))
    async with loopback.client(transport=transport, base_url="http://localhost") as http:
        someone = Visitor(http)
        await someone.page()
        html = await someone.say("hej")
        assert "Resfri skriver …" in html
        assert "Ladda om sidan" in html
        await bot.release()
        html = await someone.page()
    assert "Ladda om sidan" not in html
    assert "Du skrev:" in html


async def test_a_script_gets_json(visitor: Visitor) -> None:
    """With Accept: application/json the event's id comes back at once."""
    response = await visitor.script("/say", text="hej")
    assert (response.status_code, response.json()) == (200, {"event": 1, "new": True})


@pytest.mark.parametrize("words", ["", "  \n ", "\x00\x07"])
async def test_nothing_said_is_asked_for(visitor: Visitor, bot: SmallBot, words: str) -> None:
    """An empty message is not sent on, and the page says what to do."""
    response = await visitor.post("/say", text=words)
    assert response.status_code == 422
    assert "Skriv något först" in response.text
    assert not bot.events


async def test_a_message_too_long_is_refused_kindly_and_kept(visitor: Visitor, bot: SmallBot) -> None:
    """10,001 characters are refused, with the text still in the field."""
    response = await visitor.post("/say", text="a" * 10_001)
    assert response.status_code == 422
    assert "högst 10 000 tecken" in response.text
    assert "a" * 10_001 in response.text
    assert not bot.events


async def test_ten_thousand_emoji_are_taken(visitor: Visitor, bot: SmallBot) -> None:
    """The size limit leaves room for 10,000 characters of any kind."""
    assert (await visitor.post("/say", text="🚂" * 10_000)).status_code == 303
    assert len(bot.events) == 1


async def test_what_the_core_refuses_is_told(visitor: Visitor) -> None:
    """The core's sentence stands by the field, and the text is kept."""
    response = await visitor.post("/say", text="för mycket")
    assert response.status_code == 422
    assert "Det tar jag inte emot." in response.text
    assert (await visitor.script("/say", text="för mycket")).json() == {"error": "Det tar jag inte emot."}


async def test_when_nothing_can_be_stored_the_text_is_given_back(visitor: Visitor, bot: SmallBot) -> None:
    """503 with a sentence and the text with its key, so that sending again cannot double it."""
    bot.away = True
    response = await visitor.post("/say", key="0123456789abcdef", text="viktigt")
    assert response.status_code == 503
    assert "Kunde inte spara just nu" in response.text
    assert "viktigt" in response.text
    assert "0123456789abcdef" in response.text


async def test_a_pressed_button_edits_its_message(visitor: Visitor, bot: SmallBot) -> None:
    """An edit stands in the place of what it edits, marked as changed; the old contents are gone."""
    html = await visitor.say("möte")
    source = re.findall(r'name="source" value="(\d+)"', html)[0]
    await visitor.post("/act", name="undo", value="7", source=source, label="Ångra")
    html = await visitor.page()
    assert "Mötet är borttaget" in html
    assert "Mötet är sparat" not in html
    assert "(ändrat)" in html
    assert html.index("Mötet är borttaget") < html.index("Nu räknas det inte längre")


async def test_a_deleted_message_is_gone(visitor: Visitor) -> None:
    """A deletion leaves nothing of the message."""
    html = await visitor.say("möte")
    source = re.findall(r'name="source" value="(\d+)"', html)[0]
    await visitor.post("/act", name="remove", source=source)
    assert "Mötet är sparat" not in await visitor.page()


async def test_blocks_look_as_html(visitor: Visitor) -> None:
    """Steps are a numbered list, links safe, tables have a caption and heads, and private posts look like others."""
    html = await visitor.say("steg")
    assert '<ol class="steps" start="1">' in html
    assert 'href="https://support.microsoft.com/teams" rel="noopener noreferrer"' in html
    assert "<strong>Teams</strong>" in html
    html = await visitor.say("möte")
    assert "<caption" in html
    assert '<th scope="col" class="number">Nu</th>' in html


async def test_a_picture_is_seen_by_its_own_session_only(visitor: Visitor, stranger: Visitor) -> None:
    """A picture is served with its alt text and size in the page, to the session it was sent to and no other."""
    html = await visitor.say("bild")
    found = re.search(r'<img src="(/media/\d+/0\.png)" alt="([^"]+)" width="2" height="2"', html)
    assert found
    assert found[2] == "Stapel: Åmål 12 möten, Ed 7"
    response = await visitor.http.get(found[1])
    assert (response.content, response.headers["content-type"]) == (PNG, "image/png")
    assert (await stranger.http.get(found[1])).status_code == 404
    assert (await visitor.http.get(found[1].replace("0.png", "1.png"))).status_code == 404


async def test_a_file_is_saved_not_shown(visitor: Visitor, stranger: Visitor) -> None:
    """A file comes as an attachment of no particular kind, to its own session only."""
    html = await visitor.say("fil")
    path = re.findall(r'href="(/file/\d+)"', html)[0]
    response = await visitor.http.get(path)
    assert response.content == b"a;b\n1;2\n"
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == (
        "attachment; filename=\"m_ten.csv\"; filename*=UTF-8''m%C3%B6ten.csv"
    )
    assert (await stranger.http.get(path)).status_code == 404
