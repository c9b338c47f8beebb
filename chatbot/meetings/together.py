"""Words typed together, as on a phone, told apart: "påzoom", "iÅmål", "entimme", "menblev"."""

import re

from chatbot.meetings import lexicon
from chatbot.meetings.lexicon import both, words
from chatbot.meetings.numbers import GROUPS
from chatbot.meetings.numbers import WORDS as NUMBERS
from chatbot.meetings.persons import TOTALS
from chatbot.packs.places import Places

COUNTS = frozenset(NUMBERS) | both("två åtta fjorton")
MANY = COUNTS - {"en", "ett"}
WEEKDAYS = words("måndag tisdag onsdag torsdag fredag lördag söndag")
DAYS = both("igår idag förrgår" + "".join(f" {day} {day}s {day}en" for day in WEEKDAYS))
PARTS = both("kväll kvällen förmiddag förmiddagen eftermiddag eftermiddagen morgon")  # of a day
MEETINGS = lexicon.PLATFORMS | both("meet möte mötet telefon")
PREPOSITIONS = both("i på till från via per med om den vid över")
TIMES_AND_MEANS = (
    MANY
    | DAYS
    | both(
        "teams zoom meet webex jitsi skype telefon telefonen distans länk länken video webben nätet plats ett"
        " eftermiddags förmiddags januari februari mars april maj juni juli augusti september oktober november december"
    )
)
AMOUNTS = COUNTS | both("halv hela halva ca cirka några")
UNITS = both(
    "timme timmar timma min minuter kvart pers personer person deltagare stycken vecka veckor dagar dan bil bilar"
)
HOURS = both("ett två tre fyra fem sex sju åtta nio tio elva tolv")
SUBJECTS = both("men och så sen vi jag ja det nej va var blev")
VERBS = MANY | both("vi jag det var blev tog hade skulle slapp alla")
KINDS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (both("halv kl klockan"), HOURS),
    (PREPOSITIONS, TIMES_AND_MEANS),
    (AMOUNTS, UNITS),
    (SUBJECTS, VERBS),
)
HEADS: frozenset[str] = frozenset().union(*(heads for heads, _ in KINDS))
BEFORE_DIGITS = HEADS | MEETINGS | DAYS | TOTALS | both("h tim timme timmar min o å samt plus oss")
AFTER_DIGITS = HEADS | UNITS
HUMP = re.compile("(?<=[a-zåäö])(?=[A-ZÅÄÖ][A-ZÅÄÖa-zåäö])")
PRODUCT = re.compile(r"i(?:phone|pad|cloud|mac|os|message)")
LONG_WORD = 40  # letters of a word that is told apart
SHORTEST = 4  # letters of a place that may be joined to a small word


def parting(typed: str, places: Places) -> int:
    """After how many letters a second word begins; 0 = it is one word."""
    lowered = typed.lower()
    if len(lowered) > LONG_WORD or PRODUCT.match(lowered):
        return 0
    if (hump := HUMP.search(typed)) and _are_two(lowered[: hump.start()], typed[hump.start() :], places):
        return hump.start()
    for end in range(1, len(lowered) - 1):
        head, tail = lowered[:end], lowered[end:]
        if (head in MEETINGS and tail in DAYS) or (head in DAYS and tail in PARTS):
            return end
        if head in HEADS and _belong(head, tail, places):
            return 0 if _is_one(lowered, places) else end
    return 0


def _are_two(head: str, tail: str, places: Places) -> bool:
    """A capital begins the second word after a small one or one of a meeting line."""
    known = lexicon.is_listed(head) and (lexicon.is_listed(tail.lower()) or places.named(tail) is not None)
    return head in HEADS or known


def _is_one(word: str, places: Places) -> bool:
    key = lexicon.flat(word)
    known = key in NUMBERS or key in GROUPS or lexicon.is_word(word) or lexicon.is_spelt(word)
    return known or (places.named(word) or places.inflected(word)) is not None


def _belong(head: str, tail: str, places: Places) -> bool:
    """A small word, and after it one of those that such a word goes before, or a place."""
    if any(head in heads and tail in tails for heads, tails in KINDS):
        return True
    if head not in PREPOSITIONS or len(tail) < SHORTEST:
        return False
    place = places.named(tail)
    return place is not None and tail in both(place.name.lower())


def is_apart(word: str, places: Places) -> bool:
    """Whether a word after digits is one of its own: "00teams"; not a letter, such as "18c"."""
    if len(word) < SHORTEST:
        return word in TOTALS or (len(word) > 1 and word in AFTER_DIGITS)
    return word in AFTER_DIGITS or lexicon.is_listed(word) or places.named(word) is not None
