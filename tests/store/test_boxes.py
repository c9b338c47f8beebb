"""Inbox, outbox, conversations and what is kept how long."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from chatbot.messages import Actor, Event, Place, Post, say
from chatbot.ports import Receipt
from chatbot.store import Store, Tx, inbox, outbox, retention
from chatbot.store.conversations import conversation_ids, load_state, save_state
from chatbot.store.outbox import Draft
from chatbot.store.schema import conversation as conversation_table
from chatbot.store.schema import inbox as inbox_table
from chatbot.store.schema import outbox as outbox_table

PLACE = Place("chat", "t", "c")


def event(key: str, at: datetime, said: str = "hej", channel: str = "c", user: str = "u") -> Event:
    """A message."""
    return Event(key, "message", Actor("chat", "t", user), Place("chat", "t", channel), at, said)


def test_the_same_key_is_stored_once(store: Store, now: datetime) -> None:
    """A platform's repeated delivery gives the same id and is not new."""
    first = store.call(lambda tx: inbox.add(tx, event("k", now), now))
    again = store.call(lambda tx: inbox.add(tx, event("k", now, "annat"), now))
    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]


def test_events_of_a_conversation_come_in_order_and_leave_nothing_behind(store: Store, now: datetime) -> None:
    """Claimed oldest first; once handled the text is blanked and the key is kept."""
    events = [event(f"k{number}", now, f"text {number}") for number in range(3)]
    store.call(lambda tx: [inbox.add(tx, one, now) for one in events])
    seen = []

    def one(tx: Tx) -> bool:
        taken = inbox.claim(tx)
        if taken is None:
            return False
        seen.append(taken.event.text)
        inbox.done(tx, taken.id, now)
        return True

    while store.call(one):
        continue
    assert seen == ["text 0", "text 1", "text 2"]
    rows = store.read(lambda tx: tx.execute(select(inbox_table.c.payload, inbox_table.c.key)).all())
    assert [row.payload for row in rows] == [None] * 3
    assert len({row.key for row in rows}) == 3


def test_waiting_tells_if_a_channel_waits_for_its_answer(store: Store, now: datetime) -> None:
    """True from the event's storing to its handling, for that channel only."""
    id, _ = store.call(lambda tx: inbox.add(tx, event("k", now), now))
    assert store.read(lambda tx: inbox.waiting(tx, "chat", "c"))
    assert not store.read(lambda tx: inbox.waiting(tx, "chat", "other"))
    store.call(lambda tx: inbox.done(tx, id, now))
    assert not store.read(lambda tx: inbox.waiting(tx, "chat", "c"))


def test_a_dialogue_is_kept_a_day(store: Store, now: datetime) -> None:
    """State is there within 24 hours, gone after, and blanked in the table by the purge."""
    id = store.call(lambda tx: conversation_ids(tx, [(PLACE, "u")])[0])
    store.call(lambda tx: save_state(tx, id, {"choices": ["å"]}, now))
    assert store.read(lambda tx: load_state(tx, id, now + timedelta(hours=23))) == {"choices": ["å"]}
    late = now + timedelta(hours=24)
    assert store.read(lambda tx: load_state(tx, id, late)) == {}
    assert store.call(lambda tx: retention.purge(tx, late))["conversation"] == 1
    assert store.read(lambda tx: tx.execute(select(conversation_table.c.state)).scalar()) is None


def put(store: Store, now: datetime, channel: str = "c", said: str = "svar", **more: object) -> int:
    """An item in the outbox."""
    draft = Draft(Place("chat", "t", channel), say(said), **more)  # type: ignore[arg-type]
    return store.call(lambda tx: outbox.add(tx, draft, now, pull=False))


def test_a_lease_takes_one_item_for_each_channel(store: Store, now: datetime) -> None:
    """Order in a channel is kept: its second item waits until the first is sent."""
    first, second = put(store, now), put(store, now)
    other = put(store, now, "d")
    leased = store.call(lambda tx: outbox.lease(tx, "chat", "me", now, 10))
    assert [item.outgoing.id for item in leased] == [first, other]
    assert store.call(lambda tx: outbox.lease(tx, "chat", "me", now, 10)) == []
    store.call(lambda tx: outbox.sent(tx, first, Receipt(None), now))
    assert [item.outgoing.id for item in store.call(lambda tx: outbox.lease(tx, "chat", "me", now, 10))] == [second]


def test_a_lease_that_ran_out_is_uncertain(store: Store, now: datetime) -> None:
    """After ten seconds another owner may take it, and knows that it may have arrived."""
    put(store, now)
    store.call(lambda tx: outbox.lease(tx, "chat", "dead", now, 10))
    later = now + timedelta(seconds=10)
    again = store.call(lambda tx: outbox.lease(tx, "chat", "me", later, 10))
    assert [(item.uncertain, item.outgoing.attempt) for item in again] == [(True, 2)]


