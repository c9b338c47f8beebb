"""How many took part: totals, sums, names, ranges and corrections."""

import re
from collections.abc import Callable
from dataclasses import replace

from chatbot.errors import N_, notice
from chatbot.meetings.groups import Group, crowd
from chatbot.meetings.numbers import COUNT, GROUP, MANY, NUM, UNBOUND, group, number
from chatbot.meetings.reading import Reading

MOST = 1000
ABOUT = r"(?:(?:ca|cirka|runt|typ|drygt|knappt|ungefar|omkring|nastan|minst|totalt|hela|bara)\.?\s+)?"
NOUN = (
    r"(?:deltagar\w*|deltog\w*|pers\w*\.?|st\b\.?|stycken|styck|politiker\w*|ledamoter\w*|(?<=\d)per\b"
    r"|tjansteman\w*|tjanstepersoner|\w*chefer\w*|man\b|folk|mannisk\w*|pax\b|p\b"
    r"|kollegor\w*|gubbar|skallar|huvuden|anstallda|medlemmar|representanter|gaster|inbjudna|parter|ombud|bonder|vanner|elever|foraldrar|ersattare"
    r"|\w{2,}"
    r"(?:ledare|gare|rare|nare|lare|kare|tare|sare|dare|vare|ister|loger|tanter|denter|torer|nomer"
    r"|larna|garna))"
)
WE = (
    r"(?:vi|va|var|vart|blev|oss|alla|allihop\w*|samtliga|satt|totalt|sammanlagt|antal|tillsammans"
    r"|inalles|deltagare|personer|pers|samlades?|infann\s+sig|med)"
)
TOTAL = (
    r"(?:totalt|sammanlagt|tillsammans|inalles|alltsa|summa|allt\s+som\s+allt|sammantaget|allihop\w*|summa"
    r"\s+summarum|inklusive\s+mig|med\s+mig)"
)
KEY = re.compile(r"\b(?:\w*deltagare|narvarande|narvaro|deltog|medverkande|medverkade|antal|vi)\s*[:=]\s*$")
EQUALS = r"[a-z)]\s*(?:,|\+|\boch\b|\bplus\b)[^=]{2,60}\s=\s*"  # "presidiet (3) plus två från ekonomi = 5"
# Whoever is added up: "5 AG + 4 fack".
PARTY = r"(?!(?:tim|min|h|kr|km|mil|kwh|kg|kvart)\b|bil)[a-z]{2,}\b"
OTHERS = r"(?:till|andra|kollegor|stycken\s+till|st\s+till|personer\s+till|pers\s+till)"

Say = Callable[[re.Match[str]], int]


def _first(match: re.Match[str]) -> int:
    return number(match["n"])


def _sum(match: re.Match[str]) -> int:
    return sum(number(value) for key, value in match.groupdict().items() if value and key != "x")


