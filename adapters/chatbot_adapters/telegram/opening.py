"""What is done once before listening: who the bot is, and the menus under "/"."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from chatbot.errors import N_, UsageError
from chatbot_adapters.telegram.menu import Menu, send_menus

log = logging.getLogger(__name__)
LISTENED_TO = ("message", "callback_query", "my_chat_member")
AGAIN_S = 1.0  # before a question that failed is asked again
COMPARED = str.maketrans({"å": "a", "ä": "a", "ö": "o", "-": None, "_": None})
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


async def set_menus(bot: Bot, wanted: Sequence[Menu]) -> None:
    """The menus as they should be. Where Telegram does not take them the bot works all the same."""
    try:
        await send_menus(bot, wanted)
    except TelegramError as error:
        log.warning("Telegram did not take the menu: %s", type(error).__name__)
