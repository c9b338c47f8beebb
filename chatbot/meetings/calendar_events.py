"""The events of a calendar file within some days, read so that no file costs more than its share (pure).

What is not needed (titles, alarms, what is long past) is left out before anything is parsed. A rule of repetition is
followed only if it is of the kinds that calendars make: others can take hours to come to nothing.
"""

import contextlib
import datetime as dt
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

ODD = "X-RESFRI-ODD"  # on an event whose repetition is not followed
MOST_LINES = 1_000  # of one event; a person's name and address is a line
MOST_DATES = 1_000  # listed one by one in an event
MOST_ZONES = 100
LONGEST_S = 5.0  # for all repetitions together; a calendar of years takes a tenth of it
EARLIEST = 1970  # a series that began before is no meeting's
NEEDED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS"}
    | {"LOCATION", "DESCRIPTION", "URL", "CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-GOOGLE-CONFERENCE"}
    | {"ATTENDEE", "ORGANIZER"}
)
FOLD = re.compile(r"\r?\n[ \t]")
LINE_END = re.compile(r"\r?\n|\r")
NAME = re.compile(r"[A-Za-z0-9-]+")
DAY = re.compile(r":(\d{8})")
WEEKDAYS = re.compile(r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU))*")
MONTHS = re.compile(r"(?:0?[1-9]|1[0-2])(?:,(?:0?[1-9]|1[0-2]))*")
LAST_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Resfri//Resfri//SV")


class TooMany(Exception):
    """More events than were asked for."""


def calendar_events(data: bytes, first: dt.date, until: dt.datetime, most: int) -> Sequence[Any]:
    """Each event from `first` to `until` as icalendar has it, a series once for each time, in no order.

    Raises `TooMany` past `most` events, and ValueError and its like for what is no calendar.
    """
    import icalendar
    import recurring_ical_events  # type: ignore[import-untyped]

    query = recurring_ical_events.of(icalendar.Calendar.from_ical(_needed(data, first, most)), skip_bad_series=True)
    bad = tuple(recurring_ical_events.CalendarQuery.suppressed_errors)
    found: list[Any] = []
    deadline = time.monotonic() + LONGEST_S
    for series in query.series:
        if time.monotonic() > deadline:
            raise ValueError("its repetitions take too long")
        with contextlib.suppress(*bad):
            found.extend(islice(series.between(first, until), most + 1 - len(found)))
        if len(found) > most:
            raise TooMany
    return [one.as_component(keep_recurrence_attributes=True) for one in found]


def _needed(data: bytes, first: dt.date, most: int) -> bytes:
    """The calendar with what is needed of the events that may lie within the time."""
    lines = FOLD.sub("", data.decode("utf-8-sig", errors="replace")).splitlines()
    if not lines or not {"BEGIN:VCALENDAR", "END:VCALENDAR"} <= {
        line.strip().upper() for line in (lines[0], lines[-1])
    }:
        raise ValueError("no whole calendar")
    zone = next((line for line in lines if line.upper().startswith("X-WR-TIMEZONE:")), "")
    made, events, zones = [*HEAD, *([zone] if zone else [])], 0, 0
    for kind, held in _blocks(lines):
        if kind == "VTIMEZONE":
            zones += 1
            made += ["BEGIN:VTIMEZONE", *held, "END:VTIMEZONE"] if zones <= MOST_ZONES else []
        elif not _long_past(held, first):
            events += 1
            made += ["BEGIN:VEVENT", *_followed(held), "END:VEVENT"]
        if events > most:
            raise TooMany
    return "\r\n".join([*made, "END:VCALENDAR", ""]).encode()


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each event, without what has no use or stands inside it by itself, and each time zone whole."""
    kind, held, depth = "", list[str](), 0
    for line in lines:
        word = line.strip().upper()
        if not kind:
            kind = word.removeprefix("BEGIN:") if word in {"BEGIN:VEVENT", "BEGIN:VTIMEZONE"} else ""
            held, depth = [], 0
        elif word == f"END:{kind}" and depth == 0:
            yield kind, held
            kind = ""
        else:
            depth += word.startswith("BEGIN:") - word.startswith("END:")
            if kind == "VTIMEZONE" or (depth == 0 and _name(line) in NEEDED and len(held) < MOST_LINES):
                held.append(line)
    if kind:
        raise ValueError("the file breaks off")


def _name(line: str) -> str:
    found = NAME.match(line)
    return found[0].upper() if found else ""


def _long_past(held: Sequence[str], first: dt.date) -> bool:
    """Begun before the time, and not coming back."""
    names = {_name(line) for line in held}
    if names & {"RRULE", "RDATE", "RECURRENCE-ID"}:
        return False
    began = next((DAY.search(line) for line in held if _name(line) == "DTSTART"), None)
    return began is not None and began[1] < f"{first - dt.timedelta(days=2):%Y%m%d}"


def _followed(held: Sequence[str]) -> Sequence[str]:
    """The event as it stands, or marked as odd without its repetition."""
    rules = [line for line in held if _name(line) == "RRULE"]
    dates = sum(line.count(",") + 1 for line in held if _name(line) in {"RDATE", "EXDATE"})
    began = next((DAY.search(line) for line in held if _name(line) == "DTSTART"), None)
    old = began is not None and int(began[1][:4]) < EARLIEST
    if dates <= MOST_DATES and (not rules or (len(rules) == 1 and not old and _usual(_parts(rules[0])))):
        return held
    return [*(line for line in held if _name(line) not in {"RRULE", "RDATE", "EXDATE"}), f"{ODD}:1"]


def _parts(line: str) -> Mapping[str, str]:
    """What a rule says, by name: "RRULE:FREQ=DAILY;COUNT=3"."""
    pairs = (part.partition("=") for part in line.partition(":")[2].upper().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _usual(rule: Mapping[str, str]) -> bool:
    """Whether calendars make rules like this: at most once a day, and not for ever in search of a day there is not."""
    names = {name for name in rule if name.startswith("BY")}
    if not WEEKDAYS.fullmatch(rule.get("BYDAY", "MO")) or not MONTHS.fullmatch(rule.get("BYMONTH", "1")):
        return False
    match rule.get("FREQ"):
        case "DAILY":
            return names <= {"BYMONTH"} or (names == {"BYDAY"} and rule.get("INTERVAL", "1") == "1")
        case "WEEKLY":
            return names <= {"BYDAY", "BYMONTH"}
        case "MONTHLY" | "YEARLY" if "BYMONTHDAY" in names:
            return names <= {"BYMONTHDAY", "BYMONTH"} and _day_exists(rule)
        case "MONTHLY" | "YEARLY" if "BYSETPOS" in names:
            plain = "BYDAY" in names <= {"BYDAY", "BYMONTH", "BYSETPOS"} and not re.search(r"\d", rule["BYDAY"])
            return plain and rule["BYSETPOS"].lstrip("+-") in {"1", "2", "3", "4"}
        case "MONTHLY" | "YEARLY":
            return names <= {"BYDAY", "BYMONTH"}
    return False


def _day_exists(rule: Mapping[str, str]) -> bool:
    """Whether one of the months has one of the days."""
    try:
        days = [abs(int(day)) for day in rule["BYMONTHDAY"].split(",")]
        months = [int(month) for month in rule.get("BYMONTH", "1").split(",")]
    except ValueError:
        return False
    return any(1 <= month <= 12 and 1 <= day <= LAST_OF_MONTH[month - 1] for month in months for day in days)
