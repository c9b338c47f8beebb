"""The fake chat goes wrong as real ones do, and counts; its adapter says truthfully what became of a send."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chatbot.messages import Action, Actions, Echo, Item, Place, Post, say
from chatbot.ports import Capabilities, Outgoing, RateLimited, SendFailed, Settled, Settlement
from tests.contract.chat.adapter import ChatAdapter, ChatSettings, limits
from tests.contract.chat.server import ChatServer

PLACE = Place("chat", "t", "group-1", kind="group")
ITEM = Outgoing(7, PLACE, say("hej"), "me")


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """A chat that can only text, and remembers no marks."""
    with ChatServer().running() as running:
        yield running


def adapter(server: ChatServer, settlement: Settlement = "none", timeout: float = 5.0) -> ChatAdapter:
    """The adapter for it."""
    return ChatAdapter(Capabilities(settlement=settlement), ChatSettings(url=server.address, timeout=timeout))


async def test_a_send_is_counted_and_shown(server: ChatServer) -> None:
    """Once each, under the outbox id, with a reference to it."""
    receipt = await adapter(server).send(ITEM)
    assert receipt.ref is not None
    assert receipt.ref.id == "1"
    assert (server.arrived["7"], server.times_shown("7")) == (1, 1)


async def test_busy_says_how_long(server: ChatServer) -> None:
    """429 is `RateLimited` with the platform's own wait; nothing is shown, and the next try is let in."""
    server.faults.busy, server.faults.retry_after = 1, 2.5
    with pytest.raises(RateLimited) as told:
        await adapter(server).send(ITEM)
    assert told.value.retry_after == 2.5
    assert (server.arrived["7"], server.times_shown("7")) == (1, 0)
    await adapter(server).send(ITEM)
    assert (server.arrived["7"], server.times_shown("7")) == (2, 1)


async def test_closed_is_known_not_to_have_arrived(server: ChatServer) -> None:
    """503 is a failure that may be tried again without doubt."""
    server.faults.refuse = 1
    with pytest.raises(SendFailed) as told:
        await adapter(server).send(ITEM)
    assert (told.value.lost, told.value.final) == (False, False)
    assert server.times_shown("7") == 0


@pytest.mark.parametrize("settlement", ["none", "history"])
async def test_a_cut_answer_leaves_doubt(server: ChatServer, settlement: Settlement) -> None:
    """The message is there, the bot cannot know: `lost`."""
    server.faults.lose = 1
    with pytest.raises(SendFailed) as told:
        await adapter(server, settlement).send(ITEM)
    assert told.value.lost
    assert server.times_shown("7") == 1


async def test_a_slow_answer_leaves_doubt(server: ChatServer) -> None:
    """So does an answer that does not come in time."""
    server.faults.slow = threading.Event()
    try:
        with pytest.raises(SendFailed) as told:
            await adapter(server, timeout=0.2).send(ITEM)
    finally:
        server.faults.slow.set()
    assert told.value.lost
    assert (server.arrived["7"], server.times_shown("7")) == (1, 1)


async def test_a_dead_chat_takes_nothing(server: ChatServer) -> None:
    """A connection that is cut at once: nothing arrives, and the bot cannot be sure."""
    server.faults.dead = True
    with pytest.raises(SendFailed) as told:
        await adapter(server).send(ITEM)
    assert told.value.lost
    assert (server.arrived["7"], server.times_shown("7")) == (0, 0)


async def test_nobody_there_is_known_not_to_have_arrived() -> None:
    """A refused connection leaves no doubt."""
    with ChatServer().running() as server:
        gone = adapter(server)
    with pytest.raises(SendFailed) as told:
        await gone.send(ITEM)
    assert not told.value.lost


@pytest.mark.parametrize(
    ("settlement", "arrives", "settled"),
    [
        ("history", True, "sent"),
        ("history", False, "not_sent"),
        ("idempotent", True, "not_sent"),  # to send it again is harmless
        ("idempotent", False, "not_sent"),
        ("none", True, "unknown"),
        ("none", False, "unknown"),
    ],
)
async def test_settling(server: ChatServer, settlement: Settlement, arrives: bool, settled: Settled) -> None:
    """What can be known of a send whose outcome was lost, by what the chat can."""
    server.idempotent = settlement == "idempotent"
    server.faults.lose, server.faults.refuse = int(arrives), int(not arrives)
    chat = adapter(server, settlement)
    with pytest.raises(SendFailed):
        await chat.send(ITEM)
    assert await chat.settle(ITEM) == settled
    if settled == "not_sent":
        await chat.send(replace(ITEM, attempt=2))
        assert server.times_shown("7") == 1
        assert server.arrived["7"] == 2


async def test_a_chat_that_cannot_be_asked_settles_nothing(server: ChatServer) -> None:
    """History that cannot be had is no proof of anything."""
    server.faults.dead = True
    assert await adapter(server, "history").settle(ITEM) == "unknown"


async def test_a_double_is_seen(server: ChatServer) -> None:
    """Without settlement the same message sent twice is shown twice: the count that fault tests look at."""
    for _ in range(2):
        await adapter(server).send(ITEM)
    assert (server.arrived["7"], server.times_shown("7")) == (2, 2)


@pytest.mark.parametrize(
    "item",
    [
        say("x" * 4001),
        Post((Actions((Action("Ja", "yes"),)),)),
        Post((), audience="actor"),
        Echo("hej"),
    ],
)
async def test_what_the_chat_cannot_is_refused_for_good(server: ChatServer, item: Item) -> None:
    """More than its limits is no matter of trying again."""
    with pytest.raises(SendFailed) as told:
        await adapter(server).send(replace(ITEM, item=item))
    assert told.value.final
    assert server.messages == []


def test_the_chat_can_what_the_capabilities_promise() -> None:
    """The kit's chat is no stricter and no laxer than the capabilities under test."""
    able = limits(Capabilities(buttons=True, max_buttons=3, edit=True, max_text=12, unit="utf16"))
    assert (able.buttons, able.changes, able.removals, able.text, able.unit) == (3, True, False, 12, "utf16")
    assert limits(Capabilities()).buttons == 0
