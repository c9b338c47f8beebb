"""Reading YAML safely: every plain value as the text that stands there, with the line of each value kept.

Values are not guessed: `no`, `13:30` and `0123` stay what was typed and the model says what it wants. No anchors,
no tags, no large files, so a hostile file costs nothing.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from chatbot.errors import N_, Notice, notice
from chatbot.packs.problems import Level, Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "value")
)
TAB = re.compile(r"^ *\t")
# What YAML 1.1 reads as true or false, as a number to base 60, or to base 8.
TRAP = re.compile(r"y|n|yes|no|on|off|true|false|[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?|[-+]?0\d+", re.IGNORECASE)

Spot = tuple[str | int, ...]
Value = str | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and at which line and column (from 1) each key and list item stands.

    `traps` are values that other programs read as something else than what was typed: `no`, `13:30`, `0123`.
    """

    file: Path
    data: Value
    places: Mapping[Spot, tuple[int, int]] = field(default_factory=dict)
    traps: Mapping[Spot, str] = field(default_factory=dict)

    def place(self, spot: Spot) -> tuple[int, int]:
        """Line and column of the value, or of the nearest thing round it."""
        for length in range(len(spot), 0, -1):
            if spot[:length] in self.places:
                return self.places[spot[:length]]
        return 1, 1

    def problem(
        self, spot: Spot, rule: str, text: Notice, hint: Notice | None = None, level: Level = "error"
    ) -> Problem:
        """A finding at this spot."""
        line, column = self.place(spot)
        return Problem(self.file, line, rule, level, text, hint, column)


class Unreadable(Exception):
    """The one thing that makes a file unreadable; never leaves this room."""

    def __init__(self, line: int, rule: str, text: Notice, hint: Notice | None = None) -> None:
        super().__init__(rule)
        self.found = (line, rule, text, hint)

    def problem(self, file: Path) -> Problem:
        """As a finding in this file."""
        line, rule, text, hint = self.found
        return Problem(file, line, rule, "error", text, hint)


def read_document(file: Path) -> Document | Problem:
    """The file's contents, or the one thing that makes it unreadable."""
    try:
        source = read_text(file)
        return parse_document(source, file)
    except Unreadable as unreadable:
        return unreadable.problem(file)


def read_text(file: Path) -> str:
    """The file as NFC text; too large or not UTF-8 is refused."""
    try:
        raw = file.read_bytes() if file.stat().st_size <= MAX_BYTES else None
    except OSError:
        raise Unreadable(1, "unreadable", notice(N_("Filen går inte att läsa."))) from None
    if raw is None:
        text = notice(N_("Filen är större än {kb} kB och läses inte."), kb=MAX_BYTES // 1024)
        raise Unreadable(1, "too-large", text, notice(N_("Dela upp den i flera filer.")))
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = notice(N_("Spara filen som UTF-8."))
        raise Unreadable(line, "encoding", notice(N_("Filen är inte sparad som UTF-8.")), hint) from None


def parse_document(source: str, file: Path) -> Document:
    """The text as a document."""
    reading = _Reading()
    try:
        node = yaml.compose(source, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _broken(error, source) from None
    except (yaml.YAMLError, RecursionError):
        raise Unreadable(1, "yaml", notice(N_("Filen är inte giltig YAML."))) from None
    data = None if node is None else _value(node, (), reading)
    return Document(file, data, reading.places, reading.traps)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is gathered while a file is walked."""

    places: dict[Spot, tuple[int, int]] = field(default_factory=dict)
    traps: dict[Spot, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


def _broken(error: yaml.MarkedYAMLError, source: str) -> Unreadable:
    # An open quotation mark is noticed far below; the place where it began is the one to mend.
    mark = error.context_mark if "quoted" in str(error.context) else error.problem_mark
    line = mark.line + 1 if mark else 1
    for number, row in enumerate(source.splitlines()[: line + 1], start=1):
        if TAB.match(row):
            hint = notice(N_("Byt tabben mot mellanslag."))
            return Unreadable(number, "tab", notice(N_("Raden är indragen med en tabb.")), hint)
    hint = notice(N_("Se efter indrag, kolon och citattecken på raden och raden före."))
    return Unreadable(line, "yaml", notice(N_("Här går filen inte att läsa som YAML.")), hint)


def _value(node: yaml.Node, spot: Spot, reading: _Reading) -> Value:
    line = node.start_mark.line + 1
    reading.places.setdefault(spot, (line, node.start_mark.column + 1))
    _guard(node, spot, line, reading.seen)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, spot, reading)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*spot, number), reading) for number, item in enumerate(node.value)]
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    if plain and TRAP.fullmatch(str(node.value)):
        reading.traps[spot] = str(node.value)
    return None if node.tag.endswith(":null") else str(node.value).strip()


def _guard(node: yaml.Node, spot: Spot, line: int, seen: set[int]) -> None:
    if id(node) in seen:
        hint = notice(N_("Skriv ut texten i stället."))
        raise Unreadable(line, "anchor", notice(N_("Ankare och hänvisningar (& och *) används inte här.")), hint)
    seen.add(id(node))
    if node.tag not in PLAIN_TAGS:
        hint = notice(N_("Sätt citattecken om texten börjar med ett utropstecken."))
        raise Unreadable(line, "tag", notice(N_("YAML-taggar (!) används inte här.")), hint)
    if len(spot) > MAX_DEPTH:
        raise Unreadable(line, "depth", notice(N_("Listorna ligger för djupt inuti varandra.")))


def _mapping(node: yaml.MappingNode, spot: Spot, reading: _Reading) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise Unreadable(line, "key", notice(N_("En nyckel måste vara ett ord.")))
        key = str(key_node.value).strip()
        if key in found:
            text = notice(N_("Nyckeln {key} står två gånger."), key=key)
            raise Unreadable(line, "duplicate-key", text, notice(N_("Ta bort den ena.")))
        if key == "<<":
            raise Unreadable(line, "anchor", notice(N_("Ankare och hänvisningar (& och *) används inte här.")))
        reading.places[*spot, key] = (line, key_node.start_mark.column + 1)
        found[key] = _value(value_node, (*spot, key), reading)
    return found
