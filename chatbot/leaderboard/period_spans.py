"""Days between two dates, as people say them: "mellan 1/9 och 15/10", "sedan 1 september", "2026-09-01 till …"."""

import re
from collections.abc import Callable
from datetime import date

from chatbot.leaderboard.periods import Period, between

YEAR = r"(?:19|20)\d\d"
DAY = (
    rf"(?:{YEAR}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}(?:[\s-]+{YEAR})?"
    rf"|\d{{1,2}}(?::?[ae])?\s+[a-z]{{3,9}}(?:\s+{YEAR})?)"
)
TO = r"(?:och|till|t\.?o\.?m\.?|and|to|-|–)"
BETWEEN = re.compile(rf"(?:mellan|fran|between|from)?\s*(?:den\s+)?({DAY})\s*{TO}\s*(?:den\s+)?({DAY})")
SINCE = re.compile(rf"(?:sedan|sen|since|fran\s+och\s+med|fr\.?o\.?m\.?|fran)\s+(?:den\s+)?({DAY})")

Months = Callable[[str], int | None]


def span(said: str, today: date, month_of: Months) -> Period | None:
    """The days that folded words name, None if they name none; `month_of` gives 1 to 12 for a month's name."""
    if found := BETWEEN.fullmatch(said):
        last = _day(found[2], today, month_of)
        first = _day(found[1], last or today, month_of)
        return between(first, last) if first and last else None
    if found := SINCE.fullmatch(said):
        first = _day(found[1], today, month_of)
        return between(first, today) if first else None
    return None


def _day(words: str, latest: date, month_of: Months) -> date | None:
    """A day; one without a year is the latest such day that is not after `latest`."""
    day, month, year = _parts(words, month_of)
    for one in (year,) if year else (latest.year, latest.year - 1):
        found = _date(one, month, day)
        if found and (year or found <= latest):
            return found
    return None


def _parts(words: str, month_of: Months) -> tuple[int, int, int]:
    """Day, month (0 if unknown) and year (0 if none is said)."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if re.match(r"\d{4}-", words):
        return numbers[2], numbers[1], numbers[0]
    if "/" in words:
        return numbers[0], numbers[1], (*numbers, 0)[2]
    name = re.sub(r"^\d+(?::?[ae])?\s+", "", words).split()[0]
    return numbers[0], month_of(name) or 0, (*numbers, 0)[1]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
