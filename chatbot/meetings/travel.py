"""Who would have travelled, from where, and in how many cars."""

import re
from dataclasses import replace

from chatbot.errors import N_, notice
from chatbot.meetings.company import NOT_NAMES, company
from chatbot.meetings.lexicon import is_word
from chatbot.meetings.line import PLACE
from chatbot.meetings.meeting import Mode, Traveller
from chatbot.meetings.numbers import NUM, number
from chatbot.meetings.party import GONE, TRAVEL, party
from chatbot.meetings.reading import Reading
from chatbot.meetings.where import ORGANISATION

FROM = r"(?:fran|ifran)"
# Up to five words between the number and "from", without another clause.
BETWEEN = (
    rf"(?:(?!istallet|annars|och|men|sa|fast|fran|ifran|timm|min\b|mil\b|{NUM})"
    r"(?:[a-z\ue000-\uefff-]+\s+|(?:pers|st)\.\s+|i\s+\x00+\s+)){0,5}"
)
WHO = (
    r"(?:av\s+(?:oss|dem|deltagarna|politikerna)\s+|pa\s+(?:lank|distans)\s+|digital\w*\s+|pers\w*\s+|st\w*\s+|deltagare\s+|politiker\s+"
    r"|ledamoter\s+|tjansteman\s+|som\s+){0,2}"
)
COUNTED = re.compile(rf"(?P<n>{NUM})\s+{BETWEEN}{FROM}\s+(?:[a-z]+\s+i\s+)?(?P<p>{PLACE})")
AFTER = re.compile(
    rf"{FROM}\s*:?\s*(?P<p>{PLACE})\s*(?:\(|[:x=]\s?|\s)\s*(?P<n>{NUM})\s*(?:st\b|pers\w*|stycken|x\b)?\)?"
)
ON_THE_WAY = re.compile(
    rf"{FROM}\s+(?P<p>{PLACE})\s+till\s+{PLACE}\s*,?\s*(?:for\s+)?(?P<n>{NUM})\s+(?:st\b|pers\w*|stycken|av\s+oss)"
)
COUNT_OF = r"(?:st\b\.?|stycken|pers\w*\.?|p\b|av\s+oss|tjansteman|politiker|ledamoter|kollegor)"
ROUTE = rf"(?P<p>{PLACE})\s*(?:-|till|t\s*,\s*r)\s*{PLACE}"
THE_ROUTE = re.compile(ROUTE)
THERE = re.compile(rf"(?P<p>{PLACE})(?P<between>[^{PLACE[1:-1]}]*?)\b(?P<there>darifran|harifran)\b")
EACH_FROM = re.compile(
    rf"(?P<n>{NUM})\s+(?:var(?:dera)?|var\s+och\s+en|st\s+vardera)\s+{FROM}\s+(?P<all>{PLACE}(?:\s*(?:,|och|samt)\s*{PLACE})+)"
)
CAR_FROM = re.compile(rf"{NUM}\s+(?:bil\s+)?{FROM}\s+(?P<p>{PLACE})\s+med\s+(?P<n>{NUM})\b(?!\s+bil)")
ROUTED = re.compile(rf"(?P<n>{NUM})\s+(?:{COUNT_OF}\s+)?(?:(?:hade|skulle|slapp)\s+)?(?:{GONE}\s+)?(?:fran\s+)?{ROUTE}")
SOME_FROM = re.compile(
    rf"(?P<n>{NUM})\s+(?:st\s+|av\s+oss\s+|pers\w*\s+)?(?:skulle|hade|fick)\s+(?:[a-z\x00]+\s+){{0,5}}?{FROM}\s+(?P<p>{PLACE})"
)
THE_ONLY_ONE = re.compile(rf"\bden\s+(?:ende|enda)\s+{FROM}\s+(?P<p>{PLACE})")
FROM_FIRST = re.compile(rf"{FROM}\s+(?P<p>{PLACE})\s*,\s*(?P<n>{NUM})\s*{COUNT_OF}")
ROUTED_AFTER = re.compile(rf"{ROUTE}\s*,?\s*(?:for\s+|x\s*)?(?P<n>{NUM})\s*{COUNT_OF}")
AND = r"\s*(?:,|\+|&|/|;|och\b)?\s*"
PAIRS = re.compile(rf"{NUM}\s+(?:st\s+)?{PLACE}(?:{AND}{NUM}\s+(?:st\s+)?{PLACE})+")
PAIRS_AFTER = re.compile(rf"{PLACE}\s+{NUM}(?:{AND}{PLACE}\s+{NUM}(?:\s+st\b)?)+(?!\s*-)")
ME_AND_MORE = re.compile(rf"\b(?:jag|mig|mej)\s+och\s+(?P<n>{NUM})\s+till\s+{FROM}\s+(?P<p>{PLACE})")
STATIONED = re.compile(
    rf"(?P<n>{NUM})\s+(?:[a-z]+\s+){{0,3}}?i\s+(?P<p>{PLACE})\s+(?:hade|slapp|skulle|fick)\s+(?:[a-z]+\s+){{0,2}}?{GONE}"
)
BRACKETED = re.compile(rf"(?P<p>{PLACE})\s*(?:\(\s*|[:=]\s*|x\s*)(?P<n>{NUM})\s*(?:st\b|pers\w*)?\)?")
PEOPLE_OF = re.compile(rf"(?P<n>{NUM})\s+(?:st\s+)?(?P<p>{PLACE})")
LISTED = re.compile(rf"(?:,|\boch|\+|&)\s*(?P<n>{NUM})\s+(?:st\s+|i\s+)?(?P<p>{PLACE})")
LISTED_AFTER = re.compile(rf"(?:,|\boch|\+|&)\s*(?P<p>{PLACE})\s+(?P<n>{NUM})(?=\s*(?:,|\.|och|$|st\b))")
INVERTED = re.compile(
    rf"{FROM}\s+(?P<p>{PLACE})\s+(?:skulle|hade|slapp|kom|kommer|reser|akte|var)\s+(?:[a-z]+\s+){{0,2}}?(?P<n>{NUM})\b"
)
ME = r"(?:jag|ja(?=\s+(?:hade|skulle|slapp|fick|ratta\w*|korde|slipper)\b))"  # "ja hade kört"
MYSELF = re.compile(rf"\b{ME}\s+(?:[a-z\x00\ue000-\uefff]+\s+){{0,6}}?{FROM}\s+(?P<p>{PLACE})")
SOMEBODY = re.compile(  # "Roger hade kört från Mellerud"
    rf"\b(?P<who>[a-z-]{{2,}})\s+(?:var\s+de\s+som\s+)?(?:annars\s+)?(?:hade|skulle|slapp|fick)\s+(?:[a-z\x00]+\s+){{0,3}}?{GONE}\s+(?:[a-z\x00\ue000-\uefff]+\s+){{0,3}}?"
    rf"{FROM}\s+(?P<p>{PLACE})"
)
SOMEBODY_FROM = re.compile(
    rf"\b(?P<who>[a-z-]{{2,}})\s+{FROM}\s+(?P<p>{PLACE})|\b(?P<name>[a-z-]{{2,}})\s+\((?P<home>{PLACE})\)"
)
LISTS = frozenset({"och", "samt"})
LISTED_NAMES = re.compile(r"(?:[a-z-]{2,}\s*,\s*){0,6}[a-z-]{2,}\s+(?:och|samt|&)\s+$")
TRAVELLED = re.compile(rf"{TRAVEL}|\bratta\w*|\bbada\s+skulle\b|\btill\s+{PLACE}")
ROLE = re.compile(
    r"(?:hon|han|ho|ordf\w*|rektorn|[\w-]*chefen|\w{3,}(?:aren|orn|enten|isten|mannen|logen|skan|radet|strategen|nomen)"
    r"|[\w-]{3,}(?:ikern|ekten|gogen|ronen|juristen))$"
)
SOMEBODY_IN = re.compile(  # "chefen i Ed och rektorn i Åmål hade kört"
    rf"\b(?P<who>[a-z-]{{4,}})\s+i\s+(?P<p>{PLACE})(?=(?:\s*(?:,|och)\s+[a-z-]+\s+i\s+[\x00{PLACE[1:-1]}])*\s+(?:hade|skulle|slapp|fick)\b)"
)
PEOPLE_AFTER = re.compile(rf"(?P<p>{PLACE})\s*,?\s*(?:pa\s+|var\s+|var\s+vi\s+)?(?P<n>{NUM})(?!\s*(?:min|tim|-))")
SUM_FROM = re.compile(rf"(?P<n>{NUM})\s+[a-z]{{4,}}\s+och\s+(?P<m>{NUM})\s+[a-z]{{4,}}\s+{FROM}\s+(?P<p>{PLACE})")
INVERTED_SOLE = re.compile(
    rf"\b(?:hade|skulle|fick)\s+(?:da\s+|nog\s+|annars\s+)?ja(?:g)?\s+(?:fatt\s+|behovt\s+|annars\s+)*{GONE}\b"
)
UNWILLING = re.compile(rf"\bjag\s+(?:orkade|ville|hann|behovde)\s+(?:inte|aldrig)\s+{GONE}\b|\bslapp\s+jag\s+{GONE}\b")
INVERTED_PAIR = re.compile(
    rf"\b(?:slapp|hade|skulle)\s+ja(?:g)?\s+och\s+(?:min\s+|en\s+)?[a-z]+\s+(?:fatt\s+|behovt\s+)?{GONE}\b"
)
GONE_SOME = re.compile(
    rf"\b(?:hade|skulle)\s+(?:annars\s+)?(?:ha\s+)?{GONE}\s+(?P<n>{NUM})\s+(?:st\b|stycken|pers\w*|man\b)"
)
SOLE = re.compile(rf"(?<![a-z] och )\b{ME}\s+(?:[a-z]+\s+){{0,2}}?(?:{TRAVEL})")
PAIR = re.compile(rf"\bjag\s+och\s+(?:min\s+)?(?!{NUM})[a-z-]+\s+(?:som\s+)?{TRAVEL}")
NAMED_PAIR = re.compile(rf"\b(?P<who>[a-z-]{{3,}})\s+och\s+jag\s+{TRAVEL}")
SUM_OF_SOME = re.compile(rf"(?<!med )(?P<n>{NUM})\s+{WHO}{TRAVEL}")
SOME_AFTER = re.compile(
    rf"\b(?:slapp|slipper|hade|skulle)\s+(?:da\s+|annars\s+|nog\s+)?(?P<n>{NUM})\s+(?:pers\w*\s+"
    rf"|st\w*\s+|av\s+oss\s+|man\s+)?(?:annars\s+|ocksa\s+)?(?:ha\s+)?(?:fatt|behovt|blivit|{GONE})\b"
)
KEYED = re.compile(
    rf"\b(?:resenarer|resande|antal\s+resande|antal\s+resenarer)\s*[:=]?\s*(?P<n>{NUM})|(?P<m>{NUM})"
    rf"\s+(?:resenarer|resande)\b"
)
CARS_OF = re.compile(
    rf"(?P<c>{NUM})\s*(?:tjanste|hyr|el-?)?bil(?:ar)?\s*(?:{FROM}\s+(?P<p>{PLACE})\s*)?(?:[aà]|med|m|x|\*)\s*(?P<n>{NUM})(?:\s*"
    rf"(?:pers\w*|st\b|stycken))?(?:\s+(?:i\s+varje|i\s+vardera|i\s+var|per\s+bil|vardera))?"
)
CARS_EACH = re.compile(
    rf"(?P<c>{NUM})\s*(?:tjanste|hyr|el-?)?bil(?:ar)?\b(?:\s*{FROM}\s+(?P<p>{PLACE}))?[^.;\d]{{0,30}}?\s(?P<n>{NUM})"
    rf"\s*(?:pers\w*|st\b|stycken|man)?\s*(?:i\s+varje|i\s+vardera|i\s+varsin|i\s+var\b|per\s+bil|vardera)"
)
CARS = re.compile(
    rf"(?P<c>{NUM})\s*(?:st\s+)?(?:tjanste|hyr|pool|el-?|fulla\s+)?bil(?:ar|arna)?\b|\b(?:antal"
    rf"\s+)?bil(?:ar)?\s*[:=]\s*(?P<d>{NUM})"
)
SAME_CAR = re.compile(r"\b(?:i\s+)?(?:samma|gemensam)\s+bil\b")
SIZE = re.compile(rf"{NUM}\s*(?:pers|deltag|st\b|med\b|pa\s+motet)")  # how many met, said elsewhere in the line
EVERYONE = re.compile(r"\b(?:vi\s+(?:var|va)\s+|alla\s+|samtliga\s+|allihop\w*,?\s+|hela\s+[a-z]+,?\s+)$")
ALL_OF_US = re.compile(
    rf"\b(?:allihop\w*|alla|samtliga)[\s,]+(?:vi\s+)?(?P<n>{NUM})\b[^.!?]{{0,30}}?(?:{TRAVEL}|{FROM}\s+{PLACE})"
    rf"(?:[^.!?]{{0,25}}?(?P<p>{PLACE}))?"
)
ORIGIN = re.compile(rf"\b{FROM}\s*:?\s*(?P<p>{PLACE})")
MANY_CARS = 100
FULL = 5  # "two cars with six" are six in all
Origin = tuple[int, str, int]  # where in the line, the place, how many


