"""Who would have travelled, from where, and in how many cars.

People are read as groups (`groups.py`); here it is asked of each what stands around it: a place they would have come
from, or that they would have gone.
"""

import re
from dataclasses import replace

from chatbot.errors import N_, notice
from chatbot.meetings.groups import FIRST_GROUP, GROUP, Crowd, Group, crowd
from chatbot.meetings.line import PLACE
from chatbot.meetings.meeting import Mode, Traveller
from chatbot.meetings.members import Member
from chatbot.meetings.numbers import NUM, number
from chatbot.meetings.reading import Reading

GONE = (
    r"(?:akt|rest|aka|resa|flugit|flyga|kort|kora|tagit|ta|samakt|samaka|cyklat|cykla|bilat|bila|pendlat|rullat"
    r"|suttit\s+(?:pa|i)|gatt|ga|promenerat|promenera|rattat|ratta|skjutsats|bussat|fara|farit)"
)
SUBJECT = r"(?!(?:vi|jag|ja|de|dom|di|man|alla|ingen|inga|det|och|men|sa|eller|fran|ifran|om)\b)"
MAY = rf"(?:{SUBJECT}[a-z]+\s+){{0,3}}?"
TRAVEL = (
    r"(?:(?:hade\s+|har\s+)?(?:slapp|sluppit|slipper|slapper|slippa)\b"
    r"|spara(?:de|t|r)\s+(?:in\s+)?(?:en\s+)?[a-z\ue000-\uefff]*\s*(?:resa\w*|tur\w*|bil\w*|tag\w*)|behovde\s+(?:inte|int|ej|aldrig)\b"
    rf"|(?:orkade|ville|hann|skippade|sa\s+nej\s+(?:tack\s+)?till)\s+(?:inte\s+|aldrig\s+)?(?:att\s+)?(?:{GONE}|taget|bussen|bilen|flyget|resan)\b"
    rf"|stannade\s+(?:hemma|kvar)\b[^.!?]{{0,20}}\bfor\s+att\s+(?:komma|{GONE})\b"
    rf"|(?:skulle|hade|fick|behovt|kunde)\s+{MAY}{GONE}\b)"
)
FROM = r"(?:fran|ifran)"
FROM_HERE = rf"(?:fran|ifran)\s*[:=]?\s*(?:[a-z]+\s+i\s+)?(?P<p>{PLACE})"
WORD = r"(?:[a-z\ue000-\uefff-]+\s+|\x00+\s+)"
GAP = rf"(?:(?!istallet|och|men|sa|fast|fran|ifran|timm|min\b|mil\b|{NUM}){WORD}){{0,6}}"
ROUTE = rf"(?P<p>{PLACE})\s*(?:-|till|t\s*,\s*r)\s*{PLACE}"
THE_ROUTE = re.compile(ROUTE)
THERE = re.compile(rf"(?P<p>{PLACE})(?P<between>[^{PLACE[1:-1]}]*?)\b(?P<there>darifran|harifran)\b")
THE_GROUP = rf"(?P<g>{GROUP})"
# Where a group without an origin of its own would have come from.
CAME_FROM: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{THE_GROUP}\s+{GAP}{FROM_HERE}",
        rf"{THE_GROUP}\s*,\s*(?:(?:ensam|bada|alla)\s+)?{FROM_HERE}",
        rf"{THE_GROUP}\s+(?:(?:hade|skulle|slapp)\s+)?(?:{GONE}\s+)?(?:fran\s+)?{ROUTE}",
        rf"{ROUTE}(?P<after>)\s*,?\s*(?:for\s+|x\s*)?{THE_GROUP}",
        rf"{FROM_HERE}\s+(?:skulle|hade|slapp|kom|kommer|reser|akte|var)\s+(?:[a-z]+\s+){{0,2}}?{THE_GROUP}",
        rf"\b(?:samak\w*|bil|resa\w*)\s+{FROM_HERE}\s+med\s+{THE_GROUP}",
        rf"{FROM_HERE}\s*(?P<after>,)\s*{THE_GROUP}",
        rf"{FROM_HERE}\s+for\s+{THE_GROUP}",
        rf"\bvi\s+(?:var|va)\s+{THE_GROUP}\s+(?:och|som)\s+(?:alla\s+)?{TRAVEL}\s+{FROM_HERE}",
        rf"{FROM_HERE}(?P<key>\s*[:(])\s*{THE_GROUP}",
        rf"{THE_GROUP}\s+(?:fran\s+[a-z]+\s+)?(?:som\s+)?(?:bor|jobbar|sitter|arbetar|satt|kommer|ar)\s+(?:i|fran)\s+(?P<p>{PLACE})[^.!?]{{0,20}}{TRAVEL}",
    )
)
CARRYING = re.compile(rf"{THE_GROUP}\s+med\s+(?P<inside>{GROUP})")  # "en (bil) från Ed med två"
# Of whom it is said that they would have gone.
WENT: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:resenar(?:er)?|resande|akande|antal\s+resande|antal\s+resenarer)\s*[:=]?\s*{THE_GROUP}",
        rf"{THE_GROUP}\s+(?:resenar(?:er)?|resande|akande)\b",
        rf"\b{GONE}\b[^.!?;,]{{0,30}}\b(?:allihop\w*|alla)\s*,\s*{THE_GROUP}",
        rf"\bistallet\s+for\s+att\s+{GONE}\b[^.!?;,]{{0,40}}\s(?:kunde|fick|satt|deltog|medverkade)\s+{THE_GROUP}",
        rf"(?<!med ){THE_GROUP}\s+(?:fran\s+[a-z]+\s+)?(?:{SUBJECT}[a-z]+\s+){{0,2}}?{TRAVEL}",
        rf"{THE_GROUP}\s*,\s*(?:som\s+(?:annars\s+)?{TRAVEL}|(?:slapp|hade)\s+(?:de|dom|di)\b)",
        rf"\b(?:hela\s+[a-z]+|allihop\w*|alla|samtliga)\s*,\s*{THE_GROUP}\s*,?\s*(?:[a-z]+\s+){{0,2}}?{TRAVEL}",
        rf"\b(?:slapp|slipper|hade|skulle|fick|slippa)\s+(?:(?!inte\b)[a-z]+\s+){{0,2}}?{THE_GROUP}\s+(?:[a-z]+\s+){{0,2}}?(?:{GONE}|fatt|behovt|blivit|resan?|resorna|taget|bussen|bilen|bilturen|flyget|komma)\b",
        rf"\b(?:hade|skulle)\s+(?:annars\s+)?(?:ha\s+)?{GONE}\s+(?:(?:dit|hit)\s*,?\s*)?(?:bara\s+)?{THE_GROUP}",
        rf"\b(?:\w*resan?|resor|turen?|bil|tag|buss|flyg|samakning)\s+(?:(?:fran|till)\s+{PLACE}\s+){{0,2}}(?:(?:hade|skulle|det)\s+[a-z\s]{{0,16}}?)?"
        rf"(?:for|at)\s+{THE_GROUP}",
        rf"{THE_GROUP}\s+(?:cyklar|kor|aker|reser|tar|gar|pendlar|brukar)\s+(?:[a-z]+\s+){{0,2}}?annars\b",
        rf"\bfor\s+att\s+{THE_GROUP}\s+(?:korde|akte|reste|flog|tog\s+(?:taget|bussen|bilen))\b",
    )
)
CARS_OF = re.compile(
    rf"(?P<c>{NUM})\s*(?:tjanste|hyr|el-?)?bil(?:ar)?\s*(?:{FROM}\s+(?P<p>{PLACE})\s*)?(?:[aà]|med|m|x|\*|,(?=\s*\w+\s+man\b))\s*(?P<n>{NUM})(?:\s*"
    rf"(?:pers\w*|st\b|stycken|man\b))?(?:\s+(?:i\s+varje|i\s+vardera|i\s+var|per\s+bil|vardera))?"
)
CARS_EACH = re.compile(
    rf"(?P<c>{NUM})\s*(?:tjanste|hyr|el-?)?bil(?:ar)?\b(?:\s*{FROM}\s+(?P<p>{PLACE}))?[^.;\d]{{0,30}}?\s(?P<n>{NUM})"
    rf"\s*(?:pers\w*|st\b|stycken|man)?\s*(?:i\s+varje|i\s+vardera|i\s+varsin|i\s+var\b|per\s+bil|vardera)"
)
CARS = re.compile(
    rf"(?P<c>{NUM})\s*(?:st\s+)?(?:tjanste|hyr|pool|el-?|fulla\s+)?bil(?:ar|arna)?\b"
    rf"|\bbil(?:ar)?(?:\s+[a-z]+){{0,4}}\s*[:=]\s*(?P<d>{NUM})|(?:^|[;|]\s*|\bantal\s+)bil(?:ar)?\s+(?P<e>{NUM})\b"
)
SAME_CAR = re.compile(r"\b(?:i\s+)?(?:samma|gemensam)\s+bil\b")
OWN_CARS = re.compile(
    r"\b(?:var\s+sin|varsin|(?:alla|bada|samtliga|vardera)\b[^.;!?]{0,40}\begen)\s+(?:[a-z]+\s+)?(?:el-?|tjanste)?bil\b"
    r"|\begen\s+bil\s+var\b"
)
SIZE = re.compile(rf"{NUM}\s*(?:pers|deltag|st\b|med\b|pa\s+motet)")  # how many met, said elsewhere in the line
COUNTED = re.compile(rf"{THE_GROUP}\s+(?:resenar(?:er)?|resande|akande)\b")
ALL_OF_US = re.compile(r"\b(?:alla|samtliga|allihop\w*|alle?)[\s,]+(?:vi\s+)?$")
EVERYONE = re.compile(r"\b(?:vi\s+(?:var|va)\s+|hela\s+[a-z]+,?\s+)$")
TRAVELLED = re.compile(rf"{TRAVEL}|\bannars\b|\bkom(?:mit|ma)\s+fran\b|\bratta\w*|\bbada\s+skulle\b|\btill\s+{PLACE}")
ALSO = re.compile(rf"\s*(?:som\s+)?(?:[a-z]+\s+){{0,2}}?{TRAVEL}")
ORIGIN = re.compile(rf"\b(?:fran|ifran)\s*[:=]?\s*(?P<p>{PLACE})")
MANY_CARS = 100
FULL = 5  # "two cars with six" are six in all
Home = tuple[int, str | None, int]  # where in the line, the place's character, how many


