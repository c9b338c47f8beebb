"""A coordinator starts a campaign in the chat; everybody sees how it goes."""

import pytest

from chatbot.commands.kampanj import check
from chatbot.packs import Library
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
        ({"namn": "Höst", "start": "1 nov", "slut": "2026-12-11"}, "start"),
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
