"""When a group's board is posted: weekly or monthly at a time of the day, never on a holiday, late by a day at most.

Pure. The time is the wall clock's in Sweden; a slot is named by its period, so that no clock that jumps posts twice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Literal

import holidays
from cronsim import CronSim

from chatbot.clock import STOCKHOLM
from chatbot.errors import N_
from chatbot.i18n import Translator

GRACE = timedelta(hours=26)  # a slot missed longer is not made up for
EARLIEST, LATEST = 7, 20  # quiet hours lie outside
USUAL_HOUR = 8
LOOKED_BACK = 3  # slots; a holiday moves one by some days at most
WEEKDAYS = (N_("måndag"), N_("tisdag"), N_("onsdag"), N_("torsdag"), N_("fredag"))
TIME = re.compile(r"\b(?:kl\.?\s*|klockan\s+)?(\d{1,2})(?:[.:](\d{2}))?\b")
MONTHLY = re.compile(r"\b(?:månad|månads|varje månad|månadsvis|den (?:1|första))\b")
DAY_OF_MONTH = re.compile(r"\bden (?:1:a|1|första)\b")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Weekly on a weekday (0 = Monday), or monthly on the first; at a time of the day."""

    kind: Literal["week", "month"]
    weekday: int
    hour: int
    minute: int

    @property
    def cron(self) -> str:
        """As cron writes it, in Swedish time."""
        days = f"1 * {'*'}" if self.kind == "month" else f"* * {self.weekday + 1}"
        return f"{self.minute} {self.hour} {days}"


@dataclass(frozen=True, slots=True)
class Slot:
    """One time that is due: the key of its period ("2026-W43", "2026-10") and the day whose past period is posted."""

    key: str
    day: date


def parse_rhythm(said: str) -> Rhythm | None:
    """ "måndag 8", "fredagar kl 15.30", "varje månad"; None for what is no rhythm or lies in the quiet hours."""
    words = said.casefold()
    weekday = next((number for number, name in enumerate(WEEKDAYS) if name in words), None)
    monthly = weekday is None and MONTHLY.search(words) is not None
    if weekday is None and not monthly:
        return None
    time = TIME.search(DAY_OF_MONTH.sub("", words))
    hour, minute = (int(time[1]), int(time[2] or 0)) if time else (USUAL_HOUR, 0)
    if not (EARLIEST <= hour <= LATEST and minute < 60):
        return None
    return Rhythm("month" if monthly else "week", weekday or 0, hour, minute)


def rhythm_told(rhythm: Rhythm, t: Translator) -> str:
    """The rhythm as a sentence for those who will see the board."""
    time = f"{rhythm.hour}.{rhythm.minute:02}"
    if rhythm.kind == "month":
        return t._("Topplistan för månaden som var läggs upp här den första varje månad kl. {time}.", time=time)
    day = t._(WEEKDAYS[rhythm.weekday])
    return t._("Topplistan för veckan som var läggs upp här varje {day} kl. {time}.", day=day, time=time)


def due(rhythm: Rhythm, now: datetime, since: datetime) -> Slot | None:
    """The slot to post now: the latest whose time has come, if it is no older than the grace and newer than `since`.

    `now` and `since` are aware. A slot on a holiday is moved to the next workday, at the same time of the day.
    """
    here = now.astimezone(STOCKHOLM)
    for planned in islice(_back(rhythm.cron, here), LOOKED_BACK):
        at = _on_workday(planned)
        if at <= here:
            fresh = here - at <= GRACE and at > since.astimezone(STOCKHOLM)
            return Slot(_key(rhythm, planned), planned.date()) if fresh else None
    return None


def _back(cron: str, now: datetime) -> Iterator[datetime]:
    """The times of a cron line up to now, the latest first."""
    return iter(CronSim(cron, now + timedelta(minutes=1), reverse=True))


def _on_workday(at: datetime) -> datetime:
    while at.weekday() >= 5 or at.date() in _free(at.year):
        following = at.date() + timedelta(days=1)
        at = datetime(following.year, following.month, following.day, at.hour, at.minute, tzinfo=STOCKHOLM)
    return at


@cache
def _free(year: int) -> frozenset[date]:
    """Holidays in Sweden, and the eves that are holidays in all but name."""
    found = holidays.country_holidays("SE", years=year, language="sv", categories=("public", "de_facto"))
    return frozenset(day for day in found if day.weekday() < 5)


def _key(rhythm: Rhythm, planned: datetime) -> str:
    if rhythm.kind == "month":
        return f"{planned:%Y-%m}"
    year, week, _ = planned.isocalendar()
    return f"{year}-W{week:02}"
