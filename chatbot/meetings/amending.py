"""A correction that is just said: "vi var 8", "nej, tre bilar", "det var i onsdags" (pure).

A text is a correction only when it is no question and nearly all its words are about the meeting: everything else
said after a receipt is something else.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from chatbot.meetings import lexicon
from chatbot.meetings.meeting import Draft, Refusal
from chatbot.meetings.parse import parse
from chatbot.packs.places import Places
from chatbot.text import fold, plain, words

MOST_WORDS = 14
SHORT = 6  # words of a correction that is itself wrong ("det var i morgon")
ASKING = frozenset(lexicon.words("hur vad var varfor nar vem vilken vilket vilka kan gar finns far ska"))
# Said around a correction without being part of it.
AROUND = frozenset(
    lexicon.words(
        "nej nja nae jo ja oj hoppsan forlat sorry fel forresten egentligen faktiskt menar menade jag vi du det den "
        "var va blev vart ar ska skulle hade vara inte utan i pa med och att andra till ratta istallet ju nog bara "
        "en ett st motet mote dag langd klockan kl tack rattelse korrigering skriv satt sa stod dar dit fran for om "
        "rakna som personer deltagare antal plats datum tid"
    )
)
CARS = frozenset({"bil", "elbil", "samåkning", "taxi"})


def amendment(said: str, now: dt.datetime, places: Places, *, wanted: str = "") -> Draft | Refusal | None:
    """What the text changes of a meeting; a refusal where it does so wrongly; None where it is about something else.

    `wanted` is the field that was asked for: then a bare number or name will do.
    """
    spoken = [plain(word) for word in words(said)]
    if not spoken or len(spoken) > MOST_WORDS or "?" in said or (spoken[0] in ASKING and not wanted):
        return None
    if said.strip().isdecimal() and wanted not in {"participants", "duration_min", "cars"}:
        return None
    read = parse(said, now, places)
    draft = read.draft if isinstance(read, Refusal) else read
    if isinstance(read, Refusal):
        about = bool(wanted) or (len(spoken) <= SHORT and spoken[0] in AROUND)
        return read if about and read.code != "no_info" else None
    return read if _all_about_it(spoken, draft) or (wanted and _fields(draft).get(wanted)) else None


def _all_about_it(spoken: list[str], draft: Draft) -> bool:
    """Whether no word is left over but one, and that only beside several that were understood."""
    read = {word for stretch in draft.words.values() for word in map(plain, words(stretch))}
    left = [word for word in spoken if word not in read and word not in AROUND]
    return not left or (len(left) == 1 and len(spoken) >= 6)


def amended(base: Draft, change: Draft) -> Draft:
    """The draft with the change laid over it; what the change does not say stays."""
    told = {name: value for name, value in _fields(change).items() if value not in (None, (), False)}
    if "replaces" in told and "replaces" not in change.words and base.replaces not in {None, "nej"}:
        del told["replaces"]
    if "form" in told and "platform" not in told and change.form != base.form:
        told["platform"] = base.platform if change.form == "hybrid" else None
    if "form" in told and base.form == "hybrid" and "form" not in change.words:
        del told["form"]
    if change.mode and change.mode not in CARS:
        told["cars"] = None
    return replace(base, **told, words={}, notes=change.notes)  # type: ignore[arg-type]  # fields by name


def starts_like_last(said: str) -> str | None:
    """What follows "samma som sist"; None where the line does not begin so."""
    found = LIKE_LAST.match(fold(said))
    return said.strip()[found.end() :] if found else None


LIKE_LAST = re.compile(r"(?:som|samma(?:\s+mote)?(?:\s+som)?)\s+(?:sist|forra\s+gangen|senast)\b[\s,:;.-]*")


def _fields(draft: Draft) -> Mapping[str, object]:
    return {
        name: getattr(draft, name)
        for name in (
            "date",
            "start",
            "duration_min",
            "participants",
            "form",
            "platform",
            "place",
            "travellers",
            "mode",
            "cars",
            "replaces",
            "recurring",
        )
    }
