"""Events that come at once are written together: each is stored once, in order, and one fault takes no other along."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from chatbot.messages import Actor, Event, Place
from chatbot.store import Store, StoreError, Tx, inbox
from chatbot.store.gather import Gather
from chatbot.store.schema import conversation
from chatbot.store.schema import inbox as table


def event(key: str, who: str, now: datetime) -> Event:
    """A message in a person's own chat."""
    return Event(key, "message", Actor("chat", "t", who), Place("chat", "t", who), now, f"hej {key}")


async def test_a_hundred_at_once_are_stored_once_each_in_order(store: Store, now: datetime) -> None:
    """With the same key twice among them, and again afterwards; ids rise within a conversation."""
    gather: Gather[Event, tuple[int, bool]] = Gather(store, lambda tx, events: inbox.add_all(tx, events, now))
    events = [event(str(n), f"p{n % 7}", now) for n in range(100)]
    told = await asyncio.gather(*(gather.put(one) for one in [*events, events[3]]))
    assert [new for _, new in told] == [True] * 100 + [False]
    assert told[3][0] == told[100][0]
    assert await gather.put(events[5]) == (told[5][0], False)
    for person in range(7):
        ids = [id for id, _ in told[person:100:7]]
        assert ids == sorted(ids)
    rows = await store.look(lambda tx: tx.execute(select(table.c.key).order_by(table.c.id)).scalars().all())
    assert sorted(rows, key=int) == [str(n) for n in range(100)]
    assert len(await store.look(lambda tx: tx.execute(select(conversation)).all())) == 7


async def test_they_share_transactions(store: Store) -> None:
    """What comes while one is written is taken by the next."""
    sizes: list[int] = []

    def work(tx: Tx, items: Sequence[int]) -> Sequence[int]:
        sizes.append(len(items))
        return items

    gather = Gather(store, work)
    assert await asyncio.gather(*(gather.put(n) for n in range(300))) == list(range(300))
    assert len(sizes) <= 4


async def test_one_that_cannot_be_written_takes_no_other_with_it(store: Store) -> None:
    """Its own caller hears of it; the others get their results."""

    def work(tx: Tx, items: Sequence[int]) -> Sequence[int]:
        if 7 in items:
            raise LookupError
        return items

    gather = Gather(store, work)
    told = await asyncio.gather(*(gather.put(n) for n in range(20)), return_exceptions=True)
    assert [n for n, result in enumerate(told) if isinstance(result, LookupError)] == [7]
    assert [result for result in told if isinstance(result, int)] == [n for n in range(20) if n != 7]


async def test_a_database_that_is_away_is_told_to_all(store: Store) -> None:
    """None of them is tried alone: that would only take longer."""
    tries = 0

    def work(tx: Tx, items: Sequence[int]) -> Sequence[int]:
        nonlocal tries
        tries += 1
        raise StoreError("borta")

    gather = Gather(store, work)
    told = await asyncio.gather(*(gather.put(n) for n in range(5)), return_exceptions=True)
    assert all(isinstance(result, StoreError) for result in told)
    assert tries == 1


async def test_who_no_longer_waits_stops_nobody(store: Store) -> None:
    """A caller that was cancelled; the event is stored all the same."""
    gather: Gather[int, int] = Gather(store, lambda tx, items: items)
    first = asyncio.create_task(gather.put(1))
    await asyncio.sleep(0)
    first.cancel()
    assert await gather.put(2) == 2
    with pytest.raises(asyncio.CancelledError):
        await first
