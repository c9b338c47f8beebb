"""`resfri telegram …`: what an operator does at Telegram by hand."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from chatbot.errors import N_, ResfriError, UsageError
from chatbot.i18n import Translator

if TYPE_CHECKING:
    from telegram import Bot

    from chatbot_adapters.telegram.menu import Menu


def group(new_bot: "Callable[[], Bot]", wanted: "Callable[[], Sequence[Menu]]", t: Translator) -> click.Group:
    """The commands; the bot is made when one runs."""

    @click.group(name="telegram")
    def telegram() -> None:
        """Telegram: botens meny."""

    @telegram.command(name="menu")
    def menu() -> None:
        """Skicka menyn med kommandon till Telegram, och visa vad som ändrades. Får köras medan Resfri kör."""
        bot, menus = new_bot(), wanted()
        changed = asyncio.run(_sent(bot, menus))
        for one in menus:
            state = t._("skickad") if one in changed else t._("stämmer redan")
            click.echo("\t".join((t._(one.where), one.language or t._("övriga språk"), state)))

    return telegram


async def _sent(bot: "Bot", menus: "Sequence[Menu]") -> "Sequence[Menu]":
    from telegram.error import InvalidToken, TelegramError

    from chatbot_adapters.telegram.menu import send_menus
    from chatbot_adapters.telegram.opening import WRONG_TOKEN

    try:
        async with bot:
            return await send_menus(bot, menus)
    except InvalidToken:
        raise UsageError(WRONG_TOKEN) from None
    except TelegramError as error:
        raise ResfriError(N_("Telegram tog inte emot menyn: {reason}"), reason=error.message[:100]) from None
