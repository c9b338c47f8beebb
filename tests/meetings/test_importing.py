"""A calendar or a table becomes drafts: online meetings only, counted and timed, nothing of names or titles."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import app
from chatbot.errors import UsageError
from chatbot.i18n import translator
from chatbot.meetings.importing import Row, read_meetings
from chatbot.packs.places import Places
from chatbot.settings import Settings

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
PLACES = app.load_packs(Settings(), lambda: NOW).library.places
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
