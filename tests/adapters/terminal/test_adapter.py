"""The talk at the terminal: what is printed, and how it ends."""

import asyncio
import getpass
import io
import json
import os
from collections.abc import Callable

import pytest

from chatbot.messages import Post, text
from chatbot.ports import Brand, SendFailed
from chatbot_adapters.terminal import TerminalAdapter
from chatbot_adapters.terminal.adapter import TerminalSettings, local_place
from tests.contract.script import UNWANTED, ScriptedBot
from tests.contract.terminal import Screen
from tests.contract.test_talks import BUTTONS

Prepare = Callable[[ScriptedBot], None]


class Typewriter(io.StringIO):
    """A keyboard with somebody at it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


async def talk(typed: io.StringIO, prepare: Prepare = lambda _: None, *, as_json: bool = False, **brand: str) -> str:
    """All that is printed for what is typed."""
    printed = io.StringIO()
    adapter = TerminalAdapter(typed, printed, answer_wait=0.3)
    adapter.configure(TerminalSettings(json_output=as_json), (), Brand(**brand))
    bot = ScriptedBot(adapter)
    prepare(bot)
    await asyncio.wait_for(adapter.run(bot, bot), 10)
    await bot.quiet()
    return printed.getvalue()


def answers(*posts: Post) -> Prepare:
    """Each post in answer to one line."""

    def prepare(bot: ScriptedBot) -> None:
        for post in posts:
            bot.will(post)

    return prepare


async def test_each_answer_is_followed_by_one_empty_line() -> None:
    """And nothing else is printed into a pipe: no prompt, no greeting."""
    printed = await talk(io.StringIO("a\nb\n"), answers(Post((text("Ett."),)), BUTTONS))
    assert printed == (
        "Ett.\n\nMötet är sparat.\n1. Ändra\n2. Ångra\n3. Visa uträkningen\n4. Läs mer\n"
        "Svara med numret på det du väljer.\n\n"
    )


async def test_a_keyboard_has_a_prompt_and_a_greeting() -> None:
    """The greeting says how to get help and how to end."""
    printed = await talk(Typewriter("a\n"), answers(Post((text("Ett."),))))
    assert printed == "Hej! Ställ en fråga, eller skriv /hjälp. Skriv avsluta när du är klar.\n> Ett.\n\n> "


async def test_the_brand_is_told_first() -> None:
    """Simulated data and a clock that stands still are said before anything else."""
    assert await talk(io.StringIO(""), notice="Påhittade data.", clock_text="Måndag.") == "Påhittade data.\nMåndag.\n"


@pytest.mark.parametrize("word", ["avsluta", "QUIT"])
async def test_a_word_ends_it(word: str) -> None:
    """What follows is not read."""
    assert await talk(io.StringIO(f"{word}\na\n"), answers(Post((text("Ett."),)))) == ""


async def test_json_is_an_object_a_line() -> None:
    """Also for what is not taken; machines get nothing else."""
    printed = await talk(Typewriter(f"a\n{UNWANTED}\n"), answers(BUTTONS), as_json=True, notice="Påhittade data.")
    told = [json.loads(line) for line in printed.splitlines()]
    assert [one["type"] for one in told] == ["post", "post"]
    assert told[1]["blocks"][0]["spans"][0]["text"] == "Det tar jag inte emot."


async def test_when_nothing_can_be_stored_it_is_said_and_the_talk_goes_on() -> None:
    """A sentence for each line, no traceback."""

    def away(bot: ScriptedBot) -> None:
        bot.away = True

    assert await talk(io.StringIO("a\nb\n"), away) == "Databasen svarar inte.\n\n" * 2


async def test_a_late_answer_is_shown_once_it_is_there() -> None:
    """The person is told that it is late, and need not write anything to see it; the order holds."""
    typed_read, typed_write = os.pipe()
    printed = Screen()
    with os.fdopen(typed_read, encoding="utf-8") as keyboard:
        adapter = TerminalAdapter(keyboard, printed, answer_wait=0.05)
        bot = ScriptedBot(adapter)
        bot.will(Post((text("Ett."),)))
        bot.will(Post((text("Två."),)))
        running = asyncio.create_task(adapter.run(bot, bot))
        async with bot.holding():
            os.write(typed_write, b"a\n")
            await asyncio.wait_for(printed.printed.wait(), 10)
            printed.printed.clear()
        await asyncio.wait_for(printed.printed.wait(), 10)
        assert printed.getvalue().endswith("Ett.\n\n")
        os.write(typed_write, b"b\n")
        os.close(typed_write)
        await asyncio.wait_for(running, 10)
    assert printed.getvalue() == "Svaret dröjer. Det visas så snart det är klart.\n\nEtt.\n\nTvå.\n\n"


async def test_nobody_reads_any_more() -> None:
    """A closed pipe ends the talk without a word."""

    class Closed(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    adapter = TerminalAdapter(io.StringIO("a\nb\n"), Closed())
    bot = ScriptedBot(adapter)
    bot.will(Post((text("Ett."),)))
    await asyncio.wait_for(adapter.run(bot, bot), 10)
    assert len(bot.events) == 1


async def test_a_terminal_without_the_letters_shows_the_rest() -> None:
    """What its encoding lacks becomes a question mark."""
    raw = io.BytesIO()
    adapter = TerminalAdapter(io.StringIO("a\n"), io.TextIOWrapper(raw, "latin-1", newline="\n"))
    bot = ScriptedBot(adapter)
    bot.will(Post((text("Tåget 🚂 går."),)))
    await asyncio.wait_for(adapter.run(bot, bot), 10)
    assert raw.getvalue().decode("latin-1") == "Tåget ? går.\n\n"


async def test_bytes_that_are_no_text_are_taken_as_they_can() -> None:
    """A file in another encoding does not end the talk."""
    read_end, write_end = os.pipe()
    os.write(write_end, "skärm\n".encode("latin-1") + "skärm\n".encode())
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8") as keyboard:
        adapter = TerminalAdapter(keyboard, io.StringIO())
        bot = ScriptedBot(adapter)
        await asyncio.wait_for(adapter.run(bot, bot), 10)
    assert [event.text for event in bot.events.values()] == ["sk�rm", "skärm"]


def test_the_place_has_no_name_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same user gets the same place, and neither user nor machine can be read from it."""
    monkeypatch.setattr(getpass, "getuser", lambda: "kim.ek")
    place = local_place()
    assert place == local_place()
    assert place.kind == "direct"
    assert "kim" not in place.channel


def test_a_user_without_a_name_has_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs as a number."""

    def nameless() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert local_place().channel


async def test_what_the_rest_of_the_contract_says() -> None:
    """It has no settings to need, no web address, no checks, and nothing is ever sent to it."""
    adapter = TerminalAdapter()
    assert not adapter.configured()
    assert (adapter.address, adapter.asgi, adapter.cli, tuple(adapter.checks())) == ("", None, None, ())
    assert adapter.preview(BUTTONS).splitlines()[1] == "1. Ändra"
    with pytest.raises(SendFailed):
        await adapter.send(None)  # type: ignore[arg-type]  # whatever it is