def read_travel(reading: Reading) -> Reading:
    """Cars, then those with an origin, then those without one where nobody has."""
    reading = _everyone(_cars(_from_there(reading)))
    if not reading.draft.travellers:
        reading = _with_origin(reading)
    return _sole_origin(reading if reading.draft.travellers else _without_origin(reading))


def _from_there(reading: Reading) -> Reading:
    """ "bor i Ed och hade kört därifrån": from the place named last."""
    while match := reading.search(THERE):
        reading = replace(reading, line=reading.line.put(*match.span("there"), f"fran {match['p']}"))
    return reading


def _sole_origin(reading: Reading) -> Reading:
    """A number without an origin, and the one "från …" or "Ed-Åmål" in the line, belong together."""
    origins = list(ORIGIN.finditer(reading.line.work)) or list(THE_ROUTE.finditer(reading.line.work))
    travellers = reading.draft.travellers
    if len(origins) != 1 or len(travellers) != 1 or travellers[0].origin is not None:
        return reading
    origin = reading.line.mention(origins[0]["p"]).place.name
    known = replace(reading.draft, travellers=(Traveller(origin, travellers[0].count),))
    return replace(reading, draft=known, line=reading.line.take(*origins[0].span("p")))


def _cars(reading: Reading) -> Reading:
    if match := reading.search(CARS_EACH) or reading.search(CARS_OF):
        cars, each = number(match["c"]), number(match["n"])
        origin = reading.line.mention(match["p"]).place.name if match["p"] else None
        seated = cars * each if each < FULL or " med " not in match.group() else each
        travellers = (Traveller(origin, seated),)
        return _checked(reading.found(match, cars=cars, travellers=travellers, mode=_car_mode(reading)), cars)
    if match := reading.search(CARS):
        cars = number(match["c"] or match["d"])
        return _checked(reading.found(match, cars=cars, mode=_car_mode(reading)), cars)
    if match := reading.search(SAME_CAR):
        return reading.found(match, cars=1, mode=_car_mode(reading))
    return reading


