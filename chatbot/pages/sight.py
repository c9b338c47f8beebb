"""What a page shows: the board from the one door, made into the very post that the chat gives."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date

from chatbot import boards
from chatbot.boards import Wanted
from chatbot.clock import Clock, local
from chatbot.i18n import Translator
from chatbot.leaderboard import Board, Pictures, Progress, board_post, parse_board, parse_period
from chatbot.messages import Post
from chatbot.pages.choices import FIRST
from chatbot.pages.names import Subject, subject_of
from chatbot.store import Store, Tx, campaigns
from chatbot.store.groups import organisations

MAX_WORDS = 100


@dataclass(frozen=True, slots=True)
class Sight:
    """A page's contents. Where the words named no board, `wanted` is None and the post is empty."""

    subject: Subject
    campaign: bool  # whether the federation has one to show
    wanted: Wanted | None
    post: Post
    no_campaign: bool = False  # whether that is since the words ask for a campaign that there is not


@dataclass(frozen=True, slots=True)
class _Found:
    """What one reading of the database gave."""

    subject: Subject
    campaign: bool
    wanted: Wanted | None = None
    shown: tuple[Board, Progress] | None = None
    no_campaign: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Looks up boards and draws their pictures, each picture once and one at a time."""

    store: Store
    clock: Clock
    t: Translator
    _pictures: Pictures = field(default_factory=Pictures)
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sight(self, name: str, words: str) -> Sight | None:
        """The board of that federation or organisation that the words mean; None if nothing is called so."""
        today = local(self.clock()).date()
        found = await self.store.look(lambda tx: _look(tx, name, words, today))
        if found is None:
            return None
        post = await self._post(*found.shown) if found.shown else Post(())
        return Sight(found.subject, found.campaign, found.wanted, post, found.no_campaign)

    async def federations(self) -> list[str]:
        """The names of all federations that have a board."""
        known = await self.store.look(organisations)
        return list(dict.fromkeys(one.federation for one in known))

    async def _post(self, board: Board, how: Progress) -> Post:
        return board_post(board, self.t, await self._picture(board) if board.total.meetings else None, how)

    async def _picture(self, board: Board) -> bytes:
        """Equal boards have equal pictures, so a page that many look at costs one drawing."""
        async with self._drawing:
            return await asyncio.to_thread(self._pictures.draw, board, self.t)


def _look(tx: Tx, name: str, words: str, today: date) -> _Found | None:
    subject = subject_of(name, organisations(tx))
    if subject is None:
        return None
    of = subject.federation_id
    campaign = campaigns.latest(tx, of, today) is not None
    wanted = _wanted(tx, of, words, today)
    if wanted is None:
        asked = boards.means_campaign(parse_board(words[:MAX_WORDS])[2])
        return _Found(subject, campaign, no_campaign=asked and not campaign)
    board = boards.board(tx, of, wanted)
    return _Found(subject, campaign, wanted, (board, boards.how_it_goes(tx, of, board, wanted)))


def _wanted(tx: Tx, federation_id: int, words: str, today: date) -> Wanted | None:
    """The board that `/topplista` would show for these words, None if it would not understand them."""
    if len(words) > MAX_WORDS:
        return None
    measure, size, rest = parse_board(words)
    if boards.means_campaign(rest):
        going = campaigns.latest(tx, federation_id, today)
        return replace(boards.of_campaign(going), measure=measure, size=size) if going else None
    found = parse_period(rest or FIRST, today)
    return Wanted(found, measure, size) if found else None