CORRECTION = re.compile(
    rf"\b(?:(?:nej|nja|nae|forlat|vanta|oj|hoppsan|obs)[\s,:-]+(?:nej[\s,]*)?(?:forresten|forlat"
    rf"|vanta|det\s+var|vi\s+var|vi\s+blev|menar|jag\s+menar|fel|just\s+det)?[\s,:]*(?:vi\s+var|det"
    rf"\s+var|vi\s+blev)?\s*(?:(?:faktiskt|bara|visst|nog|ju)\s+)?(?P<n>{MANY})"
    rf"|(?:jag\s+menar|menar|menade|ratt\s+ska\s+vara|ska\s+vara|rattare\s+sagt|rattelse|korrigering"
    rf"|forresten|forut\s+men\s+det\s+var|men\s+det\s+var)[\s,:-]*(?:vi\s+var\s+)?(?P<m>{MANY}))\b(?!\s*[.:]\d)(?!\s*(?:tim|min|h\b|bil))"
)
WAYS: tuple[tuple[re.Pattern[str], Say], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (rf"\b{TOTAL}[\s,:]*(?:var\s+|blev\s+)?(?:vi\s+)?{ABOUT}(?P<n>{MANY})\b", _first),
        (rf"(?P<n>{MANY})\s+(?:{NOUN}\s+)?(?:var\s+vi\s+)?{TOTAL}\b", _first),
        (
            rf"\b(?:bara|endast)\s+(?P<n>{MANY})\s+(?:som\s+)?(?:kom|dok|var\s+med|deltog)\b|(?P<m>{MANY})\s+till\s+slut\b"
            rf"|\banmalda\s+kom\s+(?P<q>{MANY})\b|\btill\s+slut\s+(?:var\s+|blev\s+)?(?:vi\s+)?(?P<o>{MANY})\b|\balla\s+(?P<p>{MANY})\s+(?:var|deltog)\b",
            _sum,
        ),
        (
            rf"\b(?:narvarande|delt|deltog)\s*[:=]\s*(?P<n>{NUM})(?:\s*(?:[a-z]{{4,}}\s*)?(?:\+|,|och)\s*(?P<m>{NUM})\b"
            r"(?!\s*(?:min|tim|h\b|av|bil|\x00)))?",
            _sum,
        ),
        (rf"{EQUALS}(?P<n>{MANY})\b", _first),
        (rf"\bvi\s*:\s*(?P<n>{NUM})[.,;]?\s+de\s*:\s*(?P<m>{NUM})", _sum),
        (rf"\b(?:gang|grupp|skara|sallskap)\s+pa\s+(?P<n>{MANY})\b", _first),
        (rf"{ABOUT}(?:ett\s+|en\s+)?(?P<n>{GROUP})", lambda m: group(m["n"])),
        (
            rf"\b(?:deltagare|antal(?:\s+deltagare|\s+personer)?|personer|pers)\s*[:=]\s*(?P<n>{NUM})"
            rf"(?:\s+[a-z]{{4,}})?\s*(?:\+|och|plus)\s*(?P<m>{NUM})",
            _sum,
        ),
        (rf"\b(?:deltagare|antal(?:\s+deltagare|\s+personer)?|personer|pers)\s*[:=]\s*{ABOUT}(?P<n>{NUM})", _first),
        (rf"(?P<n>{NUM})\s*(?:av|utav|/)\s*(?:de\s+|vara\s+|totalt\s+)?(?P<x>\d{{1,4}}|{NUM})\b", _first),
        (rf"\b(?:kallade|anmalda|inbjudna)\b[^.;]{{0,20}}?(?P<n>{MANY})\s+(?:kom|var\s+med|deltog|dok)\b", _first),
        (
            rf"\b(?:pa\s+plats|i\s+salen|i\s+rummet)\b[^.;\d]{{0,30}}?\b(?:satt|var)\s+(?:vi\s+)?(?P<n>{NUM})\s*(?:,|och|samt|;)\s*"
            rf"(?:pa|via|over)\s+\x00+\s+(?:satt|var)\s+(?:vi\s+)?(?P<m>{NUM})",
            _sum,
        ),
        (rf"(?P<n>{MANY})\s*(?:\+|plus)\s*(?P<m>{NUM})(?:\s*(?:\+|plus)\s*(?P<o>{NUM}))?", _sum),
        (rf"(?P<n>{NUM})\s+{PARTY}\s*\+\s*(?P<m>{NUM})\s+{PARTY}", _sum),
        (
            rf"(?P<n>{NUM})\s+(?:{NOUN}\s+)?(?:i|pa)\s+[a-z]{{4,}}\s*(?:,|och|samt|plus|\+|&)\s*(?P<m>{NUM})\s+"
            rf"(?:{NOUN}\s+)?(?:hemifra\w*|hemma|pa\s+distans|digital\w*|uppkopplad\w*)",
            _sum,
        ),
        (
            rf"(?P<n>{NUM})\s+(?:{NOUN}\s+)?(?:(?:deltog|satt|kom|infann\s+sig|var|var\s+med)\s+)?(?:pa\s+plats\b|i\s+rummet\b|i\s+salen\b|fysiskt\b|dar\b|i\s+[\x00\ue000-\uefff])[^\d.]{{0,25}}?(?:,|och"
            rf"|samt|medan|plus|\+|&)\s*(?P<m>{NUM})\s+(?:deltog\s+|satt\s+)?(?:hemma|hemifra\w*|pa|via|over|med|digital\w*|uppkopplad\w*)\b",
            _sum,
        ),
        (
            rf"(?P<n>{NUM})\s+{OTHERS}\s+(?:och|plus)\s+jag\b|(?P<m>{MANY})\s+(?:{NOUN}\s+)?(?:och"
            rf"|plus|\+|forutom|utover)\s+(?:jag|mig)\b",
            lambda m: _sum(m) + 1,
        ),
        (
            rf"\b(?:(?:tillsammans|ihop|i\s+sallskap)\s+med\s+(?:mina\s+|andra\s+)?|med\s+(?=\w+\s+andra\b))(?P<n>{NUM})\s+(?:kollegor|andra"
            rf"|till|stycken|st\b|pers\w*)",
            lambda m: _sum(m) + 1,
        ),
    )
)
PLAIN: tuple[tuple[re.Pattern[str], Say], ...] = tuple(
    (re.compile(pattern), _first)
    for pattern in (
        rf"(?P<n>{COUNT})\s*-?\s*{NOUN}",
        rf"\b{WE}\s+(?:var\s+|va\s+|vart\s+|blev\s+|ar\s+|oss\s+|om\s+|pa\s+)?{ABOUT}(?P<n>{MANY})\b"
        rf"(?!\s*(?:fran|mil\b|km\b|tim|min|punkt))",
        rf"(?P<n>{MANY})\s+(?:pa|via|over|i)\s+\x00",
        rf"(?P<n>{MANY})\s+med\b(?!\s+(?:bil|tag|buss|\x00|[\ue000-\uefff]))",
        rf"^\W*(?P<n>{MANY})\b(?!\s*(?:mil|km|kr|mot\w*|gang\w*|akte|reste|korde|slapp)\b)",
        rf"(?P<n>{MANY})\s+(?:av\s+oss|(?:[a-z]+\s+)?(?:som\s+)?var\s+med|var\s+vi|medverka\w*|deltog"
        rf"|narvara\w*|motte|pa\s+(?:linjen|traden|luren|lank)|i\s+motet|pa\s+motet|uppkopplad\w*)\b",
    )
)
LATER = rf"(?:\d{{1,4}}|{UNBOUND})"  # after a hyphen or a stroke
TOLD = re.compile(  # at the end of it all: "sju blev vi"
    rf"(?P<n>{MANY})\s+(?:(?:st|stycken|pers\w*|man)\s+)?(?:var|va|blev)\s+vi(?=\s*[.,;!]|$)"
    rf"|\bvi\s+(?:var|va|blev|vart)\s+(?P<m>{MANY})(?=\s*[.;!]|\s*$|,\s*(?!{NUM}|[a-z]+\s*(?:,|och|\+)))"
)
TOTALLY = re.compile(  # "alltså" alone says nothing of how many
    rf"\b{TOTAL}[\s,:]*(?:var\s+|blev\s+)?(?:vi\s+)?{ABOUT}{MANY}\b|{MANY}\s+(?:{NOUN}\s+)?(?:var\s+vi\s+)?{TOTAL}\b"
    rf"|{EQUALS}{MANY}\b|\bvi\s+(?:var|va|blev)\s+(?:[a-z]+\s+){{0,3}}{GROUP}"
)
RANGE = re.compile(
    rf"(?:\bmellan\s+)?(?P<a>{MANY})(?:\s*(?:-|till|eller|och)\s*|\s+)(?P<b>{LATER})\s*(?:{NOUN})"
    rf"|\b{WE}\s+(?:var\s+|oss\s+)?(?P<c>{MANY})\s*(?:-|eller)\s*(?P<d>{LATER})\b"
)
RANG = re.compile(r"\bringde\s+(?:upp\s+)?(?:(?:min|mitt|mina|var)\s+)?$")
RANG_ME = re.compile(r"\s+ringde(?:\s+upp)?(?:\s+mig)?(?=\s*(?:[,.]|$))")
LAST = re.compile(
    r"(?<![-§#])(?P<n>(?<![\w,.:/-])\d{1,4}(?![\w%]|[.,:/-]\d))(?!\s*(?:mil|km|kr|kronor|kg|kwh"
    r"|procent|ar|gang\w*|punkt\w*|arende\w*|rum|sal))"
)
NEGATIVE = re.compile(
    rf"(?:^|[\s:=])-\d+\s*(?:{NOUN})|\b(?:deltagare|antal)\s*[:=]\s*-\s*\d+|(?:\bminus)\s+{NUM}\s*{NOUN}"
)
THOUSANDS = re.compile(
    rf"(?:\b(?:tva|tre|fyra|fem|sex|sju|atta|nio|tio|tjugo|hundra)tusen|{MANY}\s+(?:tusen|miljoner))\s+{NOUN}"
)
HUNDREDS = re.compile(rf"(?P<n>{MANY})\s+hundra\s+{NOUN}")
BROKEN = re.compile(rf"\d+[.,]\d+\s*(?:{NOUN})|\b(?:deltagare|antal)\s*[:=]\s*\d+[.,]\d")
ZERO = re.compile(
    rf"(?<![\d.,:-])(?:0+|noll)\s+(?:{NOUN})|\b(?:deltagare|antal)\s*[:=]\s*(?:0+|noll)\b(?!\d)|\b"
    rf"(?:inga|ingen)\s+deltagare\b"
)


