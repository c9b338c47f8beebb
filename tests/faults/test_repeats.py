"""Each event is delivered one to four times, at once and five minutes later, to any replica: it counts once."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chatbot.leaderboard import Tally
from chatbot.ledger import DEFAULT_SET
from chatbot.messages import Actor
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Store, Tx, meetings, migrate, open_reader, open_store, people
from chatbot.store.groups import put_group
from chatbot.store.schema import inbox, meeting, outbox
from tests.contract.chat.adapter import limits
from tests.contract.chat.driver import read
from tests.contract.chat.server import ChatServer
from tests.faults.bringing import Bringing, Copy
from tests.faults.replica import capabilities
from tests.faults.replicas import Replicas, ahead_of, until
from tests.faults.slots import MONDAY, SET

PEOPLE = 10
SAID = (
    "/logga-möte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors",
    "/logga-möte i onsdags kl 9 på Zoom, 90 min, 4 personer, annars Mellerud, bil",
    "/logga-möte i torsdags på Teams, 8 personer, 3 från Åmål slapp åka till Ed",
    "/ångra",
    "/logga-möte i fredags på Teams, 5 personer, annars Färgelanda, tåg",
)
LOCKED = 1  # while this is said, the database cannot be written to at first
REFUSALS = 6
LATER_S = 300
pytestmark = pytest.mark.faults


@dataclass
class Crowd:
    """Ten people, a group each, who say the same five things in their own chats with the bot."""

    database: str
    chat: ChatServer
    replicas: Replicas
    most: int = 1  # times that an event is delivered
    copies: int = 0
    later: list[Copy] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bringing = Bringing(self.replicas)
        with open_store(self.database) as store:
            migrate(store)
            self.federation = store.call(_plant)

    def talk(self) -> None:
        """All that is said, each thing once what was said before is answered; then the copies that come late."""
        with open_reader(self.database) as store, self.replicas.running():
            for number, said in enumerate(SAID):
                self._say(number, said)
                until(lambda n=number: _answers(store) == (n + 1) * PEOPLE and _quiet(store))  # type: ignore[misc]
            self.replicas.stop()
            for _ in range(self.replicas.count):
                self.replicas.start()  # whose clocks are five minutes ahead of the first ones'
            self.bringing.dice.shuffle(self.later)
            asyncio.run(self.bringing.bring(self.later))
            until(lambda: _quiet(store))

    def _say(self, number: int, said: str) -> None:
        at_once: list[Copy] = []
        for person in range(PEOPLE):
            what = {"key": f"{person}-{number}", "kind": "message", "text": said, "at": MONDAY.timestamp()}
            update = {**what, "user": f"u{person}", "channel": f"d{person}", "place": "direct"}
            copies = [Copy(update, n) for n in range(self.bringing.dice.randint(1, self.most))]
            first = self.bringing.dice.randint(1, len(copies))
            at_once += copies[:first]
            self.later += copies[first:]
            self.copies += len(copies)
        self.bringing.dice.shuffle(at_once)
        if self.most > 1 and number == LOCKED:
            asyncio.run(self.bringing.bring_while_locked(at_once, self.database, REFUSALS))
        else:
            asyncio.run(self.bringing.bring(at_once))

    def board(self) -> Sequence[Tally]:
        """The sums of each group."""
        with open_reader(self.database) as store:
            return sorted(store.read(lambda tx: meetings.tallies(tx, self.federation, DEFAULT_SET, None, None)))

    def shown(self) -> Counter[tuple[str, str]]:
        """How often each text stands in each chat."""
        return Counter((message.channel, read(message)) for message in self.chat.messages)


def _plant(tx: Tx) -> int:
    for n in range(PEOPLE):
        group = put_group(tx, PlannedGroup("Dalsland", "Åmål", f"Grupp {n}", municipality="Åmål", members=8), SET)
        person = people.meet(tx, Actor("chat", "t", f"u{n}"), "sv", SET).id
        people.choose_group(tx, person, group.id, SET)
    return group.federation_id


def _answers(store: Store) -> int:
    """Rows that answer an event."""
    wanted = select(func.count()).where(outbox.c.kind == "answer")
    return int(store.read(lambda tx: tx.execute(wanted).scalar_one()))


def _quiet(store: Store) -> bool:
    """Nothing waits to be handled or sent."""
    waiting = select(
        select(func.count()).where(inbox.c.state != "done").scalar_subquery()
        + select(func.count()).where(outbox.c.state != "sent").scalar_subquery()
    )
    return int(store.read(lambda tx: tx.execute(waiting).scalar_one())) == 0


def crowd(home: Path, database: str, chat: ChatServer, most: int) -> Crowd:
    """On that Monday; the second time that the replicas are started it is five minutes later."""
    ahead = ahead_of(MONDAY)
    replicas = Replicas(home, database, chat, "none", day=f"{MONDAY:%Y-%m-%d}", listening=True)
    replicas.ahead_s = iter([ahead] * replicas.count + [ahead + LATER_S] * replicas.count)
    return Crowd(database, chat, replicas, most)


def test_events_up_to_four_times(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One meeting and one answer each, and the board's sums are those of a crowd whose events came once; a retry is
    what it is by its key, whatever its header says, and the retry of what was answered 503 is handled."""
    began = time.monotonic()
    (tmp_path / "once").mkdir()
    with chat_server().running() as chat:
        once = crowd(tmp_path / "once", f"sqlite:///{tmp_path / 'once' / 'resfri.sqlite3'}", chat, 1)
        once.talk()
    with chat_server().running() as chat:
        often = crowd(tmp_path, database, chat, 4)
        often.talk()
    _print(capsys, often, time.monotonic() - began)
    assert often.later
    assert often.bringing.answered[503] >= REFUSALS
    assert len(often.bringing.reached) == 2 * often.replicas.count
    with open_reader(database) as store:
        events = store.read(lambda tx: tx.execute(select(inbox.c.state)).scalars().all())
        taken_back = store.read(lambda tx: tx.execute(select(meeting.c.undone)).scalars().all())
        answered = store.read(lambda tx: tx.execute(select(outbox.c.event_id).where(outbox.c.kind == "answer")).all())
    assert Counter(events) == {"done": len(SAID) * PEOPLE}
    assert Counter(taken_back) == {False: 3 * PEOPLE, True: PEOPLE}
    assert len(set(answered)) == len(answered) == len(SAID) * PEOPLE
    assert often.board() == once.board()
    assert sum(tally.meetings for tally in often.board()) == 3 * PEOPLE
    assert all(tally.wh and tally.g and tally.metres for tally in often.board())
    assert often.shown() == once.shown()
    assert not often.chat.problems


def chat_server() -> ChatServer:
    """One that has all that the replicas' adapter promises."""
    return ChatServer(limits(capabilities("none")))


def _print(capsys: pytest.CaptureFixture[str], crowd: Crowd, seconds: float) -> None:
    engine, told = crowd.database.split(":", 1)[0], crowd.bringing.answered
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{engine} repeats: {len(SAID) * PEOPLE} events delivered {crowd.copies} times ({len(crowd.later)} of "
            f"them five minutes late), {told[503]} answered 503, {seconds:.0f} s"
        )
