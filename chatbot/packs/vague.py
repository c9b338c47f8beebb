"""oklart.tsv: questions so vague that a good coach asks back first, and the guides that could be meant."""

from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.problems import Problem
from chatbot.packs.tables import read_table

COLUMNS = ("fraga", "guider")


@dataclass(frozen=True, slots=True)
class Vague:
    """A question and the guides, two or more, that it could be about."""

    text: str
    guides: tuple[str, ...]
    line: int = 0


def read_vague(file: Path) -> tuple[list[Vague], list[Problem]]:
    """The questions, and the rows that could not be read."""
    rows, wrong = read_table(file, COLUMNS)
    found: list[Vague] = []
    problems = list(wrong)
    for row in rows:
        ids = tuple(id.strip() for id in row["guider"].split(",") if id.strip())
        if row["fraga"] and len(ids) > 1:
            found.append(Vague(row["fraga"], ids, row.line))
        else:
            text = notice(N_("Raden behöver en fråga och minst två guider."))
            problems.append(
                Problem(file, row.line, "vague-row", "error", text, notice(N_("Skilj guiderna med komma.")))
            )
    return found, problems