def read_travel(reading: Reading) -> Reading:
    """Cars, then those with an origin, then those without one where nobody has."""
    reading = _cars(_from_there(reading))
    if not reading.draft.travellers:
        reading = _people(reading)
    return _own_cars(_sole_origin(reading))


def _own_cars(reading: Reading) -> Reading:
    """ "Anna och jag hade tagit varsin bil": as many cars as travellers."""
    match, travellers = reading.search(OWN_CARS), reading.draft.travellers
    if match is None or reading.draft.cars or not travellers:
        return reading
    return reading.found(match, cars=sum(who.count for who in travellers), mode=_car_mode(reading))


def _people(reading: Reading) -> Reading:
    people = crowd(reading.line)
    found = _with_origin(people, moving=reading.draft.mode is not None) or _without_origin(people)
    if not found:
        return reading
    counts: dict[str | None, int] = {}
    for _, origin, count in sorted(home for homes in found.values() for home in homes):
        name = reading.line.mention(origin).place.name if origin else None
        counts[name] = counts.get(name, 0) + count
    travellers = tuple(Traveller(origin, count) for origin, count in counts.items())
    first, last = people.groups[min(found)], people.groups[max(found)]
    reading = reading.kept(first.start, last.end, travellers=travellers)
    for match in COUNTED.finditer(people.text):
        reading = replace(reading, line=reading.line.take(*match.span("g")))
    for index in found:
        reading = _with_everyone(reading, people, people.groups[index])
    return reading


