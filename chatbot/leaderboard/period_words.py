"""The words people use for a period: "förra veckan", "v47", "november i fjol", "2026", "totalt"."""

import re
import unicodedata
from datetime import date

from chatbot.leaderboard.period_spans import span
from chatbot.leaderboard.periods import LENGTHS, Kind, Period, period, previous

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("vecka", "veckan", "veckans", "v", "week"), "week"),
    **dict.fromkeys(("manad", "manaden", "manadens", "man", "month"), "month"),
    **dict.fromkeys(("kvartal", "kvartalet", "kvartalets", "quarter"), "quarter"),
    **dict.fromkeys(("tertial", "tertialet", "tertialets"), "tertial"),
    **dict.fromkeys(("ar", "aret", "arets", "year"), "year"),
}
ALL = frozenset(
    {"allt", "alla", "all", "all tid", "alltid", "totalt", "total", "sammanlagt", "nagonsin", "hela tiden",
     "allt som allt", "fran borjan", "sedan starten", "sedan start", "all time"}
)  # fmt: skip
MONTHS = (
    ("januari", "january"), ("februari", "february"), ("mars", "march"), ("april",), ("maj", "may"), ("juni", "june"),
    ("juli", "july"), ("augusti", "august"), ("september",), ("oktober", "october"), ("november",), ("december",),
)  # fmt: skip
FILLER = re.compile(r"(?:for|under|i|in|fran|om)\s+")
THIS = re.compile(r"(?:den har|det har|denna|detta|innevarande|aktuell|nuvarande|hela|this)\s+")
LAST = re.compile(r"(?:forra|forrige|forre|foregaende|senaste|sista|last|previous)\s+")
LAST_YEAR = r"i fjol|ifjol|fjolaret|fjol|forra aret|foregaende ar|last year"
THIS_YEAR = r"i ar|iar|det har aret|this year"
OF_YEAR = re.compile(rf"(?P<rest>.+?)[\s,]+(?:ar\s+)?(?:(?P<year>(?:19|20)\d\d)|(?P<last>{LAST_YEAR})|(?:{THIS_YEAR}))")
WEEK = re.compile(r"(?:vecka|veckan|v|week|w)\.?\s*(\d{1,2})")
ISO_WEEK = re.compile(r"((?:19|20)\d\d)[\s-]*[wv](\d{1,2})")
ISO_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
PART = re.compile(r"(?:(kvartal|quarter|q|k)|(?:tertial|t))\s*([1-4])(?:[\s,-]+((?:19|20)\d\d))?")
YEAR = re.compile(r"(?:ar(?:et)?\s+)?((?:19|20)\d\d)")


def parse_period(words: str, today: date) -> Period | None:
    """The period a person means, None if the words name none. A week or month without a year is the latest begun."""
    said = _folded(words)
    for reading in (said, FILLER.sub("", said, count=1)):
        found = _plain(reading, today) or _numbered(reading, today) or _of_year(reading, today)
        if found:
            return found
    return span(said, today, _month)


def _folded(words: str) -> str:
    """Small letters without rings and dots, single spaces: people type "forra manaden" too."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.strip(" \t\r\n.,;:?!/").split())


def _plain(said: str, today: date) -> Period | None:
    """A period counted from today: "veckan", "den här månaden", "förra året", "i fjol", "totalt"."""
    if said in ALL:
        return Period("all")
    if re.fullmatch(LAST_YEAR, said):
        return previous(period("year", today))
    if re.fullmatch(THIS_YEAR, said):
        return period("year", today)
    last = LAST.match(said)
    kind = KINDS.get(said[last.end() :] if last else THIS.sub("", said, count=1))
    if kind is None:
        return None
    return previous(period(kind, today)) if last else period(kind, today)


def _numbered(said: str, today: date) -> Period | None:
    """A period by its number or name alone: "v47", "2026-W47", "november", "2026-11", "2026"."""
    if found := WEEK.fullmatch(said):
        return _latest_week(int(found[1]), today)
    if found := ISO_WEEK.fullmatch(said):
        return _week(int(found[1]), int(found[2]))
    if found := ISO_MONTH.fullmatch(said):
        return period("month", date(int(found[1]), int(found[2]), 1))
    if found := YEAR.fullmatch(said):
        return period("year", date(int(found[1]), 1, 1))
    if found := PART.fullmatch(said):
        return _part_of_year("quarter" if found[1] else "tertial", int(found[2]), int(found[3] or 0), today)
    if month := _month(said):
        return period("month", date(today.year - (month > today.month), month, 1))
    return None


def _part_of_year(kind: Kind, number: int, year: int, today: date) -> Period | None:
    """A quarter or tertial by its number: of the year said, else the latest that has begun."""
    month = (number - 1) * LENGTHS[kind] + 1
    return period(kind, date(year or today.year - (month > today.month), month, 1)) if month <= 12 else None


def _of_year(said: str, today: date) -> Period | None:
    """A week or month of a year: "vecka 46 2026", "november i fjol"."""
    found = OF_YEAR.fullmatch(said)
    if not found:
        return None
    year = int(found["year"]) if found["year"] else today.year - bool(found["last"])
    if week := WEEK.fullmatch(found["rest"]):
        return _week(year, int(week[1]))
    month = _month(found["rest"])
    return period("month", date(year, month, 1)) if month else None


def _latest_week(number: int, today: date) -> Period | None:
    """The week of that number that began last; one still to come if neither this year nor the last had begun it."""
    year = today.isocalendar().year
    weeks = [week for week in (_week(year, number), _week(year - 1, number)) if week]
    begun = (week for week in weeks if week.start and week.start <= today)
    return next(begun, weeks[0] if weeks else None)


def _week(year: int, number: int) -> Period | None:
    try:
        return period("week", date.fromisocalendar(year, number, 1))
    except ValueError:  # week 0, or 53 in a year of 52
        return None


def _month(word: str) -> int | None:
    """1 to 12 for a month's name or its first three letters or more."""
    if len(word) < 3:
        return None
    found = (number for number, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names))
    return next(found, None)
