"""Which day the meeting was: every way of saying a day that has been.

A weekday alone is the latest one past; a date without year is this year's, or last year's when that is close enough.
Where days may lie ahead (`Reading.earliest`), each is the first that is not too early.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable

from chatbot.errors import N_, notice
from chatbot.meetings.corrected import BACK
from chatbot.meetings.lexicon import words
from chatbot.meetings.line import MASK
from chatbot.meetings.numbers import NUM, ORDINAL, number, ordinal
from chatbot.meetings.reading import Reading

MONTHS = words("januari februari mars april maj juni juli augusti september oktober november december")
MONTH = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|jan|febr?|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"
)
WEEKDAYS = words("mandag tisdag onsdag torsdag fredag lordag sondag")
WEEKDAY = r"(?:mandag|tisdag|onsdag|torsdag|fredag|lordag|sondag)"
TWO_LETTERS = r"(?:ma|man|ti|on|to|lo|so)"  # as in a calendar: "to v 46", "on 13-14"
AGO = r"(?:sedan|sen)\b"
SPECIFIED = rf"(?:\d{{1,2}}(?::?[ae])?|{ORDINAL})"

Say = Callable[[Reading, re.Match[str]], Reading]
DATE = "date"
LEAP = 9  # years in which every day of a year and every ISO week comes once


def read_date(reading: Reading) -> Reading:
    """The day, by the most exact way it is said; weekdays beside it must agree; "nej, i lördags" goes before."""
    reading = _corrected(reading)
    for pattern, say in WAYS:
        if match := _of_meeting(pattern, reading.line.work):
            return _agree(say(reading, match))
    return reading


def _of_meeting(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first day that is the meeting's; "skulle varit i torsdags, blev i fredags" and birthdays come last."""
    found = list(pattern.finditer(text))
    return next((match for match in found if not _of_other(text, match)), found[0] if found else None)


def _of_other(text: str, match: re.Match[str]) -> bool:
    return OTHER.search(text, 0, match.start()) is not None or text.startswith(" fyllde", match.end())


def _corrected(reading: Reading) -> Reading:
    """The line without the days that a "nej, …" with another day takes back."""
    for match in reversed(list(NO.finditer(reading.line.work))):
        tail = reading.line.work[match.end() : match.end() + NEAR]
        if any(pattern.match(tail) for pattern, _ in WAYS):
            for pattern, _ in WAYS:
                for before in list(pattern.finditer(reading.line.work, 0, match.start())):
                    reading = reading.taken(before)
            return reading
    return reading


NO = re.compile(rf"\b(?:{BACK}|na|eller)\b[\s,:.-]*(?:(?:{BACK}|lite|forresten|det\s+var|var\s+det)[\s,]+)*")
OTHER = re.compile(
    r"\b(?:skulle\s+(?:ha\s+)?(?:varit|legat|hallits)|fyllde|var\s+(?:tankt|planera\w*)|stallde\s+in)\s+[^.,;!?]{0,20}$"
)
FAR = 15  # characters between a date and the weekday that goes with it
NEAR = 40  # characters after it


def _agree(reading: Reading) -> Reading:
    """A weekday left in the line must be that of the date."""
    day = reading.draft.date
    match = reading.search(LONE_WEEKDAY)
    if match is None or day is None or _apart(reading.line.work, match):
        return reading
    said = _weekday_of(match)
    reading = reading.taken(match)
    if said == day.weekday():
        return reading
    text = notice(
        N_("Datumet {day} är inte den veckodag du skrev. Skriv bara datumet, eller bara veckodagen."),
        day=day.isoformat(),
    )
    return reading.wrong("contradiction", text, DATE)


def _apart(text: str, weekday: re.Match[str]) -> bool:
    """Whether a clause of its own holds the weekday: "hon fyllde år i lördags, mötet var den 10:e"."""
    near = text[max(0, weekday.start() - FAR) : weekday.end() + FAR]
    return MASK not in near


def _settle(reading: Reading, match: re.Match[str], day: dt.date) -> Reading:
    """The day, unless it lies ahead and may not."""
    reading = reading.found(match, date=day)
    return _ahead(reading, day) if day > reading.today and reading.earliest is None else reading


