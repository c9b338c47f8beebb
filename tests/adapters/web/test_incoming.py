"""From a request's fields to an event."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot_adapters.web.incoming import action_event, clean, message_event, number
from chatbot_adapters.web.session import by_cookie
from tests.adapters.web.small_bot import NOW

SESSION = by_cookie("c" * 43)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("  hej  ", "hej"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("A\u030ama\u030al", "Åmål"),
        ("a\x00b\x1bc", "abc"),
        ("\ud800x", "?x"),
        ("שלום", "שלום"),
    ],
)
def test_text_is_cleaned(typed: str, heard: str) -> None:
    """NFC, one kind of newline, no control characters, no broken halves; nothing else is touched."""
    assert message_event({"text": typed}, SESSION, NOW, "fresh").text == heard


@given(st.text(st.characters()))
def test_cleaned_text_can_always_be_stored(typed: str) -> None:
    """It is NFC, has no NUL and is valid UTF-8."""
    text = clean(typed)
    assert unicodedata.is_normalized("NFC", text)
    assert "\x00" not in text
    text.encode()


@pytest.mark.parametrize(
    ("key", "kept"),
    [("0123456789abcdef", True), ("a-b_c-d-e", True), ("short", False), ("x" * 65, False), ("a:b:c:d:e:f", False)],
)
def test_a_key_that_is_not_ours_is_not_used(key: str, kept: bool) -> None:
    """A key from a form of ours is kept; anything else gets a fresh one."""
    event = message_event({"text": "x", "key": key}, SESSION, NOW, "fresh")
    assert event.key == f"{SESSION.channel}:{key if kept else 'fresh'}"


@pytest.mark.parametrize(
    ("sent", "heard"), [("7", 7), ("", 0), ("-1", 0), ("1e3", 0), ("٣", 0), ("9" * 19, 2**53), ("9" * 40, 0)]
)
def test_ids_are_numbers_that_a_database_can_hold(sent: str, heard: int) -> None:
    """Anything else counts as none."""
    assert number(sent) == heard


def test_a_button_carries_where_it_stands() -> None:
    """The event names the message, the button and its value."""
    event = action_event({"name": "undo", "value": "7", "source": "12", "label": "Ångra"}, SESSION, NOW, "fresh")
    assert (event.kind, event.name, event.value, event.text) == ("action", "undo", "7", "Ångra")
    assert event.source is not None
    assert event.source.id == "12"
