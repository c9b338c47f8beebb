"""The clock: aware, handed in, and right on the two nights when Swedish clocks change."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chatbot.clock import fixed_clock, local, system_clock


@pytest.mark.parametrize(
    ("utc", "wall", "offset"),
    [
        ("2026-03-29T00:59:59", "01:59:59", 1),
        ("2026-03-29T01:00:00", "03:00:00", 2),
        ("2026-03-29T01:30:00", "03:30:00", 2),
        ("2026-10-25T00:30:00", "02:30:00", 2),
        ("2026-10-25T01:30:00", "02:30:00", 1),
        ("2026-07-01T12:00:00", "14:00:00", 2),
        ("2012-01-16T23:30:00", "00:30:00", 1),
    ],
)
def test_swedish_wall_clock(utc: str, wall: str, offset: int) -> None:
    """An instant has one time on the wall in Sweden, also in the hour that is skipped and the one that comes twice."""
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert f"{local(at):%H:%M:%S}" == wall
    assert local(at).utcoffset() == timedelta(hours=offset)
    assert (
        local(at).timestamp() == at.timestamp()
    )  # Python calls times of two zones unequal in the hour that comes twice


def test_the_two_half_past_two_are_told_apart() -> None:
    """On the autumn night the same wall time comes twice; as instants they are an hour apart."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert local(first).time() == local(second).time()
    assert local(second).timestamp() - local(first).timestamp() == 3600


def test_the_day_turns_at_swedish_midnight() -> None:
    """Late on Sunday in UTC it is already Monday in Sweden."""
    assert local(datetime(2026, 11, 22, 23, 0, tzinfo=UTC)).date().isoformat() == "2026-11-23"


def test_a_fixed_clock_stands_still_in_utc() -> None:
    """A fixed clock gives its instant in UTC each time, whichever zone it was set in."""
    clock = fixed_clock(datetime(2012, 3, 5, 9, 0, tzinfo=timezone(timedelta(hours=1))))
    assert clock() == clock() == datetime(2012, 3, 5, 8, 0, tzinfo=UTC)
    assert clock().tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    """A clock without a zone is refused at once, not when somebody reads it."""
    with pytest.raises(ValueError, match="aware"):
        fixed_clock(datetime(2012, 3, 5, 9, 0))  # noqa: DTZ001  # naive is what is tested


def test_the_system_clock_is_aware() -> None:
    """The system's clock is in UTC."""
    assert system_clock().tzinfo is UTC
