"""A calendar or a table becomes drafts: online meetings only, counted and timed, nothing of names or titles."""

from datetime import date, datetime, time
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import app
from chatbot.errors import UsageError
from chatbot.i18n import translator
from chatbot.meetings import Row
from chatbot.meetings.importing import read_meetings
from chatbot.packs.places import Places
from chatbot.settings import Settings

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
PLACES = app.load_packs(Settings(), lambda: NOW).library.places
SOON_S = 20.0  # on a machine that does much else; followed, such a rule takes hours
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//SV\r\n"
PEOPLE = (
    "ORGANIZER;CN=Anna Andersson:mailto:anna@kommun.example\r\n"
    "ATTENDEE;CN=Bo;PARTSTAT=ACCEPTED:mailto:bo@kommun.example\r\n"
    "ATTENDEE;CN=Eva;PARTSTAT=DECLINED:mailto:eva@kommun.example\r\n"
    "ATTENDEE;CN=Salen;CUTYPE=ROOM:mailto:salen@kommun.example\r\n"
    "ATTENDEE;CN=Dan:mailto:dan@kommun.example\r\n"
)
LINK = "DESCRIPTION:Anslut: https://teams.microsoft.com/l/meetup-join/19%3a\r\n"


def event(*, when: str = "20261117T080000Z", extra: str = "", people: str = PEOPLE, link: str = LINK) -> str:
    """One meeting of a calendar."""
    start = f"DTSTART:{when}\r\n" if ":" not in when else f"DTSTART;{when}\r\n"
    return f"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Hemligt ärende\r\n{start}{people}{link}{extra}END:VEVENT\r\n"


def calendar(*events: str) -> bytes:
    """A calendar file."""
    return (HEAD + "".join(events) + "END:VCALENDAR\r\n").encode()


def ics(*events: str) -> list[Row]:
    """Its rows."""
    return list(read_meetings("kalender.ics", calendar(*events), NOW, PLACES))


def test_an_online_meeting_is_read() -> None:
    """Day and time in Sweden, length, those who did not decline and are no rooms, the tool by its link, the place."""
    (row,) = ics(event(extra="DURATION:PT90M\r\nLOCATION:Kommunhuset\\, Bengtsfors; Teams\r\n"))
    draft = row.draft
    assert draft is not None
    assert (draft.date, draft.start, draft.duration_min) == (date(2026, 11, 17), time(9, 0), 90)
    assert (draft.participants, draft.platform, draft.form, draft.place) == (3, "teams", "webb", "Bengtsfors")
    assert draft.replaces == "ja"


def test_nothing_of_names_titles_or_addresses_is_kept() -> None:
    """Neither the draft nor what is printed of it holds a word of them."""
    (row,) = ics(event())
    told = repr(row) + translator().tell(row.label)
    for word in ("Hemligt", "Anna", "Bo", "kommun.example", "Salen", "meetup"):
        assert word not in told


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (event(link=""), "ingen länk"),
        (event(when="20261201T080000Z"), None),
        (event(when="VALUE=DATE:20261117"), "utan tid"),
        (event(extra="STATUS:CANCELLED\r\n"), "inställt"),
        (event(people="ORGANIZER:mailto:a@b.example\r\n"), "färre än två"),
        (event(when="20260101T080000Z"), None),
    ],
)
def test_what_is_no_meeting_that_counts_says_why(changed: str, why: str | None) -> None:
    """Each entry left out has its reason; those outside the window are not in the list at all."""
    rows = ics(changed)
    if why is None:
        assert rows == []
    else:
        assert rows[0].draft is None
        assert rows[0].why_not is not None
        assert why in translator().tell(rows[0].why_not)


