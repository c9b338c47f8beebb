"""Asking Telegram what has happened: the offset moves only when an event is stored."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from chatbot.errors import N_, ResfriError, UsageError
from chatbot.i18n import Translator
from chatbot.ports import CommandSpec, Refused, Sink
from chatbot_adapters.telegram.incoming import Me, event_of
from chatbot_adapters.telegram.send import seconds_of, thread_id

log = logging.getLogger(__name__)
LISTENED_TO = ("message", "callback_query", "my_chat_member")
AGAIN_S = 1.0  # before a poll that failed is tried again
TAKEN_S = 5.0  # likewise while another process polls with the same token
MENU_NAME = str.maketrans({"å": "a", "ä": "a", "ö": "o", "-": "_"})
MAX_DESCRIPTION = 256
WRONG_TOKEN = N_("Telegram känner inte igen botens token. Hämta en ny hos BotFather och sätt RESFRI_TELEGRAM__TOKEN.")


class Listener:
    """Polls with python-telegram-bot's `Bot`; its application and updater are not used."""

    def __init__(self, bot: Bot, sink: Sink, t: Translator, poll_s: int) -> None:
        self._bot = bot
        self._sink = sink
        self._t = t
        self._poll_s = poll_s

    async def run(self, commands: Sequence[CommandSpec]) -> None:
        """Ask until cancelled. The next question confirms the updates before: they are stored by then."""
        await self._begin()
        await self._set_menu(commands)
        offset = 0
        while True:
            offset = await self._poll(offset)

    async def _begin(self) -> None:
        """Ask who the bot is, until Telegram answers. Raises `UsageError` for a token that it does not know."""
        while True:
            try:
                await self._bot.initialize()
            except InvalidToken:
                raise UsageError(WRONG_TOKEN) from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def _set_menu(self, commands: Sequence[CommandSpec]) -> None:
        """The commands under "/": names without å ä ö and hyphens, which Telegram does not take."""
        own = [spec for spec in commands if "participant" in spec.roles]
        menu = [BotCommand(spec.name.translate(MENU_NAME), self._t._(spec.help)[:MAX_DESCRIPTION]) for spec in own]
        try:
            for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
                if menu:
                    await self._bot.set_my_commands(menu, scope=scope)
        except TelegramError as error:
            log.warning("Telegram did not take the menu: %s", type(error).__name__)

    async def _poll(self, offset: int) -> int:
        try:
            updates = await self._bot.get_updates(
                offset=offset, timeout=self._poll_s, allowed_updates=LISTENED_TO, read_timeout=self._poll_s + 10
            )
            for update in updates:
                await self._take(update)
                offset = update.update_id + 1
        except ResfriError:
            await asyncio.sleep(AGAIN_S)  # the database is away; Telegram keeps what is not confirmed
        except Conflict:
            log.error("another process polls Telegram with the same token")
            await asyncio.sleep(TAKEN_S)
        except RetryAfter as limit:
            await asyncio.sleep(seconds_of(limit))
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_S)
        return offset

    async def _take(self, update: Update) -> None:
        event = event_of(update, Me(self._bot.id, self._bot.username))
        if event is None:
            return
        taken = await self._sink.accept(event)
        try:
            if update.callback_query is not None:
                await update.callback_query.answer()
            if isinstance(taken, Refused):
                thread, told = thread_id(event.place.thread), self._t.tell(taken.reason)
                await self._bot.send_message(event.place.channel, told, message_thread_id=thread)
        except TelegramError:
            log.info("a press could not be confirmed")  # it is stored all the same, and answered by a message
