"""A channel that gets another name keeps its talks and what waits for it."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from chatbot.messages import Actor, Place, say
from chatbot.programme.organisation import PlannedGroup
from chatbot.programme.schedules import Rhythm
from chatbot.store import Store, Tx, conversations, outbox, people, schedules, series
from chatbot.store.groups import put_group
from chatbot.store.outbox import Draft
from chatbot.store.schema import conversation
from chatbot.store.schema import outbox as table

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD = Place("chat", "t", "-500", kind="group")
PLAN = PlannedGroup("Dalsland", "Åmåls kommun", "Kommunledningen")
NEW = replace(OLD, channel="-100500")


def test_conversations_and_what_waits_follow(store: Store) -> None:
    """One who has written under the new name already keeps that talk; other channels are left alone."""

    def work(tx: Tx) -> tuple[list[tuple[str, str]], list[str]]:
        elsewhere = replace(OLD, channel="-7")
        conversations.conversation_ids(tx, [(OLD, "a"), (OLD, "b"), (NEW, "b"), (elsewhere, "a")])
        outbox.add(tx, Draft(OLD, say("hej")), NOW, pull=False)
        outbox.add(tx, Draft(replace(OLD, channel="-7"), say("hej")), NOW, pull=False)
        conversations.move(tx, OLD, NEW.channel)
        talks = tx.execute(select(conversation.c.channel, conversation.c.actor_id).order_by(conversation.c.id))
        waiting = tx.execute(select(table.c.channel).order_by(table.c.id)).scalars()
        return [(row.channel, row.actor_id) for row in talks], list(waiting)

    talks, waiting = store.call(work)
    assert talks == [("-100500", "a"), ("-500", "b"), ("-100500", "b"), ("-7", "a")]
    assert waiting == ["-100500", "-7"]


def test_boards_and_reminders_follow(store: Store) -> None:
    """In each topic; a rhythm that has been set under the new name is kept, and none is left behind."""
    weekly, monthly = Rhythm("week", 0, 8, 0), Rhythm("month", 0, 9, 0)
    topic = replace(OLD, thread="5")

    def work(tx: Tx) -> list[tuple[str, str, str]]:
        federation = put_group(tx, PLAN, NOW).federation_id
        person = people.meet(tx, Actor("chat", "t", "a", "Åsa"), "sv", NOW)
        for place, rhythm in ((OLD, weekly), (topic, weekly), (NEW, monthly)):
            schedules.put(tx, place, federation, rhythm, NOW)
        series.add(tx, person.id, "a", OLD, 2, {}, NOW)
        conversations.move(tx, OLD, NEW.channel)
        assert [one.place.channel for one in series.everywhere(tx)] == [NEW.channel]
        return [(one.place.channel, one.place.thread, one.rhythm.kind) for one in schedules.everywhere(tx)]

    assert sorted(store.call(work)) == [(NEW.channel, "", "month"), (NEW.channel, "5", "week")]
