"""How fast Telegram lets a bot send: 30 messages a second in all, one a second to a chat, 20 a minute to a group."""

from collections import deque
from collections.abc import Callable

OVERALL, OVERALL_S = 30, 1.0
GROUP, GROUP_S = 20, 60.0
CHAT_S = 1.0
BURST = 3  # messages to one chat that may follow each other at once: an answer of several parts


class Pace:
    """Says how long to wait before a send; the clock is handed in (seconds, monotonic)."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all: deque[float] = deque(maxlen=OVERALL)
        self._chats: dict[str, deque[float]] = {}

    def wait(self, chat: str, *, group: bool) -> float:
        """Seconds to wait; 0 = go ahead, and it is counted."""
        now = self._clock()
        sent = self._chats.setdefault(chat, deque(maxlen=GROUP))
        waits = [self._all[0] + OVERALL_S - now if len(self._all) == OVERALL else 0.0]
        if len(sent) >= BURST:
            waits.append(sent[-BURST] + BURST * CHAT_S - now)
        if group and len(sent) == GROUP:
            waits.append(sent[0] + GROUP_S - now)
        if (longest := max(waits)) > 0:
            return longest
        self._all.append(now)
        sent.append(now)
        self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        if len(self._chats) > 1000:
            self._chats = {chat: sent for chat, sent in self._chats.items() if sent and now - sent[-1] < GROUP_S}