def _everyone(reading: Reading) -> Reading:
    """ "vi allihop, sex pers, hade åkt från …": participants and travellers at once."""
    match = reading.search(ALL_OF_US)
    if match is None:
        return reading
    said = match.group()
    origin = (
        reading.line.mention(match["p"]).place.name if match["p"] and re.search(rf"{FROM}\s+\W?$", said[:-1]) else None
    )
    count = number(match["n"])
    reading = reading.kept(match.start(), match.end(), participants=count, travellers=(Traveller(origin, count),))
    return replace(reading, line=reading.line.take(*match.span("n")))


def _car_mode(reading: Reading) -> Mode:
    """What was said ("samåkning", "elbil"), else by car."""
    return reading.draft.mode or "bil"


def _checked(reading: Reading, cars: int) -> Reading:
    if 0 < cars <= MANY_CARS:
        return reading
    text = notice(N_("Antalet bilar ska vara mellan 1 och {most}."), most=MANY_CARS)
    return reading.wrong("impossible_number", text, "cars")


def _with_origin(reading: Reading) -> Reading:
    """All origins named with a number, in the order of the line; the same place twice is added up."""
    found: list[Origin] = []
    for pattern in (PAIRS, PAIRS_AFTER):
        reading = _pairs(reading, pattern, found)
    reading = _each_of(reading, found)
    reading = _each(reading, ME_AND_MORE, 1, found)
    reading = _each(reading, SUM_FROM, 0, found)
    for pattern in COUNTED_FROM:
        reading = _each(reading, pattern, 0, found)
    reading = _somebody(_myself(reading, found), found)
    for pattern in (PEOPLE_OF, PEOPLE_AFTER):
        for match in list(pattern.finditer(reading.line.work)):
            if reading.line.mention(match["p"]).people:
                found.append((match.start(), reading.line.mention(match["p"]).place.name, number(match["n"])))
                reading = reading.taken(match)
    if found:
        reading = _each(reading, LISTED, 0, found)
        reading = _each(reading, LISTED_AFTER, 0, found)
    reading = _each(reading, BRACKETED, 0, found)
    if not found:
        return reading
    counts: dict[str, int] = {}
    for _, origin, count in sorted(found):
        counts[origin] = counts.get(origin, 0) + count
    travellers = tuple(Traveller(origin, count) for origin, count in counts.items())
    first = min(start for start, _, _ in found)
    return reading.kept(first, max(start for start, _, _ in found) + 1, travellers=travellers)


