"""Boards and reminders posted by the clock: each slot once, whoever of several processes comes first."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from chatbot import boards
from chatbot.boards import Wanted
from chatbot.clock import Clock
from chatbot.conversation import choices
from chatbot.conversation.reminder import nudge
from chatbot.i18n import translator
from chatbot.leaderboard import Board, Pictures, Progress, board_post, campaign_post, period, previous
from chatbot.messages import Place
from chatbot.programme.campaigns import Moment
from chatbot.programme.campaigns import due as due_campaign
from chatbot.programme.schedules import Slot, due
from chatbot.store import Store, StoreError, Tx, campaigns, outbox, schedules, series
from chatbot.store.campaigns import Campaign
from chatbot.store.conversations import conversation_ids
from chatbot.store.outbox import Draft
from chatbot.store.schedules import Schedule
from chatbot.store.series import Series

log = logging.getLogger(__name__)
TICK_S = 5.0
Timed = TypeVar("Timed", Schedule, Series)


class Posting:
    """Looks which boards are due, and puts them in the outbox."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        pulls: Callable[[str], bool],
        language: str = "sv",
        one_dialogue: Callable[[Place], bool] = lambda _: False,
    ) -> None:
        """`one_dialogue`: whether a person has the same dialogue in all places of this one's platform."""
        self._store = store
        self._one_dialogue = one_dialogue
        self._clock = clock
        self._pulls = pulls
        self._t = translator(language)
        self._pictures = Pictures()  # drawn once for all places of a federation

    async def run(self) -> None:
        """Look every five seconds until cancelled."""
        while True:
            try:
                await self.look()
            except StoreError:
                log.error("no board could be posted: the database is away")
            await asyncio.sleep(TICK_S)

    async def look(self) -> None:
        """Put what is due now in the outbox."""
        await self.post_due()
        await self.tell_campaigns()
        await self._store.run(self.remind_due)

    async def post_due(self) -> int:
        """Post what is due now; how many boards that were."""
        posted = 0
        for one, slot in await self._store.run(self._boards_due):
            posted += await self._post(one, slot)
        return posted

    def _boards_due(self, tx: Tx) -> Sequence[tuple[Schedule, Slot]]:
        return _due(tx, "board", schedules.everywhere(tx), self._clock())

    async def tell_campaigns(self) -> int:
        """Tell of the campaigns that are half way or over; how many that were."""
        now, told = self._clock(), 0
        for one in await self._store.run(campaigns.everywhere):
            moment = due_campaign(one.first, one.last, boards.closes(one), now, one.created_at)
            if moment is not None and not await self._done(f"campaign:{one.id}", moment):
                told += await self._tell(one, moment)
        return told

    async def _tell(self, one: Campaign, moment: Moment) -> bool:
        wanted = boards.of_campaign(one)
        board, how = await self._store.run(lambda tx: _board(tx, one.federation_id, wanted))
        picture = await self._picture(board)
        post = campaign_post(one.name, board_post(board, self._t, picture, how), self._t, over=moment == "end")
        draft = Draft(one.place, post, kind="board")
        return await self._store.run(lambda tx: self._put(tx, f"campaign:{one.id}", moment, draft))

    def remind_due(self, tx: Tx) -> int:
        """Ask of each series that is due whether the meeting was held; how many that were."""
        now = self._clock()
        due_now = _due(tx, "series", series.everywhere(tx), now)
        asked = [one for one, slot in due_now if schedules.claim(tx, f"series:{one.id}", slot.key, now)]
        ids = conversation_ids(tx, [(one.place, one.actor_id) for one in asked])
        for one, id in zip(asked, ids, strict=True):
            post = nudge(one.id, self._t, private=one.place.kind == "group")
            draft = Draft(one.place, post, kind="nudge", actor_id=one.actor_id)
            outbox.add(tx, draft, now, pull=self._pulls(one.place.platform))
            choices.offer(tx, id, post, now, shared=self._one_dialogue(one.place))
        return len(asked)

    async def _done(self, name: str, key: str) -> bool:
        return await self._store.run(lambda tx: schedules.done(tx, name, key))

    async def _post(self, schedule: Schedule, slot: Slot) -> bool:
        """Drawn outside the transaction; slot and contents are written in one, and only by whoever gets the slot."""
        wanted = Wanted(previous(period(schedule.rhythm.kind, slot.day)))
        name = f"board:{schedule.id}"
        if await self._done(name, slot.key):  # another process has been here since it was looked what is due
            return False
        board, how = await self._store.run(lambda tx: _board(tx, schedule.federation_id, wanted))
        picture = await self._picture(board)
        draft = Draft(schedule.place, board_post(board, self._t, picture, how), kind="board")
        return await self._store.run(lambda tx: self._put(tx, name, slot.key, draft))

    async def _picture(self, board: Board) -> bytes | None:
        return await asyncio.to_thread(self._pictures.draw, board, self._t) if board.total.meetings else None

    def _put(self, tx: Tx, name: str, key: str, draft: Draft) -> bool:
        now = self._clock()
        if not schedules.claim(tx, name, key, now):
            return False
        outbox.add(tx, draft, now, pull=self._pulls(draft.place.platform))
        return True


def _due(tx: Tx, kind: str, known: Sequence[Timed], now: datetime) -> Sequence[tuple[Timed, Slot]]:
    """Those whose time has come and who have not had their post yet, by a few statements however many they are."""
    slots = [(one, slot) for one in known if (slot := due(one.rhythm, now, one.created_at)) is not None]
    been = schedules.been(tx, {slot.key for _, slot in slots})
    return [(one, slot) for one, slot in slots if (f"{kind}:{one.id}", slot.key) not in been]


def _board(tx: Tx, federation_id: int, wanted: Wanted) -> tuple[Board, Progress]:
    board = boards.board(tx, federation_id, wanted)
    return board, boards.how_it_goes(tx, federation_id, board, wanted)
