"""A line from a keyboard or a pipe becomes an event."""

from datetime import UTC, datetime

import pytest

from chatbot.messages import Place
from chatbot_adapters.terminal.incoming import clean, ends, message

AT = datetime(2026, 11, 17, 12, 30, tzinfo=UTC)
PLACE = Place("terminal", "local", "abc")


def test_an_event() -> None:
    """Who, where, when and what."""
    event = message(" hej på dig \n", PLACE, AT, "k1")
    assert (event.key, event.kind, event.text, event.at, event.place) == ("k1", "message", "hej på dig", AT, PLACE)
    assert (event.actor.platform, event.actor.user_id, event.addressed) == ("terminal", "abc", True)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("ska\u0308rmen", "skärmen"),
        ("\x1b[31mröd\x00\x07", "[31mröd"),
        ("a\tb", "a\tb"),
        ("\udce5ngra", "ngra"),
        ("  ", ""),
        ("🚂", "🚂"),
        ("שלום", "שלום"),
    ],
)
def test_clean(line: str, text: str) -> None:
    """NFC, and nothing that a database refuses."""
    assert clean(line) == text


@pytest.mark.parametrize("line", ["avsluta", "Avsluta ", "/avsluta", "quit", "exit"])
def test_words_that_end(line: str) -> None:
    """In either language."""
    assert ends(line)


@pytest.mark.parametrize("line", ["", "avsluta mötet", "hur avslutar jag?"])
def test_words_that_do_not(line: str) -> None:
    """A question about ending is a question."""
    assert not ends(line)
