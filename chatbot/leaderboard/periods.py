"""Periods: a week (ISO), month or year, or all time. A period is a question about dates; nothing is ever reset."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chatbot.i18n import Translator

Kind = Literal["week", "month", "year", "all"]
FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o"})
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
WORDS: dict[Kind, frozenset[str]] = {
    "week": frozenset({"vecka", "veckan", "v", "week"}),
    "month": frozenset({"manad", "manaden", "man", "month"}),
    "year": frozenset({"ar", "aret", "arets", "i ar", "year"}),
    "all": frozenset({"allt", "alla", "totalt", "hela tiden", "all", "nagonsin", "sammanlagt"}),
}
THIS = re.compile(r"(?:den har|det har|denna|detta|innevarande|nu)\s+")
LAST = re.compile(r"(?:forra|forrige|foregaende|last)\s+")
WEEK = re.compile(r"(?:vecka|v)\.?\s*(\d{1,2})(?:\s+(\d{4}))?")
YEAR = re.compile(r"(?:ar(?:et)?\s+)?(\d{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`; None on both sides is all time."""

    kind: Kind
    start: date | None = None
    end: date | None = None


def period(kind: Kind, today: date) -> Period:
    """The period of that kind which holds the day."""
    match kind:
        case "week":
            return _week(today)
        case "month":
            first = today.replace(day=1)
            return Period("month", first, _next_month(first))
        case "year":
            return Period("year", date(today.year, 1, 1), date(today.year + 1, 1, 1))
        case "all":
            return Period("all")


def previous(now: Period) -> Period:
    """The period before; all time has none and stays."""
    return now if now.start is None else period(now.kind, now.start - timedelta(days=1))


def parse_period(words: str, today: date) -> Period | None:
    """The period a person means, None if the words name none: "vecka 47", "förra månaden", "november", "2026"."""
    said = " ".join(words.strip(" .?!").casefold().translate(FOLD).split())
    readers: tuple[Callable[[str, date], Period | None], ...] = (_by_kind, _by_week, _by_month, _by_year)
    found = (reader(said, today) for reader in readers)
    return next((one for one in found if one is not None), None)


def _by_kind(said: str, today: date) -> Period | None:
    last = LAST.match(said)
    word = LAST.sub("", THIS.sub("", said))
    kind = next((kind for kind, names in WORDS.items() if word in names), None)
    if kind is None or (last and kind == "all"):
        return None
    now = period(kind, today)
    return previous(now) if last else now


def _by_week(said: str, today: date) -> Period | None:
    found = WEEK.fullmatch(said)
    if not found:
        return None
    number, year = int(found[1]), int(found[2] or today.isocalendar().year)
    try:
        wanted = _week(date.fromisocalendar(year, number, 1))
        if not found[2] and wanted.start and wanted.start > today:
            wanted = _week(date.fromisocalendar(year - 1, number, 1))
    except ValueError:
        return None
    return wanted


def _by_month(said: str, today: date) -> Period | None:
    word, _, rest = said.partition(" ")
    names = [name for name in MONTHS if name == word or (len(word) >= 3 and name.startswith(word))]
    if len(names) != 1 or (rest and not re.fullmatch(r"\d{4}", rest)):
        return None
    month = MONTHS.index(names[0]) + 1
    year = int(rest) if rest else today.year - (month > today.month)
    return period("month", date(year, month, 1)) if year else None


def _by_year(said: str, today: date) -> Period | None:
    found = YEAR.fullmatch(said)
    return period("year", date(int(found[1]), 1, 1)) if found and 1990 <= int(found[1]) <= today.year else None


def label(of: Period, t: Translator) -> str:
    """The period in words: "vecka 47, 16–22 november 2026"."""
    if of.start is None or of.end is None:
        return t._("hela tiden")
    last = of.end - timedelta(days=1)
    match of.kind:
        case "week":
            number = of.start.isocalendar().week
            return t._(
                "vecka {number}, {first} till {last}",
                number=number,
                first=t.short_day(of.start),
                last=t.short_day(last),
            )
        case "month":
            return t.month(of.start)
        case _:
            return str(of.start.year)


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return Period("week", monday, monday + timedelta(days=7))


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
