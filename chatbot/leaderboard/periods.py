"""Periods: a week (ISO), month or year, or all time. A period is a question about dates; nothing is ever reset."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from babel.dates import format_date

from chatbot.i18n import Translator

Kind = Literal["week", "month", "year", "all"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`; None on both sides is all time."""

    kind: Kind
    start: date | None = None
    end: date | None = None


def period(kind: Kind, today: date) -> Period:
    """The period of that kind which holds the day. Weeks are ISO weeks, Monday to Sunday."""
    match kind:
        case "week":
            monday = today - timedelta(days=today.weekday())
            return Period("week", monday, monday + timedelta(days=7))
        case "month":
            first = today.replace(day=1)
            return Period("month", first, (first + timedelta(days=32)).replace(day=1))
        case "year":
            return Period("year", date(today.year, 1, 1), date(today.year + 1, 1, 1))
        case "all":
            return Period("all")


def previous(now: Period) -> Period:
    """The period before; all time has none and stays."""
    return now if now.start is None else period(now.kind, now.start - timedelta(days=1))


def label(of: Period, t: Translator) -> str:
    """The period in words: "vecka 47, 16–22 november 2026", "november 2026", "2026" or "hela tiden"."""
    if of.start is None or of.end is None:
        return t._("hela tiden")
    match of.kind:
        case "week":
            return t._("vecka {week}, {days}", week=of.start.isocalendar().week, days=_days(of.start, of.end, t))
        case "month":
            return t.month(of.start)
        case _:
            return str(of.start.year)


def _days(start: date, end: date, t: Translator) -> str:
    """Babel's own intervals shorten the month ("16–22 nov. 2026")."""
    last = end - timedelta(days=1)
    first = "d" if start.month == last.month else "d MMMM" if start.year == last.year else "d MMMM y"
    return f"{format_date(start, first, locale=t.locale)}–{format_date(last, 'd MMMM y', locale=t.locale)}"
