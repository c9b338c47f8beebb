"""Signs of life: where an answer is slow, the platform is told to show that it is on its way, until it is there."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from chatbot.clock import Clock
from chatbot.messages import Event
from chatbot.ports import Adapter
from chatbot.store import Store, StoreError, inbox

log = logging.getLogger(__name__)
SLOW = timedelta(seconds=2)  # an answer that comes sooner needs no sign
GIVEN_UP = timedelta(minutes=2)  # nobody waits for an answer any more
LOOK_S = 0.5
AT_ONCE = 20  # signs; where more wait, the platform has enough to do


class Signs:
    """Looks after one platform's events. There is one for each adapter that does not fetch its posts itself."""

    def __init__(self, store: Store, adapter: Adapter, clock: Clock) -> None:
        self._store = store
        self._adapter = adapter
        self._clock = clock
        self._shown: dict[int, asyncio.Task[None]] = {}  # by conversation

    async def run(self) -> None:
        """Look twice a second until cancelled; what is shown then is taken down."""
        try:
            while True:
                try:
                    await self.look()
                except StoreError:
                    log.error("it cannot be seen what waits: the database is away")
                await asyncio.sleep(LOOK_S)
        finally:
            await self._take_down(self._shown)

    async def look(self) -> None:
        """Show a sign in each conversation where the answer has become slow; take down those that are answered."""
        now = self._clock()
        slow = await self._store.look(lambda tx: inbox.unanswered(tx, self._adapter.name, now - GIVEN_UP, now - SLOW))
        waiting = {one.conversation_id: one.event for one in slow[:AT_ONCE]}
        await self._take_down({talk: task for talk, task in self._shown.items() if talk not in waiting})
        for talk, event in waiting.items():
            if talk not in self._shown:
                self._shown[talk] = asyncio.create_task(self._show(event))

    async def _show(self, event: Event) -> None:
        try:
            await self._adapter.typing(event)
        except Exception as error:  # noqa: BLE001  the answer comes all the same
            log.warning("no sign could be shown on %s: %s", self._adapter.name, type(error).__name__)

    async def _take_down(self, shown: Mapping[int, asyncio.Task[None]]) -> None:
        tasks = list(shown.values())
        self._shown = {talk: task for talk, task in self._shown.items() if talk not in shown}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
