"""What is a command, what is a question, and what is a mistyped command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.conversation.command_line import Mistyped, Typed, read_command
from chatbot.ports import CommandSpec

SPECS = (
    CommandSpec("logga-möte", "h", spellings=("logga",)),
    CommandSpec("ångra", "h"),
    CommandSpec("mina-möten", "h"),
    CommandSpec("hjälp", "h", spellings=("help", "start")),
    CommandSpec("topplista", "h"),
)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/logga-möte igår 5 pers", "logga-möte", "igår 5 pers"),
        ("/logga-mo\u0308te igår", "logga-möte", "igår"),
        ("/logga_mote igår", "logga-möte", "igår"),
        ("/loggamöte", "logga-möte", ""),
        ("/logga möte igår", "logga-möte", "igår"),
        ("/logga igår", "logga-möte", "igår"),
        ("/LOGGA-MÖTE x", "logga-möte", "x"),
        ("/logga_mote@resfri_bot x", "logga-möte", "x"),
        ("!logga-möte x", "logga-möte", "x"),
        ("logga möte igår på Teams", "logga-möte", "igår på Teams"),
        ("Logga möte", "logga-möte", ""),
        ("/hjälp", "hjälp", ""),
        ("hjälp!", "hjälp", ""),
        ("/start", "hjälp", ""),
        ("  /ångra  ", "ångra", ""),
        ("angra", "ångra", ""),
        ("/topplista förra månaden", "topplista", "förra månaden"),
    ],
)
def test_a_command_is_read_however_it_is_spelled(text: str, name: str, rest: str) -> None:
    """Hyphen, underscore, space or nothing; with or without å ä ö, NFC or NFD; small or large letters."""
    assert read_command(text, SPECS) == Typed(next(spec for spec in SPECS if spec.name == name), rest)


@pytest.mark.parametrize(
    "text",
    [
        "hur loggar jag ett möte?",
        "hjälp mig med ljudet",
        "hjälp, ljudet är borta",
        "topplista?!",
        "hej",
        "",
        "/",
        "/ 5",
        "7/11",
        "logga in på teams",
        "ångra min delning",
        "https://teams.microsoft.com",
    ],
)
def test_a_question_is_no_command(text: str) -> None:
    """What only looks like a command is left to the answers."""
    assert read_command(text, SPECS) is None


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("/loga-möte igår", "logga-möte"), ("/hjlp", "hjälp"), ("/toplista", "topplista"), ("/qqqqqqqqqqqq", None)],
)
def test_a_mistyped_command_knows_the_nearest(text: str, nearest: str | None) -> None:
    """Up to three typos; further away nothing is suggested."""
    found = read_command(text, SPECS)
    assert isinstance(found, Mistyped)
    assert (found.nearest.name if found.nearest else None) == nearest


@given(st.text(max_size=400))
def test_nothing_a_person_types_breaks_it(text: str) -> None:
    """Any text is a command, a mistyped one or none."""
    assert read_command(text, SPECS) is None or isinstance(read_command(text, SPECS), Typed | Mistyped)
