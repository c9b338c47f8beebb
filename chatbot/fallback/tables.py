"""A table as text (pure): columns set by spaces where they fit a narrow window, else row by row."""

import unicodedata
from collections.abc import Sequence

from chatbot.messages import Span, Table, Text, text

MONO_WIDTH = 76  # a wider table is shown row by row: aligned columns would wrap and be unreadable


def mono(table: Table) -> Sequence[Text]:
    """The caption, then the table: one block of code spans, a line each; or a paragraph a row when it is wide."""
    rows = [[_one_line(cell) for cell in row] for row in (table.header, *table.rows)]
    columns = max(len(row) for row in rows)
    widths = [max(cells(row[i]) for row in rows if i < len(row)) for i in range(columns)]
    caption = [text(table.caption)] if table.caption else []
    if sum(widths) + 2 * (columns - 1) > MONO_WIDTH:
        return [*caption, *(text(_as_list(rows[0], row)) for row in rows[1:])]
    lines = [_line(row, widths, table.numeric) for row in rows]
    return [*caption, Text(tuple(Span(line, code=True) for line in _ended(lines)))]


def cells(words: str) -> int:
    """Columns a text takes on a screen: wide letters two (Unicode UAX 11), combining and invisible marks none."""
    return sum(_width(letter) for letter in words)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _ended(lines: Sequence[str]) -> Sequence[str]:
    """All but the last with their line break."""
    return [*(f"{line}\n" for line in lines[:-1]), lines[-1]]


def _as_list(header: Sequence[str], row: Sequence[str]) -> str:
    named = [f"{header[i]}: {cell}" if i < len(header) and header[i] else cell for i, cell in enumerate(row)]
    return "; ".join(cell for cell in named if cell)


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[int]) -> str:
    return "  ".join(_padded(cell, widths[i], right=i in numeric) for i, cell in enumerate(row)).rstrip()


def _padded(cell: str, width: int, *, right: bool) -> str:
    space = " " * (width - cells(cell))
    return space + cell if right else cell + space
