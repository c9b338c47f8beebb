"""katalog.tsv: every topic there should be a guide for, and on which platforms."""

from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.problems import Problem
from chatbot.packs.tables import Row, read_table

COLUMNS = ("id", "titel", "omrade", "plattformar", "svarighet", "forvaxlas_med")


@dataclass(frozen=True, slots=True)
class Topic:
    """One row: `platforms` is empty where the topic is the same everywhere; difficulty 1 (easy) to 3."""

    id: str
    title: str
    area: str
    platforms: tuple[str, ...] = ()
    difficulty: int = 1
    confused_with: tuple[str, ...] = ()


def read_catalogue(file: Path) -> tuple[list[Topic], list[Problem]]:
    """The topics, and the rows that could not be read."""
    rows, wrong = read_table(file, COLUMNS)
    topics: list[Topic] = []
    problems = list(wrong)
    for row in rows:
        if row["id"] and row["titel"] and row["omrade"] and row["svarighet"] in ("1", "2", "3"):
            topics.append(_topic(row))
        else:
            text = notice(N_("Raden saknar id, titel, område eller en svårighet mellan 1 och 3."))
            problems.append(Problem(file, row.line, "catalogue-row", "error", text))
    return topics, problems


def _topic(row: Row) -> Topic:
    platforms = () if row["plattformar"] in ("", "none") else tuple(row["plattformar"].split(","))
    confused_with = tuple(name for name in row["forvaxlas_med"].split(",") if name)
    return Topic(row["id"], row["titel"], row["omrade"], platforms, int(row["svarighet"]), confused_with)
