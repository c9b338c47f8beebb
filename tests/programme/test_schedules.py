"""When a board is due: at its local time, never on a holiday, once for each period, and never long after."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chatbot.programme.schedules import Rhythm, Slot, _back, due, parse_rhythm

SWEDEN = ZoneInfo("Europe/Stockholm")
MONDAYS = Rhythm("week", 0, 8, 0)
BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "rhythm"),
    [
        ("måndag 8", Rhythm("week", 0, 8, 0)),
        ("Fredagar kl 15.30", Rhythm("week", 4, 15, 30)),
        ("varje onsdag klockan 9:15", Rhythm("week", 2, 9, 15)),
        ("torsdag", Rhythm("week", 3, 8, 0)),
        ("varje månad", Rhythm("month", 0, 8, 0)),
        ("den första varje månad kl 10", Rhythm("month", 0, 10, 0)),
        ("månad 9", Rhythm("month", 0, 9, 0)),
        ("måndag 6", None),
        ("måndag 23.30", None),
        ("söndag 9", None),
        ("ibland", None),
        ("måndag 9.75", None),
    ],
)
def test_rhythms_as_people_say_them(said: str, rhythm: Rhythm | None) -> None:
    """A weekday and a time, or each month; quiet hours, weekends and the rest are refused."""
    assert parse_rhythm(said) == rhythm


def at(day: str, time: str = "08:00") -> datetime:
    """A time on the wall clock in Sweden."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (at("2026-11-23", "07:59"), None),
        (at("2026-11-23"), Slot("2026-W48", date(2026, 11, 23))),
        (at("2026-11-24", "09:59"), Slot("2026-W48", date(2026, 11, 23))),
        (at("2026-11-24", "10:01"), None),  # more than 26 hours
        (at("2026-04-06"), None),  # Easter Monday …
        (at("2026-04-07"), Slot("2026-W15", date(2026, 4, 6))),  # … is posted on Tuesday
        (at("2026-10-26"), Slot("2026-W44", date(2026, 10, 26))),  # the Monday after the clocks went back
        (at("2026-10-26", "07:59"), None),
        (at("2026-03-30"), Slot("2026-W14", date(2026, 3, 30))),  # and forward
    ],
)
def test_a_weekly_board(now: datetime, slot: Slot | None) -> None:
    """Mondays at eight, by the wall clock."""
    assert due(MONDAYS, now, BEFORE) == slot


def test_the_first_install_waits_for_the_next_time() -> None:
    """What is set on a Thursday is posted the next Monday, not at once."""
    set_at = at("2026-11-19", "12:00")
    assert due(MONDAYS, at("2026-11-19", "12:01"), set_at) is None
    assert due(MONDAYS, at("2026-11-23"), set_at) is not None
    late = at("2026-11-23", "09:00")
    assert due(MONDAYS, at("2026-11-23", "09:01"), late) is None


def test_the_first_of_a_month_on_a_holiday() -> None:
    """New year's day is a holiday and a Friday: posted on Monday, for December."""
    monthly = Rhythm("month", 0, 8, 0)
    assert due(monthly, at("2027-01-01"), BEFORE) is None
    assert due(monthly, at("2027-01-04"), BEFORE) == Slot("2027-01", date(2027, 1, 1))


def test_a_year_with_holidays_clock_changes_and_outages() -> None:
    """Each quarter of an hour of 2026, with two outages and a clock that jumps back: every week exactly once, at eight
    on a workday or as soon as the outage was over; the week of the long outage alone is missing."""
    outages = ((at("2026-05-17", "20:00"), at("2026-05-18", "12:00")), (at("2026-08-16"), at("2026-08-30")))
    now, end = at("2025-12-31", "12:00").astimezone(UTC), at("2026-12-31", "12:00").astimezone(UTC)
    posted: dict[str, datetime] = {}
    while now < end:
        local = now.astimezone(SWEDEN)
        away = any(start <= local < stop for start, stop in outages)
        for moment in (now, now - timedelta(hours=2)) if local.day == 9 else (now,):  # a clock that jumps back
            slot = None if away else due(MONDAYS, moment, BEFORE)
            if slot is not None and slot.key not in posted:
                posted[slot.key] = local
        now += timedelta(minutes=15)
    weeks = {f"2026-W{week:02}" for week in range(2, 54)} - {"2026-W34", "2026-W35"}
    assert set(posted) == weeks
    late = {key: local for key, local in posted.items() if (local.hour, local.minute) != (8, 0)}
    assert late == {"2026-W21": at("2026-05-18", "12:00")}
    moved = {key: local.date() for key, local in posted.items() if local.weekday() != 0}
    assert moved == {"2026-W15": date(2026, 4, 7)}


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_a_time_in_the_hour_that_is_changed_comes_once(night: str) -> None:
    """At 02:30, which one night has not and the other has twice: looked at each minute, one time is new, as slots are
    remembered; in the repeated half hour the latest time is the night before's again, which has been."""
    now, end = at(night, "00:00").astimezone(UTC), at(night, "06:00").astimezone(UTC)
    posted = [next(_back("30 2 * * *", now.astimezone(SWEDEN))).date()]
    while now < end:
        latest = next(_back("30 2 * * *", now.astimezone(SWEDEN))).date()
        if latest not in posted:
            posted.append(latest)
        now += timedelta(minutes=1)
    assert posted[1:] == [date.fromisoformat(night)]
