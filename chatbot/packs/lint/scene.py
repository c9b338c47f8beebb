"""What a rule may look at: one guide with its file, one question bank, and everything round them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from chatbot.packs.bank import BankLine
from chatbot.packs.document import Document, Spot, Value
from chatbot.packs.guide import Guide
from chatbot.packs.library import Library
from chatbot.packs.overlay import Overlay
from chatbot.packs.problems import Problem
from chatbot.text import plain, words

FREE = ("adress", "fil")  # keys whose text is no prose


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question stands: whose it is, and in which file and line."""

    owner: str
    file: Path
    line: int


@dataclass(frozen=True)
class GuideFile:
    """A guide and the file it was read from."""

    guide: Guide
    document: Document

    @cached_property
    def texts(self) -> Sequence[tuple[Spot, str]]:
        """Each text of the file with its place; those that are no prose are left out."""
        found: list[tuple[Spot, str]] = []
        _gather(self.document.data, (), found)
        return found


def _gather(value: Value, spot: Spot, found: list[tuple[Spot, str]]) -> None:
    if isinstance(value, str):
        if spot and spot[-1] not in FREE:
            found.append((spot, value))
    elif value is not None:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            _gather(inner, (*spot, key), found)


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
    def known(self) -> frozenset[str]:
        """The guides this pack may point to: those there are, and those another pack hides, which is no fault here."""
        hidden = (one.base.id for one in self.library.overlays if one.guide is None and one.folder != self.folder)
        return frozenset((*self.library.guides, *hidden))

    @cached_property
    def over(self) -> Mapping[str, Overlay]:
        """What this pack replaces or hides, by the guide's id."""
        return {one.base.id: one for one in self.library.overlays if one.folder == self.folder}


GuideRule = Callable[[GuideFile, Scene], Iterator[Problem]]
BankRule = Callable[[BankFile, Scene], Iterator[Problem]]


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, which several rules ask for, and which variants have in common."""
    return words(text)


@lru_cache(maxsize=200_000)
def same(question: str) -> str:
    """Questions that differ only in case, marks and å ä ö are the same. Several rules ask it of each question."""
    return " ".join(plain(word) for word in words(question))
