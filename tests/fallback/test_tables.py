"""Tables as text: aligned where they fit, row by row where they do not, every cell there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.fallback.tables import cells, mono
from chatbot.messages import Table, Text


def shown(table: Table) -> list[str]:
    """The text of each paragraph."""
    return ["".join(span.text for span in block.spans) for block in mono(table)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            Table(("Ort", "Möten"), (("Åmål", "12"), ("Ed", "7")), numeric=(1,)),
            ["Ort   Möten\nÅmål     12\nEd        7"],
        ),
        (Table(("A", "B"), (("日本", "x"), ("a", "y"))), ["A     B\n日本  x\na     y"]),
        (Table(("A",), (("e\u0301",),), "Rubrik"), ["Rubrik", "A\ne\u0301"]),
        (Table(("A", "B"), (("1",), ("1", "2", "3"))), ["A  B\n1\n1  2  3"]),
        (Table(("A",), (("två\nrader",),)), ["A\ntvå rader"]),
        (Table((), ()), [""]),
        (Table(("Namn", ""), (("x" * 60, "y" * 60),)), ["Namn: " + "x" * 60 + "; " + "y" * 60]),
    ],
)
def test_tables(table: Table, expected: list[str]) -> None:
    """Columns by the width on the screen; rows of other lengths than the header are shown whole."""
    assert shown(table) == expected


def test_an_aligned_table_is_code() -> None:
    """So that a platform shows it in letters of one width."""
    (block,) = mono(Table(("A", "B"), (("1", "2"),)))
    assert isinstance(block, Text)
    assert all(span.code for span in block.spans)


CELL = st.text(st.characters(categories=("L", "N", "P", "S", "M"))).filter(lambda c: not c or cells(c) > 0)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=2, max_size=5))
def test_every_cell_can_be_read(rows: list[list[str]]) -> None:
    """Whatever stands in a cell stands in the text."""
    table = Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))
    told = "\n".join(shown(table))
    assert all(cell in told for row in table.rows for cell in row)
