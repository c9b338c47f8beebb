"""The bot's own page: a person's meetings, their group's board and the settings; elsewhere the welcome."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.messages import Event, Home
from chatbot.store import Store
from tests.talks.talk import FULL, NOW, Talk


@pytest.fixture
def paged(store: Store, world: World) -> Talk:
    """A person on a platform that has such a page, and modals."""
    caps = replace(FULL, home=True, forms="modal")
    return Talk(store, Bot(store, replace(world, capabilities=lambda place: caps), app.handlers()))


def opened(talk: Talk) -> str:
    """What is shown when the page is opened."""
    return talk._send(Event(uuid4().hex, "home", talk._me(), talk.place, NOW))


def test_the_page_follows_what_the_person_does(paged: Talk) -> None:
    """Nothing yet, and the welcome beside it; then a group, a meeting and the month's board."""
    first = opened(paged)
    assert "Du har inte loggat något möte än." in first
    assert "[Välj grupp]" in first
    assert "Välkommen till Resfri" in first
    paged.says("/grupp Kommunledningen i Åmål")
    paged.says("/grupp")
    paged.presses("Kommunledningen i Åmål")
    paged.says("/logga-möte i går på Teams, 6 pers, slapp åka till Bengtsfors")
    page = opened(paged)
    for words in ("Bengtsfors", "Topplistan för november", "Dina möten räknas för Kommunledningen", "[Byt grupp]"):
        assert words in page
    assert [type(item) for item in paged.last] == [Home]


def test_where_there_is_no_page_the_person_is_welcomed_once(talk: Talk) -> None:
    """And then nothing more is said."""
    assert "Välkommen till Resfri" in opened(talk)
    assert opened(talk) == ""


def test_a_modal_asked_for_in_words_is_opened_by_a_button(paged: Talk) -> None:
    """Only a command or a press brings the ticket that a modal needs."""
    paged.says("/grupp")
    paged.presses("Kommunledningen i Åmål")
    assert "[Logga ett möte]" in paged.says("logga möte")


def test_a_tip_begins_with_the_words_of_a_message(paged: Talk) -> None:
    """Of whatever is not the word for proposals that wait."""
    from chatbot.store.people import give_role

    paged.says("hej")
    paged.store.call(lambda tx: give_role(tx, 1, "coach", NOW))
    paged.says("/tips förslag på knapp: tryck på Dela")
    assert "nytt-tips|förslag på knapp: tryck på Dela" in {button.value for button in paged.buttons()}
    assert "Inga förslag väntar" in paged.says("/tips Förslag")
