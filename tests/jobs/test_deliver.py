"""The deliver loop against the fake chat: each item once, in order, whatever the platform says."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from chatbot.jobs.deliver import Deliverer
from chatbot.messages import Place, say
from chatbot.ports import Capabilities, Outgoing, Receipt, Settlement
from chatbot.store import Store, open_store, outbox
from chatbot.store.outbox import Draft
from chatbot.store.schema import outbox as table
from tests.contract.chat.adapter import ChatAdapter, ChatSettings
from tests.contract.chat.server import ChatServer

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Post:
    """A store, a chat and a deliverer, with a clock that a test moves."""

    store: Store
    chat: ChatServer
    at: datetime = START
    settlement: Settlement = "none"
    ids: list[int] = field(default_factory=list)

    def deliverer(self, timeout: float = 1.0) -> Deliverer:
        """Somebody who delivers, and waits so many seconds for an answer."""
        settings = ChatSettings(url=self.chat.address, timeout=timeout)
        adapter = ChatAdapter(Capabilities(buttons=True, settlement=self.settlement), settings)
        return Deliverer(self.store, adapter, "me", lambda: self.at)

    def put(self, text: str, channel: str = "c", **more: object) -> int:
        """An item in the outbox."""
        draft = Draft(Place("chat", "t", channel, kind="group"), say(text), **more)  # type: ignore[arg-type]
        id = self.store.call(lambda tx: outbox.add(tx, draft, self.at, pull=False))
        self.ids.append(id)
        return id

    def states(self) -> list[str]:
        """How each item stands, oldest first."""
        rows = self.store.read(lambda tx: tx.execute(select(table.c.state).order_by(table.c.id)).scalars().all())
        return list(rows)

    async def all_due(self) -> None:
        """Deliver until nothing is due."""
        deliverer = self.deliverer()
        while await deliverer.deliver_due():
            continue

    def later(self, seconds: float) -> None:
        """Time goes by."""
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def post(sqlite_made: str) -> Iterator[Post]:
    """An empty outbox and a chat that works."""
    with open_store(sqlite_made) as store, ChatServer().running() as chat:
        yield Post(store, chat)


async def test_everything_is_sent_once_and_in_order(post: Post) -> None:
    """Ten posts in two channels arrive once each, in the order they were decided."""
    for number in range(10):
        post.put(f"nr {number}", "ab"[number % 2])
    await post.all_due()
    assert post.states() == ["sent"] * 10
    assert [post.chat.times_shown(str(id)) for id in post.ids] == [1] * 10
    marks = [int(message.mark.split("/")[0]) for message in post.chat.messages if message.channel == "a"]
    assert marks == sorted(marks)


async def test_too_many_requests_wait_and_count_no_failure(post: Post) -> None:
    """After 429 nothing is tried before Retry-After; then it arrives once."""
    id = post.put("hej")
    post.chat.faults.busy = 3
    post.chat.faults.retry_after = 30
    for _ in range(3):
        await post.all_due()
        post.later(29)
        await post.all_due()
        post.later(2)
    await post.all_due()
    assert post.states() == ["sent"]
    assert post.chat.arrived[str(id)] == 4
    assert post.chat.times_shown(str(id)) == 1


async def test_one_busy_channel_does_not_stop_another(post: Post) -> None:
    """A 429 for one channel leaves the other channels' posts alone."""
    post.put("hej", "a")
    post.chat.faults.busy = 1
    await post.all_due()
    other = post.put("hej", "b")
    await post.all_due()
    assert post.chat.times_shown(str(other)) == 1


async def test_a_dead_platform_gets_five_tries(post: Post) -> None:
    """An item that cannot be sent is tried five times with growing pauses, and is then dead, not gone."""
    id = post.put("hej")
    post.chat.faults.refuse = 99
    for _ in range(8):
        await post.all_due()
        post.later(60)
    assert post.states() == ["dead"]
    assert post.chat.arrived[str(id)] == 5


@pytest.mark.parametrize(("settlement", "shown"), [("history", 1), ("idempotent", 1), ("none", 2)])
async def test_a_lost_answer_is_settled_by_what_the_platform_can(
    post: Post, settlement: Settlement, shown: int
) -> None:
    """The message arrived but nobody knows: history and idempotency avoid the double, without them one is possible."""
    post.settlement = settlement
    post.chat.idempotent = settlement == "idempotent"
    id = post.put("hej")
    post.chat.faults.lose = 1
    await post.all_due()
    assert post.states() == ["sending"]
    post.later(11)
    await post.all_due()
    assert post.states() == ["sent"]
    assert post.chat.times_shown(str(id)) == shown


async def test_an_old_answer_that_may_have_arrived_is_dropped(post: Post) -> None:
    """Without settlement a fresh post is worth a double; an answer ten minutes old is not, a board is."""
    post.put("svar")
    board = post.put("tavla", "b", kind="board")
    post.chat.faults.lose = 2
    await post.all_due()
    post.later(601)
    await post.all_due()
    assert post.states() == ["dropped", "sent"]
    assert post.chat.times_shown(str(board)) == 2


async def test_where_the_bot_may_not_write_nothing_piles_up(post: Post) -> None:
    """What was to be sent is dropped at the first try, and the boards that wait behind it at once; others are not."""
    post.chat.faults.shut.add("c")
    boards = [post.put("tavla", kind="board") for _ in range(3)]
    other = post.put("tavla", "b", kind="board")
    await post.all_due()
    assert post.states() == ["dropped", "dropped", "dropped", "sent"]
    assert [post.chat.arrived[str(id)] for id in (*boards, other)] == [1, 0, 0, 1]