def read_people(reading: Reading) -> Reading:
    """The number of participants; a correction goes before all else."""
    if match := next((m for p in (NEGATIVE, THOUSANDS, BROKEN, ZERO) if (m := reading.search(p))), None):
        return _impossible(reading.taken(match))
    if reading.draft.participants is not None:
        return _checked(reading)
    if corrected := list(CORRECTION.finditer(reading.line.work)):
        match = corrected[-1]
        return _checked(reading.found(match, participants=number(match["n"] or match["m"])))
    if match := reading.search(HUNDREDS):
        return _checked(reading.found(match, participants=100 * number(match["n"])))
    if match := reading.search(RANGE):
        return _lower(reading, match)
    return _checked(_one_by_one(reading) or _by_number(reading) or _names(reading))


def _one_by_one(reading: Reading) -> Reading | None:
    """What the line adds up to itself ("sju blev vi"), else those it lists; None where a total is said elsewhere."""
    if reading.search(TOTALLY):
        return None
    if told := reading.search(TOLD):
        return reading.found(told, participants=number(told["n"] or told["m"]))
    groups = crowd(reading.line).groups
    if any(_is_total(group) for group in groups):
        return None
    listed = next((group for group in groups if _is_list(group) or _is_keyed(group, reading.line.work)), None)
    return _of_group(reading, listed) if listed else None


