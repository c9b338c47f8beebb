"""Replicas on one database, which a test starts and kills."""

import contextlib
import itertools
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.contract.chat.server import ChatServer
from tests.running import environment


@dataclass
class Replicas:
    """As many processes as the engine allows: one on SQLite, three on PostgreSQL."""

    home: Path
    database: str
    chat: ChatServer
    settlement: str
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    ahead_s: Iterator[float] = field(default_factory=lambda: itertools.repeat(0.0))  # each one's clock, against ours
    kills: int = 0
    going: list["subprocess.Popen[str]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.count = 1 if self.database.startswith("sqlite") else 3

    def start(self) -> None:
        """One more; waits for nothing."""
        said = json.dumps({"address": self.chat.address, "settlement": self.settlement, "ahead_s": next(self.ahead_s)})
        command = [sys.executable, "-m", "tests.faults.replica", said]
        where = environment(self.home, database=self.database)
        root = Path(__file__).parents[2]
        self.going.append(subprocess.Popen(command, env=where, cwd=root, stdout=subprocess.DEVNULL, text=True))

    def kill(self, number: int | None = None) -> None:
        """kill -9 of one of them."""
        one = self.going.pop(self.dice.randrange(len(self.going)) if number is None else number)
        one.kill()
        one.wait(20)
        self.kills += 1

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
        before, end = self.chat.arrived.total(), time.monotonic() + 60
        while self.chat.arrived.total() == before:
            if time.monotonic() > end:
                raise TimeoutError("nothing arrives")
            time.sleep(0.02)

    @contextlib.contextmanager
    def running(self) -> Iterator["Replicas"]:
        """Up while the block runs."""
        for _ in range(self.count):
            self.start()
        try:
            yield self
        finally:
            for one in self.going:
                one.kill()
                one.wait(20)
