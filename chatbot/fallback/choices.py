"""Choices offered in a post, and what a person's words pick among them (pure)."""

import re
import unicodedata
from collections.abc import Sequence

from chatbot.messages import Action, Actions, Post

ORDINALS = {
    **dict.fromkeys(("första", "förste", "ettan", "ett"), 1),
    **dict.fromkeys(("andra", "andre", "tvåan", "två"), 2),
    **dict.fromkeys(("tredje", "trean", "tre"), 3),
    **dict.fromkeys(("fjärde", "fyran", "fyra"), 4),
    **dict.fromkeys(("femte", "femman", "fem"), 5),
    "sista": -1,
}
NUMBER = re.compile(r"(?:nr|nummer|alternativ|val|nej|ja|jag menar|menar|tar|jag tar)?\s*(\d{1,2})\s*[.)!]?")
FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e"})


def choices_of(post: Post) -> tuple[Action, ...]:
    """All actions of a post, in the order they are numbered."""
    return tuple(action for block in post.blocks if isinstance(block, Actions) for action in block.actions)


def pick(text: str, choices: Sequence[Action]) -> Action | None:
    """The choice a text means: its number, its ordinal ("den andra"), or its label however it is typed."""
    said = plain(text)
    number = _number(said)
    if number is not None:
        return _at(choices, number)
    same = [choice for choice in choices if plain(choice.label) == said]
    return same[0] if same else None


def plain(text: str) -> str:
    """A label as it is compared: small letters, no å/ä/ö, no mark at the end."""
    return unicodedata.normalize("NFC", text).strip().strip(".!?()\"'").casefold().translate(FOLD)


def _number(said: str) -> int | None:
    found = NUMBER.fullmatch(said)
    if found:
        return int(found[1])
    words = [word for word in said.split() if word not in {"den", "det", "alternativ", "nummer", "jag", "tar", "menar"}]
    ordinals = {word.translate(FOLD): number for word, number in ORDINALS.items()}
    return ordinals.get(words[0]) if len(words) == 1 else None


def _at(choices: Sequence[Action], number: int) -> Action | None:
    if number == -1:
        return choices[-1] if choices else None
    return choices[number - 1] if 1 <= number <= len(choices) else None
