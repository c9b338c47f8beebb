"""Where the meeting would otherwise have been held."""

import re

from chatbot.errors import N_, notice
from chatbot.meetings.lexicon import is_listed, is_word, words
from chatbot.meetings.line import PLACE
from chatbot.meetings.numbers import NUM
from chatbot.meetings.reading import Reading

FROM = re.compile(r"\b(?:fran|ifran)\s*[:=]?\s*$")
CORRECTED = re.compile(r"\b(?:nej|menar|rattare\s+sagt|forlat)\b[\s,:.-]*(?:jag\s+menar[\s,]*)?(?:i\s+|till\s+)?$")
ROUTE_ON = re.compile(rf"\s*(?:-|till|t\s*,\s*r)\s*{PLACE}")  # "Ed-Åmål": from the first to the second
ON_ROUTE = re.compile(r"[\x00\ue000-\uefff]\s*-\s*$")
BACK = re.compile(r"[\x00\ue000-\uefff]\s*-\s*[\x00\ue000-\uefff]\s*-\s*$")  # "Ed-Åmål-Ed"
AT_HOME = re.compile(r"\b(?:satt|sitter|jobba\w*|hemma|befann\s+\w+|sag|bor|kom)\s+(?:\w+\s+)?(?:i|pa)\s*$")
PERSON_IN = re.compile(
    r"(?:chef|chefen|kollegan?|kollegor(?:na)?|handlaggar\w*|samordnaren?|kontoret|ganget|folket"
    r"|gruppen|kommunen|avdelningen|vannerna)\s+i\s*$"
)
TOPIC = re.compile(r"\bom\s+(?:[a-z]+\s+){1,3}i\s*$")  # "om bron i Håverud": what was talked of
WHERE_IT_WAS = re.compile(
    r"\s+som\s+(?:alternativ|motesplats|annars)|\s*,?\s*(?:dar|som)\s+(?:mot\w*|vi|det)\s+(?:egentligen\s+)?(?:skulle|hade|brukar)\b"
)
OTHERWISE = re.compile(
    r"\b(?:annars|ersatte|ersatter|istallet|skulle|slapp|slippa|plats|plasen|ort|platsen|motesplats"
    r"|destination|motesort|stallet\s+for|hade|behovde|planerat|tankt)\b[^.!?;]{0,60}$"
)
TO = re.compile(r"(?:\b(?:till|te|ti|mot|t)\s*[:=]?|->|→)\s*$")
IN = re.compile(r"\b(?:i|uppe\s+i|nere\s+i|borta\s+i|inne\s+i|ute\s+i)\s*$")
# After these a place must follow: what stands there and is none is a place nobody knows.
EXPECTED = re.compile(
    r"(?:\b(?:plats|ort|motesplats|destination|annars)(?:\s+annars)?\s*[:=]\s*"
    r"|\bannars\s+(?:\w+\s+){0,4}?(?:i|till)\s+|\b(?:aka|resa|kora|flyga|akt|rest|kort|flugit)\s+"
    r"(?:\w+\s+){0,3}?till\s+"
    r"|\b(?:setts|ses|fikat|suttit|traffats|traffas|motts|motas|samlats|vart|varit|mote|motet)\s+(?:pa\s+\x00+\s+)?(?:uppe\s+|nere"
    r"\s+)?i\s+|\bskulle\s+till\s+|[\ue000-\uefff]\s+till\s+|\bersatte\s+"
    r"(?:\w+\s+){0,5}?i\s+|\bslapp\s+(?:\w+\s+){0,2}?till\s+"
    rf"|\b(?:fran|ifran)\s*[:=]\s*|(?:{NUM}|\x00)\s+(?:st\s+|stycken\s+|pers\w*\s+|av\s+oss\s+)?(?:fran|ifran)\s+"
    r"|(?P<route>\bfran\s+\x00+\s+till\s+))(?P<name>[a-z][a-z-]{2,}(?:\s[a-z][a-z-]{2,})?)"
)
BARE = re.compile(r"\bannars\s+(?P<route>)(?P<name>[a-z][a-z-]{3,})\s*(?=[,.;!]|$)")  # "annars Tjottahejti"
# Nouns in the definite form and common words are no names of places.
ORGANISATION = re.compile(
    r"(?:styrelsen?|verket|verk|myndigheten?|forbundet?|region(?:en)?|universitetet?|hogskolan?"
    r"|polisen|skolan?|namnden?"
    r"|kassan|bolaget|enheten|forvaltningen|departementet|foretaget|sallskapet|foreningen|tjansten|byran|centralen)$"
)
NO_NAME = re.compile(
    r"(?:et|en|na|an|arna|erna|orna|huset|salen|rummet|kontoret|ns|het|ning|mote|motet|timmar|timme"
    r"|stallet|jobbet|fall|gang|tid|forst)$"
)
NO_NAMES = frozenset(
    words(
        "dalsland varmland bohuslan vastergotland skane norge sverige norden landet lanet att det den detta "
        "denna dem oss mig dig sig hem annan annat sist borjan slutet dag kvall natt morgon veckan varje "
        "var stan stad distans hand tva tre fyra fem sex sju atta nio tio elva tolv min sin ett mote samma "
        "stort sett fredags mandags tisdags onsdags torsdags lordags sondags gar ingen nagon ingenting alla "
        "flera olika utlandet kommunen lanet regionen norr soder vast ost tag bil buss flyg person fysiskt "
        "fysisk digital digitalt webben teams zoom video telefon grupp projekt smagrupper lugn och ro lokal "
        "lokalen princip stalle hela halva kafe kommunhus stadshus radhus skola "
    )
)


