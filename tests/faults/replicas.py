"""Replicas on one database, which a test starts and kills."""

import contextlib
import itertools
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.contract.chat.server import ChatServer
from tests.running import environment, free_port

PATIENCE_S = 300


def until(true: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    """Wait until it is so; raises `TimeoutError`."""
    end = time.monotonic() + patience_s
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("it never came to be")
        time.sleep(0.02)  # what is waited for happens in another process


def ahead_of(day: datetime) -> float:
    """How many seconds a clock must be ahead of ours to show this time now."""
    return (day - datetime.now(UTC)).total_seconds()


@dataclass
class Replicas:
    """As many processes as the engine allows: one on SQLite, three on PostgreSQL."""

    home: Path
    database: str
    chat: ChatServer
    settlement: str
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    ahead_s: Iterator[float] = field(default_factory=lambda: itertools.repeat(0.0))  # each one's clock, against ours
    day: str = ""  # where that is another day: their own clocks hold, on PostgreSQL too
    holds: Iterator[Mapping[str, Any] | None] = field(default_factory=lambda: itertools.repeat(None))  # see `hold`
    listening: bool = False  # the chat brings what has happened, to each at its own address
    kills: int = 0
    going: list["subprocess.Popen[str]"] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)  # of those that are going

    def __post_init__(self) -> None:
        self.count = 1 if self.database.startswith("sqlite") else 3

    def start(self) -> None:
        """One more; waits for nothing."""
        port = free_port() if self.listening else 0
        chosen = {"settlement": self.settlement, "ahead_s": next(self.ahead_s), "day": self.day, "port": port}
        said = json.dumps({"address": self.chat.address, "held": next(self.holds), **chosen})
        command = [sys.executable, "-m", "tests.faults.replica", said]
        where = environment(self.home, database=self.database)
        root = Path(__file__).parents[2]
        self.going.append(subprocess.Popen(command, env=where, cwd=root, stdout=subprocess.DEVNULL, text=True))
        self.addresses.append(f"http://127.0.0.1:{port}")

    def kill(self, number: int | None = None) -> None:
        """kill -9 of one of them."""
        at = self.dice.randrange(len(self.going)) if number is None else number
        one, _ = self.going.pop(at), self.addresses.pop(at)
        one.kill()
        one.wait(20)
        self.kills += 1

    def kill_process(self, pid: int) -> None:
        """kill -9 of the one with this number."""
        self.kill([one.pid for one in self.going].index(pid))

    def kill_and_start(self, times: int) -> None:
        """Kill one each 0.8 to 1.2 s while it is at work, and start another in its place."""
        for _ in range(times):
            if self.count == 1:
                self.until_more()  # a single one is killed once it sends again
            time.sleep(self.dice.uniform(0.8, 1.2))  # the pace of the kills is what is tested
            self.kill()
            self.start()

    def until_more(self) -> None:
        """Until something has arrived since."""
        before = self.chat.arrived.total()
        until(lambda: self.chat.arrived.total() > before)

    @contextlib.contextmanager
    def running(self) -> Iterator["Replicas"]:
        """Up while the block runs."""
        for _ in range(self.count):
            self.start()
        try:
            yield self
        finally:
            self.stop()

    def stop(self) -> None:
        """End them all; not counted as kills."""
        for one in self.going:
            one.kill()
            one.wait(20)
        self.going.clear()
        self.addresses.clear()
