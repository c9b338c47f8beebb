"""Who manages a group: asked of Telegram when it matters, and remembered for five minutes."""

import logging
from collections.abc import Callable

from telegram import Bot
from telegram.error import TelegramError

log = logging.getLogger(__name__)
KEPT_S = 300.0


class Admins:
    """Answers whether a person manages a group; the clock counts seconds."""

    def __init__(self, bot: Bot, clock: Callable[[], float]) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    async def manages(self, chat: str, user: str) -> bool:
        """False also where Telegram does not answer: then the person asks again."""
        until, users = self._known.get(chat, (0.0, frozenset()))
        if self._clock() >= until:
            try:
                found = await self._bot.get_chat_administrators(chat)
            except TelegramError as error:
                log.warning("the administrators of a group could not be asked for: %s", type(error).__name__)
                return False
            users = frozenset(str(one.user.id) for one in found)
            self._known = {name: told for name, told in self._known.items() if self._clock() < told[0]}
            self._known[chat] = (self._clock() + KEPT_S, users)
        return user in users
