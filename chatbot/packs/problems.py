"""What is wrong with a pack's content: a finding with file and line, never an exception."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chatbot.errors import Notice
from chatbot.i18n import Translator

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where it is, which rule it breaks, and how to mend it."""

    file: Path
    line: int  # counted from 1; 0 when it concerns the whole file
    rule: str  # stable short name, such as "factor-gap"
    level: Level
    text: Notice
    hint: Notice | None = None
    column: int = 0  # counted from 1; 0 where it is not known


def problem_line(problem: Problem, t: Translator) -> str:
    """The finding as one line: "fil:rad:kolumn: mening. Råd"; without the line where it concerns the whole file."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    said = f"{place}: {t.tell(problem.text)}"
    return f"{said} {t.tell(problem.hint)}" if problem.hint else said
