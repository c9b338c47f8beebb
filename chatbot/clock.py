"""The clock, handed in everywhere: the system's, or one that stands where a test or the demo puts it."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

Clock = Callable[[], datetime]  # gives an aware time in UTC


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def fixed_clock(at: datetime) -> Clock:
    """A clock that stands still at `at` (aware)."""
    if at.tzinfo is None:
        raise ValueError("a clock needs an aware time")
    return lambda: at.astimezone(UTC)


def local(at: datetime) -> datetime:
    """The same instant on the wall clock in Sweden."""
    return at.astimezone(STOCKHOLM)
