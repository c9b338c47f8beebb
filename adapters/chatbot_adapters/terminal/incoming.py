"""From a line to an event (pure)."""

import unicodedata
from datetime import datetime

from chatbot.messages import Actor, Event, Place

QUIT = frozenset({"avsluta", "/avsluta", "quit", "exit"})


def message(line: str, place: Place, at: datetime, key: str) -> Event:
    """What the person said. There is one person in a terminal's place, with the place's own name."""
    return Event(key, "message", Actor("terminal", "local", place.channel), place, at, clean(line))


def clean(line: str) -> str:
    """NFC, without control characters and broken halves of letters, which databases refuse."""
    kept = "".join(c for c in line if c == "\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept).strip()


def ends(line: str) -> bool:
    """True for the words that end the talk."""
    return clean(line).casefold() in QUIT
