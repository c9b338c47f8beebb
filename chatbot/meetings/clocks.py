"""When the meeting began and, where an end is said, how long it was.

A spoken time between 00:30 and 06:59 without a part of the day is meant in the afternoon.
"""

import datetime as dt
import re
from dataclasses import dataclass

from chatbot.errors import N_, notice
from chatbot.meetings.numbers import NUM, UNBOUND, number
from chatbot.meetings.reading import Reading

HALF_PAST_MIDNIGHT, MORNING, NOON, DAY = 30, 7 * 60, 12 * 60, 24 * 60
LATE = re.compile(
    r"\b(?:pa\s+)?(?:eftermiddagen|eftermiddag|kvallen|kvall|kvallskvisten|em|e\.m\.|i\s+eftermiddags)(?!\w)"
)
EARLY = re.compile(
    r"\b(?:pa\s+)?(?:morgonen|morgon|formiddagen|formiddag|natten|fm|f\.m\.|i\s+morse|i\s+formiddags)(?!\w)"
)

AT = (
    r"(?:\b(?:kl|klockan|start|starttid|starta[dt]?e?|borjade|borja|tid)\b[.:=]?\s*(?:vi\s+)?(?:var\s+|pa"
    r"\s+|val\s+|typ\s+|vid\s+|kl\.?\s*)?|(?:\bvid\s+))"
)
HOUR = r"(?:[01]?\d|2\d)"
# "9", "9.30", "09:30", "0930"
CLOCK = rf"(?:{HOUR}[.:]\d\d|\d{{4}}|{HOUR}(?![.:,]?\d))"
TIGHT = rf"(?:{CLOCK}|[1-9][0-5]\d)"  # also "930", in a range
TO = r"\s*(?:-|till|to(?=\s+\d)|t\.?o\.?m|och|fram\s+till)\s*(?:kl\.?\s*)?"
WORD = rf"(?:{NUM})"
O_CLOCK = rf"(?!en\b){NUM}"  # "tio i en halvtimme" is no time
NOT_PEOPLE = (  # "9-10 deltagare"; after "10:15" it may be
    r"(?:(?<=[.:]\d\d)|(?<=\d{4})|(?!\s*(?:pers\w*+(?!\s*[:=\d])|deltag\w*+(?!\s*[:=\d])|st\b|stycken|politiker|ledam\w*|man\b|bil\w*|av\b|min\w*"
    r"|tim\w*|h\b|dag\w*+(?!\s*[:=])|tjansteman|mil\b|km\b|kr\b|ar\b|chefer|%)))"
)
RANGE = re.compile(
    rf"(?<![\w.,:/])(?<!deltagare: )(?<!personer: )(?<!antal: )(?<!pers: )"
    rf"(?:{AT})?(?:mellan\s+|fran\s+|fr\s+)?(?:kl\.?\s*)?(?<!\d)(?P<a>{TIGHT}){TO}"
    rf"(?P<b>{HOUR},[0-5]\d|{TIGHT})(?!\d|[.:]\d){NOT_PEOPLE}"
)
SPOKEN = (
    rf"(?:(?:(?:{NUM}|kvart)\s+(?:min\w*\s+)?(?:i|over|efter|fore)\s+)?halv\s*{O_CLOCK}"
    rf"|(?:{NUM}|kvart)\s+(?:min\w*\s+)?(?:i|over|efter|fore)\s+{O_CLOCK})"
)
ANY = rf"(?:{SPOKEN}|{CLOCK}|{NUM})"
END = re.compile(
    rf"\b(?:slut|sluta|slutade|sluttid|till|avslutade\w*|avrundade|brot|klara|klart|klar|fardiga|fram\s+till)\b[.:=]?\s*"
    rf"(?:(?:vid|runt|typ|vi|motet|ca|forst|strax|redan)\s+)*(?:kl\.?\s*|klockan\s+)?(?P<b>{ANY})(?!\w|[.:]\d){NOT_PEOPLE}"
)
END_BEFORE = re.compile(
    rf"(?<!\w)(?P<b>{SPOKEN}|{CLOCK})\s+(?:slutade|avslutades|var\s+(?:det|vi|allt)\s+(?:over|slut|klar\w*|fardig\w*))\b"
)
LAST = rf"(?:{SPOKEN}|{CLOCK}|{UNBOUND})"  # after a hyphen
PART = r"(?:\s+pa\s+(?:morgonen|formiddagen|eftermiddagen|kvallen)|\s+[fe]\.?m\.?)?"
WORD_RANGE = re.compile(
    rf"(?:{AT}|\bmellan\s+|\bfran\s+)(?:kl\.?\s*)?(?P<a>{ANY}){PART}{TO}(?P<b>{LAST})(?!\w|[.:]\d){NOT_PEOPLE}"
)
SPOKEN_RANGE = re.compile(rf"(?<!\w)(?P<a>{SPOKEN})\s*(?:-|till|fram\s+till)\s*(?P<b>{LAST})(?!\w|[.:]\d){NOT_PEOPLE}")
HOURS = "sju|atta|nio|tio|elva|tolv|ett|tva|tre"
BARE_WORDS = re.compile(rf"(?<!\w)(?P<a>{HOURS})\s+till\s+(?P<b>{HOURS})(?!\w){NOT_PEOPLE}(?!\s+[a-z]{{3,}})")
PART_OF_DAY = re.compile(
    rf"\b(?:kvall|kvallen|morgon|morgonen|formiddag|eftermiddag)\s+(?P<b>{CLOCK}|{WORD})(?=\s*(?:[,.;]|$))"
    rf"|(?<!\w)(?P<a>{CLOCK}|{WORD})\s+(?=(?:pa\s+(?:morgonen|formiddagen|eftermiddagen|kvallen)|[fe]\.?m)\b)"
)
STARTED = re.compile(
    r"\b(?:borja(?:de)?|start(?:ade?|tid)?|(?:drog|kom|satte)\s+(?:vi\s+)?i\s?gang|inledde[s]?)\b[.:=]?\s*"
    rf"(?:(?:vi|motet|vid|redan|forst|runt|ca|pa|kl\.?|klockan)\s+)*(?P<a>{SPOKEN}|{CLOCK}|{NUM})"
    rf"(?!\w|[.:]\d){NOT_PEOPLE}"
)
HALVES = re.compile(
    rf"(?:{AT})?\b(?:(?P<minutes>{NUM}|kvart)\s*(?:min\w*\s*)?(?P<way>i|over|efter|fore)\s+)?"
    rf"(?P<half>halv)\s*(?P<hour>{O_CLOCK})\b{NOT_PEOPLE}"
)
PAST = re.compile(
    rf"(?:{AT})?(?<!\w)(?P<minutes>{NUM}|kvart)\s*(?:min\w*\s+)?(?P<way>i|over|efter|fore)\s+"
    rf"(?P<hour>{O_CLOCK})\b{NOT_PEOPLE}"
)
POINT = re.compile(
    rf"{AT}(?:ca\s+|cirka\s+|runt\s+)?(?P<a>{HOUR} [0-5]\d(?=\s*(?:[,;]|$))|{HOUR},[0-5]\d|{CLOCK}|{WORD})"
    r"(?![\w/]|:\S|[.,]\d)(?:-?tiden)?(?!\s*(?:min|tim|h\b|kvart))"
)
PEOPLE_BEFORE = re.compile(r"\b(?:vi|var|va|vart|blev|oss|antal)\s+(?:ca\s+|cirka\s+)?$")
TIDEN = re.compile(rf"(?:\bvid\s+|\bkring\s+|\brunt\s+)?(?P<a>{CLOCK}|{WORD})\s*-?tiden\b")
BARE = re.compile(r"(?<![\w.,:/-])(?P<a>(?:[01]?\d|2[0-3])[.:][0-5]\d)(?![\d:/]|[.,]\d|\s*(?:h\b|tim|mil|km))")
FOUR = re.compile(r"(?<![\w.,:/-])(?P<a>(?:0[6-9]|1[0-8]|2[1-3])[0-5]\d)(?![\w.,:/-])(?!\s*(?:kr|pers|st\b|deltag))")
FROM_POINT = re.compile(rf"\bfran\s+(?:kl\.?\s+)?(?P<a>{CLOCK})(?!\w|[.:]\d){NOT_PEOPLE}")
TOO_LATE = re.compile(
    r"(?:\b(?:kl|klockan)\b[.:]?\s*)(?P<a>(?:2[4-9]|[3-9]\d)(?:[.:]\d\d)?|\d{1,2}[.:][6-9]\d)(?![\d.:])"
)
NINE_TO = re.compile(rf"\b(?:kl|klockan)\b\.?\s*(?P<a>{ANY})\s+(?:och\s+)?till\s+(?P<b>{ANY})\b")


