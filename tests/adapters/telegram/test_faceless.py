"""Who writes without a face: one who manages a group in its name, somebody as their channel, a linked channel."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from chatbot.messages import Event
from chatbot_adapters.telegram.incoming import Me, event_of
from tests.contract.telegram.driver import GROUP
from tests.contract.telegram.people import ANONYMOUS, anonymously, as_channel
from tests.contract.telegram.server import TOKEN, TelegramServer
from tests.running import Running

FACELESS = "Jag ser inte vem du är"
TOPIC = 77


def event(told: Mapping[str, Any]) -> Event | None:
    """The message as the core gets it."""
    return event_of(Update.de_json({"update_id": 9, "message": told}, None), Me(42, "resfri_bot"))


def test_who_manages_a_group_may_write_as_the_group() -> None:
    """The group is the actor, and manages itself; Telegram tells no name."""
    found = event(anonymously("/schema måndag 8", chat=GROUP))
    assert found is not None
    assert (found.actor.user_id, found.actor.name, found.manages, found.of_place) == (str(GROUP), "", True, True)


def test_who_writes_as_a_channel_manages_nothing() -> None:
    """Though it is addressed."""
    found = event(as_channel("/schema måndag 8", chat=GROUP))
    assert found is not None
    assert (found.actor.user_id, found.manages, found.of_place, found.addressed) == ("-100900", False, False, True)


def test_what_a_linked_channel_posts_is_left() -> None:
    """Even where it looks like a command or names the bot."""
    for said in ("/hjälp", "Läs mer hos @resfri_bot", "Möte på torsdag"):
        assert event(as_channel(said, chat=GROUP, linked=True)) is None


def test_a_group_that_moves_anonymously_is_heard() -> None:
    """Whoever turned it into a supergroup."""
    told = {**anonymously("x", chat=-500), "migrate_to_chat_id": -100500, "from": ANONYMOUS}
    found = event(told)
    assert found is not None
    assert (found.name, found.value) == ("moved", "-100500")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    """Telegram, with a Resfri that has one group."""
    (tmp_path / "organisation.yaml").write_text(
        "förbund: Dalsland\norganisationer:\n- namn: Åmåls kommun\n  grupper:\n  - namn: Kommunledningen\n", "utf-8"
    )
    with TelegramServer(poll_s=0.5).running() as opened:
        settings = {"telegram__token": TOKEN, "telegram__base_url": opened.address}
        with Running(tmp_path, settings=settings):
            yield opened
        assert not opened.problems


async def test_the_schedule_is_set_and_stopped_anonymously(server: TelegramServer) -> None:
    """In the group itself and in its topic, where all see it; Telegram need not be asked who manages."""
    for topic in (0, TOPIC):
        for words, expected in (("måndag 8", "måndag kl. 8.00"), ("av", "själv längre")):
            server.messages.clear()
            server.happens({"message": anonymously(f"/schema@resfri_bot {words}", chat=GROUP, topic=topic)})
            await asyncio.to_thread(server.until, lambda: server.messages)
            (shown,) = server.messages
            assert (shown.chat, shown.thread, shown.keyboard) == (str(GROUP), str(topic or ""), [])
            assert expected in shown.text
    assert server.asked_admins == 0


async def test_nobody_without_a_face_is_answered_as_a_person(server: TelegramServer) -> None:
    """They are told kindly why; what is not said to the bot is left, and so is a linked channel."""
    meant = (
        anonymously("/mina-möten", chat=GROUP),
        anonymously("@resfri_bot hur delar jag skärmen?", chat=GROUP),
        as_channel("/schema måndag 8", chat=GROUP),
        as_channel("/hjälp", chat=GROUP),
    )
    for told in (
        anonymously("vi ses", chat=GROUP),
        as_channel("vi ses", chat=GROUP),
        as_channel("/hjälp @resfri_bot", chat=GROUP, linked=True),
        *meant,
    ):
        number = server.happens({"message": told})
    await asyncio.to_thread(server.wait_until_taken, number)
    await asyncio.to_thread(server.until, lambda: len(server.messages) >= len(meant))
    assert [(one.chat, FACELESS in one.text) for one in server.messages] == [(str(GROUP), True)] * len(meant)
