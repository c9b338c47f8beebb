"""Days that may lie ahead, as a coordinator says them."""

from datetime import date

import pytest

from chatbot.meetings import day_ahead, days_ahead

TODAY = date(2026, 11, 23)  # a Monday
EARLIEST = date(2026, 10, 24)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2027-03-01", "2027-03-01"),
        ("1 december", "2026-12-01"),
        ("1:a december", "2026-12-01"),
        ("den 1 dec", "2026-12-01"),
        ("1/12", "2026-12-01"),
        ("1/12 2027", "2027-12-01"),
        ("1 november", "2026-11-01"),
        ("1 oktober", "2027-10-01"),
        ("31 jan", "2027-01-31"),
        ("29 februari", "2028-02-29"),
        ("måndag v 49", "2026-11-30"),
        ("Fredag vecka 2", "2027-01-15"),
        ("torsdag v 53", "2026-12-31"),
        ("v 49", "2026-11-30"),
        ("vecka 3", "2027-01-18"),
        ("i dag", "2026-11-23"),
        ("idag", "2026-11-23"),
        ("i morgon", "2026-11-24"),
        ("i övermorgon", "2026-11-25"),
        ("på fredag", "2026-11-27"),
        ("nästa måndag", "2026-11-30"),
        ("fredag", "2026-11-27"),
        ("om två veckor", "2026-12-07"),
        ("den 1:a", "2026-12-01"),
        ("tisdag 1 december", "2026-12-01"),
        ("måndag 1 december", None),
        ("31 november", None),
        ("30 februari", None),
        ("nästa vecka", None),
        ("1 dec 31 jan", None),
        ("v 60", None),
        ("snart", None),
        ("", None),
    ],
)
def test_a_day(said: str, day: str | None) -> None:
    """Without a year the first such day that is not more than a month ago; what names no day is None."""
    assert day_ahead(said, TODAY, EARLIEST) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("1 dec - 31 jan", "2026-12-01", "2027-01-31"),
        ("1 dec–31 jan", "2026-12-01", "2027-01-31"),
        ("1/12-31/1", "2026-12-01", "2027-01-31"),
        ("mellan 1/12 och 31/1", "2026-12-01", "2027-01-31"),
        ("från 1 december till 31 januari", "2026-12-01", "2027-01-31"),
        ("2026-12-01 - 2027-01-31", "2026-12-01", "2027-01-31"),
        ("i dag till 18 december", "2026-11-23", "2026-12-18"),
        ("måndag v 49 t.o.m. fredag v 2", "2026-11-30", "2027-01-15"),
        ("v 49 - v 2", "2026-11-30", "2027-01-17"),
    ],
)
def test_two_days(said: str, first: str, last: str) -> None:
    """The last one is the first such day after the first; weeks begin on Monday and end on Sunday."""
    assert days_ahead(said, TODAY, EARLIEST) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("said", ["", "1 dec", "2026-12-01", "v 49", "1 dec - snart", "1 - 2 - 3", "-", "mellan"])
def test_what_names_no_two_days(said: str) -> None:
    """One day, or words that are none."""
    assert days_ahead(said, TODAY, EARLIEST) is None
