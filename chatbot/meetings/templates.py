"""Meetings that a person keeps under a name: how names are compared, and a line that begins with one (pure)."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from chatbot.text import fold

MOST = 20  # templates that a person may have
LONGEST = 40  # characters of a name
LEAD = (frozenset({"samma"}), frozenset({"som", "enligt", "med"}), frozenset({"mall", "mallen"}))
BETWEEN = " \t\n,;:.-"


@dataclass(frozen=True, slots=True)
class Begun:
    """A line that begins with a template: its key, "" where none has that name, and what is said after the name."""

    key: str
    rest: str
    name: str = ""  # where there is no such template: the word that should have been one


def template_key(name: str) -> str:
    """A name as it is compared: case, å ä ö, signs and spaces make no difference. "" for one without letters."""
    return " ".join(re.findall(r"\w+", fold(name)))


def begins_with_template(said: str, keys: Collection[str]) -> Begun | None:
    """What the line begins with: "mall nämnden", "som nämnden", "samma som nämnden"; None where with none.

    Only the word "mall" makes an unknown name a mistake: "som vanligt på Teams" is something else.
    """
    words = list(re.finditer(r"\S+", said))
    typed = [template_key(word.group()) for word in words]
    at = 0
    for lead in LEAD:
        at += at < len(typed) and typed[at] in lead
    called = at > 0 and typed[at - 1] in LEAD[-1]
    if not called and typed[:at] in ([], ["med"]):
        return None
    for end in range(len(words), at, -1):
        key = template_key(said[words[at].start() : words[end - 1].end()])
        if key in keys:
            return Begun(key, said[words[end - 1].end() :].lstrip(BETWEEN))
    if not called:
        return None
    return Begun("", said[words[at].end() :].lstrip(BETWEEN), words[at].group()) if at < len(words) else Begun("", "")