def _ahead(reading: Reading, day: dt.date) -> Reading:
    text = notice(
        N_("{day} har inte varit än. Logga mötet när det är klart, eller skriv ett annat datum."), day=day.isoformat()
    )
    return reading.wrong("future_date", text, DATE)


def _impossible(reading: Reading, match: re.Match[str]) -> Reading:
    words = reading.line.words(match.start(), match.end())
    text = notice(N_("Datumet ”{words}” finns inte. Skriv till exempel 12 november eller 12/11."), words=words)
    return reading.taken(match).wrong("bad_date", text, DATE)


def _whole(reading: Reading, match: re.Match[str]) -> Reading:
    """Year, month and day in digits."""
    year = int(match["year"])
    try:
        day = dt.date(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))
    except ValueError:
        return _impossible(reading, match)
    return _settle(reading, match, day)


def _day_month(reading: Reading, match: re.Match[str]) -> Reading:
    """A day and a month, perhaps a year."""
    month, number_of_day = _month(match["month"]), _day(match["day"])
    groups = match.groupdict()
    if month is None or number_of_day is None:
        return _impossible(reading, match)
    if groups.get("year"):
        year = int(groups["year"].strip("-/ '."))
        return _dated(reading, match, year + 2000 if year < 100 else year, month, number_of_day)
    return _near_year(reading, match, month, number_of_day)


def _dated(reading: Reading, match: re.Match[str], year: int, month: int, day: int) -> Reading:
    try:
        return _settle(reading, match, dt.date(year, month, day))
    except ValueError:
        return _impossible(reading, match)


def _near_year(reading: Reading, match: re.Match[str], month: int, day: int) -> Reading:
    """This year, or last year when this year's date lies ahead and last year's inside the window, and then said."""
    today = reading.today
    if day > calendar.monthrange(2024, month)[1]:
        return _impossible(reading, match)
    if reading.earliest:
        return _first(reading, match, (_date(reading.earliest.year + later, month, day) for later in range(LEAP)))
    try:
        this_year = dt.date(today.year, month, day)
    except ValueError:  # 29 February in a common year
        return _impossible(reading, match)
    last_year = this_year.replace(year=today.year - 1) if (month, day) != (2, 29) else this_year
    if this_year > today >= last_year and (today - last_year).days <= reading.window_days:
        words = reading.line.words(match.start(), match.end())
        said = notice(N_("”{words}” tolkade jag som {day}, alltså förra året."), words=words, day=last_year.isoformat())
        return _settle(reading, match, last_year).note(said)
    return _settle(reading, match, this_year)


def _first(reading: Reading, match: re.Match[str], days: Iterable[dt.date | None]) -> Reading:
    """The first of the days that is not too early."""
    day = next((day for day in days if day and reading.earliest and day >= reading.earliest), None)
    return _settle(reading, match, day) if day else _impossible(reading, match)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month(text: str) -> int | None:
    text = text.strip(" .")
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return next((index for index, month in enumerate(MONTHS, 1) if month.startswith(text)), None)


def _day(text: str) -> int | None:
    text = text.strip()
    day = int(digits.group()) if (digits := re.match(r"\d+", text)) else ordinal(text)
    return day if 1 <= day <= 31 else None


def _last_of_month(reading: Reading, match: re.Match[str]) -> Reading:
    month = _month(match["month"])
    return _near_year(reading, match, month, calendar.monthrange(reading.today.year, month)[1]) if month else reading


def _day_alone(reading: Reading, match: re.Match[str]) -> Reading:
    """ "den tolfte" is this month's; a day later than today is last month's."""
    day = _day(match["day"])
    if day is None:
        return _impossible(reading, match)
    today = reading.today
    if since := reading.coming:
        months = (divmod(since.month - 1 + later, 12) for later in range(3))
        days = [_date(since.year + years, month + 1, day) for years, month in months]
        return _first(reading, match, (one for one in days if one and one >= since))
    month = today.replace(day=1) if day <= today.day else (today.replace(day=1) - dt.timedelta(1)).replace(day=1)
    return _dated(reading, match, month.year, month.month, day)


