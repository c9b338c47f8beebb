"""Meetings from a calendar (.ics) or a table (.csv), one draft for each row, or why there is none (pure).

Of a calendar only times, numbers and places are read: no title, no name and no address leaves this module.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from chatbot.errors import N_, Notice, UsageError, notice
from chatbot.meetings.calendar_events import ODD, TooMany, calendar_events
from chatbot.meetings.meeting import WINDOW_DAYS, Draft, Platform, Refusal, Row
from chatbot.meetings.parse import parse
from chatbot.packs.places import Places

MAX_BYTES = 5_000_000
TOO_LARGE = N_("Filen är större än 5 MB. Hämta ut en kortare tid ur kalendern, eller dela upp tabellen i flera filer.")
MAX_ROWS = 5_000
MAX_LINE = 300  # characters of a table's row; each takes a tenth of a millisecond to understand
CALENDAR = b"BEGIN:VCALENDAR"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SHEETS = (".xlsx", ".xls", ".ods", ".numbers")
SWEDEN = ZoneInfo("Europe/Stockholm")
LINKS: Mapping[Platform, re.Pattern[str]] = {
    "teams": re.compile(r"teams\.(?:microsoft|live)\.com", re.IGNORECASE),
    "zoom": re.compile(r"zoom\.us|zoomgov\.com", re.IGNORECASE),
    "meet": re.compile(r"meet\.google\.com", re.IGNORECASE),
    "webex": re.compile(r"webex\.com", re.IGNORECASE),
    "jitsi": re.compile(r"jit\.si|jitsi", re.IGNORECASE),
    "skype": re.compile(r"meet\.lync\.com|join\.skype\.com|skype", re.IGNORECASE),
}
PARTS = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+)*")
# Columns of a table by the names people give them, and what they are called in a meeting line.
COLUMNS: Mapping[str, str] = {
    "datum": "",
    "dag": "",
    "start": "kl",
    "starttid": "kl",
    "tid": "kl",
    "klockan": "kl",
    "längd": "längd:",
    "minuter": "längd:",
    "antal": "deltagare:",
    "deltagare": "deltagare:",
    "form": "form:",
    "verktyg": "via",
    "plattform": "via",
    "plats": "plats:",
    "ort": "plats:",
    "färdmedel": "färdmedel:",
    "bilar": "bilar:",
    "ersätter": "ersätter:",
    "ersatte": "ersätter:",
    "resande": "",
    "text": "",
}


def read_meetings(name: str, data: bytes, now: dt.datetime, places: Places, most: int = MAX_ROWS) -> Sequence[Row]:
    """The rows of a file, at most so many; `now` is the wall clock in Sweden.

    Raises `UsageError` for a file that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise UsageError(TOO_LARGE)
    if not data.strip():
        raise UsageError(N_("Filen är tom. Spara den igen och välj den på nytt."))
    _refuse_others(name.lower(), data)
    read = _calendar if is_calendar(name, data) else _table
    rows = list(islice(read(data, now, places, most), most + 1))
    if len(rows) > most:
        raise _too_many(most)
    return rows


def is_calendar(name: str, data: bytes) -> bool:
    """By what stands in it; else by its name."""
    return data[:100].removeprefix(BOM_UTF8).lstrip().upper().startswith(CALENDAR) or name.lower().endswith(".ics")


def _refuse_others(name: str, data: bytes) -> None:
    """Raise for what is neither text nor has a name of ours."""
    if name.endswith(SHEETS):
        raise UsageError(N_("Det där är ett kalkylark. Spara det som .csv och välj den filen i stället."))
    if data.startswith(b"%PDF") or (b"\0" in data and not data.startswith(UTF16)):
        raise UsageError(
            N_("Jag kan läsa kalendrar (.ics) och tabeller (.csv). Spara filen som en av dem och försök igen.")
        )


def _too_many(most: int) -> UsageError:
    return UsageError(N_("Filen har fler än {count} möten. Dela upp den i flera."), count=most)


def _calendar(data: bytes, now: dt.datetime, places: Places, most: int) -> Iterator[Row]:
    """Every occurrence within the window."""
    first = (now - dt.timedelta(days=WINDOW_DAYS)).date()
    try:
        found = sorted(calendar_events(data, first, now, most), key=lambda one: _local(one["DTSTART"].dt))
        recurring = {str(event.get("UID")) for event in found if event.get("RRULE") is not None}
        yield from [_occurrence(event, now, places, recurring) for event in found]
    except TooMany as error:
        raise _too_many(most) from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        raise UsageError(N_("Filen går inte att läsa som en kalender. Spara den som .ics och försök igen.")) from error