def _is_keyed(group: Group, text: str) -> bool:
    """ "Deltagare: Anna, Bo och Siv"."""
    return group.has("name", "office") and KEY.search(text, 0, group.start) is not None


def _is_total(group: Group) -> bool:
    """ "8 deltagare", "6 st"."""
    return len(group.members) == 1 and group.members[0].total and group.members[0].count > 1


def _is_list(group: Group) -> bool:
    """Several told by number, office or name, of whom one is surely no thing."""
    units = sum(member.how == "unit" for member in group.members)
    return len(group.members) > 1 and (units > 1 or group.has("office", "noun", "me"))


def _of_group(reading: Reading, group: Group) -> Reading:
    reading = reading.kept(group.start, group.end, participants=group.count)
    return replace(reading, line=reading.line.take(group.start, group.end))


def _by_number(reading: Reading) -> Reading | None:
    for pattern, say in (*WAYS, *PLAIN):
        if match := reading.search(pattern):
            return reading.found(match, participants=say(match))
    return None


def _lower(reading: Reading, match: re.Match[str]) -> Reading:
    low, high = sorted(number(match[key]) for key in (("a", "b") if match["a"] else ("c", "d")))
    said = notice(N_("Du skrev {low} till {high} deltagare. Jag räknade med {low}."), low=low, high=high)
    return _checked(reading.found(match, participants=low)).note(said)


def _names(reading: Reading) -> Reading:
    """People told one by one; else the one number that is left."""
    groups = crowd(reading.line).groups
    listed = next((group for group in groups if _is_list(group)), None) or _of_unit(groups)
    if listed:
        return _of_group(reading, listed)
    if called := next((group for group in groups if _is_called(group, reading.line.work)), None):
        return reading.kept(called.start, called.end, participants=called.count + 1)
    left = list(LAST.finditer(reading.line.work))
    if len(left) == 1 and int(left[0]["n"]) >= 2:
        return reading.found(left[0], participants=int(left[0]["n"]))
    return reading


def _is_called(group: Group, text: str) -> bool:
    """ "(jag) ringde min chef", "min chef ringde": the writer and one more."""
    return RANG.search(text, 0, group.start) is not None or RANG_ME.match(text, group.end) is not None


def _of_unit(groups: tuple[Group, ...]) -> Group | None:
    """ "nio från socialförvaltningen"."""
    return next((group for group in groups if group.members[0].how == "unit" and group.count > 1), None)


def _checked(reading: Reading) -> Reading:
    count = reading.draft.participants
    return reading if count is None or 0 < count <= MOST else _impossible(reading)


def _impossible(reading: Reading) -> Reading:
    text = notice(N_("Antalet deltagare ska vara ett helt tal mellan 1 och {most}."), most=MOST)
    return reading.wrong("impossible_number", text, "participants")