def test_a_series_is_one_meeting_each_time_but_those_taken_out() -> None:
    """Weekly since September with one cancelled: every past occurrence in the window, marked recurring."""
    rows = ics(
        event(
            when="TZID=Europe/Stockholm:20260901T090000",
            extra="RRULE:FREQ=WEEKLY\r\nEXDATE;TZID=Europe/Stockholm:20261110T090000\r\n",
        )
    )
    days = [row.draft.date for row in rows if row.draft]
    assert days[0] == date(2026, 9, 1)
    assert days[-1] == date(2026, 11, 17)
    assert date(2026, 11, 10) not in days
    assert len(days) == 11
    assert all(row.draft.recurring and row.draft.start == time(9, 0) for row in rows if row.draft)
    assert len({row.key for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("datum;start;längd;antal;form;plats\n2026-11-17;09:00;90;6;Teams;Bengtsfors\n", "utf-8"),
        ("Datum,Antal,Ort,Verktyg,Tid,Längd\n17/11,6,Bengtsfors,teams,09:00,90 min\n", "utf-8"),
        ("datum\tantal\tplats\tform\tstart\tlängd\n17 nov\t6\tBengtsfors\tTeams\t9.00\t1,5 h\n", "cp1252"),
        ("text\ni tisdags kl 9 på teams i 90 min med 6 pers, annars i Bengtsfors\n", "utf-8-sig"),
    ],
)
def test_tables_as_people_save_them(text: str, encoding: str) -> None:
    """Semicolons, commas or tabs; any order of columns; old encodings; or a whole line in one column."""
    (row,) = read_meetings("lista.csv", text.encode(encoding), NOW, PLACES)
    draft = row.draft
    assert draft is not None, row.why_not
    assert (draft.date, draft.participants, draft.place) == (date(2026, 11, 17), 6, "Bengtsfors")
    assert (draft.start, draft.duration_min, draft.platform) == (time(9, 0), 90, "teams")


def test_a_wrong_row_tells_its_number_and_the_others_stand() -> None:
    """Row 3 of the table is refused with the sentence that the chat would say."""
    text = "datum;antal;plats\n2026-11-17;6;Bengtsfors\n2026-13-45;6;Bengtsfors\n2026-11-18;;Ed\n;;\n"
    good, bad, nobody = read_meetings("lista.csv", text.encode(), NOW, PLACES)
    assert good.draft is not None
    assert (bad.draft, translator().tell(bad.label)) == (None, "Rad 3")
    assert nobody.why_not is not None


def test_equal_rows_are_two_meetings_and_the_same_file_has_the_same_keys() -> None:
    """Keys tell rows apart, and are the same the next time."""
    text = "datum;antal;plats\n2026-11-17;6;Bengtsfors\n2026-11-17;6;Bengtsfors\n"
    first = [row.key for row in read_meetings("a.csv", text.encode(), NOW, PLACES)]
    assert len(set(first)) == 2
    assert first == [row.key for row in read_meetings("b.csv", text.encode(), NOW, PLACES)]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.ics", b"hej"), ("a.csv", b"namn;adress\nx;y\n"), ("a.csv", b""), ("a.csv", b"x" * 5_000_001)],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name: str, data: bytes) -> None:
    """A broken calendar, a table without known columns, nothing, or far too much."""
    with pytest.raises(UsageError):
        read_meetings(name, data, NOW, PLACES)


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Egen\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:{rule}\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


@pytest.mark.measured
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=100000000",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,1,2,3;BYSECOND=0,1,2,3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=2MO;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=WEEKLY;BYMONTH=13",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=4",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366",
        "FREQ=WEEKLY\r\nRRULE:FREQ=SECONDLY",
        "FREQ=DAILY\r\nRDATE:" + ",".join(["20261101T080000Z"] * 1001),
    ],
)
def test_a_repetition_that_no_calendar_makes_is_not_followed(rule: str) -> None:
    """It would take hours or all memory: the event is one row, with the reason, and the others are read."""
    started = monotonic()
    odd, usual = ics(event(extra=f"RRULE:{rule}\r\n"), event(when="20261118T080000Z").replace("UID:1", "UID:2"))
    assert monotonic() - started < SOON_S
    assert odd.why_not is not None
    assert "upprepas" in translator().tell(odd.why_not)
    assert usual.draft is not None


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY;COUNT=3", 3),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261120T230000Z", 4),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO", 1),
        ("FREQ=MONTHLY;BYMONTHDAY=17", 1),
        ("FREQ=MONTHLY;BYDAY=3TU", 1),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 1),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=17", 1),
    ],
)
def test_repetitions_as_calendars_make_them_are_followed(rule: str, count: int) -> None:
    """Every day, workdays, every other week, a day of the month by number or by name, once a year."""
    assert len([row for row in ics(event(extra=f"RRULE:{rule}\r\n")) if row.draft]) == count