def _each_of(reading: Reading, found: list[Origin]) -> Reading:
    """ "en vardera från Ed, Åmål och Säffle"."""
    for match in list(EACH_FROM.finditer(reading.line.work)):
        places = re.findall(PLACE, match["all"])
        found += [
            (match.start() + at, reading.line.mention(one).place.name, number(match["n"]))
            for at, one in enumerate(places)
        ]
        reading = reading.taken(match)
    return reading


def _somebody(reading: Reading, found: list[Origin]) -> Reading:
    """Somebody named, or in an office, who would have come from a place is one traveller."""
    patterns = (SOMEBODY_IN, SOMEBODY, SOMEBODY_FROM) if found or reading.search(TRAVELLED) else (SOMEBODY,)
    for pattern in patterns:
        for match in list(pattern.finditer(reading.line.work)):
            key, place = ("who", "p") if match.groupdict().get("p") else ("name", "home")
            if _is_somebody(match[key], reading.line.words(*match.span(key))):
                count = 1 + _named_before(reading, match.start(key))
                found.append((match.start(), reading.line.mention(match[place]).place.name, count))
                reading = replace(reading, line=reading.line.take(*match.span(place)))
    return reading


def _named_before(reading: Reading, end: int) -> int:
    """How many stand in a list before the last one: "Kent, Maj och" [Siv]."""
    listed = LISTED_NAMES.search(reading.line.work[:end])
    if listed is None:
        return 0
    spans = [(name.start(), name.end()) for name in re.finditer(r"[a-z-]{2,}", reading.line.work[: listed.end()])]
    named = [span for span in spans if span[0] >= listed.start() and reading.line.work[slice(*span)] not in LISTS]
    return sum(_is_somebody(reading.line.work[slice(*span)], reading.line.words(*span)) for span in named)


