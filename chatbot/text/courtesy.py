"""Small talk and courtesy: told apart from questions, and taken off them."""

import re
from typing import Literal

from chatbot.text.normal import LOOKALIKES, fold, normalise

SmallTalkKind = Literal["greeting", "thanks", "bye", "howareyou"]


def _any(*lines: str) -> str:
    return "(?:" + "|".join(lines) + ")"


NAME = r"(?: (?:pa dig|pa er|dar|igen|resfri|boten?|du|alla|allihopa|kompis|vannen))*"
GREETING = (
    _any(
        r"hej+(?:san|hej)?|hejsan|halla|halloj|hello|hi|hey|moin|morsning|tjosan",
        r"tja(?:na|nare|ba)?|tjen(?:a|are|is)?|goddag|gomorron|morrn",
        r"god ?(?:morgon|kvall|dag|formiddag|eftermiddag|afton)",
    )
    + NAME
)
THANKS = (
    _any(
        r"(?:stort |jatte|tusen |toppen |bra |perfekt |super )?tack(?:ar)?(?: tackar)?"
        r"(?: (?:sa (?:jatte)?mycket|sa hemskt mycket|for (?:hjalpen|det|svaret)|ska du ha|snalla|pa forhand))*",
        r"thanks|thank you|tnx|tx",
    )
    + NAME
)
BYE = (
    _any(
        r"hej ?da|adjo|vi (?:ses|hors)|ses|god ?natt|bye|goodbye|tjing(?:eling)?|farval",
        r"ha (?:det(?: sa)?(?: (?:bra|gott|fint))?|en (?:bra|fin|trevlig) (?:dag|kvall|helg))",
    )
    + NAME
)
HOWAREYOU = (
    _any(
        r"hur (?:mar|har) du(?: det)?|hur ar det(?: med dig)?|hur star det till|(?:hur ar )?laget",
        r"hur gar det(?: for dig)?|allt (?:bra|val)|ar allt bra|mar du bra|how are you",
        r"vem ar du|vad heter du|ar du en (?:robot|manniska|bot)",
    )
    + NAME
)
ASKING = _any(
    r"snalla|ursakta(?: mig)?|forlat|du|lilla hjalp|(?:jag (?:undrar|har) )?en fraga|fraga|(?:jag )?undrar",
    r"(?:kan|skulle) (?:du|ni)(?: kunna)? (?:hjalpa mig|saga|beratta)",
    r"hjalp mig|jag behover hjalp|jag skulle vilja veta",
)
WHOLE: tuple[tuple[SmallTalkKind, re.Pattern[str]], ...] = (
    ("howareyou", re.compile(rf"(?:{GREETING} )?{HOWAREYOU}")),
    ("thanks", re.compile(rf"(?:{GREETING} )?{THANKS}")),
    ("bye", re.compile(rf"(?:{THANKS} )?{BYE}")),
    ("greeting", re.compile(GREETING)),
)
LEAD = re.compile(rf"^(?:(?:{GREETING}|{THANKS}|{ASKING})(?=[\s,.!?:;-]|$)[\s,.!?:;-]*)+")
TRAIL = re.compile(
    rf"(?:[\s,.!?:;-]+(?:{THANKS}|{BYE}|snalla|mvh(?: \w+)?|halsningar(?: \w+)?|vanligen))+[\s.!?:;)-]*$"
)
NOISE = re.compile(r"[^\w\s]+")
MAX_SMALL_TALK = 80  # characters: longer than that is no mere greeting
MAX_ENDS = 300  # characters looked through for courtesy at each end


def small_talk(text: str) -> SmallTalkKind | None:
    """What kind of small talk the whole text is; None when it says something more."""
    if len(text) > MAX_SMALL_TALK * 4:
        return None
    plain = " ".join(NOISE.sub(" ", fold(text)).split())
    if not plain or len(plain) > MAX_SMALL_TALK:
        return None
    return next((kind for kind, pattern in WHOLE if pattern.fullmatch(plain)), None)


def strip_courtesy(text: str) -> str:
    """The text, normalised, without greeting before and thanks after; whole if nothing else would be left."""
    whole = normalise(text)
    folded = whole.translate(LOOKALIKES)  # one letter for one, so places in it are places in the text
    lead = LEAD.match(folded[:MAX_ENDS])
    start = lead.end() if lead else 0
    tail = max(start, len(folded) - MAX_ENDS)
    trail = TRAIL.search(folded[tail:])
    end = tail + trail.start() if trail else len(folded)
    return whole[start:end].strip() or whole