@dataclass(frozen=True, slots=True)
class Time:
    """Minutes after midnight as read; `spoken` = the half of the day is open ("kl 3", not "03:00")."""

    minutes: int
    spoken: bool


def read_clock(reading: Reading) -> Reading:
    """Start, and from an end the duration."""
    if match := reading.search(TOO_LATE):
        return _no_such_time(reading, match)
    for pattern in (NINE_TO, RANGE, WORD_RANGE, SPOKEN_RANGE, BARE_WORDS):
        if match := _valid_range(reading, pattern):
            return _range(reading, match)
    if (match := reading.search(STARTED)) and (time := _time(match["a"])):
        return _end(_start(reading, match, time))
    for pattern in (HALVES, PAST):
        if match := reading.search(pattern):
            return _end(_start(reading, match, _spoken(match)))
    for pattern in (POINT, TIDEN, PART_OF_DAY, BARE, FOUR, FROM_POINT):
        if (match := reading.search(pattern)) and (time := _time(match["a"] or match["b"])):
            return _end(_start(reading, match, time))
    return reading


def _valid_range(reading: Reading, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return next(
        (m for m in pattern.finditer(reading.line.work) if _time(m["a"]) and _time(m["b"]) and _is_range(m)), None
    )


def _is_range(match: re.Match[str]) -> bool:
    """ "6-7" alone may be people; hours of one figure need a sign that they are times, or to be a likely span."""
    first, last = match["a"], match["b"]
    if first == "en" or last == "en":
        return False
    people = PEOPLE_BEFORE.search(match.string[: match.start("a")]) is not None
    said = (
        match.group().strip() != f"{first}-{last}"
        or any(c in first + last for c in ".:")
        or len(first) == 4
        or len(last) >= 3
    )
    return said or (7 <= int(first) <= 22 and 7 <= int(last) <= 22 and not people) if first.isdigit() else True


def _no_such_time(reading: Reading, match: re.Match[str]) -> Reading:
    words = reading.line.words(match.start(), match.end())
    text = notice(N_("Klockslaget ”{words}” finns inte. Skriv till exempel kl 13.30."), words=words)
    return reading.taken(match).wrong("impossible_number", text, "start")


def _time(text: str) -> Time | None:
    """ "9", "9.30", "0930", "nio"; None when it is no time of day."""
    if match := HALVES.fullmatch(text) or PAST.fullmatch(text):
        return _spoken(match)
    if not text[0].isdigit():
        return Time(number(text) * 60, True) if number(text) <= 24 else None
    if re.fullmatch(r"\d{3,4}", text):
        hour, minute, spoken = int(text[:-2]), int(text[-2:]), len(text) == 3
    else:
        parts = re.split("[.:, ]", text)
        hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
        spoken = len(parts[0]) == 1 or (len(parts) == 1 and not text.startswith("0"))
    return Time(hour * 60 + minute, spoken) if hour <= 24 and minute < 60 else None


def _spoken(match: re.Match[str]) -> Time:
    """ "kvart i sju", "20 i fyra", "fem i halv tio", "halv ett"."""
    groups = match.groupdict()
    minutes = number(match["hour"]) * 60 - (30 if groups.get("half") else 0)
    if match["minutes"]:
        step = 15 if match["minutes"] == "kvart" else number(match["minutes"])
        minutes += step if match["way"] in {"over", "efter"} else -step
    return Time(minutes % DAY, True)


def _part_of_day(reading: Reading) -> str:
    return "late" if reading.search(LATE) else "early" if reading.search(EARLY) else ""


def _resolve(time: Time, part: str) -> int:
    """Minutes after midnight, the half of the day settled."""
    minutes = time.minutes % DAY
    if not time.spoken:
        return minutes
    if part == "late" and minutes < NOON:
        return minutes + NOON
    if not part and HALF_PAST_MIDNIGHT <= minutes < MORNING:
        return minutes + NOON
    return minutes


def _start(reading: Reading, match: re.Match[str], time: Time) -> Reading:
    return reading.found(match, start=_clock(_resolve(time, _part_of_day(reading))))


def _clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)


def _range(reading: Reading, match: re.Match[str]) -> Reading:
    first, last = _time(match["a"]), _time(match["b"])
    if first is None or last is None:
        return reading
    part = _part_of_day(reading)
    start, end = _resolve(first, part), _resolve(last, part if part == "late" else "")
    return _spanned(reading.found(match, start=_clock(start)), match, start, end)


def _spanned(reading: Reading, match: re.Match[str], start: int, end: int) -> Reading:
    if end > start:
        return reading.kept(match.start(), match.end(), duration_min=end - start)
    text = notice(N_("Sluttiden är före starttiden. Skriv till exempel kl 13–14.30."))
    return reading.wrong("contradiction", text, "start")


def _end(reading: Reading) -> Reading:
    """ "kl 9 … slut 10.30"."""
    match, start = reading.search(END) or reading.search(END_BEFORE), reading.draft.start
    time = _time(match["b"]) if match else None
    if match is None or time is None or start is None:
        return reading
    begun = start.hour * 60 + start.minute
    end = _resolve(time, _part_of_day(reading))
    return _spanned(reading.taken(match), match, begun, end)
