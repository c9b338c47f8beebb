"""Distances: the table first, else the great circle with the detour factor."""

from pathlib import Path

import pytest

from chatbot.errors import ResfriError
from chatbot.packs.distances import Distance, great_circle_m, read_distances
from chatbot.packs.places import Place, read_places
from chatbot.resources import packs_folder

PLACES, _ = read_places([packs_folder() / "sverige/orter.tsv", packs_folder() / "dalsland/orter.tsv"])
DISTANCES, PROBLEMS = read_distances([packs_folder() / "dalsland/avstand.tsv"], PLACES)


def test_the_shipped_table_is_whole() -> None:
    """51 pairs without findings."""
    assert PROBLEMS == ()
    assert len(DISTANCES.table) == 51


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Ed", "Mellerud", Distance(47_000, 43, "tabell", "medel")),
        ("Mellerud", "Dals-Ed", Distance(47_000, 43, "tabell", "medel")),
        ("Färgelanda", "Mellerud", Distance(43_000, 42, "tabell", "låg")),
        ("Åmål", "Åmål", Distance(0, 0, "tabell", "hög")),
    ],
)
def test_table(a: str, b: str, expected: Distance) -> None:
    """A pair of the table holds in either direction and by any name of the place."""
    assert DISTANCES.between(a, b, PLACES) == expected


def test_estimate() -> None:
    """A pair outside the table is the great circle times 1.3, at 75 km/h from 60 km."""
    way = DISTANCES.between("Arvika", "Åmål", PLACES)
    a, b = PLACES.named("Arvika"), PLACES.named("Åmål")
    assert a is not None
    assert b is not None
    assert way.metres == round(great_circle_m(a, b) * 1.3)
    assert way.minutes == round(way.metres / 1000 / 75 * 60)
    assert way.kind == "uppskattat"


def test_great_circle_of_a_degree() -> None:
    """A degree of latitude is 111.2 km."""
    assert round(great_circle_m(Place("a", "a", 58, 12), Place("b", "b", 59, 12)) / 100) == 1112


def test_an_unknown_place_says_so() -> None:
    """A name that is in no list raises with the name."""
    with pytest.raises(ResfriError, match="Nowhere"):
        DISTANCES.between("Nowhere", "Ed", PLACES)


@pytest.mark.parametrize(
    "row",
    [
        "Ed\tNowhere\t1\t1\thög",
        "Ed\tÅmål\tx\t1\thög",
        "Ed\tÅmål\t0\t1\thög",
        "Ed\tÅmål\t1\t1\tkanske",
        "Ed\tEd\t1\t1\thög",
    ],
)
def test_wrong_rows_are_findings(tmp_path: Path, row: str) -> None:
    """A row that cannot hold is named with its line."""
    file = tmp_path / "avstand.tsv"
    file.write_text(f"från\ttill\tkm\tminuter\ttillförlitlighet\n{row}\n", encoding="utf-8")
    table, problems = read_distances([file], PLACES)
    assert table.table == {}
    assert [p.line for p in problems] == [2]


def test_a_later_file_wins(tmp_path: Path) -> None:
    """A group's own measured distance goes before the shipped one."""
    file = tmp_path / "avstand.tsv"
    header = "från\ttill\tkm\tminuter\ttillförlitlighet\tuppmätt\n"
    file.write_text(header + "Åmål\tEd\t73,4\t70\thög\tja\n", encoding="utf-8")
    table, _ = read_distances([packs_folder() / "dalsland/avstand.tsv", file], PLACES)
    assert table.between("Ed", "Åmål", PLACES) == Distance(73_400, 70, "uppmätt", "hög")
