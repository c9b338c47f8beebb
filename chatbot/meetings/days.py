"""Days that may lie ahead, as people say them: "1 december", "måndag v 49", "i morgon"; two of them, "1 dec - 31 jan".

They are read as a meeting's day is; a day without a year is the first such day that is not too early.
"""

import datetime as dt
import re

from chatbot.meetings.dates import read_date
from chatbot.meetings.line import read_line
from chatbot.meetings.reading import Reading
from chatbot.packs.places import Places

TO = re.compile(r"\s+(?:-|–|—|till|t\.?\s?o\.?\s?m\.?|och|to|and)\s+|(?<=[^\s-])[–—](?=\S)|(?<=/\d)-|(?<=/\d\d)-")
WEEK = re.compile(r"\s*(?:från\s+)?(?:v|vecka|week)\.?\s*(\d{1,2})\s*", re.IGNORECASE)
LEFT = re.compile(r"\d")  # of a day that was not understood


def day_ahead(said: str, today: dt.date, earliest: dt.date, weekday: str = "måndag") -> dt.date | None:
    """The day; None where the words name none. Of a week alone it is the `weekday`."""
    words = WEEK.sub(rf"{weekday} v \1", said) if WEEK.fullmatch(said) else said
    now = dt.datetime.combine(today, dt.time())
    reading = read_date(Reading(read_line(words, Places(())), Places(()), now, 0, earliest=earliest))
    if reading.wrongs or LEFT.search(reading.line.work):
        return None
    return reading.draft.date


def days_ahead(said: str, today: dt.date, earliest: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first day and the last; None where the words do not name two."""
    parts = [part for part in TO.split(said) if part.strip()]
    if len(parts) != 2:
        return None
    first = day_ahead(parts[0], today, earliest)
    last = day_ahead(parts[1], today, first, "söndag") if first else None
    return (first, last) if first and last else None
