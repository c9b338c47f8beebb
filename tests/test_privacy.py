"""A canary: planted names, tokens and texts turn up nowhere but where they belong, and not even there for long."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from chatbot import app
from chatbot.bot import Bot, Handlers
from chatbot.conversation.context import Context, Knowledge, World
from chatbot.errors import UsageError
from chatbot.settings import Settings, section
from chatbot.store import Store, Tx, inbox, open_store, retention
from chatbot.store.schema import metadata
from chatbot_adapters.slack import SlackSettings
from chatbot_adapters.telegram import TelegramSettings
from tests.talks.talk import FULL, NOW, Talk

TEXT, NAME, TOKEN = "kanariefågeltext", "Kanarie Namnsson", "xoxb-kanarie-token"
# Where each may stand while it is needed; all but the name are gone a day later.
ALLOWED = {TEXT: {"outbox.body", "conversation.state"}, NAME: {"person.name"}, TOKEN: set()}


@pytest.fixture
def store(sqlite_made: str) -> Iterator[Store]:
    """A fresh database."""
    with open_store(sqlite_made) as opened:
        yield opened


def found(tx: Tx, planted_ones: Iterable[str] = (TEXT, NAME, TOKEN)) -> Mapping[str, set[str]]:
    """In which columns each planted string stands."""
    where: dict[str, set[str]] = {planted: set() for planted in planted_ones}
    for table in metadata.sorted_tables:
        for row in tx.execute(table.select()):
            for column, value in row._mapping.items():
                for planted, columns in where.items():
                    if planted.casefold() in str(value).casefold():
                        columns.add(f"{table.name}.{column}")
    return where


def raising(context: Context, said: str) -> None:
    """A command with a fault that quotes what was said."""
    raise ValueError(f"cannot read {said}")


def canary_world(handlers: Handlers, knowledge: Knowledge) -> World:
    """The shipped packs on a platform that can all."""
    return World(
        knowledge=lambda: knowledge,
        clock=lambda: NOW,
        language="sv",
        capabilities=lambda place: FULL,
        pulls=lambda name: True,
        commands=[spec for spec, _ in handlers.commands.values()],
        suggested_groups=app.suggested_groups(Settings(data=Path("/nonexistent"))),
    )


async def test_planted_strings_stay_where_they_belong(
    store: Store, knowledge: Knowledge, caplog: pytest.LogCaptureFixture
) -> None:
    """Through question, meeting, small talk and a handler's fault; then the day passes and the text is gone."""
    caplog.set_level(logging.DEBUG)
    usual = app.handlers()
    commands = {**usual.commands, "ångra": (usual.commands["ångra"][0], raising)}
    world = canary_world(usual, knowledge)
    bot = Bot(store, world, Handlers(commands, usual.actions, usual.forms, usual.listeners))
    talk = Talk(store, bot, name=NAME)
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    talk.says(f"hur delar jag skärmen i teams? {TEXT}")
    talk.says(f"/logga-möte i tisdags på teams, 6 pers, annars Bengtsfors, {TEXT}")
    talk.says(f"{TEXT} {TEXT}")
    event = talk.event(f"/ångra {TEXT}")
    store.call(lambda tx: inbox.add(tx, event, NOW))
    while await bot.handle_one():
        continue
    for planted, columns in store.read(found).items():
        assert columns <= ALLOWED[planted], planted
    later = NOW + timedelta(hours=25)
    store.call(lambda tx: retention.purge(tx, later))
    gone = store.read(found)
    assert (gone[TEXT], gone[NAME], gone[TOKEN]) == (set(), {"person.name"}, set())
    for planted in (TEXT, NAME, TOKEN):
        assert planted.casefold() not in caplog.text.casefold()
    assert "ValueError" in caplog.text


def test_where_a_person_lives_stands_in_one_place(
    store: Store, knowledge: Knowledge, caplog: pytest.LogCaptureFixture
) -> None:
    """A day after it was told it is in the person's row alone, in no log; forgotten it is nowhere a day later."""
    caplog.set_level(logging.DEBUG)
    home, later = "Tomelilla", NOW + timedelta(hours=25)
    handlers = app.handlers()
    talk = Talk(store, Bot(store, canary_world(handlers, knowledge), handlers), name=NAME)
    talk.says(f"/hemort {home}")
    store.call(lambda tx: retention.purge(tx, later))
    assert store.read(lambda tx: found(tx, [home])) == {home: {"person.home"}}
    talk.says("/hemort")
    talk.says("/hemort ta bort")
    store.call(lambda tx: retention.purge(tx, later))
    assert store.read(lambda tx: found(tx, [home])) == {home: set()}
    assert home not in caplog.text


def test_a_token_in_the_settings_is_never_told(tmp_path: Path) -> None:
    """A wrong setting is named; its value, which may be a secret, is not; and a right one is never shown."""
    with pytest.raises(Exception) as caught:  # noqa: PT011  whatever it is, its text is what counts
        app.options({"RESFRI_MATRIX__TOKEN": TOKEN, "RESFRI_DATA": str(tmp_path)})
    assert TOKEN not in str(caught.value)
    raw = {"slack": {"bot_token": TOKEN, "base_url": TOKEN}, "telegram": {"token": TOKEN, "webhook_secret": TOKEN}}
    with pytest.raises(UsageError) as wrong:
        section(raw, "slack", SlackSettings)
    assert TOKEN not in str(wrong.value)
    assert TOKEN not in repr(section(raw, "telegram", TelegramSettings))
