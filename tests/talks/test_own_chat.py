"""Where private answers go to the person's own chat, a person has one dialogue in all places (Telegram)."""

from dataclasses import replace

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.messages import Place
from chatbot.ports import Capabilities
from chatbot.store import Store
from tests.talks.talk import FULL, Talk

PHONE = Capabilities(buttons=True, ephemeral="dm", edit=True, images=True)
GROUP = Place("test", "t", "-5", kind="group")


@pytest.fixture
def own(store: Store, world: World) -> Talk:
    """A person in their own chat, known and in a group."""
    talk = Talk(store, Bot(store, replace(world, capabilities=lambda place: PHONE), app.handlers()))
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


@pytest.fixture
def group(own: Talk) -> Talk:
    """The same person in a group."""
    return Talk(own.store, own.bot, place=GROUP)


def test_a_number_in_the_own_chat_answers_what_was_asked_in_the_group(own: Talk, group: Talk) -> None:
    """The second choice is the one that is taken, also where somebody else has said "2" of their own."""
    group.says("zxqv blorp")
    second = group.labels()[1]
    Talk(own.store, own.bot, "u2", place=Place("test", "t", "d2")).says("2")
    assert own.says("2").startswith(second)


def test_a_form_that_was_begun_in_the_group_is_filled_in_in_the_own_chat(own: Talk, group: Talk) -> None:
    """Field by field, and back again; "avbryt" ends it in both."""
    assert "Vilken dag" in group.says("/logga-möte")
    assert "Hur många deltog?" in own.says(".")
    own.says("avbryt")
    assert "Hur många" not in group.says("6")


def test_the_meeting_logged_in_the_group_is_corrected_in_the_own_chat(own: Talk, group: Talk) -> None:
    """Just by saying so."""
    assert "Mötet är sparat" in group.says("/logga-möte i tisdags på teams, 6 pers, slapp åka till Bengtsfors")
    assert "8 deltagare" in own.says("vi var 8")
    assert "9 deltagare" in group.says("vi var 9")


def test_where_a_group_can_hide_an_answer_each_place_has_its_own(store: Store, world: World) -> None:
    """A number in another place means nothing there."""
    bot = Bot(store, replace(world, capabilities=lambda place: FULL), app.handlers())
    Talk(store, bot, place=GROUP).says("/logga-möte")
    assert "Hur många deltog?" not in Talk(store, bot).says(".")
