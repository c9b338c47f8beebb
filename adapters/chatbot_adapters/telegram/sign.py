"""The sign that a slow answer is on its way: Telegram shows "skriver …" for five seconds at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import TelegramError

from chatbot.messages import Place
from chatbot_adapters.telegram.send import thread_id

log = logging.getLogger(__name__)
AGAIN_S = 4.0  # before the last one has gone out
Pause = Callable[[float], Awaitable[None]]


async def shown(bot: Bot, place: Place, pause: Pause = asyncio.sleep) -> None:
    """Until cancelled, or until Telegram will not have it; `pause` waits so many seconds."""
    thread = thread_id(place.thread)
    try:
        while True:
            await bot.send_chat_action(place.channel, "typing", message_thread_id=thread)
            await pause(AGAIN_S)
    except TelegramError:
        log.info("the sign of writing could not be shown")
