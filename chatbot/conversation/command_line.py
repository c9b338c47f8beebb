"""What a person typed as a command: `/logga-möte …`, `/logga_mote`, `/loggamöte`, or plainly "logga möte …"."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.ports import CommandSpec

FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "-": None, "_": None, " ": None})
SLASHES = "/!"
MAX_TYPOS = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """A command and what stands after it."""

    spec: CommandSpec
    rest: str


@dataclass(frozen=True, slots=True)
class Mistyped:
    """Something that begins like a command but is none; `nearest` is the most alike, None if nothing is."""

    word: str
    nearest: CommandSpec | None


def read_command(text: str, specs: Sequence[CommandSpec]) -> Typed | Mistyped | None:
    """The command in a message, or None if it is none.

    Without a slash only the whole name counts ("hjälp"), or a name of two words at the start ("logga möte igår"):
    "hur loggar jag ett möte?" is a question.
    """
    stripped = unicodedata.normalize("NFC", text).strip()
    names = {fold(spelling): spec for spec in specs for spelling in (spec.name, *spec.spellings)}
    if stripped[:1] in SLASHES and stripped[1:2].isalpha():
        return _with_slash(stripped[1:], names)
    return _plain(stripped, names)


def fold(word: str) -> str:
    """A command's name as it is compared: small letters, without å/ä/ö, hyphens and spaces."""
    return word.casefold().translate(FOLD)


def _with_slash(text: str, names: dict[str, CommandSpec]) -> Typed | Mistyped:
    first, _, rest = text.partition(" ")
    second, _, after = rest.strip().partition(" ")
    for word, remaining in ((_bare(first) + second, after), (_bare(first), rest)):
        if fold(word) in names:
            return Typed(names[fold(word)], remaining.strip())
    near = process.extractOne(fold(_bare(first)), list(names), scorer=OSA.distance, score_cutoff=MAX_TYPOS)
    return Mistyped(_bare(first), names[near[0]] if near else None)


def _plain(text: str, names: dict[str, CommandSpec]) -> Typed | None:
    whole = fold(text.rstrip(".!"))
    if whole in names:
        return Typed(names[whole], "")
    for count in (3, 2):  # "resa eller möte", "logga möte"
        words = text.split(maxsplit=count)
        key = fold("".join(words[:count]))
        if len(words) >= count and "-" in names.get(key, CommandSpec("", "")).name:
            return Typed(names[key], words[count] if len(words) > count else "")
    return None


def _bare(word: str) -> str:
    """Telegram puts the bot's name after the command: /hjalp@resfri_bot."""
    return word.partition("@")[0]
