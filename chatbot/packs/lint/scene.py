"""What a rule may look at: one guide with its file, one question bank, and everything round them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from chatbot.packs.bank import BankLine
from chatbot.packs.document import Document
from chatbot.packs.guide import Guide
from chatbot.packs.library import Library
from chatbot.packs.overlay import Overlay
from chatbot.packs.problems import Problem
from chatbot.text import fold, words


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question stands: whose it is, and in which file and line."""

    owner: str
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class GuideFile:
    """A guide and the file it was read from."""

    guide: Guide
    document: Document


@dataclass(frozen=True, slots=True)
class BankFile:
    """A question bank: whose it is, its file and its lines."""

    id: str
    file: Path
    lines: Sequence[BankLine]


@dataclass(frozen=True)
class Scene:
    """The pack's folder, the whole library, the day it is, the pack's banks, and where each question first stands."""

    folder: Path
    library: Library
    today: date
    banks: Mapping[str, BankFile] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)

    @cached_property
    def over(self) -> Mapping[str, Overlay]:
        """What this pack replaces or hides, by the guide's id."""
        return {one.base.id: one for one in self.library.overlays if one.folder == self.folder}


GuideRule = Callable[[GuideFile, Scene], Iterator[Problem]]
BankRule = Callable[[BankFile, Scene], Iterator[Problem]]


def same(question: str) -> str:
    """Questions that differ only in case, marks and å ä ö are the same."""
    return " ".join(fold(word) for word in words(question))