async def test_past_its_deadline_the_fallback_goes_out(post: Post) -> None:
    """What must be shown within seconds is never sent late; its fallback is."""
    post.put("formulär", deadline_at=post.at + timedelta(seconds=2), late=say("öppna igen"))
    post.later(3)
    await post.all_due()
    assert [run.text for message in post.chat.messages for part in message.parts for run in part.runs] == ["öppna igen"]


def shown(post: Post, channel: str = "c") -> list[str]:
    """What stands in a channel, from the top."""
    messages = [message for message in post.chat.messages if message.channel == channel]
    return [run.text for message in messages for part in message.parts for run in part.runs]


async def test_what_comes_after_a_post_that_must_wait_waits_too(post: Post) -> None:
    """429 or a closed platform holds the whole channel, and what was decided first stands first; others go on."""
    for number in range(3):
        post.put(f"nr {number}")
    post.chat.faults.busy, post.chat.faults.retry_after = 1, 30
    await post.all_due()
    post.put("annan", "d")
    await post.all_due()
    assert (shown(post), shown(post, "d")) == ([], ["annan"])
    post.later(31)
    post.chat.faults.refuse = 1
    await post.all_due()
    assert shown(post) == []
    post.later(3)
    await post.all_due()
    assert shown(post) == ["nr 0", "nr 1", "nr 2"]


async def test_a_dead_post_lets_the_next_ones_by(post: Post) -> None:
    """What is given up holds nobody up."""
    post.put("nr 0")
    post.put("nr 1")
    post.chat.faults.refuse = 5
    for _ in range(6):
        await post.all_due()
        post.later(60)
    assert post.states() == ["dead", "sent"]
    assert shown(post) == ["nr 1"]


class Stumbling(ChatAdapter):
    """An adapter with a fault of its own: it breaks off while or after it sends what says so."""

    async def send(self, item: Outgoing) -> Receipt:
        """Breaks off before or after the send."""
        said = str(item.item)
        if "före" in said:
            raise KeyError(said)
        receipt = await super().send(item)
        if "efter" in said:
            raise KeyError(said)
        return receipt


def stumbling(post: Post) -> Deliverer:
    """Somebody who delivers by it."""
    settings = ChatSettings(url=post.chat.address, timeout=1.0)
    adapter = Stumbling(Capabilities(buttons=True, settlement=post.settlement), settings)
    return Deliverer(post.store, adapter, "me", lambda: post.at)


async def test_an_adapters_own_fault_ends_nothing(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """An error nobody foresaw is told without its words, which may quote the post; other channels' posts are sent."""
    post.put("hemlig före", "a")
    post.put("hej", "b")
    deliverer = stumbling(post)
    assert await deliverer.deliver_due()
    assert post.states() == ["sending", "sent"]
    assert "KeyError" in caplog.text
    assert "test_deliver.py" in caplog.text
    assert "hemlig" not in caplog.text


@pytest.mark.parametrize(("settlement", "count"), [("history", 1), ("idempotent", 1), ("none", 5)])
async def test_what_broke_off_may_have_arrived(post: Post, settlement: Settlement, count: int) -> None:
    """It is settled by what the platform can, as any send whose outcome is not known; and tried five times in all."""
    post.settlement = settlement
    post.chat.idempotent = settlement == "idempotent"
    id = post.put("hemlig efter", kind="board")
    deliverer = stumbling(post)
    for _ in range(8):
        await deliverer.deliver_due()
        post.later(11)
    assert post.states() == ["sent" if settlement == "history" else "dead"]
    assert post.chat.times_shown(str(id)) == count


async def test_a_fault_before_the_send_is_given_up_after_five_tries(post: Post) -> None:
    """What can never be sent is dead, told of in `resfri outbox list`, and the next post of its channel is sent."""
    post.put("hemlig före", kind="board")
    post.put("hej")
    deliverer = stumbling(post)
    for _ in range(8):
        await deliverer.deliver_due()
        post.later(11)
    assert post.states() == ["dead", "sent"]
    dead = post.store.read(outbox.unsent)[0]
    assert (dead.dead, dead.failures) == (True, 5)
    assert "KeyError" in dead.error
    assert "hemlig" not in dead.error


@pytest.mark.faults
async def test_a_storm_of_429(post: Post) -> None:
    """5 % for a while, then all for sixty seconds: no try is counted, none is lost or doubled, each waits as long as it
    was told and no second more, and order is kept in each channel."""
    chance = random.Random(1)
    for number in range(100):
        post.put(f"nr {number}", f"c{number % 5}")
    post.chat.faults.retry_after = 2
    deliverer = post.deliverer(5.0)  # a loaded machine is no failure of the platform
    for _ in range(5):
        post.chat.faults.busy = chance.random() < 0.25  # about one send in twenty
        await deliverer.deliver_due()
    before = post.chat.arrived.total()
    for _ in range(60):
        post.chat.faults.busy = 10_000
        while await deliverer.deliver_due():
            continue
        post.later(1)
    tries = post.chat.arrived.total() - before
    assert 5 * 29 <= tries <= 5 * 30  # each channel's first one, each two seconds as told
    post.chat.faults.busy = 0
    post.later(2)
    while await deliverer.deliver_due():
        continue
    assert post.states() == ["sent"] * 100
    assert [post.chat.times_shown(str(id)) for id in post.ids] == [1] * 100
    for channel in range(5):
        told = shown(post, f"c{channel}")
        assert told == [f"nr {number}" for number in range(channel, 100, 5)]
    failures = post.store.read(lambda tx: tx.execute(select(table.c.failures)).scalars().all())
    assert set(failures) == {0}
