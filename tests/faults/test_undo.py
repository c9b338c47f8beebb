"""Logging and taking back at once: the board stays a full recount, and a meeting is subtracted once."""

import random
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from chatbot.ledger import DEFAULT_SET
from chatbot.messages import Actor
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Store, Tx, meetings, migrate, open_store, people
from chatbot.store.groups import put_group
from chatbot.store.schema import meeting

CLIENTS, GROUPS, SECONDS = 8, 10, 5
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 25)
SUMS = ("wh", "g", "minutes", "metres")


def hot_groups(tx: Tx) -> tuple[int, list[int], int]:
    """A federation, its groups, and a person."""
    made = [put_group(tx, PlannedGroup("Dalsland", "Åmål", f"Grupp {n}", members=8), NOW) for n in range(GROUPS)]
    return made[0].federation_id, [one.id for one in made], people.meet(tx, Actor("web", "t", "u", "N"), "sv", NOW).id


class Client:
    """Logs and takes back as fast as it can; a meeting may be taken back by several at once."""

    def __init__(self, store: Store, groups: list[int], person: int, seed: int) -> None:
        self.store, self.groups, self.person, self.dice = store, groups, person, random.Random(seed)
        self.logged = self.undone = self.refused = 0

    def work(self, known: list[int], lock: threading.Lock) -> None:
        """For five seconds."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if known and self.dice.random() < 0.45:
                back = self.store.call(partial(self.take_back, self.dice.choice(known[-30:])))
                self.undone += back
                self.refused += not back
            else:
                id = self.store.call(self.log)
                with lock:
                    known.append(id)
                self.logged += 1

    def take_back(self, meeting_id: int, tx: Tx) -> bool:
        """False if somebody was first."""
        return meetings.undo(tx, meeting_id, self.person, NOW)

    def log(self, tx: Tx) -> int:
        """A meeting with figures of its own."""
        figures: dict[str, Any] = {name: self.dice.randrange(100_000) for name in SUMS}
        facts = {"participants": 3, "form": "webb", "details": {}, "calculation": {}, "created_at": NOW, "day": DAY}
        kept = {"factor_set": DEFAULT_SET, "factor_version": "1", "group_id": self.dice.choice(self.groups)}
        return int(tx.execute(meeting.insert().values(**figures, **facts, **kept).returning(meeting.c.id)).scalar_one())


@pytest.mark.faults
def test_undo_and_log_at_once(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Eight clients, ten groups, five seconds: the board differs from a full recount by 0, and of two who take the same
    meeting back one does."""
    with open_store(database) as store:
        migrate(store)
        federation, groups, person = store.call(hot_groups)
        clients = [Client(store, groups, person, seed) for seed in range(CLIENTS)]
        known: list[int] = []
        lock = threading.Lock()
        with ThreadPoolExecutor(CLIENTS) as pool:
            for done in [pool.submit(client.work, known, lock) for client in clients]:
                done.result()
        board = store.read(lambda tx: meetings.tallies(tx, federation, DEFAULT_SET, DAY, date(2026, 11, 30)))
        rows = store.read(lambda tx: tx.execute(select(meeting)).all())
    logged, undone, refused = (sum(getattr(one, what) for one in clients) for what in ("logged", "undone", "refused"))
    with capsys.disabled():
        print(f"\n{store.dialect}: {logged} logged, {undone} undone, {refused} undone twice")  # noqa: T201
    recount: dict[int, list[int]] = defaultdict(lambda: [0] * 5)
    for row in rows:
        if not row.undone:
            for place, value in enumerate((1, row.wh, row.g, row.minutes, row.metres)):
                recount[row.group_id][place] += value
    assert {one.group_id: [one.meetings, one.wh, one.g, one.minutes, one.metres] for one in board} == recount
    assert (len(rows), sum(row.undone for row in rows)) == (logged, undone)
    assert refused > 0
