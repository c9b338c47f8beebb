"""While the library is first read, people are heard; they are answered once it is there."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import Knowledge, World
from chatbot.messages import Event
from chatbot.ports import Accepted, FormErrors
from chatbot.store import Store, outbox
from tests.talks.talk import NOW, Talk

PATIENCE_S = 20


@pytest.fixture
def read() -> Iterator[threading.Event]:
    """Set once the library has been read."""
    event = threading.Event()
    yield event
    event.set()  # nobody is left waiting


@pytest.fixture
def early(store: Store, world: World, knowledge: Knowledge, read: threading.Event) -> Talk:
    """Somebody who comes before the library has been read."""

    def reading() -> Knowledge:
        read.wait(PATIENCE_S)
        return knowledge

    return Talk(store, Bot(store, replace(world, knowledge=reading), app.handlers()))


async def test_who_comes_before_the_library_is_heard(early: Talk, read: threading.Event) -> None:
    """What is said meanwhile is taken at once, though another event waits to be handled; both are answered then."""
    await early.bot.accept(early.event("hej"))
    handling = asyncio.create_task(early.bot.handle_one())
    taken = await asyncio.wait_for(early.bot.accept(early.event("hur delar jag skärmen i teams?")), PATIENCE_S)
    assert isinstance(taken, Accepted)
    assert not handling.done()
    assert not read.is_set()
    read.set()
    assert await handling
    assert await early.bot.handle_one()
    assert len(early.store.call(lambda tx: outbox.feed(tx, early.place, 0))) >= 2


async def test_a_form_that_comes_before_the_library_holds_nobody_up(early: Talk, read: threading.Event) -> None:
    """It is looked through once the library is there; others are heard meanwhile."""
    asked = early.event("")
    form = Event("form-1", "form", asked.actor, asked.place, NOW, name="logga-möte", values={"plats": "Fantasibyn"})
    looking = asyncio.create_task(early.bot.accept(form))
    taken = await asyncio.wait_for(early.bot.accept(early.event("hej")), PATIENCE_S)
    assert isinstance(taken, Accepted)
    assert not looking.done()
    read.set()
    assert isinstance(await looking, FormErrors)


async def test_it_ends_also_at_the_moment_somebody_speaks(talk: Talk) -> None:
    """Stopped in the very turn of the loop in which it is woken, the bot stops all the same."""
    running = asyncio.create_task(talk.bot.run())
    await asyncio.sleep(0.5)  # nothing to do: it waits
    await talk.bot.accept(talk.event("hej"))
    running.cancel()  # nothing is awaited between waking it and stopping it
    done, _ = await asyncio.wait({running}, timeout=PATIENCE_S)
    assert done
    assert running.cancelled()
