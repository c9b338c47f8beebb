"""What a person tells of themselves: homes in the order they came, templates by name, both gone with the person."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from chatbot.messages import Actor
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Store, Tx, people, templates
from chatbot.store.groups import put_group
from chatbot.store.people import Person
from chatbot.store.schema import person


def member(tx: Tx, user: str, group_id: int, now: datetime) -> Person:
    """A person who has chosen the group."""
    made = people.meet(tx, Actor("chat", "t", user, user), "sv", now)
    people.choose_group(tx, made.id, group_id, now)
    return made


def test_homes_of_a_group(store: Store, now: datetime) -> None:
    """Of those who are in it still and have said it, in the order they came; forgotten at a word."""

    def steps(tx: Tx) -> None:
        here, there = (put_group(tx, PlannedGroup("Dalsland", "Ed", name), now).id for name in ("Här", "Där"))
        first, second, third, fourth = (member(tx, user, here, now) for user in "abcd")
        for one, home in ((third, "Ed"), (first, "Åmål"), (fourth, "Bengtsfors")):
            people.set_home(tx, one.id, home)
        assert people.homes(tx, here, but=second.id) == ["Åmål", "Ed", "Bengtsfors"]
        assert people.homes(tx, here, but=first.id) == ["Ed", "Bengtsfors"]
        people.choose_group(tx, third.id, there, now + timedelta(days=1))
        assert people.homes(tx, here, but=0) == ["Åmål", "Bengtsfors"]
        assert people.homes(tx, there, but=0) == ["Ed"]
        people.set_home(tx, first.id, None)
        assert people.load(tx, first.id).home == ""
        assert people.homes(tx, here, but=0) == ["Bengtsfors"]

    store.call(steps)


def test_templates_of_a_person(store: Store, now: datetime) -> None:
    """One under each key, the last put; only their own can be removed; the person's row takes them along."""

    def steps(tx: Tx) -> None:
        mine, theirs = (people.meet(tx, Actor("chat", "t", user, user), "sv", now) for user in "ab")
        templates.put(tx, mine.id, "nämnden", "namnden", {"participants": 5}, now)
        templates.put(tx, mine.id, "Nämnden", "namnden", {"participants": 6}, now)
        templates.put(tx, mine.id, "arbetsutskottet", "arbetsutskottet", {}, now)
        templates.put(tx, theirs.id, "nämnden", "namnden", {}, now)
        kept = templates.of_person(tx, mine.id)
        assert [(one.name, one.draft) for one in kept] == [("arbetsutskottet", {}), ("Nämnden", {"participants": 6})]
        assert not templates.remove(tx, kept[0].id, theirs.id)
        assert templates.remove(tx, kept[0].id, mine.id)
        assert not templates.remove(tx, kept[0].id, mine.id)
        tx.execute(delete(person).where(person.c.id == mine.id))
        assert templates.of_person(tx, mine.id) == []
        assert len(templates.of_person(tx, theirs.id)) == 1

    store.call(steps)