def _weekday_of(match: re.Match[str]) -> int:
    """0 = Monday, of a name or the two letters it begins with."""
    said = match["weekday"] or match["day"]
    return next(index for index, name in enumerate(WEEKDAYS) if name.startswith(said[:2]))


def _weekday(reading: Reading, match: re.Match[str]) -> Reading:
    """The latest one past; named on the same weekday, a week ago. Where days may lie ahead, the next one."""
    if since := reading.coming:
        return _settle(reading, match, since + dt.timedelta((_weekday_of(match) - since.weekday()) % 7))
    back = (reading.today.weekday() - _weekday_of(match) - 1) % 7 + 1
    return _settle(reading, match, reading.today - dt.timedelta(back))


def _weekday_of_last_week(reading: Reading, match: re.Match[str]) -> Reading:
    monday = reading.today - dt.timedelta(reading.today.weekday() + 7)
    return _settle(reading, match, monday + dt.timedelta(_weekday_of(match)))


def _weekday_of_this_week(reading: Reading, match: re.Match[str]) -> Reading:
    monday = reading.today - dt.timedelta(reading.today.weekday())
    return _settle(reading, match, monday + dt.timedelta(_weekday_of(match)))


def _week(reading: Reading, match: re.Match[str]) -> Reading:
    """A weekday of an ISO week: this year's, or last year's when that is close enough."""
    today, weekday = reading.today, _weekday_of(match) + 1
    year, week = today.isocalendar().year, number(match["week"])
    if reading.earliest:
        years = range(reading.earliest.isocalendar().year, reading.earliest.isocalendar().year + LEAP)
        return _first(reading, match, (_of_week(one, week, weekday) for one in years))
    day, earlier = _of_week(year, week, weekday), _of_week(year - 1, week, weekday)
    if earlier and (day is None or day > today) and (today - earlier).days <= reading.window_days:
        words = reading.line.words(match.start(), match.end())
        said = notice(N_("”{words}” tolkade jag som {day}, alltså förra året."), words=words, day=earlier.isoformat())
        return _settle(reading, match, earlier).note(said)
    return _settle(reading, match, day) if day else _impossible(reading, match)


def _of_week(year: int, week: int, weekday: int) -> dt.date | None:
    try:
        return dt.date.fromisocalendar(year, week, weekday)
    except ValueError:
        return None


def _days_ago(reading: Reading, match: re.Match[str]) -> Reading:
    units = {"dag": 1, "dar": 1, "dyg": 1, "vec": 7}
    days = number(match["count"]) * units[match["unit"][:3]]
    return _settle(reading, match, reading.today - dt.timedelta(min(days, 4000)))


def _weeks_ago(reading: Reading, match: re.Match[str]) -> Reading:
    """The weekday of the week that lies so many weeks back."""
    monday = reading.today - dt.timedelta(
        reading.today.weekday() + 7 * min(number(match["count"] or match["weeks"]), 500)
    )
    return _settle(reading, match, monday + dt.timedelta(_weekday_of(match)))


def _nth_of_month(reading: Reading, match: re.Match[str]) -> Reading:
    """ "sista fredagen i oktober", "andra tisdagen i november"."""
    month, today = _month(match["month"]), reading.today
    if month is None:
        return reading
    year = today.year - (month > today.month)
    days = [week[_weekday_of(match)] for week in calendar.monthcalendar(year, month)]
    days = [day for day in days if day]
    nth = len(days) if match["nth"] == "sista" else ordinal(match["nth"])
    return _dated(reading, match, year, month, days[min(nth, len(days)) - 1])


def _ago(days: int) -> Say:
    return lambda reading, match: _settle(reading, match, reading.today - dt.timedelta(days))


def _coming(reading: Reading, match: re.Match[str]) -> Reading:
    """Words that can only mean a day ahead."""
    if reading.earliest:
        return _on_from_today(reading, match)
    words = reading.line.words(match.start(), match.end())
    text = notice(
        N_("”{words}” har inte varit än. Logga mötet när det är klart, eller skriv ett annat datum."), words=words
    )
    return reading.taken(match).wrong("future_date", text, DATE)