def read_place(reading: Reading) -> Reading:
    """The place that is said most plainly to be the destination; else a word that should have been one."""
    best, score = None, -1
    for match in re.finditer(PLACE, reading.line.work):
        if reading.line.mention(match.group()).people:
            continue
        points = _points(reading.line.work[: match.start()], reading.line.work[match.end() :])
        if points > score:
            best, score = match, points
    if best is None:
        return _unknown(reading)
    name = reading.line.mention(best.group()).place.name
    return _unknown_origin(reading.found(best, place=name))


def _points(before: str, after: str) -> int:
    """How surely the place is the destination; -1 = it is not."""
    if WHERE_IT_WAS.match(after) or CORRECTED.search(before):
        return 8
    if (
        (ROUTE_ON.match(after) and not ON_ROUTE.search(before))
        or BACK.search(before)
        or FROM.search(before)
        or AT_HOME.search(before)
        or PERSON_IN.search(before)
    ):
        return -1
    if TOPIC.search(before) and not OTHERWISE.search(before):
        return -1
    return 4 * bool(OTHERWISE.search(before)) + 2 * bool(TO.search(before)) + bool(IN.search(before))


def _unknown(reading: Reading) -> Reading:
    bare = (match for match in BARE.finditer(reading.line.work) if _is_capital(reading, match))
    for match in (*EXPECTED.finditer(reading.line.work), *bare):
        if refused := _refuse(reading, match):
            return refused
    return reading


def _is_capital(reading: Reading, match: re.Match[str]) -> bool:
    return reading.line.words(*match.span("name"))[:1].isupper()


def _unknown_origin(reading: Reading) -> Reading:
    """With the destination known, only an origin can still be a place nobody knows."""
    for match in EXPECTED.finditer(reading.line.work):
        if _is_origin(match) and (refused := _refuse(reading, match)):
            return refused
    return reading


def _is_origin(match: re.Match[str]) -> bool:
    return FROM.search(match.string[: match.start("name")]) is not None


def _refuse(reading: Reading, match: re.Match[str]) -> Reading | None:
    name = match["name"].split()[0]
    typed = reading.line.words(*match.span("name")).split()[0]
    origin = _is_origin(match)
    capital = typed[:1].isupper()
    if (
        ORGANISATION.search(name)
        or name in NO_NAMES
        or is_listed(name)
        or (NO_NAME.search(name) and (is_word(name) or not capital))
        or (not capital and (is_word(name) or origin or match["route"]))
    ):
        return None
    near = reading.places.suggest(typed)
    if near:
        message = N_("Jag känner inte till orten ”{name}”. Menade du {near}?")
        text = notice(message, name=typed, near=", ".join(near))
    else:
        text = notice(N_("Jag känner inte till orten ”{name}”. Skriv en kommun eller en tätort."), name=typed)
    return reading.wrong("unknown_place", text, "place", tuple(near))
