"""When a campaign is told of: at half time, and when its result stands fast. Pure; days are those of Sweden."""

from datetime import date, datetime, time, timedelta
from typing import Literal

from chatbot.clock import STOCKHOLM

Moment = Literal["half", "end"]
HOUR = 9  # of the day
GRACE: dict[Moment, timedelta] = {"half": timedelta(hours=26), "end": timedelta(days=14)}  # the result is always told
SHORTEST, LONGEST = 7, 366  # days


def half_time(first: date, last: date) -> date:
    """The day in the middle."""
    return first + (last - first) // 2


def due(first: date, last: date, closed: datetime, now: datetime, since: datetime) -> Moment | None:
    """What is to be told now, if anything; `closed` = when the figures stand fast, `since` = when it was set up."""
    half = datetime.combine(half_time(first, last), time(HOUR), STOCKHOLM)
    end = datetime.combine(closed.astimezone(STOCKHOLM).date(), time(HOUR), STOCKHOLM)
    moments: tuple[tuple[Moment, datetime], ...] = (("end", end), ("half", half))
    for moment, at in moments:
        if since < at <= now <= at + GRACE[moment]:
            return moment
    return None