def _on_from_today(reading: Reading, match: re.Match[str]) -> Reading:
    """ "i morgon", "i övermorgon", "på måndag", "om två veckor"; not what names no day, such as "nästa vecka"."""
    said = match.group()
    if weekday := re.search(WEEKDAY, said):
        days = (WEEKDAYS.index(weekday.group()) - reading.today.weekday() - 1) % 7 + 1
    elif counted := re.match(rf"om\s+(?P<count>{NUM})\s+(?P<unit>d|v)", said):
        days = number(counted["count"]) * (7 if counted["unit"] == "v" else 1)
    elif "mor" in said:
        days = 2 if "over" in said else 1
    else:
        return _impossible(reading, match)
    return _settle(reading, match, reading.today + dt.timedelta(min(days, 4000)))


PEOPLE_AFTER = r"(?!\s*(?:deltagar|pers|st\b|politiker|ledamot|ledamoter|av\b|man\b|bil))"
YEAR = r"(?P<year>[\s,]*20\d\d\b|(?:[-/']|\s*')\d\d\b)?"
GIVEN = r"(?:\b(?:den|datum|dat|dag|d)\b[\s:=]*)?"
DAY_OF = rf"(?:i\s+|pa\s+|under\s+)?(?P<weekday>{WEEKDAY})s?(?:en|ens)?"
LONE_WEEKDAY = re.compile(
    rf"(?<!varje )(?<!varannan )(?:\bi\s+|\bpa\s+|\bforra\s+)?\b(?P<weekday>{WEEKDAY})(?:s|en|ens)?\b"
)

