"""Periods by the calendar and by the words people use."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.i18n import translator
from chatbot.leaderboard import Period, label, parse_period, period, previous
from chatbot.leaderboard.periods import Kind

TODAY = date(2026, 11, 25)  # Wednesday of week 48
KINDS: list[Kind] = ["week", "month", "year", "all"]


@pytest.mark.parametrize("day", [date(2026, 12, 28) + timedelta(days=n) for n in range(7)])
def test_the_last_week_of_2026_is_week_53(day: date) -> None:
    """The week over New Year is one week, Monday to Sunday, with the number 53."""
    assert period("week", day) == Period("week", date(2026, 12, 28), date(2027, 1, 4))
    assert label(period("week", day), translator()) == "vecka 53, 28 december 2026–3 januari 2027"


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(KINDS[:3]))
def test_periods_follow_upon_each_other(day: date, kind: Kind) -> None:
    """A period holds its day, and the one before ends where it starts: no day is in two or in none."""
    now = period(kind, day)
    before = previous(now)
    assert now.start is not None
    assert now.end is not None
    assert now.start <= day < now.end
    assert before.end == now.start
    assert before.kind == kind


def test_all_time_has_no_period_before() -> None:
    """All time stays all time."""
    assert previous(Period("all")) == Period("all")


WEEK_48 = Period("week", date(2026, 11, 23), date(2026, 11, 30))
WEEK_47 = Period("week", date(2026, 11, 16), date(2026, 11, 23))
NOVEMBER = Period("month", date(2026, 11, 1), date(2026, 12, 1))
OCTOBER = Period("month", date(2026, 10, 1), date(2026, 11, 1))
YEAR = Period("year", date(2026, 1, 1), date(2027, 1, 1))
LAST_YEAR = Period("year", date(2025, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("vecka", WEEK_48),
        ("Veckan", WEEK_48),
        ("den här veckan", WEEK_48),
        ("den har veckan", WEEK_48),
        ("denna vecka", WEEK_48),
        ("week", WEEK_48),
        ("förra veckan", WEEK_47),
        ("forra veckan?", WEEK_47),
        ("fo\u0308rra veckan", WEEK_47),
        ("för förra veckan", WEEK_47),
        ("vecka 47", WEEK_47),
        ("v47", WEEK_47),
        ("V. 47", WEEK_47),
        ("i vecka 47", WEEK_47),
        ("v47 i år", WEEK_47),
        ("2026-W47", WEEK_47),
        ("v 46 2026", Period("week", date(2026, 11, 9), date(2026, 11, 16))),
        ("vecka 46, 2026", Period("week", date(2026, 11, 9), date(2026, 11, 16))),
        ("vecka 52", Period("week", date(2025, 12, 22), date(2025, 12, 29))),
        ("vecka 53", Period("week", date(2026, 12, 28), date(2027, 1, 4))),
        ("månad", NOVEMBER),
        ("manad", NOVEMBER),
        ("den här månaden", NOVEMBER),
        ("november", NOVEMBER),
        ("i november", NOVEMBER),
        ("nov", NOVEMBER),
        ("2026-11", NOVEMBER),
        ("förra månaden", OCTOBER),
        ("oktober", OCTOBER),
        ("october", OCTOBER),
        ("december", Period("month", date(2025, 12, 1), date(2026, 1, 1))),
        ("november i fjol", Period("month", date(2025, 11, 1), date(2025, 12, 1))),
        ("maj 2024", Period("month", date(2024, 5, 1), date(2024, 6, 1))),
        ("år", YEAR),
        ("i år", YEAR),
        ("i ar", YEAR),
        ("2026", YEAR),
        ("år 2026", YEAR),
        ("hela året", YEAR),
        ("förra året", LAST_YEAR),
        ("i fjol", LAST_YEAR),
        ("2025", LAST_YEAR),
        ("allt", Period("all")),
        ("Totalt!", Period("all")),
        ("hela tiden", Period("all")),
        ("sedan starten", Period("all")),
    ],
)
def test_words_for_periods(words: str, wanted: Period) -> None:
    """People say a period in their own words, with or without å, ä and ö; no year means the latest begun."""
    assert parse_period(words, TODAY) == wanted


@pytest.mark.parametrize(
    "words",
    ["", "  ", "apelsin", "vecka 54", "vecka 0", "v 53 2025", "ju", "i", "12", "2026-13", "förra", "vecka åtta"],
)
def test_words_that_name_no_period(words: str) -> None:
    """What names no period gives None, so that the command can ask."""
    assert parse_period(words, TODAY) is None


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("vecka 53", date(2026, 12, 28)), ("veckan", date(2026, 12, 28)), ("förra veckan", date(2026, 12, 21))],
)
def test_words_on_new_years_day(words: str, wanted: date) -> None:
    """On Friday 1 January 2027 it is still week 53 of 2026."""
    found = parse_period(words, date(2027, 1, 1))
    assert found is not None
    assert found.start == wanted


@given(st.text(max_size=80), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_words_are_taken(words: str, today: date) -> None:
    """Whatever is typed, the answer is a period or None."""
    found = parse_period(words, today)
    assert found is None or found.kind in KINDS


@pytest.mark.parametrize(
    ("words", "swedish", "english"),
    [
        ("v47", "vecka 47, 16–22 november 2026", "16–22 November 2026"),
        ("vecka 49 2026", "vecka 49, 30 november–6 december 2026", "30 November–6 December 2026"),
        ("november", "november 2026", "November 2026"),
        ("2025", "2025", "2025"),
        ("allt", "hela tiden", ""),
    ],
)
def test_labels(words: str, swedish: str, english: str) -> None:
    """A label names the period with months in full, in the reader's language."""
    found = parse_period(words, TODAY)
    assert found is not None
    assert label(found, translator()) == swedish
    assert english in label(found, translator("en"))