@pytest.mark.measured
def test_a_time_zone_of_the_file_is_used_and_cannot_stop_the_reading() -> None:
    """Its own zone is read; one that changes every second, or hundreds of them, costs nothing."""
    there = event(when="TZID=Egen:20261117T090000")
    started = monotonic()
    for rule, times in (("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", 1), ("FREQ=SECONDLY", 1), ("FREQ=YEARLY", 3000)):
        (row,) = ics(ZONE.format(rule=rule) * times + there)
        assert row.draft is not None
        assert row.draft.start == time(9, 0)
    assert monotonic() - started < SOON_S


def test_a_long_calendar_counts_only_what_is_in_the_window() -> None:
    """Twenty years of a calendar are no hindrance; more than the limit in three months is told."""
    old = [event(when=f"{2003 + i % 20}0105T080000Z").replace("UID:1", f"UID:o{i}") for i in range(3000)]
    assert len(read_meetings("a.ics", calendar(*old, event()), NOW, PLACES, most=10)) == 1
    new = [event(when=f"202611{1 + i:02}T080000Z").replace("UID:1", f"UID:n{i}") for i in range(11)]
    for many in (calendar(*new), calendar(event(extra="RRULE:FREQ=DAILY\r\n", when="20261001T080000Z"))):
        with pytest.raises(UsageError, match="fler än 10"):
            read_meetings("a.ics", many, NOW, PLACES, most=10)


@pytest.mark.measured
def test_a_table_is_read_no_further_than_its_limit() -> None:
    """A million rows are refused as soon as a few; a row as long as a book is left with the reason."""
    started = monotonic()
    with pytest.raises(UsageError, match="fler än 10"):
        read_meetings("a.csv", b"text\n" + b"x\n" * 1_000_000, NOW, PLACES, most=10)
    (row,) = read_meetings("a.csv", b"text\n" + b"6 pers " * 10_000, NOW, PLACES)
    assert monotonic() - started < SOON_S
    assert row.draft is None


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("möten.xlsx", b"PK\x03\x04\x00\x00", "Spara det som .csv"),
        ("möten.pdf", b"%PDF-1.7 text", "kalendrar (.ics) och tabeller (.csv)"),
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00", "kalendrar (.ics) och tabeller (.csv)"),
        ("tom.ics", b" \r\n", "Filen är tom"),
        ("evig.ics", calendar(event(extra="DTEND:99991231T235959Z\r\n")), "inte att läsa som en kalender"),
        ("avbruten.ics", HEAD.encode() + event()[:-20].encode(), "inte att läsa som en kalender"),
    ],
)
def test_the_wrong_kind_is_told_with_what_to_do(name: str, data: bytes, said: str) -> None:
    """A sheet, a document, a picture, nothing, half a calendar."""
    with pytest.raises(UsageError) as refused:
        read_meetings(name, data, NOW, PLACES)
    assert said in translator().tell(refused.value)


def test_the_kind_is_told_by_what_stands_in_the_file() -> None:
    """A calendar by any name, and a table as spreadsheets save Unicode."""
    assert len(read_meetings("kalender", calendar(event()), NOW, PLACES)) == 1
    table = "datum\tantal\tplats\n2026-11-17\t6\tBengtsfors\n".encode("utf-16")
    assert read_meetings("lista.txt", table, NOW, PLACES)[0].draft is not None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.ics", "a.csv"]))
def test_hostile_files_end_in_rows_or_a_sentence(data: bytes, name: str) -> None:
    """Never anything but rows or a refusal."""
    for given_data in (data, calendar(data.decode("latin-1")), b"datum;antal;plats\n" + data):
        try:
            read_meetings(name, given_data, NOW, PLACES)
        except UsageError:
            continue


def test_places_are_found_in_locations() -> None:
    """The place stands for itself; nothing is guessed."""
    assert isinstance(PLACES, Places)
    assert ics(event(extra="LOCATION:Microsoft Teams-möte\r\n"))[0].draft.place is None  # type: ignore[union-attr]
