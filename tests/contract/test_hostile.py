"""Whatever anybody types: it comes in as typed, is shown as typed, and is never anything but text."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.messages import Action, Actions, Heading, Post, Span, Step, Steps, Table, Text, text
from tests.contract.driver import Driver, letters

NASTY = [
    "<script>",
    "</p></article>",
    "<!--",
    "-->",
    "]]>",
    "&amp;",
    "&#x202e;",
    "<!channel>",
    "<@U1>",
    "*fet*",
    "_kursiv_",
    "`kod`",
    "```",
    "[a](https://x.se)",
    "\x1b[31m",
    "\x1b]0;titel\x07",
    "\x9b2J",
    "\u202e",
    "\u2066",
    "\u200f",
    "\x00",
    "\r",
    "\r\n",
    "\n\n",
    "\u2028",
    "\t",
    "\ufeff",
    "e\u0301",
    "\u0301",
    "אבג",
    "👩\u200d🌾",
    "🇸🇪",
    "${x}",
    "{0}",
    "%s",
    "\\",
    '"',
    "'",
]
WORDS = st.lists(st.sampled_from(NASTY) | st.text(max_size=8), min_size=1, max_size=8).map("".join)
FEW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Stage:
    """A person on a platform and the loop it runs in, kept from one example to the next."""

    runner: asyncio.Runner
    driver: Driver

    def play(self, talk: Coroutine[None, None, None]) -> None:
        """A bit of talk."""
        self.runner.run(talk)


@pytest.fixture
def stage(platform: Callable[[], AbstractAsyncContextManager[Driver]]) -> Iterator[Stage]:
    """Each platform in turn."""
    with asyncio.Runner() as runner:
        opened = platform()
        yield Stage(runner, runner.run(opened.__aenter__()))
        runner.run(opened.__aexit__(None, None, None))


def everywhere(words: str) -> Post:
    """The words in each kind of block, marked so that they can be found."""
    return Post(
        (
            Heading(f"A{words}A"),
            Text((Span("B"), Span(words, strong=True), Span("B "), Span(f"C{words}C", code=True))),
            Text((Span(f"D{words}D", href="https://example.org/"),)),
            Steps((Step(f"E{words}E", f"F{words}F"),)),
            Table((f"G{words}G",), ((f"H{words}H",),)),
            Actions((Action(f"I{words}I", "a"),)),
        )
    )


def end() -> Post:
    """What must still be readable after it."""
    return Post((text("Slut på texten."),))


async def are_shown(driver: Driver, *nasty: str) -> None:
    """The words in every kind of block, and the page, screen or chat as whole as before."""
    driver.bot.forget()
    driver.bot.will(*(everywhere(words) for words in nasty), end())
    await driver.say("visa")
    shown = letters("\n".join(await driver.seen()))
    wanted = [f"{mark}{words}{mark}" for words in nasty for mark in "ABCDEFGHI"]
    assert [words for words in wanted if letters(words) not in shown] == []
    assert shown.endswith(letters("Slut på texten."))
    assert driver.problems() == []


async def comes_in(driver: Driver, words: str) -> None:
    """But for control characters, which no database takes; and it is shown so where the core echoes it."""
    driver.bot.forget()
    driver.bot.will(end())
    await driver.say(f"x{words}x")
    assert letters(driver.bot.last.text) == letters(f"x{words}x")
    if not driver.caps.shows_own:
        assert letters(f"x{words}x") in letters("".join(await driver.seen()))
    assert driver.problems() == []


@FEW
@given(words=WORDS)
def test_what_is_shown_is_what_was_written(stage: Stage, words: str) -> None:
    """In every kind of block, whatever it is."""
    stage.play(are_shown(stage.driver, words))


@FEW
@given(words=WORDS)
def test_what_is_said_is_what_comes_in(stage: Stage, words: str) -> None:
    """Whatever it is."""
    stage.play(comes_in(stage.driver, words))


def test_the_known_bad_ones(stage: Stage) -> None:
    """Each by itself, typed and answered."""
    stage.play(are_shown(stage.driver, *NASTY))
    for nasty in NASTY:
        stage.play(comes_in(stage.driver, nasty))
