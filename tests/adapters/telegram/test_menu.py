"""The menus under "/": for each kind of chat and each language, sent only where Telegram has them otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Bot

from chatbot import commands
from chatbot.conversation.command_line import Typed, read_command
from chatbot_adapters.telegram.menu import menus, send_menus
from tests.contract.telegram.server import TOKEN, Refusal, TelegramServer
from tests.running import resfri

SCOPES = ("all_private_chats", "all_group_chats", "all_chat_administrators")


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    """A Bot API without menus."""
    with TelegramServer().running() as opened:
        yield opened


async def sent(server: TelegramServer, language: str = "sv") -> int:
    """Send what differs; how many menus that were."""
    async with Bot(TOKEN, base_url=f"{server.address}/bot") as bot:
        return len(await send_menus(bot, menus(commands.specs(), language)))


async def test_each_kind_of_chat_has_its_menu_in_each_language(server: TelegramServer) -> None:
    """By names and descriptions that Telegram takes; who speaks another language gets the bot's own."""
    await sent(server)
    assert set(server.menus) == {(scope, language) for scope in SCOPES for language in ("", "sv", "en")}
    for scope in SCOPES:
        swedish, english = (
            {one["command"]: one["description"] for one in server.menus[scope, code]} for code in ("sv", "en")
        )
        assert server.menus[scope, ""] == server.menus[scope, "sv"]
        assert list(swedish) == list(english)
        assert swedish["logga_mote"].startswith("Logga ett möte")
        assert all(swedish[name] != english[name] for name in swedish)
    assert not server.problems


async def test_who_manages_a_group_sees_its_schedule_and_nobody_sees_the_coachs(server: TelegramServer) -> None:
    """A menu shows what its readers may use."""
    await sent(server)
    shown = {scope: {one["command"] for one in server.menus[scope, "sv"]} for scope in SCOPES}
    assert shown["all_private_chats"] == shown["all_group_chats"]
    assert shown["all_chat_administrators"] - shown["all_group_chats"] == {"schema"}
    assert not {"tips", "besked", "granska"} & shown["all_chat_administrators"]


async def test_only_what_differs_is_sent(server: TelegramServer) -> None:
    """All the first time, none the second, and one that somebody has changed by hand."""
    assert await sent(server) == 9
    server.menu_calls.clear()
    assert await sent(server) == 0
    assert server.menu_calls == ["getMyCommands"] * 9
    server.menus["all_group_chats", "en"] = [{"command": "old", "description": "Old"}]
    assert await sent(server) == 1
    assert "logga_mote" in str(server.menus["all_group_chats", "en"])


def test_each_name_in_a_menu_is_its_command() -> None:
    """What is chosen in a menu comes as text, and the core knows it, with the bot's name taken off."""
    spoken = commands.specs()
    for menu in menus(spoken, "sv"):
        for entry in menu.commands:
            typed = read_command(f"/{entry.command}", spoken)
            assert isinstance(typed, Typed)


def menu_command(server: TelegramServer, home: Path, token: str = TOKEN) -> tuple[int, str]:
    """`resfri telegram menu`: its exit code, and what it prints."""
    done = resfri(home, "telegram", "menu", telegram__token=token, telegram__base_url=server.address)
    return done.returncode, done.stdout + done.stderr


def test_the_command_sends_them_and_tells_which(server: TelegramServer, tmp_path: Path) -> None:
    """A line for each menu; the second time all are as they should be."""
    code, first = menu_command(server, tmp_path)
    assert (code, first.count("skickad"), len(first.splitlines())) == (0, 9, 9)
    assert "privata chattar\tsv\tskickad" in first
    code, second = menu_command(server, tmp_path)
    assert (code, second.count("stämmer redan")) == (0, 9)


@pytest.mark.parametrize(
    ("token", "refusal", "expected", "said"),
    [
        ("", None, 2, "ingen token"),
        ("42:wrong", None, 2, "känner inte igen botens token"),
        (TOKEN, Refusal(502, "Bad Gateway"), 1, "tog inte emot menyn"),
    ],
)
def test_what_hinders_is_told_in_a_sentence(
    server: TelegramServer, tmp_path: Path, token: str, refusal: Refusal | None, expected: int, said: str
) -> None:
    """No token, a wrong one, or a Telegram that does not answer as it should."""
    server.fail_menus += [refusal] if refusal else []
    code, printed = menu_command(server, tmp_path, token)
    assert (code, said in printed, len(printed.splitlines())) == (expected, True, 1)
    assert not token or token not in printed
