"""Telegram at its worst, against a real `resfri run`: nothing is lost, and what is doubled is counted and bounded."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from chatbot.jobs.deliver import AT_ONCE
from tests.contract.telegram.driver import SECRET
from tests.contract.telegram.people import message
from tests.contract.telegram.server import TOKEN, Refusal, TelegramServer
from tests.running import Running

PEOPLE, EACH, KILLS = 12, 10, 4
PATIENCE_S = 120.0
WELCOME = "Välkommen till Resfri"
pytestmark = pytest.mark.faults


def resfri(server: TelegramServer, home: Path, database: str, *, webhook: bool) -> Running:
    """A Resfri that asks Telegram, or is sent to."""
    settings = {"telegram__token": TOKEN, "telegram__base_url": server.address}
    made = Running(home, database, settings=settings)
    if webhook:
        settings["telegram__webhook_url"] = f"{made.address}/telegram/webhook"
        settings["telegram__webhook_secret"] = SECRET
    return made


def said(who: int, number: int) -> Mapping[str, Any]:
    """A question, each time another."""
    return {"message": message(who, f"fråga {who}-{number} om ingenting alls", id=number + 1)}


def answers(server: TelegramServer) -> Counter[str]:
    """How many answers each chat shows."""
    return Counter(one.chat for one in server.messages if WELCOME not in one.text)


def rows(database: str, query: str) -> list[Any]:
    """What stands in the database."""
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as opened:
            return opened.execute(query).fetchall()
    engine = create_engine(database)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def all_sent(database: str, expected: int) -> Callable[[], bool]:
    """Whether so many events are answered, and nothing waits to be sent."""
    query = (
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'done'), "
        "(SELECT count(*) FROM outbox WHERE state NOT IN ('sent'))"
    )
    return lambda: rows(database, query) == [(expected, 0)]


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_kill_in_bursts_loses_nothing(database: str, tmp_path: Path, webhook: bool, capsys: Any) -> None:
    """120 messages of twelve people, four kill -9 while sends are on their way: each is answered by one row of the
    outbox, all are sent, and at most eight messages a kill are shown twice."""
    with TelegramServer(poll_s=0.5, slow_s=0.15).running() as server:
        running = resfri(server, tmp_path, database, webhook=webhook).start()
        try:
            for burst in range(KILLS + 1):
                for number in range(burst * EACH // (KILLS + 1), (burst + 1) * EACH // (KILLS + 1)):
                    for who in range(1, PEOPLE + 1):
                        server.happens(said(who, number))
                await asyncio.to_thread(_until_more, server, 4)
                if burst < KILLS:
                    running.kill()
                    await asyncio.to_thread(running.start)
            await asyncio.to_thread(server.until, all_sent(database, PEOPLE * EACH), PATIENCE_S)
        finally:
            running.kill()
    doubled = _doubled(server, database)
    with capsys.disabled():
        print(f"\ntelegram kill -9: {KILLS} kills, {PEOPLE * EACH} messages, {doubled} doubled")  # noqa: T201
    assert all(count >= EACH for count in answers(server).values())
    assert len(answers(server)) == PEOPLE
    assert doubled <= KILLS * AT_ONCE
    assert rows(database, "SELECT count(*) FROM outbox WHERE kind = 'answer'") == [(PEOPLE * EACH,)]
    assert not server.problems


def _until_more(server: TelegramServer, count: int) -> None:
    before = len(server.messages)
    server.until(lambda: len(server.messages) >= before + count, 60)


def _doubled(server: TelegramServer, database: str) -> int:
    """How many messages people see beyond those that were decided."""
    (decided,) = rows(database, "SELECT count(*) FROM outbox")[0]
    return len(server.messages) - int(decided)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_duplicates_and_disorder(tmp_path: Path, webhook: bool) -> None:
    """Each update delivered one to four times, and by webhook in any order: one answer each."""
    chance = random.Random(7)
    database = f"sqlite:///{tmp_path / 'resfri.sqlite3'}"
    events = [(who * 100 + n, said(who, n)) for n in range(4) for who in range(1, 9)]
    deliveries = [event for event in events for _ in range(chance.randint(1, 4))]
    if webhook:
        chance.shuffle(deliveries)
    with TelegramServer(poll_s=0.5).running() as server, resfri(server, tmp_path, database, webhook=webhook):
        for id, what in deliveries:
            number = server.happens(what, id=id)
        await asyncio.to_thread(server.until, all_sent(database, len(events)), PATIENCE_S)
        await asyncio.to_thread(server.wait_until_taken, number)
    assert answers(server) == Counter({str(who): 4 for who in range(1, 9)})
    assert not server.problems


async def test_flood_control_and_server_errors(tmp_path: Path) -> None:
    """429 waits as long as Telegram says, and is no failure; 5xx and cut answers are tried again when their lease has
    run out, and only a cut answer can be shown twice."""
    database = f"sqlite:///{tmp_path / 'resfri.sqlite3'}"
    with TelegramServer(poll_s=0.5).running() as server, resfri(server, tmp_path, database, webhook=False):
        server.fail += [Refusal(429, "Too Many Requests", retry_after=1) for _ in range(8)]
        server.fail += [Refusal(code, "Bad Gateway") for code in (500, 502, 503)]
        server.cut = 2
        for who in range(1, 9):
            for number in range(2):
                server.happens(said(who, number))
        await asyncio.to_thread(server.until, all_sent(database, 16), PATIENCE_S)
    shown = answers(server)
    assert all(shown[str(who)] >= 2 for who in range(1, 9))
    assert _doubled(server, database) <= 2
    assert rows(database, "SELECT sum(failures) FROM outbox") == [(0,)]


async def test_telegram_away_for_a_while(tmp_path: Path) -> None:
    """What was decided waits without being given up, and what is said meanwhile comes afterwards."""
    database = f"sqlite:///{tmp_path / 'resfri.sqlite3'}"
    server = TelegramServer(poll_s=0.5)
    with server.running():
        running = resfri(server, tmp_path, database, webhook=False).start()
        server.fail += [Refusal(429, "Too Many Requests", retry_after=2) for _ in range(4)]
        for who in range(1, 5):
            number = server.happens(said(who, 0))
        await asyncio.to_thread(server.wait_until_taken, number)
    try:
        first = "id IN (SELECT min(id) FROM outbox WHERE state <> 'sent' GROUP BY channel)"
        tries = f"SELECT coalesce(min(attempt), 0), count(*) FROM outbox WHERE state = 'pending' AND {first}"
        await asyncio.to_thread(server.until, lambda: rows(database, tries)[0] >= (4, 4), 60)
        later = f"SELECT max(attempt) FROM outbox WHERE state <> 'sent' AND NOT {first}"
        assert rows(database, later) == [(0,)]  # what was decided later in a chat is not tried before what waits there
        assert not answers(server)
        for who in range(1, 5):
            server.happens(said(who, 1))
        with server.running():
            await asyncio.to_thread(server.until, all_sent(database, 8), PATIENCE_S)
    finally:
        running.kill()
    assert answers(server) == Counter({str(who): 2 for who in range(1, 5)})


async def test_a_group_becomes_a_supergroup_while_it_is_written_to(tmp_path: Path) -> None:
    """What waits for the old group is shown once in the new one, also where the news of the move never came."""
    database = f"sqlite:///{tmp_path / 'resfri.sqlite3'}"
    with TelegramServer(poll_s=0.5).running() as server, resfri(server, tmp_path, database, webhook=False):
        server.moved["-500"] = "-100500"
        server.happens({"my_chat_member": joined(-500)})
        await asyncio.to_thread(server.until, lambda: server.shown("-100500"), PATIENCE_S)
        await asyncio.to_thread(server.until, all_sent(database, 2), PATIENCE_S)
    assert ["Jag heter Resfri" in one.text for one in server.messages] == [True]
    assert rows(database, "SELECT DISTINCT channel FROM outbox") == [("-100500",)]


def joined(chat: int) -> Mapping[str, Any]:
    """The bot was added to a group."""
    me = {"id": 42, "is_bot": True, "first_name": "Resfri", "username": "resfri_bot"}
    told = message(7, "", chat=chat)
    return {
        "chat": {"id": chat, "type": "group", "title": "Chefer"},
        "from": told["from"],
        "date": told["date"],
        "old_chat_member": {"status": "left", "user": me},
        "new_chat_member": {"status": "member", "user": me},
    }