def _occurrence(event: Any, now: dt.datetime, places: Places, recurring: set[str]) -> Row:
    began = _local(event["DTSTART"].dt)
    uid = str(event.get("UID", ""))
    label = notice(N_("{day} {time}"), day=began.date().isoformat(), time=began.strftime("%H:%M"))
    key = _key("ics", uid, began.isoformat())
    why_not = _no_meeting(event, began, now)
    if why_not is not None:
        return Row(label, key, why_not=why_not)
    platform = _platform(event)
    ended = _local(event["DTEND"].dt) if event.get("DTEND") is not None else began + dt.timedelta(hours=1)
    place = _place(str(event.get("LOCATION", "")), places)
    return Row(
        label,
        key,
        Draft(
            date=began.date(),
            start=began.time().replace(second=0, microsecond=0),
            duration_min=max(1, round((ended - began).total_seconds() / 60)),
            participants=_attending(event),
            form="webb",
            platform=platform,
            place=place,
            replaces="ja" if place else None,
            recurring=uid in recurring,
        ),
    )


def _no_meeting(event: Any, began: dt.datetime, now: dt.datetime) -> Notice | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return notice(N_("inställt"))
    if event.get(ODD) is not None:
        return notice(N_("upprepas på ett sätt som jag inte kan läsa"))
    if not isinstance(event["DTSTART"].dt, dt.datetime):
        return notice(N_("en hel dag, utan tid"))
    if began > now.astimezone(SWEDEN):
        return notice(N_("har inte varit än"))
    if _platform(event) is None:
        return notice(N_("ingen länk till ett webbmöte"))
    if _attending(event) < 2:
        return notice(N_("färre än två deltagare"))
    return None


def _platform(event: Any) -> Platform | None:
    """By the meeting link, wherever the calendar keeps it."""
    fields = ("LOCATION", "DESCRIPTION", "URL", "CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-GOOGLE-CONFERENCE")
    text = " ".join(str(event.get(name, "")) for name in fields)
    return next((platform for platform, link in LINKS.items() if link.search(text)), None)


def _attending(event: Any) -> int:
    """People who were asked and did not decline, the organiser among them; rooms are no people."""
    asked = event.get("ATTENDEE", [])
    people = asked if isinstance(asked, list) else [asked]
    coming = {
        str(one).lower()
        for one in people
        if str(one.params.get("PARTSTAT", "")).upper() != "DECLINED"
        and str(one.params.get("CUTYPE", "")).upper() not in {"ROOM", "RESOURCE"}
    }
    organiser = event.get("ORGANIZER")
    return len(coming | ({str(organiser).lower()} if organiser is not None else set()))


def _place(location: str, places: Places) -> str | None:
    """The first place that the location names: "Kommunhuset, Bengtsfors; Microsoft Teams"."""
    for part in PARTS.findall(location):
        for word in (part, *part.split()):
            found = places.named(word)
            if found is not None:
                return found.name
    return None


def _local(at: dt.date) -> dt.datetime:
    """On the wall clock in Sweden; a whole day at midnight, a time without zone as it stands."""
    if not isinstance(at, dt.datetime):
        return dt.datetime.combine(at, dt.time(), SWEDEN)
    return at.astimezone(SWEDEN) if at.tzinfo else at.replace(tzinfo=SWEDEN)


def _table(data: bytes, now: dt.datetime, places: Places, most: int) -> Iterator[Row]:
    """Each row read as a meeting line made of its columns."""
    text = _decoded(data)
    header, _, _ = text.partition("\n")
    delimiter = max(";\t,", key=header.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="", restkey="_")
    names = [name for name in _header(reader) if name.strip().casefold() in COLUMNS]
    if not names:
        raise UsageError(N_("Tabellen saknar rubriker som jag känner. Använd till exempel: datum;start;antal;plats"))
    seen: dict[str, int] = {}
    for number, values in enumerate(_rows(reader), start=2):
        line = _line({name.strip().casefold(): str(values[name] or "").strip() for name in names})
        if not line:
            continue
        seen[line] = seen.get(line, 0) + 1
        yield _read_line(number, line, _key("csv", line, str(seen[line])), now, places)


def _header(reader: "csv.DictReader[str]") -> Sequence[str]:
    try:
        return reader.fieldnames or ()
    except csv.Error as error:
        raise UsageError(N_("Filen går inte att läsa som en tabell. Spara den som .csv och försök igen.")) from error


def _rows(reader: "csv.DictReader[str]") -> Iterator[Mapping[str, str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise UsageError(N_("Filen går inte att läsa som en tabell. Spara den som .csv och försök igen.")) from error


def _decoded(data: bytes) -> str:
    """UTF-8, or as spreadsheets save it."""
    if data.startswith(UTF16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _line(values: Mapping[str, str]) -> str:
    said = [f"{COLUMNS[name]} {value}".strip() for name, value in values.items() if value]
    return ", ".join(said)


def _read_line(number: int, line: str, key: str, now: dt.datetime, places: Places) -> Row:
    label = notice(N_("Rad {number}"), number=number)
    if len(line) > MAX_LINE:
        return Row(label, key, why_not=notice(N_("raden är för lång")))
    match parse(line, now, places):
        case Refusal(notice=why):
            return Row(label, key, why_not=why)
        case Draft(participants=None):
            return Row(label, key, why_not=notice(N_("antal deltagare saknas")))
        case Draft() as draft:
            return Row(label, key, replace(draft, words={}, notes=()))  # what was typed goes no further


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
