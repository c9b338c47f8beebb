"""Normalising, folding and stemming."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.text import fold, is_stop, normalise, stems, words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Mo\u0308te", "möte"),  # NFD
        ("Heeeej!!!", "hej!!!"),
        ("skärm\u00addelning", "skärmdelning"),
        ("te\u200bams", "teams"),
        ("a\x00b\tc\n d", "a b c d"),
        ("   ", ""),
        ("\u202eabc", "abc"),
        ("1000000", "1000000"),
    ],
)
def test_normalise(typed: str, expected: str) -> None:
    """One form of each letter, nothing invisible, drawn-out letters shortened, figures left alone."""
    assert normalise(typed) == expected


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Möte", "mote"),
        ("SKÄRMEN", "skarmen"),
        ("idé", "ide"),
        ("Åsa", "asa"),
        ("tеams", "teams"),  # a Cyrillic letter
    ],
)
def test_fold_meets_typing_without_dots(one: str, two: str) -> None:
    """Words typed without å ä ö, or with letters that look alike, are the same word."""
    assert fold(one) == fold(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("mötet", "möten"),
        ("mötet", "motet"),
        ("delning", "dela"),
        ("skärmarna", "skarm"),
        ("mikrofonen", "mikrofoner"),
        ("bokning", "boka"),
    ],
)
def test_forms_of_a_word_meet(one: str, two: str) -> None:
    """Inflections, and verb and noun, have the same stem."""
    assert stems(one) == stems(two) != ()


@pytest.mark.parametrize("word", ["inte", "mig", "dem", "de", "andra", "ingen", "på", "av", "in", "ut"])
def test_negations_and_directions_are_kept(word: str) -> None:
    """Words that turn the meaning are no stop words."""
    assert not is_stop(word)
    assert stems(word)


@pytest.mark.parametrize("word", ["och", "hur", "jag", "är", "ar", "för", "for"])
def test_stop_words(word: str) -> None:
    """Words that say nothing are left out, also without dots."""
    assert is_stop(word)


@given(st.text())
def test_never_raises_and_is_stable(text: str) -> None:
    """Any text can be normalised, and doing it twice changes nothing."""
    once = normalise(text)
    assert normalise(once) == once
    assert len(fold(text)) == len(once)
    words(text)
    stems(text)


@pytest.mark.measured
@pytest.mark.parametrize("text", ["a" * 100_000, "å" * 100_000, "ord " * 25_000, "\u0300" * 100_000, "!?" * 50_000])
def test_a_huge_text_is_cheap(text: str) -> None:
    """100 kB takes no noticeable time, and only the first 2,000 characters are ranked."""
    began = time.perf_counter()
    found = stems(text)
    assert time.perf_counter() - began < 0.5
    assert sum(map(len, found)) <= 2000
