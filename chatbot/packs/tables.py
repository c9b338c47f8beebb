"""Tab-separated tables of a pack: rows by column name, each with its line, and findings for rows that do not fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.problems import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its line in the file and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def read_table(file: Path, columns: Sequence[str]) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """The table's rows; a missing column or an unreadable file is a finding and gives no rows."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return (), (Problem(file, 0, "table-unreadable", "error", notice(N_("Filen går inte att läsa som UTF-8."))),)
    header = lines[0].split("\t") if lines else []
    missing = [column for column in columns if column not in header]
    if missing:
        text = notice(N_("Tabellen saknar kolumnen {column}."), column=missing[0])
        return (), (Problem(file, 1, "table-column", "error", text),)
    return tuple(_rows(header, lines[1:])), ()


def _rows(header: Sequence[str], lines: Sequence[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        if line.strip() and not line.startswith("#"):
            yield Row(number, dict(zip(header, line.split("\t"), strict=False)))
