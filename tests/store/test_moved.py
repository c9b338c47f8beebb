"""A channel that gets another name keeps its talks and what waits for it."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from chatbot.messages import Place, say
from chatbot.store import Store, Tx, conversations, outbox
from chatbot.store.outbox import Draft
from chatbot.store.schema import conversation
from chatbot.store.schema import outbox as table

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD = Place("chat", "t", "-500", kind="group")
NEW = replace(OLD, channel="-100500")


def test_conversations_and_what_waits_follow(store: Store) -> None:
    """One who has written under the new name already keeps that talk; other channels are left alone."""

    def work(tx: Tx) -> tuple[list[tuple[str, str]], list[str]]:
        conversations.conversation_id(tx, OLD, "a")
        conversations.conversation_id(tx, OLD, "b")
        conversations.conversation_id(tx, NEW, "b")
        conversations.conversation_id(tx, replace(OLD, channel="-7"), "a")
        outbox.add(tx, Draft(OLD, say("hej")), NOW, pull=False)
        outbox.add(tx, Draft(replace(OLD, channel="-7"), say("hej")), NOW, pull=False)
        conversations.move(tx, OLD, NEW.channel)
        talks = tx.execute(select(conversation.c.channel, conversation.c.actor_id).order_by(conversation.c.id))
        waiting = tx.execute(select(table.c.channel).order_by(table.c.id)).scalars()
        return [(row.channel, row.actor_id) for row in talks], list(waiting)

    talks, waiting = store.call(work)
    assert talks == [("-100500", "a"), ("-500", "b"), ("-100500", "b"), ("-7", "a")]
    assert waiting == ["-100500", "-7"]
