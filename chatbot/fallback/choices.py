"""Choices offered in a post, and what a person's words pick among them (pure)."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from chatbot.messages import Action, Actions, Post

LAST = -1
FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e"})
# "ändra" is no spelling of "andra", so ordinals are compared before å, ä and ö are folded.
ORDINALS = {
    **dict.fromkeys(("första", "forsta", "förste", "forste", "ettan", "ett", "first", "one"), 1),
    **dict.fromkeys(("andra", "andre", "tvåan", "tvaan", "två", "tva", "second", "two"), 2),
    **dict.fromkeys(("tredje", "trean", "tre", "third", "three"), 3),
    **dict.fromkeys(("fjärde", "fjarde", "fyran", "fyra", "fourth", "four"), 4),
    **dict.fromkeys(("femte", "femman", "fem", "fifth", "five"), 5),
    **dict.fromkeys(("sista", "siste", "last"), LAST),
}
AROUND = frozenset(
    {"den", "det", "de", "nr", "nummer", "alternativ", "val", "jag", "vill", "ha", "tar", "väljer", "menar"}
    | {"ja", "nej", "tack", "the", "number", "option"}
)
NUMBER = re.compile(r"#?([0-9]{1,3})(?::?[aeAE]|:an)?[.)]?")  # "2", "2.", "2:a", "2:an"


def choices_of(post: Post) -> tuple[Action, ...]:
    """All actions of a post, in the order they are numbered."""
    return tuple(action for block in post.blocks if isinstance(block, Actions) for action in block.actions)


def pick(text: str, choices: Sequence[Action], earlier: Sequence[Action] = ()) -> Action | None:
    """The choice a text means: its number, its label however it is typed, or its ordinal ("den andra").

    What stands before a comma in a label is enough: "ja" for "Ja, /topplista". Those of an `earlier` question that
    still stands there have numbers of their own, so only their labels count, where none of `choices` is meant.
    """
    words = [word.strip(",.!") for word in _tidy(text).split()]
    named = [word for word in words if word not in AROUND]
    one = named[0] if len(named) == 1 else ""
    found = NUMBER.fullmatch(one)
    if found and (choice := _at(choices, int(found[1]))):
        return choice
    return _called(text, choices) or _at(choices, ORDINALS.get(one, 0)) or _called(text, earlier)


def _called(text: str, choices: Sequence[Action]) -> Action | None:
    said = plain(text)
    same = (choice for choice in choices if said in {plain(choice.label), plain(choice.label.split(",")[0])} - {""})
    return next(same, None)


def mark(name: str, value: str) -> str:
    """A short name of an action (40 letters and digits), for platforms whose buttons carry little."""
    return hashlib.sha256(f"{name}:{value}".encode()).hexdigest()[:40]


def too_long(name: str, value: str, most: int) -> bool:
    """Whether an action is more than the bytes that a button carries."""
    return len(f"{name}:{value}".encode()) > most


def plain(text: str) -> str:
    """A label as it is compared: small letters, single spaces, no å/ä/ö, no mark at the ends."""
    return _tidy(text).translate(FOLD)


def _tidy(text: str) -> str:
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return words.strip(".,!?()[]\"'”*").strip().casefold()


def _at(choices: Sequence[Action], number: int) -> Action | None:
    if number == LAST:
        return choices[-1] if choices else None
    return choices[number - 1] if 1 <= number <= len(choices) else None