def _with_everyone(reading: Reading, people: Crowd, group: Group) -> Reading:
    """ "vi allihop, sex pers, hade åkt": participants as well; others who travel are no count of who took part."""
    before, rest = people.text[: group.start], reading.line.work[: group.start] + reading.line.work[group.end :]
    if ALL_OF_US.search(before) or (EVERYONE.search(before) and not SIZE.search(rest)):
        reading = reading.kept(group.start, group.end, participants=group.count)
    if any(member.origin for member in group.members) and not all(member.origin for member in group.members):
        return reading  # "jag, prosten och två från Ed" are those who met
    return replace(reading, line=reading.line.take(group.start, group.end))


def _with_origin(people: Crowd, *, moving: bool) -> dict[int, list[Home]]:
    """The groups of whom it is told where they would have come from."""
    found = _told(people, moving=moving or TRAVELLED.search(people.text) is not None)
    for pattern in CAME_FROM:
        for match in pattern.finditer(people.text):
            index = ord(match["g"]) - FIRST_GROUP
            if index not in found and _may_come(people.groups[index], match):
                found[index] = [(match.start("g"), match["p"], people.groups[index].count)]
    if found:  # "2 från Ed. Åmål 3": the others by their place alone
        for index, group in enumerate(people.groups):
            homes = [member for member in group.members if member.how in {"from", "pair"}]
            if index not in found and any(member.kind in {"number", "place"} for member in homes):
                found[index] = _homes(homes)
    return found


