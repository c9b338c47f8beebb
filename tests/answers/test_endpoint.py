"""A model on the side that chooses among the ten best: heeded when it answers, never needed, told nothing else."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chatbot import app, commands
from chatbot.answers import Endpoint, Found, Index, Unknown, Unsure, advise, answer
from chatbot.bot import Bot
from chatbot.conversation.context import Knowledge, World
from chatbot.messages import Heading, Post
from chatbot.settings import Settings
from chatbot.store import migrate, open_store, outbox
from tests.answers.model import Model, said
from tests.talks.talk import FULL, NOW, Talk

VAGUE = "ljudet strular för oss"
COMMANDS = ("/logga-möte i tisdags på Teams, 6 pers, Ed", "logga möte igår på zoom, 4 pers")


@pytest.fixture
def model() -> Iterator[Model]:
    """A running model."""
    with Model().running() as opened:
        yield opened


@pytest.fixture(scope="module")
def shipped() -> Index:
    """The shipped packs, tier lite."""
    return app.index_of(app.load_packs(Settings(), lambda: NOW).library, Settings(), "lite")


def with_model(index: Index, model: Model, seconds: float = 3.0) -> Index:
    """The index with this model beside it."""
    return replace(index, chooser=Endpoint(model.address, "liten", "hemlig", seconds))


def test_the_guide_the_model_chose_is_shown(model: Model, shipped: Index) -> None:
    """A question the engine would ask back about is answered with what the model picked among the ten best."""
    unaided = answer(VAGUE, shipped)
    assert isinstance(unaided, Unsure)
    wanted = unaided.candidates[2].id
    model.reply = model.place_of(shipped.library.guides[wanted].title)
    found = answer(VAGUE, shipped, advice=advise(VAGUE, with_model(shipped, model)))
    assert isinstance(found, Found)
    assert found.guide_id == wanted
    assert [one.id for one in found.candidates][:1] == [wanted]


def test_only_the_question_and_titles_are_sent(model: Model, shipped: Index) -> None:
    """The model is told the question and at most ten titles, with the key; a sure answer is not sent at all."""
    advise(VAGUE, with_model(shipped, model))
    (body,) = model.asked
    messages = body["messages"]
    assert isinstance(messages, list)
    assert messages[1]["content"].startswith(f"Fråga: {VAGUE}\n\n1. ")
    assert 2 <= messages[1]["content"].count("\n") <= 11
    assert (body["model"], model.keys) == ("liten", ["Bearer hemlig"])
    assert advise("hur delar jag skärmen i teams?", with_model(shipped, model)) is None
    assert advise("hej", with_model(shipped, model)) is None
    assert [one["messages"][1]["content"].split("\n")[0] for one in model.asked] == [f"Fråga: {VAGUE}"]


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"{}",
        b"[1, 2]",
        b'{"choices": []}',
        said("vet inte"),
        said("99"),
        b"\xff\xfe",
        said("-"),
        b'{"choices": 3}',
    ],
)
def test_a_reply_that_says_nothing_changes_nothing(model: Model, shipped: Index, reply: bytes) -> None:
    """The engine answers as if the model had not been asked."""
    model.reply = lambda _: reply
    advice = advise(VAGUE, with_model(shipped, model))
    assert advice is None
    assert answer(VAGUE, shipped, advice=advice) == answer(VAGUE, shipped)


@pytest.mark.measured
def test_a_model_that_refuses_is_slow_or_gone_changes_nothing(model: Model, shipped: Index) -> None:
    """500, a time-out and a closed port all fall back to the engine's own answer, within the time allowed."""
    model.status = 500
    assert advise(VAGUE, with_model(shipped, model)) is None
    model.status, model.wait = 200, 1.0
    began = time.perf_counter()
    assert advise(VAGUE, with_model(shipped, model, seconds=0.1)) is None
    assert time.perf_counter() - began < 0.9
    gone = replace(shipped, chooser=Endpoint("http://127.0.0.1:9/v1", "liten", seconds=0.5))
    assert advise(VAGUE, gone) is None


def test_none_of_them_hides_no_guide_the_engine_is_sure_of(model: Model, shipped: Index) -> None:
    """ "0" makes an unsure question unknown or asked about, never a wrong tip."""
    model.reply = lambda _: said("0")
    found = answer(VAGUE, shipped, advice=advise(VAGUE, with_model(shipped, model)))
    assert isinstance(found, Unknown | Unsure)


@pytest.mark.measured
async def test_a_reply_that_comes_drop_by_drop_holds_nobody_up(model: Model, shipped: Index, tmp_path: Path) -> None:
    """The bot waits for the time allowed in all, not for each piece."""
    model.drip = 0.05
    index = with_model(shipped, model, seconds=0.3)
    with bot_with(index, tmp_path) as talk:
        await talk.bot.accept(talk.event(VAGUE))
        began = time.perf_counter()
        assert await talk.bot.handle_one()
        assert time.perf_counter() - began < 2
        assert talk.store.call(lambda tx: outbox.feed(tx, talk.place, 0))


async def test_through_the_whole_bot(model: Model, shipped: Index, tmp_path: Path) -> None:
    """A question is sent to the model before it is answered; a command never is, with or without its slash."""
    title = shipped.library.guides["hackigt-ljud"].title
    model.reply = model.place_of(title)
    with bot_with(with_model(shipped, model), tmp_path) as talk:
        for message in (VAGUE, *COMMANDS):
            await talk.bot.accept(talk.event(message))
            assert await talk.bot.handle_one()
        answered = talk.store.call(lambda tx: outbox.feed(tx, talk.place, 0))
    headings = [
        b.text for out in answered if isinstance(out.item, Post) for b in out.item.blocks if isinstance(b, Heading)
    ]
    assert title in headings
    assert [one["messages"][1]["content"].split("\n")[0] for one in model.asked] == [f"Fråga: {VAGUE}"]


@contextlib.contextmanager
def bot_with(index: Index, folder: Path) -> Iterator[Talk]:
    """A person in a talk with a bot that answers by this index."""
    world = World(
        knowledge=lambda: Knowledge(index.library, index),
        clock=lambda: NOW,
        language="sv",
        capabilities=lambda place: FULL,
        pulls=lambda name: True,
        commands=commands.specs(),
    )
    with open_store(f"sqlite:///{folder / 'talk.sqlite3'}") as store:
        migrate(store)
        yield Talk(store, Bot(store, world, app.handlers()))