def _is_somebody(who: str, typed: str) -> bool:
    named = typed[:1].isupper() and not is_word(who) and who not in NOT_NAMES and not ORGANISATION.search(who)
    return named or ROLE.match(who) is not None


CARS_PEOPLE = re.compile(rf"(?P<n>{NUM})\s+(?:pers\w*|st\w*)\s+{FROM}\s+(?P<p>{PLACE})")

COUNTED_FROM = (
    *(CAR_FROM, SOME_FROM, ON_THE_WAY, FROM_FIRST, ROUTED, ROUTED_AFTER),
    *(CARS_PEOPLE, COUNTED, INVERTED, AFTER, STATIONED),
)


def _each(reading: Reading, pattern: re.Pattern[str], more: int, found: list[Origin]) -> Reading:
    """Every number with its origin; `more` = the writer besides ("jag och två till")."""
    for match in list(pattern.finditer(reading.line.work)):
        origin = reading.line.mention(match["p"]).place.name
        also = match.groupdict().get("m")
        found.append((match.start(), origin, number(match["n"]) + more + (number(also) if also else 0)))
        rest = reading.line.work[: match.start()] + reading.line.work[match.end() :]
        if EVERYONE.search(reading.line.work[: match.start()]) and not SIZE.search(rest):
            reading = reading.kept(match.start(), match.end(), participants=number(match["n"]))
        for part in ("n", "m", "p") if also else ("n", "p"):  # what stands between may hold the destination
            reading = replace(reading, line=reading.line.take(*match.span(part)))
    return reading


