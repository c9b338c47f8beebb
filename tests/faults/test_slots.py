"""kill -9 in the jobs that post by the clock: each slot is written with its post or not at all, and delivered once.

A slot here is one place's: a board or a campaign's news is posted to each place in a transaction of its own, slot row
and outbox row together, and all reminders that are due are asked in one transaction, a slot row and an outbox row for
each. So where "the weekly job: 1 slot row, 2,000 outbox rows, never a part" is asked for, the reminders are tried with
2,000 slot rows and 2,000 outbox rows that come together or not at all, and the boards with 2,000 pairs.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, cycle, islice, repeat
from pathlib import Path
from typing import Any

import pytest

from chatbot.store import Store, open_reader
from tests.contract.chat.adapter import limits
from tests.contract.chat.server import ChatServer
from tests.faults.replica import capabilities
from tests.faults.replicas import Replicas, ahead_of, until
from tests.faults.slots import MONDAY, Planned, Written, plant, written
from tests.faults.test_sending import states

HELD_S = 2.0
KILLS = 4
PATIENCE_S = 600
pytestmark = pytest.mark.faults


@dataclass
class Held:
    """A process that holds a transaction open, as it tells in a file."""

    note: Path
    dice: random.Random = field(default_factory=lambda: random.Random(5))

    def after(self, statement: str, at: int) -> Mapping[str, Any]:
        """For `Replicas.holds`: two seconds after the `at`-th statement of this kind."""
        return {"statement": statement, "at": at, "seconds": HELD_S, "note": str(self.note)}

    def process(self) -> int:
        """The next that holds."""
        until(lambda: self.note.exists() and self.note.read_text() != "")
        found = int(self.note.read_text())
        self.note.unlink()  # before anything else can be held
        return found

    def kill_in_it(self, replicas: Replicas) -> None:
        """kill -9 of the next that holds, sometime in its two seconds, and another one in its place."""
        process = self.process()
        time.sleep(self.dice.uniform(0, HELD_S - 0.3))  # the moment of the kill is what is tested
        replicas.kill_process(process)
        replicas.start()


def chat_server() -> ChatServer:
    """One that has all that the replicas' adapter promises."""
    return ChatServer(limits(capabilities("history")))


def made(tmp_path: Path, database: str, chat: ChatServer, holds: Iterator[Mapping[str, Any] | None]) -> Replicas:
    """Replicas on that Monday."""
    when = repeat(ahead_of(MONDAY))
    return Replicas(tmp_path, database, chat, "history", ahead_s=when, day=f"{MONDAY:%Y-%m-%d}", holds=holds)


def until_sent(store: Store, count: int) -> None:
    """Until so many are sent, and none waits."""
    until(lambda: states(store) == Counter(sent=count), PATIENCE_S)


def told(capsys: pytest.CaptureFixture[str], what: str, replicas: Replicas, places: Mapping[str, str], s: float) -> int:
    """Print what was measured; how many were lost or doubled."""
    shown = Counter(message.channel for message in replicas.chat.messages)
    lost = sum(channel not in shown for channel in places.values())
    doubled = sum(count - 1 for count in shown.values())
    engine = replicas.database.split(":", 1)[0]
    with capsys.disabled():
        print(f"\n{engine} {what}: {replicas.kills} kills, {lost} lost, {doubled} doubled, {s:.0f} s")  # noqa: T201
    return lost + doubled


def test_kill_in_the_job_of_two_thousand_reminders(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One transaction of 2,000 slots and 2,000 rows held open two seconds, killed at its beginning, in its middle,
    before its commit and just after it: never a part is to be seen, and each is delivered once."""
    places = plant(database, Planned(reminders=2000))
    held, began = Held(tmp_path / "held"), time.monotonic()
    holds = (held.after("INSERT INTO outbox", at) for at in cycle((1, 700, 1400, 2000)))
    none, whole = Written(Counter(), Counter()), Written(Counter(places.keys()), Counter(places.values()))
    with chat_server().running() as chat, open_reader(database) as store:
        replicas = made(tmp_path, database, chat, holds)
        with replicas.running():
            for _ in range(KILLS):
                held.kill_in_it(replicas)
                assert written(store) == none
            process = held.process()
            until(lambda: written(store) != none)
            replicas.kill_process(process)
            assert written(store) == whole
            replicas.start()
            until_sent(store, len(places))
        assert written(store) == whole
        assert not chat.problems
    assert told(capsys, "reminders in one transaction", replicas, places, time.monotonic() - began) == 0


def test_kill_between_a_board_and_its_slot(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """2,000 places, killed between a slot's row and its post's or before their commit, held open there two seconds:
    never one without the other, and each place has its board or its campaign's news once, with the picture if any."""
    places = plant(database, Planned(boards=1900, campaigns=100))
    held, began = Held(tmp_path / "held"), time.monotonic()
    either = islice(cycle(("INSERT INTO schedule_slot", "INSERT INTO outbox")), KILLS + 2)
    some = (held.after(statement, held.dice.randint(1, 100)) for statement in either)
    with chat_server().running() as chat, open_reader(database) as store:
        replicas = made(tmp_path, database, chat, chain(some, repeat(None)))
        with replicas.running():
            for _ in range(KILLS):
                held.kill_in_it(replicas)
                assert written(store).pairs(places)
            until_sent(store, len(places))
        assert written(store) == Written(Counter(places.keys()), Counter(places.values()))
        assert not chat.problems
    pictured = [message.channel for message in chat.messages if any(part.kind == "image" for part in message.parts)]
    assert len(pictured) == 380
    assert told(capsys, "boards in 2,000 places", replicas, places, time.monotonic() - began) == 0


def test_replicas_tick_at_once_under_kills(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A thousand slots, due for all replicas at once, and now and then one of them is killed until all are written: a
    thousand slot rows, a thousand posts."""
    places = plant(database, Planned(boards=900, campaigns=100))
    each = {"statement": "INSERT INTO schedule_slot", "at": 0, "seconds": 0.01, "note": ""}
    dice, began = random.Random(7), time.monotonic()
    with chat_server().running() as chat, open_reader(database) as store:
        replicas = made(tmp_path, database, chat, repeat(each))
        with replicas.running():
            while (before := written(store).slots.total()) < len(places):
                more = min(len(places), before + dice.randint(40, 120))
                until(lambda more=more: written(store).slots.total() >= more)  # type: ignore[misc]
                time.sleep(dice.uniform(0, 0.2))  # the moment of the kill is what is tested
                replicas.kill()
                assert written(store).pairs(places)
                replicas.start()
            until_sent(store, len(places))
        assert written(store) == Written(Counter(places.keys()), Counter(places.values()))
        assert not chat.problems
    assert replicas.kills >= 2 * KILLS
    assert told(capsys, "a thousand slots at once", replicas, places, time.monotonic() - began) == 0
