"""Reading YAML safely: every plain value as the text that stands there, with the line of each value kept.

Values are not guessed: `no`, `13:30` and `0123` stay what was typed and the model says what it wants. No anchors,
no tags, no large files, so a hostile file costs nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from chatbot.errors import N_, Notice, notice
from chatbot.packs.problems import Level, Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
NAMES = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "value")
PLAIN_TAGS = frozenset((None, "!", *(f"tag:yaml.org,2002:{name}" for name in NAMES)))
NOTHING = frozenset(("", "~", "null", "Null", "NULL"))  # what YAML 1.1 reads as no value
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
    """The text as a document. From the parser's events: its nodes would take twice the time, most of it guessing."""
    reading = _Reading(yaml.parse(source, Loader=yaml.CSafeLoader))
    try:
        data = _whole(reading)
    except yaml.MarkedYAMLError as error:
        raise _broken(error, source) from None
    except yaml.YAMLError:
        raise Unreadable(1, "yaml", notice(N_("Filen är inte giltig YAML."))) from None
    return Document(file, data, reading.places, reading.traps)


def _whole(reading: "_Reading") -> Value:
    """The one document of the file, None for an empty one."""
    next(reading.events)  # the stream's beginning
    if isinstance(next(reading.events), yaml.StreamEndEvent):
        return None
    data = _value(next(reading.events), (), reading)
    next(reading.events)  # the document's end
    more = next(reading.events)
    if not isinstance(more, yaml.StreamEndEvent):
        text = notice(N_("Här börjar ett dokument till. En fil är ett dokument."))
        raise Unreadable(_place(more)[0], "yaml", text, notice(N_("Ta bort raden med tre streck.")))
    return data


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The events that are left of a file, and what is gathered while it is walked."""

    events: Iterator[yaml.Event]
    places: dict[Spot, tuple[int, int]] = field(default_factory=dict)
    traps: dict[Spot, str] = field(default_factory=dict)


def _broken(error: yaml.MarkedYAMLError, source: str) -> Unreadable:
    # An open quotation mark is noticed far below; the place where it began is the one to mend.
    mark = error.context_mark if "quoted" in str(error.context) else error.problem_mark
    line = mark.line + 1 if mark else 1
    for number, row in enumerate(source.splitlines()[: line + 1], start=1):
        if TAB.match(row):
            hint = notice(N_("Byt tabben mot mellanslag."))
            return Unreadable(number, "tab", notice(N_("Raden är indragen med en tabb.")), hint)
    hint = notice(N_("Se efter indrag, kolon, citattecken och ett kvarglömt [] på raden och raden före."))
    return Unreadable(line, "yaml", notice(N_("Här går filen inte att läsa som YAML.")), hint)


def _value(event: yaml.Event, spot: Spot, reading: _Reading) -> Value:
    place = _place(event)
    reading.places.setdefault(spot, place)
    _guard(event, spot, place[0])
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, spot, reading)
    return _mapping(spot, reading) if isinstance(event, yaml.MappingStartEvent) else _sequence(spot, reading)


def _scalar(event: yaml.ScalarEvent, spot: Spot, reading: _Reading) -> str | None:
    value = str(event.value)
    if not event.style:
        if TRAP.fullmatch(value):
            reading.traps[spot] = value
        if value in NOTHING and event.tag in (None, "!"):
            return None
    return None if event.tag and event.tag.endswith(":null") else value.strip()


def _sequence(spot: Spot, reading: _Reading) -> list[Value]:
    found: list[Value] = []
    for event in reading.events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        found.append(_value(event, (*spot, len(found)), reading))
    return found


def _guard(event: yaml.Event, spot: Spot, line: int) -> None:
    """No alias is ever followed, and no tag believed."""
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        hint = notice(N_("Skriv ut texten, och sätt citattecken om den börjar med & eller *."))
        raise Unreadable(line, "anchor", notice(N_("Ankare och hänvisningar (& och *) används inte här.")), hint)
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag not in PLAIN_TAGS:
        hint = notice(N_("Sätt citattecken om texten börjar med ett utropstecken."))
        raise Unreadable(line, "tag", notice(N_("YAML-taggar (!) används inte här.")), hint)
    if len(spot) > MAX_DEPTH:
        raise Unreadable(line, "depth", notice(N_("Listorna ligger för djupt inuti varandra.")))


def _mapping(spot: Spot, reading: _Reading) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for event in reading.events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line, column = _place(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable(line, "key", notice(N_("En nyckel måste vara ett ord.")))
        _guard(event, spot, line)
        key = str(event.value).strip()
        if key in found:
            text = notice(N_("Nyckeln {key} står två gånger."), key=key)
            raise Unreadable(line, "duplicate-key", text, notice(N_("Ta bort den ena.")))
        if key == "<<":
            raise Unreadable(line, "anchor", notice(N_("Ankare och hänvisningar (& och *) används inte här.")))
        reading.places[*spot, key] = (line, column)
        found[key] = _value(next(reading.events), (*spot, key), reading)
    return found
