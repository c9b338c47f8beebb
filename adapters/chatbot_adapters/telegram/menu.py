"""The menus under "/", made from the commands there are: by kind of chat and by the language of a person's Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from chatbot.errors import N_
from chatbot.i18n import languages, translator
from chatbot.ports import CommandSpec

NAME = str.maketrans({"å": "a", "ä": "a", "ö": "o", "-": "_"})  # what Telegram takes is a-z, 0-9 and _
MAX_DESCRIPTION = 256
ADMINS = BotCommandScopeAllChatAdministrators()
SCOPES: Sequence[tuple[BotCommandScope, str]] = (
    (BotCommandScopeAllPrivateChats(), N_("privata chattar")),
    (BotCommandScopeAllGroupChats(), N_("grupper")),
    (ADMINS, N_("den som är administratör i en grupp")),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """What one kind of chat shows to those whose Telegram speaks `language`, "" = all for whom there is none."""

    scope: BotCommandScope
    where: str  # marked msgid: the kind of chat
    language: str
    commands: tuple[BotCommand, ...]


def menus(commands: Sequence[CommandSpec], language: str) -> Sequence[Menu]:
    """All menus; `language` is the one for those whose own the bot does not speak."""
    return [
        Menu(scope, where, code, tuple(_entries(commands, code or language, managers=scope is ADMINS)))
        for scope, where in SCOPES
        for code in ("", *languages())
    ]


def _entries(commands: Sequence[CommandSpec], language: str, *, managers: bool) -> Sequence[BotCommand]:
    t = translator(language)
    own = [spec for spec in commands if "participant" in spec.roles or (managers and spec.managers)]
    return [BotCommand(spec.name.translate(NAME), t._(spec.help)[:MAX_DESCRIPTION]) for spec in own]


async def send_menus(bot: Bot, wanted: Sequence[Menu]) -> Sequence[Menu]:
    """Give Telegram the menus that it has otherwise, and tell which those were. Raises `TelegramError`.

    Each is asked for first: Telegram lets a bot change its menus only so often.
    """
    changed = []
    for menu in wanted:
        if await bot.get_my_commands(menu.scope, menu.language or None) != menu.commands:
            await bot.set_my_commands(menu.commands, menu.scope, menu.language or None)
            changed.append(menu)
    return changed
