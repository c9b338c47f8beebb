"""Boards posted by the clock: once for each slot, with the figures of that moment, whoever of several comes first."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, event, func, select

from chatbot.jobs.posting import Posting
from chatbot.messages import Actor, Heading, Place, Post
from chatbot.programme.organisation import PlannedGroup
from chatbot.programme.schedules import Rhythm
from chatbot.store import Store, Tx, absences, campaigns, open_store, outbox, people, schedules, series
from chatbot.store.groups import put_group
from chatbot.store.schema import outbox as table

SET = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # eight in Sweden
PLACE = Place("chat", "t", "-1", kind="group")


@pytest.fixture
def store(made: str) -> Iterator[Store]:
    """A fresh database with a weekly board in one place, on both engines."""
    with open_store(made) as opened:
        group = opened.call(lambda tx: put_group(tx, PlannedGroup("Dalsland", "Åmål", "Chefer", members=8), SET))
        opened.call(lambda tx: schedules.put(tx, PLACE, group.federation_id, Rhythm("week", 0, 8, 0), SET))
        yield opened


def posting(store: Store, now: datetime) -> Posting:
    """The job at this time."""
    return Posting(store, lambda: now, lambda platform: False)


def waiting(store: Store) -> int:
    """Boards in the outbox."""
    return store.call(lambda tx: int(tx.execute(select(func.count()).where(table.c.kind == "board")).scalar_one()))


async def test_each_slot_is_posted_once(store: Store) -> None:
    """Not before its time, not twice, not again when the clock goes back, and again the next week."""
    assert await posting(store, MONDAY - timedelta(minutes=1)).post_due() == 0
    assert await posting(store, MONDAY).post_due() == 1
    assert await posting(store, MONDAY + timedelta(hours=1)).post_due() == 0
    assert await posting(store, MONDAY - timedelta(minutes=30)).post_due() == 0
    assert await posting(store, MONDAY + timedelta(days=7)).post_due() == 1
    assert waiting(store) == 2


async def test_several_processes_post_it_once(store: Store) -> None:
    """Eight that look at the same moment."""
    done = await asyncio.gather(*(posting(store, MONDAY).post_due() for _ in range(8)))
    assert sum(done) == 1
    assert waiting(store) == 1


@pytest.mark.parametrize(("monday", "eight"), [(date(2026, 3, 30), 6), (date(2026, 10, 26), 7)])
async def test_after_the_night_that_the_clocks_are_changed(store: Store, monday: date, eight: int) -> None:
    """Looked each quarter of an hour from Saturday to Tuesday: one board, on Monday at eight on the wall clock."""
    begun, place = datetime.combine(monday - timedelta(days=2), time(), UTC), Place("chat", "t", "-2", kind="group")
    (old,) = store.call(schedules.everywhere)
    store.call(lambda tx: schedules.remove(tx, PLACE))
    store.call(lambda tx: schedules.put(tx, place, old.federation_id, Rhythm("week", 0, 8, 0), begun))
    moments = [begun + timedelta(minutes=15 * n) for n in range(72 * 4)]
    posted = [moment for moment in moments if await posting(store, moment).post_due()]
    assert posted == [datetime.combine(monday, time(eight), UTC)]


async def test_what_has_been_posted_costs_little_to_look_at(store: Store) -> None:
    """Fifty boards and fifty reminders that have been posted take a handful of statements at each later look."""
    (old,) = store.call(schedules.everywhere)
    person = store.call(lambda tx: people.meet(tx, Actor("chat", "t", "u", "N"), "sv", SET).id)

    def plant(tx: Tx) -> None:
        for n in range(50):
            place = Place("chat", "t", f"p{n}", kind="group")
            schedules.put(tx, place, old.federation_id, Rhythm("week", 0, 8, 0), SET)
            series.add(tx, person, "u", place, 0, {}, SET)

    store.call(plant)
    afternoon = posting(store, MONDAY + timedelta(hours=9))
    assert (await afternoon.post_due(), await store.run(afternoon.remind_due)) == (51, 50)
    said: list[str] = []
    listen = (Engine, "after_cursor_execute", lambda _tx, _cursor, statement, *_: said.append(statement))
    event.listen(*listen)
    try:
        assert (await afternoon.post_due(), await store.run(afternoon.remind_due)) == (0, 0)
    finally:
        event.remove(*listen)
    assert len([statement for statement in said if statement.startswith(("SELECT", "INSERT"))]) <= 4


async def test_where_the_bot_may_not_write_the_boards_rest(store: Store) -> None:
    """Week after week nothing is posted; let in again within a day the board of that week comes, once."""
    store.call(lambda tx: absences.begin(tx, PLACE, SET))
    for week in range(3):
        assert await posting(store, MONDAY + timedelta(days=7 * week)).post_due() == 0
    back = MONDAY + timedelta(days=14, hours=5)
    store.call(lambda tx: absences.end(tx, PLACE))
    assert await posting(store, back).post_due() == 1
    assert await posting(store, back + timedelta(hours=1)).post_due() == 0
    assert waiting(store) == 1


async def test_the_board_is_that_of_the_week_before(store: Store) -> None:
    """For the place, seen by all."""
    await posting(store, MONDAY).post_due()
    (item,) = store.call(lambda tx: outbox.lease(tx, "chat", "me", MONDAY, 5))
    assert item.outgoing.place == PLACE
    assert isinstance(item.outgoing.item, Post)
    assert item.outgoing.item.audience == "all"
    (heading,) = [block.text for block in item.outgoing.item.blocks if isinstance(block, Heading)]
    assert "vecka 47" in heading


async def test_a_campaign_is_told_of_at_half_time_and_when_its_result_stands_fast(store: Store) -> None:
    """Once each, by several processes at once; late meetings count for a week, and the result is told even late."""
    first, last = date(2026, 11, 2), date(2026, 11, 29)
    group = store.call(lambda tx: put_group(tx, PlannedGroup("Dalsland", "Åmål", "Chefer", members=8), SET))
    begun = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
    store.call(lambda tx: campaigns.add(tx, PLACE, group.federation_id, "Resfri höst", first, last, 136, begun))
    half, end = datetime(2026, 11, 15, 8, 0, tzinfo=UTC), datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
    assert await posting(store, half - timedelta(minutes=1)).tell_campaigns() == 0
    assert sum(await asyncio.gather(*(posting(store, half).tell_campaigns() for _ in range(4)))) == 1
    assert await posting(store, end - timedelta(minutes=1)).tell_campaigns() == 0
    assert await posting(store, end + timedelta(days=3)).tell_campaigns() == 1
    assert await posting(store, end + timedelta(days=4)).tell_campaigns() == 0
    wanted = select(table.c.body).where(table.c.kind == "board").order_by(table.c.id)
    told = [str(item) for item in store.call(lambda tx: tx.execute(wanted).scalars().all())]
    assert "Halva tiden av Resfri höst har gått" in told[0]
    assert "Resfri höst är slut" in told[1]
