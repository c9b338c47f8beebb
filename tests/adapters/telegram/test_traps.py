"""Traps of Telegram and its library that have no better place: spellings, ids, order, what must not be used."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram import Update

from chatbot import commands
from chatbot.conversation.command_line import Typed, read_command
from chatbot.ports import Brand
from chatbot_adapters.telegram import TelegramAdapter, TelegramSettings
from chatbot_adapters.telegram.incoming import Me, event_of
from tests.contract.script import ScriptedBot
from tests.contract.telegram.driver import GROUP, doing
from tests.contract.telegram.people import message
from tests.contract.telegram.server import TOKEN, TelegramServer
from tests.running import Running

NEXT = "Var hade ni annars träffats?"
ROOT = Path(__file__).parents[3]
MARKED = re.compile(r"(?<!\b)(?<![/<>])/([a-zA-Z0-9_]{1,64})(?:@\w+)?(?!\B)(?![/<>])")  # tdlib's match_bot_commands


@pytest.mark.parametrize("chat", [7, GROUP], ids=["private", "group"])
@pytest.mark.parametrize(
    "said",
    [
        "/logga-möte",
        "/logga-mo\u0308te",
        "/logga_mote",
        "/loggamöte",
        "/LOGGA-MOTE",
        "/logga_mote@resfri_bot",
        "/logga-möte@Resfri_Bot",
    ],
)
def test_a_command_is_its_text_whatever_telegram_marks(said: str, chat: int) -> None:
    """Of `/logga-möte` Telegram marks `/logga`, which would leave `-möte` to be read as what the meeting was."""
    whole = f"{said} i tisdags, 6 pers"
    found = MARKED.search(whole)
    marks = [{"type": "bot_command", "offset": 0, "length": found.end()}] if found else []
    update = Update.de_json({"update_id": 9, "message": {**message(7, whole, chat=chat), "entities": marks}}, None)
    event = event_of(update, Me(42, "resfri_bot"))
    assert event is not None
    assert event.addressed
    typed = read_command(event.text, commands.specs())
    assert isinstance(typed, Typed)
    assert (typed.spec.name, typed.rest) == ("logga-möte", "i tisdags, 6 pers")


async def test_ids_that_begin_anew_are_heard() -> None:
    """After a week without updates Telegram takes a random id, which may be lower than the last one."""
    with TelegramServer(poll_s=0.2, by_offset=True).running() as server:
        adapter = TelegramAdapter(TelegramSettings(token=SecretStr(TOKEN), base_url=server.address), poll_s=1)
        adapter.configure(TelegramSettings(token=SecretStr(TOKEN), base_url=server.address), (), Brand())
        bot = ScriptedBot(adapter)
        async with doing(adapter.run(bot, bot)):
            number = server.happens({"message": message(7, "ett")}, id=900_000)
            await asyncio.to_thread(server.wait_until_taken, number)
            polls = server.polls
            await asyncio.to_thread(server.until, lambda: server.polls > polls + 1)
            number = server.happens({"message": message(7, "två")}, id=5)
            await asyncio.to_thread(server.wait_until_taken, number)
    assert [event.text for event in bot.events.values()] == ["ett", "två"]


async def test_a_dialogue_keeps_its_order_and_outlives_the_process(tmp_path: Path) -> None:
    """All that one person wrote at once is answered in its order, beside another's; after kill -9 the next answer goes
    to the field that was asked: nothing of a dialogue is kept in memory or in a pickle."""
    wanted = ["Vilken grupp är du med i?", "Nu är du med", "Vilken dag var mötet?", "Hur många deltog?"]
    with TelegramServer(poll_s=0.5).running() as server:
        resfri = Running(tmp_path, settings={"telegram__token": TOKEN, "telegram__base_url": server.address})

        def shown(chat: int) -> list[str]:
            return [one.text for one in server.shown(str(chat)) if "Välkommen" not in one.text]

        try:
            resfri.start()
            for said in ("/grupp", "Kommunledningen i Åmål", "/logga-möte", "."):
                for who in (7, 8):
                    server.happens({"message": message(who, said)})
            await asyncio.to_thread(server.until, lambda: len(shown(7)) == len(shown(8)) == len(wanted))
            for who in (7, 8):
                assert all(words in text for words, text in zip(wanted, shown(who), strict=True)), shown(who)
            resfri.kill()
            await asyncio.to_thread(resfri.start)
            server.happens({"message": message(7, "6")})
            await asyncio.to_thread(server.until, lambda: any(NEXT in one for one in shown(7)))
        finally:
            resfri.kill()
        assert TOKEN not in "\n".join(resfri.printed)


def test_the_librarys_application_is_not_used() -> None:
    """Its updater confirms before anything is stored, its conversations and rate limiter keep their state in memory."""
    names = [path.stem for path in (ROOT / "adapters" / "chatbot_adapters" / "telegram").glob("*.py")]
    lines = [f"import chatbot_adapters.telegram.{name}" for name in names if name != "__init__"]
    check = "import sys; print([name for name in sys.modules if name.startswith('telegram.ext')])"
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*lines, check])], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
