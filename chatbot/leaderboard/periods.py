"""Periods: a week (ISO), month, quarter, tertial or year, days between two dates, or all time.

A period is a question about dates; nothing is ever reset.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from babel.dates import format_date

from chatbot.i18n import Translator

Kind = Literal["week", "month", "quarter", "tertial", "year", "between", "all"]
LENGTHS: dict[str, int] = {"month": 1, "quarter": 3, "tertial": 4, "year": 12}  # months


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`; None on both sides is all time."""

    kind: Kind
    start: date | None = None
    end: date | None = None
    name: str = ""  # of a campaign


def period(kind: Kind, today: date) -> Period:
    """The period of that kind which holds the day. Weeks are ISO weeks, Monday to Sunday. Between is that day."""
    match kind:
        case "week":
            monday = today - timedelta(days=today.weekday())
            return Period("week", monday, monday + timedelta(days=7))
        case "all":
            return Period("all")
        case "between":
            return Period("between", today, today + timedelta(days=1))
        case _:
            length = LENGTHS[kind]
            first = date(today.year, (today.month - 1) // length * length + 1, 1)
            return Period(kind, first, _months_on(first, length))


def between(first: date, last: date, name: str = "") -> Period:
    """The days from the first to the last, both of them in it, whichever is told first."""
    return Period("between", min(first, last), max(first, last) + timedelta(days=1), name)


def previous(now: Period) -> Period:
    """The period before, as long as this one; all time has none and stays."""
    if now.start is None or now.end is None:
        return now
    if now.kind == "between":
        return Period("between", now.start - (now.end - now.start), now.start)
    return period(now.kind, now.start - timedelta(days=1))


def days(of: Period) -> int:
    """How many days it has, 0 for all time."""
    return (of.end - of.start).days if of.start and of.end else 0


def label(of: Period, t: Translator) -> str:
    """The period in words: "vecka 47, 16–22 november 2026", "november 2026", "2026" or "hela tiden"."""
    if of.start is None or of.end is None:
        return t._("hela tiden")
    match of.kind:
        case "week":
            return t._("vecka {week}, {days}", week=of.start.isocalendar().week, days=_days(of.start, of.end, t))
        case "month":
            return t.month(of.start)
        case "quarter":
            return t._("kvartal {number} {year}", number=_number(of.start, 3), year=of.start.year)
        case "tertial":
            return t._("tertial {number} {year}", number=_number(of.start, 4), year=of.start.year)
        case "between" if of.name:
            return t._("{name}, {days}", name=of.name, days=_days(of.start, of.end, t))
        case "between":
            return _days(of.start, of.end, t)
        case _:
            return str(of.start.year)


def _number(start: date, length: int) -> int:
    return (start.month - 1) // length + 1


def _months_on(first: date, months: int) -> date:
    ahead = first.month - 1 + months
    return date(first.year + ahead // 12, ahead % 12 + 1, 1)


def _days(start: date, end: date, t: Translator) -> str:
    """Babel's own intervals shorten the month ("16–22 nov. 2026")."""
    last = end - timedelta(days=1)
    if last == start:
        return format_date(start, "d MMMM y", locale=t.locale)
    short = "d" if start.month == last.month else "d MMMM"
    first = short if start.year == last.year else "d MMMM y"
    return f"{format_date(start, first, locale=t.locale)}–{format_date(last, 'd MMMM y', locale=t.locale)}"
