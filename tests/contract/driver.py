"""A user of a platform, as the scenarios see one: says, presses, fills in, reads. Each adapter brings its own."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Protocol

from chatbot.ports import Capabilities, Feed, Sink
from tests.contract.script import ScriptedBot


class Core(Sink, Feed, Protocol):
    """What a pull adapter talks to, scripted or real."""

    async def quiet(self) -> None:
        """Wait until all that was accepted is answered."""


class Person(Protocol):
    """Somebody on a platform."""

    async def say(self, text: str) -> None:
        """Write something, and wait for the answer."""

    async def press(self, label: str) -> None:
        """Press the newest button of this label; where there are none, answer with the number that stands by it."""

    async def submit(self, values: Mapping[str, str]) -> None:
        """Fill in the form that is open, answers by their labels in its order, and send it; or answer its dialogue."""

    async def seen(self) -> Sequence[str]:
        """What the person can read in the place, a message each, oldest first."""

    def problems(self) -> Sequence[str]:
        """What the platform had to complain of so far."""


class Driver(Person, Protocol):
    """One person in a scripted talk, and somebody else who reads along if the place is a group."""

    bot: ScriptedBot

    @property
    def caps(self) -> Capabilities:
        """What the place can show."""

    @property
    def group(self) -> bool:
        """True when others read along in the place."""

    async def again(self) -> None:
        """The platform delivers the last thing once more, as platforms do."""

    async def others(self) -> Sequence[str]:
        """What somebody else can read who is in the place, or who has a place of the same adapter."""


def visible(words: str) -> str:
    """What there is to read in a text: no control characters or direction marks, single spaces."""
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in words)
    kept = (c for c in spaced if unicodedata.category(c) not in {"Cf", "Cs"})
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def letters(words: str) -> str:
    """The same without any spaces: for comparing what a platform may break over lines."""
    return unicodedata.normalize("NFC", "".join(visible(words).split()))
