"""What is done once before listening: who the bot is, and the menu under "/"."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import InvalidToken, TelegramError

from chatbot.errors import N_, UsageError
from chatbot.i18n import Translator
from chatbot.ports import CommandSpec

log = logging.getLogger(__name__)
LISTENED_TO = ("message", "callback_query", "my_chat_member")
AGAIN_S = 1.0  # before a question that failed is asked again
MENU_NAME = str.maketrans({"å": "a", "ä": "a", "ö": "o", "-": "_"})
COMPARED = str.maketrans({"å": "a", "ä": "a", "ö": "o", "-": None, "_": None})
MAX_DESCRIPTION = 256
WRONG_TOKEN = N_("Telegram känner inte igen botens token. Hämta en ny hos BotFather och sätt RESFRI_TELEGRAM__TOKEN.")


async def begin(bot: Bot) -> None:
    """Ask who the bot is, until Telegram answers. Raises `UsageError` for a token that it does not know."""
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise UsageError(WRONG_TOKEN) from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_S)
        else:
            return


async def set_menu(bot: Bot, commands: Sequence[CommandSpec], t: Translator) -> None:
    """The commands under "/": names without å ä ö and hyphens, which Telegram does not take."""
    own = [spec for spec in commands if "participant" in spec.roles]
    menu = [BotCommand(spec.name.translate(MENU_NAME), t._(spec.help)[:MAX_DESCRIPTION]) for spec in own]
    try:
        for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
            if menu:
                await bot.set_my_commands(menu, scope=scope)
    except TelegramError as error:
        log.warning("Telegram did not take the menu: %s", type(error).__name__)