def _pairs(reading: Reading, pattern: re.Pattern[str], found: list[Origin]) -> Reading:
    """ "2 Åmål + 1 Ed": two numbers or more, each with its place, can only be origins."""
    for match in list(pattern.finditer(reading.line.work)):
        numbers = [number(one) for one in re.findall(NUM, match.group())]
        origins = [reading.line.mention(one).place.name for one in re.findall(PLACE, match.group())]
        pairs = enumerate(zip(origins, numbers, strict=True))
        found += [(match.start() + at, origin, count) for at, (origin, count) in pairs]
        reading = reading.taken(match)
    return reading


def _myself(reading: Reading, found: list[Origin]) -> Reading:
    """The writer, alone or as one of those named: "Berit, Kjell och jag hade åkt från Ed"."""
    for match in list(MYSELF.finditer(reading.line.work)):
        origin = reading.line.mention(match["p"]).place.name
        listed = company(reading.line.work[: match.start("p")])
        inside = listed is not None and listed[1].start() <= match.start() < listed[1].end()
        together = listed if listed and inside and not SIZE.search(listed[1].group()) else None
        found.append((match.start(), origin, together[0] if together else 1))
        reading = replace(reading, line=reading.line.take(*match.span("p")))
        if together:
            reading = replace(reading, line=reading.line.take(*together[1].span()))
    return reading


def _without_origin(reading: Reading) -> Reading:
    for pattern in (KEYED, SUM_OF_SOME, SOME_AFTER, GONE_SOME):
        if match := reading.search(pattern):
            groups = match.groupdict()
            count = number(groups["n"] or groups.get("m") or "0")
            everyone = EVERYONE.search(reading.line.work[: match.start()]) is not None
            both = {"participants": count} if everyone else {}
            return _number_only(reading, match, count, both)
    if listed := party(reading.line.work, travelling=True):
        return _gone(reading, listed[1], listed[0])
    if match := reading.search(PAIR) or reading.search(INVERTED_PAIR):
        return reading.kept(match.start(), match.end(), travellers=(Traveller(None, 2),))
    match = reading.search(NAMED_PAIR)
    if match and reading.line.words(*match.span("who"))[:1].isupper() and not is_word(match["who"]):
        return reading.kept(match.start(), match.end(), travellers=(Traveller(None, 2),))
    if match := reading.search(SOLE) or reading.search(INVERTED_SOLE) or reading.search(UNWILLING):
        return reading.kept(match.start(), match.end(), travellers=(Traveller(None, 1),))
    return reading


def _gone(reading: Reading, match: re.Match[str], count: int) -> Reading:
    """Travellers told by office; they are no count of who took part."""
    return reading.kept(match.start(), match.end(), travellers=(Traveller(None, count),)).taken(match)


def _number_only(reading: Reading, match: re.Match[str], count: int, both: dict[str, int]) -> Reading:
    """The number is masked, the verb stays: it also says the mode."""
    reading = reading.kept(match.start(), match.end(), travellers=(Traveller(None, count),), **both)
    start, end = match.span("n") if match["n"] else match.span("m")
    return replace(reading, line=reading.line.take(start, end))
