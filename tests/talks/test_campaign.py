"""A coordinator starts a campaign in the chat; everybody sees how it goes."""

from dataclasses import replace

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.commands.kampanj import check
from chatbot.conversation.context import World
from chatbot.packs import Library
from chatbot.ports import Capabilities
from chatbot.store.people import give_role
from tests.talks.talk import NOW, Talk


@pytest.fixture
def coordinator(talk: Talk) -> Talk:
    """A coordinator in a group."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    talk.store.call(lambda tx: give_role(tx, 1, "coordinator", NOW))
    return talk


def test_from_the_form_to_the_board(coordinator: Talk) -> None:
    """A form with a name, two days and a goal; then it is told of and can be taken away."""
    assert "Ingen kampanj är igång" in coordinator.says("/kampanj")
    assert "Vad heter kampanjen?" in coordinator.presses("Starta en kampanj")
    values = {"namn": "Resfri höst", "start": "2026-11-01", "slut": "2026-12-11", "mål": "136"}
    assert "Kampanjen är igång" in coordinator.submits(**values)
    assert "Resfri höst: från 1 nov. 2026 till 11 dec. 2026" in coordinator.says("/kampanj")
    coordinator.says("/logga-möte i tisdags teams 6 personer, annars Mellerud, från Åmål, bil")
    coordinator.says("/kampanj")
    assert "Resfri höst, 1 november–11 december 2026" in coordinator.presses("Visa ställningen")
    coordinator.says("/kampanj")
    assert "Kampanjen är borttagen" in coordinator.presses("Ta bort kampanjen")
    assert "Ingen kampanj är igång" in coordinator.says("/kampanj")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"namn": " ", "start": "2026-11-01", "slut": "2026-12-11"}, "namn"),
        ({"namn": "Höst", "start": "1 nov", "slut": "2026-12-11"}, ""),
        ({"namn": "Höst", "start": "måndag v 49", "slut": "v 2"}, ""),
        ({"namn": "Höst", "start": "1 dec - 31 jan", "slut": "2027-01-03"}, ""),
        ({"namn": "Höst", "start": "snart", "slut": "2026-12-11"}, "start"),
        ({"namn": "Höst", "start": "2026-11-01", "slut": "31 november"}, "slut"),
        ({"namn": "Höst", "start": "2026-11-01", "slut": "2026-11-03"}, "slut"),
        ({"namn": "Höst", "start": "2026-12-11", "slut": "2026-11-01"}, "slut"),
        ({"namn": "Höst", "start": "2026-09-01", "slut": "2026-10-01"}, "slut"),
        ({"namn": "Höst", "start": "2026-11-01", "slut": "2026-12-11", "mål": "många"}, "mål"),
        ({"namn": "Höst", "start": "2026-11-01", "slut": "2026-12-11", "mål": "0"}, "mål"),
        ({"namn": "Höst", "start": "2026-11-01", "slut": "2026-12-11", "mål": ""}, ""),
    ],
)
def test_what_is_wrong_is_said_by_its_field(values: dict[str, str], field: str) -> None:
    """Each with a sentence; a goal may be left out."""
    assert list(check(values, NOW, Library())) == ([field] if field else [])


@pytest.fixture
def typing(coordinator: Talk, world: World) -> Talk:
    """The same where forms are asked field by field."""
    bare = Capabilities(buttons=True)
    return replace(coordinator, bot=Bot(coordinator.store, replace(world, capabilities=lambda _: bare), app.handlers()))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("1 december", "31/1", "från 1 dec. 2026 till 31 jan. 2027"),
        ("i dag", "fredag v 2", "från 23 nov. 2026 till 15 jan. 2027"),
        ("1 dec - 31 jan", ".", "från 1 dec. 2026 till 31 jan. 2027"),
        ("1 dec - 31 jan", "14 februari", "från 1 dec. 2026 till 14 feb. 2027"),
        ("v 49", "v 2", "från 30 nov. 2026 till 17 jan. 2027"),
        (".", ".", "från 23 nov. 2026 till 3 jan. 2027"),
    ],
)
def test_days_as_a_coordinator_types_them(typing: Talk, first: str, last: str, told: str) -> None:
    """In the form asked field by field; what was understood is told at once, and stands in the campaign."""
    typing.says("/kampanj")
    typing.presses("Starta en kampanj")
    assert "Till exempel 1 december, 1/12 eller måndag v 49" in typing.says("Resfri vinter")
    typing.says(first)
    typing.says(last)
    assert told in typing.says(".")
    assert told in typing.says("/kampanj")


def test_a_day_that_is_not_understood_keeps_the_rest(typing: Talk) -> None:
    """A sentence with examples, and each answer that was given is kept by a point."""
    typing.says("/kampanj")
    typing.presses("Starta en kampanj")
    for said in ("Resfri vinter", "snart", "31 jan"):
        typing.says(said)
    asked = typing.says("136")
    assert "Den dagen förstår jag inte. Skriv till exempel 1 december, 1/12 eller måndag v 49." in asked
    assert "Skriv en punkt för att behålla: Resfri vinter" in asked
    for said in (".", "1 dec"):
        typing.says(said)
    assert "behålla: 136" in typing.says(".")
    done = typing.says(".")
    assert "Kampanjen är sparad" in done
    assert "från 1 dec. 2026 till 31 jan. 2027" in done


@pytest.mark.parametrize("said", ["1 dec - 31 jan", "mellan 1/12 och 31/1", "från 1 december till 31 januari"])
def test_the_days_may_be_said_with_the_command(typing: Talk, said: str) -> None:
    """The form has them then."""
    assert "Vad heter kampanjen?" in typing.says(f"/kampanj {said}")
    assert "behålla: 2026-12-01" in typing.says("Resfri vinter")
    assert "behålla: 2027-01-31" in typing.says(".")


def test_days_with_the_command_that_are_none_are_told(typing: Talk) -> None:
    """With an example; other words show how it goes, as without any."""
    assert "måndag v 49" in typing.says("/kampanj 31 november")
    assert "Ingen kampanj är igång" in typing.says("/kampanj status")


def test_a_participant_cannot(talk: Talk) -> None:
    """It is the coordinator's."""
    assert "för coacher och samordnare" in talk.says("/kampanj")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/topplista timmar förra veckan", "Topplistan för vecka"),
        ("/topplista kg mellan 1/11 och 20/11", "1–20 november 2026"),
        ("/topplista kvartal", "kvartal 4 2026"),
        ("/topplista tertial", "tertial 3 2026"),
        ("/topplista Kommunledningen i Åmål året", "Kommunledningen i Åmål, 2026"),
        ("/topplista kampanj", "En samordnare startar en i chatten med /kampanj"),
        ("/topplista timmar kampanjen", "Ingen kampanj är igång"),
        ("/topplista blåbär", "andel, timmar, kWh, kg eller förbättring"),
    ],
)
def test_boards_as_people_ask_for_them(coordinator: Talk, said: str, told: str) -> None:
    """What is counted, of whom, and when, in any order; what is not understood says what can be asked."""
    coordinator.says("/logga-möte i tisdags teams 6 personer, annars Mellerud, från Åmål, bil")
    assert told in coordinator.says(said)


def test_the_campaigns_own_goal_is_told(coordinator: Talk) -> None:
    """On its board, in place of the federation's."""
    coordinator.says("/kampanj")
    coordinator.presses("Starta en kampanj")
    coordinator.submits(namn="Resfri höst", start="2026-11-01", slut="2026-12-11", mål="136")
    coordinator.says("/logga-möte i tisdags teams 6 personer, annars Mellerud, från Åmål, bil")
    assert "Målet är 136 möten tillsammans till 11 dec. 2026" in coordinator.says("/topplista kampanj")
