"""A chat that shuts the bot out: what is posted there by itself rests, goes on when it is let in, or is forgotten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from chatbot.messages import Actor, Place, say
from chatbot.programme.organisation import PlannedGroup
from chatbot.programme.schedules import Rhythm
from chatbot.store import (
    Store,
    Tx,
    absences,
    campaigns,
    coach_places,
    conversations,
    outbox,
    people,
    retention,
    schedules,
    series,
)
from chatbot.store.groups import put_group
from chatbot.store.outbox import Draft
from chatbot.store.schema import absence
from chatbot.store.schema import outbox as table

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GROUP = Place("chat", "t", "-500", kind="group")
TOPIC = replace(GROUP, thread="5")
ELSEWHERE = replace(GROUP, channel="-7")
OWN = Place("chat", "t", "a")


def all_that_comes_by_itself(tx: Tx) -> None:
    """A board, a campaign, news for coaches and a reminder in the group; a board elsewhere; a reminder in private."""
    federation = put_group(tx, PlannedGroup("Dalsland", "Åmåls kommun", "Kommunledningen"), NOW).federation_id
    person = people.meet(tx, Actor("chat", "t", "a", "Åsa"), "sv", NOW)
    for place in (TOPIC, ELSEWHERE):
        schedules.put(tx, place, federation, Rhythm("week", 0, 8, 0), NOW)
    campaigns.add(tx, GROUP, federation, "Höst", date(2026, 11, 1), date(2026, 11, 29), None, NOW)
    coach_places.put(tx, GROUP, NOW)
    for place in (GROUP, OWN):
        series.add(tx, person.id, "a", place, 2, {}, NOW)


def counted(tx: Tx) -> tuple[int, int, int, int]:
    """What may be posted now: boards, campaigns, news that are due, reminders."""
    told = len(coach_places.tell(tx, "fel", anew=True))
    return len(schedules.everywhere(tx)), len(campaigns.everywhere(tx)), told, len(series.everywhere(tx))


def test_what_is_posted_by_itself_rests_and_goes_on(store: Store) -> None:
    """In all topics of the chat, nowhere else. Reminders of a group go to each person's own chat, and only one who
    blocks the bot there is left in peace; coaches hear again what they may have missed."""
    store.call(all_that_comes_by_itself)
    assert store.call(counted) == (2, 1, 1, 2)
    assert store.call(lambda tx: absences.begin(tx, GROUP, NOW))
    assert store.call(counted) == (1, 0, 0, 2)
    assert [(one.place, since) for one, since in store.call(schedules.resting)] == [(TOPIC, NOW)]
    assert store.call(lambda tx: absences.begin(tx, OWN, NOW))
    assert store.call(counted) == (1, 0, 0, 1)
    assert store.call(lambda tx: (absences.end(tx, TOPIC), absences.end(tx, OWN))) == (True, True)
    assert store.call(counted) == (2, 1, 1, 2)


def test_it_is_news_once(store: Store) -> None:
    """The second time nothing begins, nor ends."""
    begun = store.call(lambda tx: [absences.begin(tx, place, NOW) for place in (GROUP, TOPIC, GROUP)])
    ended = store.call(lambda tx: [absences.end(tx, GROUP) for _ in range(2)])
    assert (begun, ended) == ([True, False, False], [True, False])


def test_what_waits_to_be_posted_there_is_dropped(store: Store) -> None:
    """Boards and news; an answer to a person goes to their own chat, and other chats are left alone."""

    def work(tx: Tx) -> list[str]:
        for kind, place in (("board", TOPIC), ("packs", GROUP), ("answer", GROUP), ("board", ELSEWHERE)):
            outbox.add(tx, Draft(place, say("hej"), kind=kind), NOW, pull=False)
        absences.begin(tx, GROUP, NOW)
        return list(tx.execute(select(table.c.state).order_by(table.c.id)).scalars())

    assert store.call(work) == ["dropped", "dropped", "pending", "pending"]


def test_after_thirty_days_it_is_forgotten(store: Store) -> None:
    """The chat and what was to be posted there; not a day earlier, and nothing of other chats."""
    store.call(all_that_comes_by_itself)
    store.call(lambda tx: [absences.begin(tx, place, NOW) for place in (GROUP, OWN)])
    assert store.call(lambda tx: retention.purge(tx, NOW + timedelta(days=29)))["absence"] == 0
    assert store.call(lambda tx: retention.purge(tx, NOW + timedelta(days=30)))["absence"] == 2
    assert store.call(lambda tx: tx.execute(select(absence)).all()) == []
    assert store.call(counted) == (1, 0, 0, 1)
    assert store.call(schedules.resting) == []


def test_a_group_that_moved_has_not_been_left(store: Store) -> None:
    """Under its new name all goes on."""
    store.call(all_that_comes_by_itself)
    store.call(lambda tx: absences.begin(tx, GROUP, NOW))
    store.call(lambda tx: conversations.move(tx, GROUP, "-100500"))
    assert store.call(counted) == (2, 1, 1, 2)