def test_what_waits_holds_its_channel(store: Store, now: datetime) -> None:
    """An item told to wait is overtaken by none of its channel's; another channel's go on."""
    first, second = put(store, now), put(store, now)
    other = put(store, now, "d")
    store.call(lambda tx: outbox.lease(tx, "chat", "me", now, 1))
    store.call(lambda tx: outbox.wait(tx, first, now + timedelta(seconds=30)))
    assert [item.outgoing.id for item in store.call(lambda tx: outbox.lease(tx, "chat", "me", now, 10))] == [other]
    later = now + timedelta(seconds=30)
    assert store.call(lambda tx: outbox.lease(tx, "chat", "me", later, 10))[0].outgoing.id == first
    store.call(lambda tx: outbox.sent(tx, first, Receipt(None), later))
    assert second in [item.outgoing.id for item in store.call(lambda tx: outbox.lease(tx, "chat", "me", later, 10))]


def test_five_failures_are_the_end_but_waiting_is_no_failure(store: Store, now: datetime) -> None:
    """A platform's "wait" counts nothing; the fifth failure makes the item dead."""
    id = put(store, now)
    minutes = [now + timedelta(minutes=number) for number in range(16)]

    def told_to_wait(tx: Tx) -> None:
        for at, later in pairwise(minutes[:10]):
            outbox.lease(tx, "chat", "me", at, 1)
            outbox.wait(tx, id, later)

    def failing(tx: Tx) -> list[bool]:
        dead = []
        for at in minutes[10:15]:
            outbox.lease(tx, "chat", "me", at, 1)
            dead.append(outbox.failed(tx, id, "500", at))
        return dead

    store.call(told_to_wait)
    assert store.call(failing) == [False] * 4 + [True]
    assert store.call(lambda tx: outbox.lease(tx, "chat", "me", minutes[15], 1)) == []


def test_past_its_deadline_an_item_becomes_its_fallback(store: Store, now: datetime) -> None:
    """Before the deadline nothing is late; after it the other item is sent instead."""
    id = put(store, now, deadline_at=now + timedelta(seconds=2), late=say("för sent"))
    assert store.call(lambda tx: outbox.late_item(tx, id, now)) is None
    late = store.call(lambda tx: outbox.late_item(tx, id, now + timedelta(seconds=3)))
    assert late == say("för sent")
    store.call(lambda tx: outbox.replace(tx, id, late))
    leased = store.call(lambda tx: outbox.lease(tx, "chat", "me", now + timedelta(seconds=3), 1))
    assert leased[0].outgoing.item == say("för sent")


def test_the_feed_gives_a_session_its_posts_after_an_id(store: Store, now: datetime) -> None:
    """Only that channel's, only newer ones, oldest first."""
    drafts = [Draft(PLACE, say(f"{number}")) for number in range(3)]
    ids = store.call(lambda tx: [outbox.add(tx, draft, now, pull=True) for draft in drafts])
    put(store, now, "d")
    feed = store.read(lambda tx: outbox.feed(tx, PLACE, ids[0]))
    assert [item.id for item in feed] == ids[1:]
    assert [item.item for item in feed] == [say("1"), say("2")]


def test_bodies_are_blanked_after_a_day_and_keys_after_a_week(store: Store, now: datetime) -> None:
    """What was sent is gone after 24 hours, what waits is not, and keys live seven days."""
    sent = store.call(lambda tx: outbox.add(tx, Draft(PLACE, say("a")), now, pull=True))
    waiting = put(store, now)
    id, _ = store.call(lambda tx: inbox.add(tx, event("k", now), now))
    store.call(lambda tx: inbox.done(tx, id, now))
    store.call(lambda tx: retention.purge(tx, now + timedelta(hours=24)))
    bodies = dict(
        store.read(lambda tx: [tuple(row) for row in tx.execute(select(outbox_table.c.id, outbox_table.c.body))])
    )
    assert bodies[sent] is None
    assert bodies[waiting] is not None
    assert store.call(lambda tx: inbox.add(tx, event("k", now), now))[1] is False
    store.call(lambda tx: retention.purge(tx, now + timedelta(days=7)))
    assert store.call(lambda tx: inbox.add(tx, event("k", now), now))[1] is True


@pytest.mark.parametrize("item", [Post(()), say("åäö 🎉 \u202e")])
def test_items_come_back_as_they_went_in(store: Store, now: datetime, item: Post) -> None:
    """An item survives its way through the database."""
    store.call(lambda tx: outbox.add(tx, Draft(PLACE, item), now, pull=True))
    assert [out.item for out in store.read(lambda tx: outbox.feed(tx, PLACE, 0))] == [item]
