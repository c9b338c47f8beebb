"""What is wrong with a pack's content: a finding with file and line, never an exception."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chatbot.errors import Notice

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where it is, which rule it breaks, and how to mend it."""

    file: Path
    line: int  # counted from 1; 0 when it concerns the whole file
    rule: str  # stable short name, such as "factor-gap"
    level: Level
    text: Notice
    hint: Notice | None = None
