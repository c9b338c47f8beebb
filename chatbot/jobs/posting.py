"""Boards and reminders posted by the clock: each slot once, whoever of several processes comes first."""

import asyncio
import logging
from collections.abc import Callable

from chatbot import boards
from chatbot.clock import Clock
from chatbot.conversation.reminder import nudge
from chatbot.i18n import translator
from chatbot.leaderboard import board_post, draw, period, previous
from chatbot.messages import Post
from chatbot.programme.schedules import Slot, due
from chatbot.store import Store, StoreError, Tx, outbox, schedules, series
from chatbot.store.outbox import Draft
from chatbot.store.schedules import Schedule

log = logging.getLogger(__name__)
TICK_S = 5.0


class Posting:
    """Looks which boards are due, and puts them in the outbox."""

    def __init__(self, store: Store, clock: Clock, pulls: Callable[[str], bool], language: str = "sv") -> None:
        self._store = store
        self._clock = clock
        self._pulls = pulls
        self._t = translator(language)

    async def run(self) -> None:
        """Look every five seconds until cancelled."""
        while True:
            try:
                await self.post_due()
                await self._store.run(self.remind_due)
            except StoreError:
                log.error("no board could be posted: the database is away")
            await asyncio.sleep(TICK_S)

    async def post_due(self) -> int:
        """Post what is due now; how many boards that were."""
        now = self._clock()
        posted = 0
        for one in await self._store.run(schedules.everywhere):
            slot = due(one.rhythm, now, one.created_at)
            if slot is not None and not await self._posted(one, slot):
                posted += await self._post(one, slot)
        return posted

    def remind_due(self, tx: Tx) -> int:
        """Ask of each series that is due whether the meeting was held; how many that were."""
        now = self._clock()
        asked = 0
        for one in series.everywhere(tx):
            slot = due(one.rhythm, now, one.created_at)
            if slot is not None and schedules.claim(tx, f"series:{one.id}", slot.key, now):
                post = nudge(one.id, self._t, private=one.place.kind == "group")
                draft = Draft(one.place, post, kind="nudge", actor_id=one.actor_id)
                outbox.add(tx, draft, now, pull=self._pulls(one.place.platform))
                asked += 1
        return asked

    async def _posted(self, schedule: Schedule, slot: Slot) -> bool:
        return await self._store.run(lambda tx: schedules.done(tx, f"board:{schedule.id}", slot.key))

    async def _post(self, schedule: Schedule, slot: Slot) -> bool:
        """Drawn outside the transaction; slot and contents are written in one, and only by whoever gets the slot."""
        wanted = previous(period(schedule.rhythm.kind, slot.day))
        board = await self._store.run(lambda tx: boards.board(tx, schedule.federation_id, wanted))
        picture = await asyncio.to_thread(draw, board, self._t) if board.total.meetings else None
        post = board_post(board, self._t, picture)
        return await self._store.run(lambda tx: self._put(tx, schedule, slot, post))

    def _put(self, tx: Tx, schedule: Schedule, slot: Slot, post: Post) -> bool:
        now = self._clock()
        if not schedules.claim(tx, f"board:{schedule.id}", slot.key, now):
            return False
        draft = Draft(schedule.place, post, kind="board")
        outbox.add(tx, draft, now, pull=self._pulls(schedule.place.platform))
        return True
