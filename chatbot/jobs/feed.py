"""The feed: posts of a session for adapters that fetch them, served from the outbox."""

import asyncio
from collections.abc import Sequence

from chatbot.messages import Place
from chatbot.ports import Outgoing
from chatbot.store import Store, inbox, outbox

POLL_S = 0.25  # other processes' posts are seen this late; own ones at once


class OutboxFeed:
    """See `ports.Feed`. `answered` is notified each time the bot has handled something."""

    def __init__(self, store: Store, answered: asyncio.Condition) -> None:
        self._store = store
        self._answered = answered

    async def after(self, place: Place, last: int, wait: float = 0.0) -> Sequence[Outgoing]:
        """The items after outbox id `last`; waits up to `wait` seconds for the first one."""
        loop = asyncio.get_running_loop()
        end = loop.time() + wait
        while True:
            found = await self._store.look(lambda tx: outbox.feed(tx, place, last))
            left = end - loop.time()
            if found or left <= 0:
                return found
            await self._news(min(left, POLL_S))

    async def idle(self, place: Place) -> bool:
        """True when nothing accepted from the place waits for its answer."""
        return not await self._store.look(lambda tx: inbox.waiting(tx, place.platform, place.channel))

    async def _news(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds), self._answered:
                await self._answered.wait()
        except TimeoutError:
            return
