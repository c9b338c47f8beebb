"""Asking Telegram what has happened: the offset moves only when an event is stored."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot, Update
from telegram.error import Conflict, RetryAfter, TelegramError

from chatbot.errors import ResfriError
from chatbot_adapters.telegram.intake import Intake
from chatbot_adapters.telegram.opening import AGAIN_S, LISTENED_TO
from chatbot_adapters.telegram.refusals import seconds_of

log = logging.getLogger(__name__)


class Listener:
    """Polls with python-telegram-bot's `Bot`; its application and updater are not used."""

    def __init__(self, bot: Bot, intake: Intake, poll_s: int, taken_s: float) -> None:
        self._bot = bot
        self._intake = intake
        self._poll_s = poll_s
        self._taken_s = taken_s

    async def run(self) -> None:
        """Ask until cancelled. The next question confirms the updates before: they are stored by then."""
        await self._leave_webhook()
        offset = 0
        while True:
            offset = await self._poll(offset)

    async def _leave_webhook(self) -> None:
        """Telegram answers no questions while it has an address to send to; what waits there comes by polling."""
        while True:
            try:
                if (await self._bot.get_webhook_info()).url:
                    await self._bot.delete_webhook()
                    log.info("Telegram no longer sends to a webhook: it is polled")
            except TelegramError as error:
                log.warning("Telegram cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def _poll(self, offset: int) -> int:
        try:
            updates = await self._bot.get_updates(
                offset=offset, timeout=self._poll_s, allowed_updates=LISTENED_TO, read_timeout=self._poll_s + 10
            )
            await self._take(updates)
            offset = (
                updates[-1].update_id + 1 if updates else 0
            )  # nothing waits, and after a silent week ids begin anew
        except ResfriError:
            await asyncio.sleep(AGAIN_S)  # the database is away; Telegram keeps what is not confirmed
        except Conflict as error:
            log.error("%s with the same token", _rival(error))
            await asyncio.sleep(self._taken_s)
        except RetryAfter as limit:
            await asyncio.sleep(seconds_of(limit))
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_S)
        return offset

    async def _take(self, updates: Sequence[Update]) -> None:
        """All in the order they came, stored together; if one cannot be, none is confirmed to Telegram."""
        read = [(update, await self._intake.read(update)) for update in updates]
        stored = (self._intake.store(update, event) for update, event in read if event is not None)
        taken = await asyncio.gather(*stored)
        await asyncio.gather(*(self._intake.confirm(one) for one in taken))


def _rival(error: Conflict) -> str:
    """Who else listens. A webhook that came later is left alone: two that undo each other would lose both."""
    return "another process has set a webhook" if "webhook" in str(error) else "another process polls Telegram"
