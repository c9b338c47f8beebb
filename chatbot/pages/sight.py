"""What a page shows: the board from the one door, made into the very post that the chat gives."""

import asyncio
from dataclasses import dataclass, field

from chatbot import boards
from chatbot.boards import Wanted
from chatbot.clock import Clock, local
from chatbot.i18n import Translator
from chatbot.leaderboard import Board, Period, Pictures, board_post
from chatbot.messages import Post
from chatbot.pages.choices import asked
from chatbot.pages.names import Subject, subject_of
from chatbot.store import Store, Tx
from chatbot.store.groups import organisations


@dataclass(frozen=True, slots=True)
class Sight:
    """A page's contents; without a period (and an empty post) where the words named none."""

    subject: Subject
    period: Period | None
    post: Post


@dataclass(frozen=True, slots=True)
class Viewer:
    """Looks up boards and draws their pictures, each picture once and one at a time."""

    store: Store
    clock: Clock
    t: Translator
    _pictures: Pictures = field(default_factory=Pictures)
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sight(self, name: str, words: str) -> Sight | None:
        """The board of that federation or organisation in the period meant; None if nothing is called so."""
        wanted = asked(words, local(self.clock()).date())

        def look(tx: Tx) -> tuple[Subject, Board | None] | None:
            subject = subject_of(name, organisations(tx))
            if subject is None:
                return None
            return subject, boards.board(tx, subject.federation_id, Wanted(wanted)) if wanted else None

        found = await self.store.look(look)
        if found is None:
            return None
        subject, board = found
        return Sight(subject, wanted, await self._post(board) if board else Post(()))

    async def federations(self) -> list[str]:
        """The names of all federations that have a board."""
        known = await self.store.look(organisations)
        return list(dict.fromkeys(one.federation for one in known))

    async def _post(self, board: Board) -> Post:
        return board_post(board, self.t, await self._picture(board) if board.total.meetings else None)

    async def _picture(self, board: Board) -> bytes:
        """Equal boards have equal pictures, so a page that many look at costs one drawing."""
        async with self._drawing:
            return await asyncio.to_thread(self._pictures.draw, board, self.t)
