"""How fast a platform lets a bot send: limits, kept before the platform has to say no."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

FORGET_AT = 1000  # limits known at once, most of them of chats that have gone quiet


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in so many seconds, of what goes by a name."""

    name: str  # a chat, a kind of call, or all of them
    most: int
    seconds: float


class Pace:
    """Says how long to wait before a send; the clock is handed in (seconds, monotonic)."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent: dict[Limit, deque[float]] = {}

    def wait(self, *limits: Limit, count: int = 1) -> float:
        """Seconds until there is room in all the limits for `count` sends that follow each other at once.

        0 = go ahead, and they are counted. More than a limit ever has room for is let through when it is empty.
        """
        now = self._clock()
        if (longest := max(self._left(limit, count, now) for limit in limits)) > 0:
            return longest
        for limit in limits:
            self._sent.setdefault(limit, deque(maxlen=limit.most)).extend([now] * count)
        self._forget(now)
        return 0.0

    def _left(self, limit: Limit, count: int, now: float) -> float:
        """Until as many have left the span as there must be room for."""
        sent = self._sent.get(limit, ())
        leaving = len(sent) - limit.most + min(count, limit.most)
        return sent[leaving - 1] + limit.seconds - now if leaving > 0 else 0.0

    def _forget(self, now: float) -> None:
        if len(self._sent) > FORGET_AT:
            self._sent = {limit: sent for limit, sent in self._sent.items() if now - sent[-1] < limit.seconds}
