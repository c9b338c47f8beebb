"""Where a platform has no forms, the same form is asked field by field."""

from dataclasses import replace

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.store import Store
from tests.talks.talk import FULL, Talk


@pytest.fixture
def plain(store: Store, world: World) -> Talk:
    """A person on a platform with text only, in the group of Åmål."""
    bare = replace(FULL, forms="dialogue", buttons=False, edit=False)
    talk = Talk(store, Bot(store, replace(world, capabilities=lambda place: bare), app.handlers()))
    talk.says("/grupp")
    talk.says("Kommunledningen i Åmål")
    return talk


def test_a_meeting_is_logged_field_by_field(plain: Talk) -> None:
    """Each field is asked, a wrong answer is explained, and the meeting is saved."""
    assert "Vilken dag var mötet?" in plain.says("/logga-möte")
    assert "Hur många deltog?" in plain.says("2026-11-17")
    assert "Var hade ni annars träffats?" in plain.says("6")
    assert "Hur möttes ni?" in plain.says("Bengtsfors")
    assert "Hur länge" in plain.says("1")
    saved = plain.says("60")
    assert "Mötet är sparat" in saved
    assert "Tisdag 17 november 2026 på Teams, 6 deltagare, annars i Bengtsfors" in saved


def test_what_was_wrong_is_asked_again_and_the_rest_is_kept(plain: Talk) -> None:
    """An impossible place is explained after the last field; a full stop keeps each answer that was right."""
    for said in ("/logga-möte", "2026-11-17", "6", "Fantasibyn", "1"):
        plain.says(said)
    again = plain.says("60")
    assert "Jag känner inte till platsen" in again
    assert "Vilken dag var mötet?" in again
    for said in (".", ".", "Mellerud", "."):
        plain.says(said)
    saved = plain.says(".")
    assert "6 deltagare, annars i Mellerud" in saved


def test_a_form_can_be_left(plain: Talk) -> None:
    """ "avbryt" ends it without saving, and a command does the same."""
    plain.says("/logga-möte")
    assert "Avbrutet" in plain.says("avbryt")
    plain.says("/logga-möte")
    assert "Det här kan jag" in plain.says("/hjälp")
    assert "Du har inte loggat något möte än" in plain.says("/mina-möten")


def test_a_meeting_is_changed_field_by_field(plain: Talk) -> None:
    """ "Ändra" asks each field with what is known as the suggestion."""
    plain.says("/logga-möte i tisdags på teams, 6 pers, slapp åka till Bengtsfors")
    assert "Vilken dag var mötet?" in plain.says("Ändra")
    plain.says(".")
    for said in ("8", ".", "."):
        plain.says(said)
    changed = plain.says(".")
    assert "Mötet är ändrat" in changed
    assert "8 deltagare" in changed


def test_a_group_is_made_field_by_field(plain: Talk) -> None:
    """A new group needs only its name; the rest can be skipped."""
    plain.says("/grupp")
    plain.says("Skapa er grupp")
    plain.says("Byalaget")
    plain.says(".")
    assert "Nu är du med i Byalaget" in plain.says(".")


def test_a_question_back_and_none_of_these(plain: Talk) -> None:
    """A single word is asked about; "inget av dessa" leads to whom to ask, a number to the tip."""
    asked = plain.says("kameran")
    assert "Inget av dessa" in asked
    assert "Det vet jag tyvärr inte" in plain.says("inget av dessa")
    plain.says("kameran")
    assert "Så här gör du" in plain.says("1")


def test_the_tools_steps_are_a_choice_away(plain: Talk) -> None:
    """The common steps come first; naming the tool gives its own, also as a follow-up."""
    plain.says("hur delar jag skärmen?")
    assert "Så här gör du i Zoom" in plain.says("och i zoom då?")
    assert "Så här gör du i Teams" in plain.says("Teams")
