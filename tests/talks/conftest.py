"""Fixtures for talks: a fresh database, a platform that can all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot import app, commands
from chatbot.bot import Bot
from chatbot.conversation.context import Knowledge, World
from chatbot.settings import Settings
from chatbot.store import Store, open_store
from tests.talks.talk import FULL, NOW, Talk


@pytest.fixture
def store(sqlite_made: str) -> Iterator[Store]:
    """A fresh database."""
    with open_store(sqlite_made) as opened:
        yield opened


@pytest.fixture
def world(knowledge: Knowledge) -> World:
    """A platform that can all."""
    return World(
        knowledge=lambda: knowledge,
        clock=lambda: NOW,
        language="sv",
        capabilities=lambda place: FULL,
        pulls=lambda name: True,
        commands=commands.specs(),
        suggested_groups=app.suggested_groups(Settings(data=Path("/nonexistent"))),
    )


@pytest.fixture
def talk(store: Store, world: World) -> Talk:
    """A person in a direct chat."""
    return Talk(store, Bot(store, world, app.handlers()))
