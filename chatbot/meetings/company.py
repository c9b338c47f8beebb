"""Counts people who are named one by one: "jag, Berit och Kjell", "två handläggare och jag"."""

import re

from chatbot.meetings.lexicon import is_word, words
from chatbot.meetings.numbers import MANY, NUM, number

ME = r"\bja(?:g\b|(?=\s+och\b))"
ITEM = (
    rf"(?:{NUM}\s+)?(?:(?:min|var|hon|han|de|alla)\s+)?[a-z][a-z-]{{2,}}"
    r"(?:\s+(?:ordforande|sekreterare|chef))?(?:\s+(?:i|fran|pa)\s+[\x00\ue000-\uefff]+)?"
)
AND = r"\s*,?\s*(?:och|samt|plus|&|\+)\s+"
FULL = rf"{ITEM}(?:\s+[a-z][a-z-]+)?"  # with a surname
COMPANY = re.compile(
    rf"(?P<before>(?:{FULL}\s*,\s*){{0,8}}(?:{FULL}{AND})?){ME}(?P<after>(?:(?:\s*,\s*|{AND}(?!{NUM}\b)){ITEM}(?={AND}|\s*,)){{0,8}}(?:\s*,\s*{ITEM})?)"
    rf"(?:{AND}(?:(?P<n>{MANY})|(?P<last>{ITEM})))?"
)
# "jag och tre till", "Berit, jag och två handläggare", "ordföranden, två sekreterare och jag".
COUNTED = re.compile(
    rf"{ME}(?:\s*,\s*{ITEM})*\s*,?\s*(?:och|plus|\+|samt|,)\s*{NUM}|{ITEM}\s*,\s*(?:{ITEM}\s*,\s*)*{ITEM}{AND}{ME}"
)
COUNT = re.compile(rf"\s*(?P<n>{NUM})\s")
PLACE_OF = re.compile(r"\s+(?:i|fran|pa)\s+[^a-z]")
NOT_NAMES = frozenset(
    words(
        "att vi sen och men det som den sa har hade var ska skulle fick tog korde slapp dar nar ar blev ju nu da "
        "till fran pa med dit hem bara alltsa egentligen fysiskt hela alla annars ocksa sedan"
    )
)


def company(text: str) -> tuple[int, re.Match[str]] | None:
    """How many people a list around "jag" names, with its stretch; None where there is no such list."""
    for match in COMPANY.finditer(text):
        after = f"{match['after'] or ''},{match['last'] or ''}"
        before = "" if match["after"] else match["before"] or ""
        others = _people(f"{before},{after}") + (number(match["n"]) if match["n"] else 0)
        if others:
            return 1 + others, match
    return None


def _people(listed: str) -> int:
    items = re.split(r"[,&+]|\boch\b|\bsamt\b|\bplus\b", listed)
    return sum(_count(item) for item in items if item.strip() and not _no_name(item))


def _count(item: str) -> int:
    found = COUNT.match(item + " ")
    return number(found["n"]) if found else 1


def _no_name(item: str) -> bool:
    """The word itself, past "i Ed" and the like, is a word of a meeting line and no person."""
    word = PLACE_OF.split(item.strip())[0].split()[-1:]
    return not word or is_word(word[0]) or word[0] in NOT_NAMES
