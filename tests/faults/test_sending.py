"""kill -9 while two thousand posts are sent: nothing is lost, and doubled is only what nobody can settle."""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chatbot.jobs.deliver import AT_ONCE
from chatbot.messages import Place, say
from chatbot.store import Store, Tx, migrate, open_reader, open_store, outbox
from chatbot.store.outbox import Draft
from chatbot.store.schema import outbox as table
from tests.contract.chat.server import ChatServer
from tests.faults.replicas import Replicas

SENDS, CHANNELS, KILLS = 2000, 100, 10
PATIENCE_S = 240
pytestmark = pytest.mark.faults


def fill(database: str) -> Sequence[int]:
    """Two thousand posts that wait, in a hundred channels; their ids."""
    now = datetime.now(UTC)

    def work(tx: Tx) -> list[int]:
        places = [Place("chat", "t", f"c{number % CHANNELS}", kind="group") for number in range(SENDS)]
        drafts = [Draft(place, say(f"nr {number}"), kind="board") for number, place in enumerate(places)]
        return [outbox.add(tx, draft, now, pull=False) for draft in drafts]

    with open_store(database) as store:
        migrate(store)
        return store.call(work)


def states(store: Store) -> Counter[str]:
    """How many posts stand how."""
    wanted = select(table.c.state, func.count()).group_by(table.c.state)
    return Counter({row[0]: row[1] for row in store.read(lambda tx: tx.execute(wanted).all())})


def until_all_sent(database: str) -> None:
    """Until none waits."""
    end = time.monotonic() + PATIENCE_S
    with open_reader(database) as store:
        while states(store) != Counter(sent=SENDS):
            if time.monotonic() > end:
                raise TimeoutError(str(states(store)))
            time.sleep(0.2)


@pytest.mark.parametrize("settlement", ["history", "idempotent", "none"])
def test_kill_in_the_middle_of_sending(
    database: str, tmp_path: Path, settlement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two thousand posts, at least ten kill -9: lost 0; doubled 0 where the platform can tell or knows its own, else at
    most as many as were on their way at the kills; all are sent in the end, and in order where none was doubled."""
    ids = fill(database)
    with ChatServer(idempotent=settlement == "idempotent").running() as chat:
        chat.faults.lag_s = 0.1  # so that kills hit posts that have arrived and are not noted yet
        replicas = Replicas(tmp_path, database, chat, settlement)
        began = time.monotonic()
        with replicas.running():
            replicas.until_more()
            replicas.kill_and_start(KILLS)
            until_all_sent(database)
        shown = _shown(chat, ids)
    doubled = sum(count - 1 for count in shown if count)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{database.split(':', 1)[0]} {settlement}: {replicas.kills} kills, {shown.count(0)} lost, "
            f"{doubled} doubled, {time.monotonic() - began:.0f} s"
        )
    assert replicas.kills >= KILLS
    assert shown.count(0) == 0
    assert doubled <= (replicas.kills * AT_ONCE if settlement == "none" else 0)
    assert not chat.problems
    if not doubled:
        for channel in {message.channel for message in chat.messages}:
            marks = [int(message.mark) for message in chat.messages if message.channel == channel]
            assert marks == sorted(marks)


def _shown(chat: ChatServer, ids: Sequence[int]) -> list[int]:
    marks = Counter(message.mark for message in chat.messages)
    return [marks[str(id)] for id in ids]