WAYS: tuple[tuple[re.Pattern[str], Say], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"(?<![\d/-])(?P<year>2\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\d-])", _whole),
        (r"(?<!\d)(?P<year>20\d\d|19\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", _whole),
        (r"(?<![\d.,:-])(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?![\d:])", _whole),
        (r"(?<![\d.,:-])(?P<year>[12]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d:])", _whole),
        (r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>20\d\d)(?!\d)", _day_month),
        (rf"{GIVEN}(?<![\d.,:])(?P<day>\d{{1,2}})\s*-\s*\d{{1,2}}\s+(?P<month>{MONTH}){YEAR}", _day_month),
        (
            rf"{GIVEN}(?<![\d.,:])(?P<day>{SPECIFIED})(?:(?<![4-9]\d)\s*(?:i|/)\s*|\s*)(?P<month>{MONTH}){YEAR}",
            _day_month,
        ),
        (rf"\bsista\s+(?P<month>{MONTH})", _last_of_month),
        (
            rf"\b(?P<nth>sista|forsta|andra|tredje|fjarde)\s+(?P<weekday>{WEEKDAY})(?:en)?\s+i\s+(?P<month>{MONTH})",
            _nth_of_month,
        ),
        (
            rf"\b{DAY_OF}\s*,?\s*(?:for\s+)?(?P<count>{NUM})\s+veck(?:a|or)\s+{AGO}"
            rf"|\b(?:for\s+)?(?P<weeks>{NUM})\s+veck(?:a|or)\s+{AGO}\s*,?\s*(?:i\s+|pa\s+)?(?P<day>{WEEKDAY})(?:s|en)?\b",
            _weeks_ago,
        ),
        (
            r"(?<![\d/.,:-])(?P<day>\d{1,2})[.](?P<month>1[0-2]|0?[1-9])(?=\s*,?\s*(?:kl\b|klockan\b|\d{1,2}[.:]\d\d))",
            _day_month,
        ),
        (rf"{GIVEN}(?<![\d/.,:-])(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?![\d/]){YEAR}{PEOPLE_AFTER}", _day_month),
        (r"(?:\b(?:den|datum|dag)\b[\s:=]*)(?P<day>\d{1,2})[.](?P<month>\d{1,2})\b[.]?(?!\d)", _day_month),
        (r"(?<![\d/.,:-])(?P<day>\d{1,2})[.](?P<month>1[0-2]|0?[1-9])[.](?!\d)", _day_month),
        (rf"\b{DAY_OF}\s*(?:i\s+)?,?\s*\(?(?:v|vecka)(?![a-z])[. ]*(?P<week>\d{{1,2}}|{NUM})\b\)?", _week),
        (rf"\b(?:v|vecka)\b[. ]*(?P<week>\d{{1,2}})[\s,]+(?:pa\s+)?(?P<weekday>{WEEKDAY})(?:en)?\b", _week),
        (rf"\b(?P<weekday>{TWO_LETTERS})\s*(?:v|vecka)(?![a-z])[. ]*(?P<week>\d{{1,2}}|{NUM})\b", _week),
        (r"\b(?:imorgon|imorn|i\s+morgon|i\s+morn|i\s?overmorgon|overmorgon)\b(?!\s*bitti\s*forra)", _coming),
        (rf"\b(?:nasta|kommande)\s+(?:{WEEKDAY}(?:en)?|vecka|manad|ar)\b", _coming),
        (rf"\bom\s+{NUM}\s+(?:dag(?:ar)?|dar|vecko?r?|vecka|manad(?:er)?)\b", _coming),
        (rf"\b{DAY_OF}\s+(?:i\s+)?forra\s+veckan\b", _weekday_of_last_week),
        (rf"\bforra\s+veckan?s?\s*,?\s*(?:pa\s+|i\s+)?(?P<weekday>{WEEKDAY})(?:en|s|ens)?\b", _weekday_of_last_week),
        (rf"\b(?:forra|forrige)\s+(?P<weekday>{WEEKDAY})(?:en|s|ens)?\b", _weekday_of_last_week),
        (rf"\b{DAY_OF}\s+(?:nu\s+)?(?:i\s+)?(?:den\s+har|denna)\s+veckan?\b", _weekday_of_this_week),
        (rf"\b(?:for\s+)?(?P<count>{NUM})\s+(?P<unit>dag(?:ar)?|dar|dygn|veck(?:a|or))\s+{AGO}", _days_ago),
        (rf"\b(?:for\s+)?(?:{NUM}|\d[\d,.]*|en\s+halv)\s*(?:tim\w*|h|min\w*|kvart\w*|halvtim\w*)\s+{AGO}", _ago(0)),
        (r"\b(?:i\s+)?forr\s?gar\b", _ago(2)),
        (r"\b(?:igar|gardagens)\b", _ago(1)),
        (
            r"\b(?:idag|dagens|i\s?morse|nu\s+pa\s+(?:morgonen|formiddagen|eftermiddagen)|i\s+formiddags|i\s+eftermiddags|i\s+kvall|nyss|precis\s+nu"
            r"|just\s+nu|alldeles\s+nyss)\b",
            _ago(0),
        ),
        (
            rf"{GIVEN}\b(?:den|datum)\b[\s:=]*(?P<day>{SPECIFIED})(?![\w/:]|[.,]\d)(?!\s+(?!mellan|klockan|men\b|sen\b|igen\b)[a-z]+(?:en"
            rf"|et|an|gang|del|mote|omgang)\b)(?!\s*(?:pers|deltag"
            rf"|min|tim|h\b|st\b))",
            _day_alone,
        ),
        (r"(?<![\d.,:])(?P<day>\d{1,2}):[ae]\b(?!\s+(?:vice|dag|vecka|gang|manad))", _day_alone),
        (rf"(?<!varje )(?<!varannan )\bpa\s+(?P<weekday>{WEEKDAY})\b(?!\s*(?:den|\d))", _coming),
        (rf"(?<!varje )(?<!varannan )\b{DAY_OF}\b", _weekday),
        (r"(?:^|(?<=[\s,;:]))(?P<weekday>ma|ti|on|to|lo)(?=\s*(?:[,;]|$))", _weekday),
        (rf"\b(?P<weekday>{TWO_LETTERS})(?=\s+(?:kl\b|\d{{1,2}}(?:[.:]?\d\d)?\s*-|\d{{4}}\b))", _weekday),
    )
)
