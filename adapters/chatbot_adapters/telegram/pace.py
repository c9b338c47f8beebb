"""How fast Telegram lets a bot send: 30 messages a second in all, one a second to a chat, 20 a minute to a group."""

from collections.abc import Callable

from chatbot import pace
from chatbot.pace import Limit

OVERALL = Limit("", 30, 1.0)
BURST = 3  # messages to one chat that may follow each other at once: an answer of several parts
GROUP, GROUP_S = 20, 60.0


class Pace:
    """Says how long to wait before a send; the clock is handed in (seconds, monotonic)."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._pace = pace.Pace(clock)

    def wait(self, chat: str, *, group: bool) -> float:
        """Seconds to wait; 0 = go ahead, and it is counted."""
        limits = (OVERALL, Limit(chat, BURST, float(BURST)))
        return self._pace.wait(*limits, *((Limit(chat, GROUP, GROUP_S),) if group else ()))