def _told(people: Crowd, *, moving: bool) -> dict[int, list[Home]]:
    """The groups that have their places within."""
    found: dict[int, list[Home]] = {}
    for index, group in enumerate(people.groups):
        told = [member for member in group.members if member.origin]
        if told and (_is_sure(told) or (moving and told[0].stated) or ALSO.match(people.text, group.end)):
            found[index] = _homes(told)
    for match in CARRYING.finditer(people.text):
        first, inside = ord(match["g"]) - FIRST_GROUP, ord(match["inside"]) - FIRST_GROUP
        if first in found and people.groups[inside].members[0].bare:
            found[first] = [(match.start(), people.groups[first].members[0].origin, people.groups[inside].count)]
            found[inside] = []
    return found


def _homes(members: list[Member]) -> list[Home]:
    return [(member.start, member.origin, member.count) for member in members]


def _is_sure(told: list[Member]) -> bool:
    """Numbers with "från" or a sign, or several with their places."""
    counted = [member for member in told if member.kind in {"number", "noun", "place"}]
    return any(member.stated for member in counted) or sum(member.how == "pair" for member in counted) > 1


def _may_come(group: Group, match: re.Match[str]) -> bool:
    """A number or the writer; others where it is said that they would have gone."""
    if "after" in match.re.groupindex and group.members[0].bare:
        return False
    return (
        group.has("number", "noun", "me") or "key" in match.re.groupindex or TRAVELLED.search(match.group()) is not None
    )


def _without_origin(people: Crowd) -> dict[int, list[Home]]:
    for pattern in WENT:
        for match in pattern.finditer(people.text):
            index = ord(match["g"]) - FIRST_GROUP
            return {index: [(match.start("g"), None, people.groups[index].count)]}
    return {}


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
        all_in = match.group().endswith(" man") or (each >= FULL and " med " in match.group())
        seated = each if all_in else cars * each
        travellers = (Traveller(origin, seated),)
        reading = reading.kept(*match.span(), cars=cars, travellers=travellers, mode=_car_mode(reading))
        for part in ("c", "n", "p"):  # what stands between may hold the destination
            reading = replace(reading, line=reading.line.take(*match.span(part))) if match[part] else reading
        return _checked(reading, cars)
    if match := reading.search(CARS):
        cars = number(match["c"] or match["d"] or match["e"])
        return _checked(reading.found(match, cars=cars, mode=_car_mode(reading)), cars)
    if match := reading.search(SAME_CAR):
        return reading.found(match, cars=1, mode=_car_mode(reading))
    return reading


def _car_mode(reading: Reading) -> Mode:
    """What was said ("samåkning", "elbil"), else by car."""
    return reading.draft.mode or "bil"


def _checked(reading: Reading, cars: int) -> Reading:
    if 0 < cars <= MANY_CARS:
        return reading
    text = notice(N_("Antalet bilar ska vara mellan 1 och {most}."), most=MANY_CARS)
    return reading.wrong("impossible_number", text, "cars")
