"""Long paragraphs in pieces: none too long, nothing lost, no letter parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.fallback import split
from chatbot.fallback.splitting import size
from chatbot.messages import Span, Text, strong, text
from chatbot.ports import Unit

UNITS: tuple[Unit, ...] = ("chars", "utf16", "bytes")


def joined(parts: object) -> str:
    """All text of some paragraphs."""
    assert isinstance(parts, list)
    return "".join(span.text for part in parts for span in part.spans)


def pieces(words: str, limit: int, unit: Unit = "chars") -> list[str]:
    """The paragraph's pieces as strings."""
    return ["".join(span.text for span in part.spans) for part in split(text(words), limit, unit)]


@pytest.mark.parametrize(
    ("words", "limit", "unit", "expected"),
    [
        ("hej", 3, "chars", ["hej"]),
        ("", 3, "chars", [""]),
        ("hej på dig", 7, "chars", ["hej på ", "dig"]),
        ("en rad\noch en till", 12, "chars", ["en rad\n", "och en till"]),
        ("hejhejhej", 4, "chars", ["hejh", "ejhe", "j"]),
        ("åäö", 4, "bytes", ["åä", "ö"]),
        ("a🚂🚂", 4, "utf16", ["a🚂", "🚂"]),
        ("🚂🚂", 3, "utf16", ["🚂", "🚂"]),
        ("ee\u0301", 2, "chars", ["e", "e\u0301"]),
        ("x👩\u200d🌾", 3, "chars", ["x", "👩\u200d🌾"]),
        ("x🇸🇪🇳🇴", 2, "chars", ["x", "🇸🇪", "🇳🇴"]),
        ("ab👍🏽", 3, "chars", ["ab", "👍🏽"]),
        ("🚂", 1, "utf16", ["🚂"]),  # a letter longer than the limit goes whole
        ("e" + "\u0301" * 5, 3, "chars", ["e\u0301\u0301", "\u0301" * 3]),  # cannot be avoided
    ],
)
def test_cut_where_it_hurts_least(words: str, limit: int, unit: Unit, expected: list[str]) -> None:
    """Lines before words before letters, and never inside a letter if it can be helped."""
    assert pieces(words, limit, unit) == expected


def test_looks_follow_their_words() -> None:
    """Each piece keeps its look, and a word that fits the next piece is not broken."""
    parts = split(Text((strong("Rubrik: "), Span("https://example.org", href="https://example.org"))), 20, "chars")
    assert parts == [Text((strong("Rubrik: "),)), Text((Span("https://example.org", href="https://example.org"),))]


@given(st.lists(st.text()), st.integers(4, 40), st.sampled_from(UNITS))
def test_nothing_is_lost_and_nothing_is_too_long(spans: list[str], limit: int, unit: Unit) -> None:
    """Joined again the pieces are the paragraph; each fits, and none is empty but where all is."""
    parts = split(text(*spans), limit, unit)
    assert joined(parts) == "".join(spans)
    sizes = [sum(size(span.text, unit) for span in part.spans) for part in parts]
    assert max(sizes) <= limit
    assert all(sizes) or len(parts) == 1


@given(st.text(st.characters(), min_size=1), st.sampled_from(UNITS))
def test_the_smallest_limit_ends(words: str, unit: Unit) -> None:
    """A limit that no letter fits still gives every letter."""
    assert joined(split(text(words), 1, unit)) == words


def test_ten_thousand_letters_are_parted() -> None:
    """A message as long as the core takes, in pieces of 4,096 UTF-16 units."""
    words = "Möte i Åmål 🚂 " * 715
    found = pieces(words, 4096, "utf16")
    assert "".join(found) == words
    assert len(found) == 3
