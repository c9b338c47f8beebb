"""Small talk and courtesy: told apart from questions, and taken off them."""

import re
from typing import Literal

from chatbot.text.normal import LOOKALIKES, fold, normalise

SmallTalkKind = Literal["greeting", "thanks", "bye", "howareyou"]

NAME = r"(?: (?:pa dig|pa er|dar|igen|resfri|boten?|du|alla|allihopa|kompis|vannen))*"
GREETING = rf"(?:hej+(?:san|hej)?|hejsan|halla|tja(?:na|nare|ba)?|tjen(?:a|are|is)?|hello|hi|hey|moin|morsning|god ?(?:morgon|kvall|dag|formiddag|eftermiddag|afton)|goddag|gomorron|morrn|tjosan|halloj){NAME}"
THANKS = rf"(?:(?:stort |jatte|tusen )?tack(?:ar)?(?: (?:sa mycket|sa jattemycket|for hjalpen|for det|ska du ha|snalla|pa forhand|ovrigt|sa hemskt mycket|for svaret|vannen))*|tackar(?: tackar| sa mycket)?|thanks|thank you|tnx|tx|toppen tack|bra tack|perfekt tack|super tack){NAME}"
BYE = rf"(?:hej ?da|hejda|adjo|vi ses|vi hors|ses|ha det(?: sa)?(?: (?:bra|gott|fint))?|ha en (?:bra|fin|trevlig) (?:dag|kvall|helg)|god ?natt|bye|goodbye|tjingeling|tjing|farval){NAME}"
HOWAREYOU = rf"(?:hur (?:mar|har) du(?: det)?|hur ar det(?: med dig)?|hur star det till|hur ar laget|laget|hur gar det(?: for dig)?|allt (?:bra|val)|ar allt bra|vem ar du|vad heter du|ar du en (?:robot|manniska|bot)|how are you){NAME}"
ASKING = r"(?:snalla|ursakta(?: mig)?|forlat|du|lilla hjalp|jag (?:undrar|har en fraga)|en fraga|fraga|kan du (?:hjalpa mig|saga|beratta)|skulle du kunna (?:hjalpa mig|saga|beratta)|hjalp mig|kan ni hjalpa mig|jag behover hjalp|jag skulle vilja veta|undrar)"
WHOLE: tuple[tuple[SmallTalkKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{GREETING} )?{pattern}"))  # type: ignore[misc]
    for kind, pattern in (("howareyou", HOWAREYOU), ("thanks", THANKS), ("bye", BYE), ("greeting", GREETING))
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
