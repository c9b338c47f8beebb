"""Places: every way people write a place gives that place, and other words give none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.packs.places import Places, read_places
from chatbot.resources import packs_folder

PLACES, PROBLEMS = read_places([packs_folder() / "sverige/orter.tsv", packs_folder() / "dalsland/orter.tsv"])


def test_the_shipped_lists_are_whole() -> None:
    """All 290 municipalities are there, without findings."""
    assert PROBLEMS == ()
    assert len({place.municipality for place in PLACES.places}) == 290


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Mellerud", "Mellerud"),
        ("melleruds", "Mellerud"),
        ("MELLERUD", "Mellerud"),
        ("Dals-Ed", "Ed"),
        ("dalsed", "Ed"),
        ("Dals Ed", "Ed"),
        ("Dals-Eds kommun", "Ed"),
        ("ed", "Ed"),
        ("Långed", "Dals Långed"),
        ("dals langed", "Dals Långed"),
        ("Åmålsborna", "Åmål"),
        ("amal", "Åmål"),
        ("Åmåls kommun", "Åmål"),
        ("bengtsforsborna", "Bengtsfors"),
        ("färgelandaborna", "Färgelanda"),
        ("fargelnda", "Färgelanda"),
        ("Trolhättan", "Trollhättan"),
        ("Steneby", "Steneby"),
        ("Gbg", "Göteborg"),
        ("Tanum", "Tanum"),
        ("Tanumshede", "Tanumshede"),
        ("Lilla Edet", "Lilla Edet"),
        ("Håbo", "Håbo"),
        ("håbos", "Håbo"),
        ("habo", "Habo"),
        ("A\u030ama\u030al", "Åmål"),
    ],
)
def test_find(typed: str, name: str) -> None:
    """Inflections, aliases, missing å ä ö and small errors are read."""
    found = PLACES.find(typed)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "word", ["", "möte", "Teams", "deltagare", "kommunchefen", "e", "xqz", "förmiddag", "Dalsland", "Västra Götaland"]
)
def test_other_words_are_no_places(word: str) -> None:
    """Words of a meeting line are not taken for places."""
    assert PLACES.find(word) is None


def test_suggestions_come_nearest_first() -> None:
    """What is no place gets names that look like it."""
    assert PLACES.suggest("Melerrod")[0] == "Mellerud"
    assert PLACES.suggest("") == ()


@given(st.text(max_size=40))
def test_never_raises(text: str) -> None:
    """Whatever is typed, find and suggest answer."""
    PLACES.find(text)
    assert len(PLACES.suggest(text)) <= 3


def test_wrong_rows_are_findings(tmp_path: Path) -> None:
    """A row without a position, or one outside Sweden, is named with its line; the rest is read."""
    file = tmp_path / "orter.tsv"
    file.write_text("ort\tkommun\tlat\tlon\nA\tA\tx\t12\nB\tB\t10\t12\nC\tC\t59\t12\n", encoding="utf-8")
    places, problems = read_places([file])
    assert [p.line for p in problems] == [2, 3]
    assert [p.name for p in places.places] == ["C"]


def test_a_missing_column_or_file_is_a_finding(tmp_path: Path) -> None:
    """A table that is no table of places gives no places and says why."""
    file = tmp_path / "orter.tsv"
    file.write_text("ort\n", encoding="utf-8")
    assert read_places([file])[1][0].rule == "table-column"
    assert read_places([tmp_path / "none.tsv"])[1][0].rule == "table-unreadable"
    assert Places(()).find("Ed") is None
