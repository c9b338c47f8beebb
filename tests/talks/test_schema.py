"""The coordinator sets in the chat when the board is posted in a place."""

from dataclasses import replace

import pytest

from chatbot import commands
from chatbot.messages import Place, Post
from chatbot.programme.organisation import PlannedGroup
from chatbot.programme.schedules import Rhythm
from chatbot.store import schedules
from chatbot.store.groups import put_group
from chatbot.store.people import give_role
from tests.talks.talk import NOW, Talk

PLAN = PlannedGroup("Dalsland", "Åmåls kommun", "Kommunledningen")


@pytest.fixture
def coordinator(talk: Talk) -> Talk:
    """A coordinator in a group."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    talk.store.call(lambda tx: give_role(tx, 1, "coordinator", NOW))
    return talk


def test_set_told_and_stopped(coordinator: Talk) -> None:
    """Each step says what holds now."""
    assert "inte upp av sig själv" in coordinator.says("/schema")
    assert "varje måndag kl. 8.00" in coordinator.says("/schema måndag 8")
    assert "varje måndag kl. 8.00" in coordinator.says("/schema")
    assert "första varje månad kl. 9.00" in coordinator.says("/schema månad 9")
    assert "inte upp här av sig själv längre" in coordinator.says("/schema av")
    assert "inte upp av sig själv" in coordinator.says("/schema av")


@pytest.mark.parametrize("said", ["söndag 9", "måndag 22", "ibland", "måndag 5"])
def test_what_cannot_be_says_what_can(coordinator: Talk, said: str) -> None:
    """Quiet hours, weekends and what is no time."""
    assert "mellan 7 och 20" in coordinator.says(f"/schema {said}")


def test_a_participant_cannot(talk: Talk) -> None:
    """It is the coordinator's."""
    assert "för coacher och samordnare" in talk.says("/schema måndag 8")


def in_its_own_name(talk: Talk) -> Talk:
    """A group in whose name somebody writes who manages it."""
    group = Place("test", "t", "-500", kind="group")
    return replace(talk, place=group, user=group.channel, name="")


def test_a_group_sets_it_in_its_own_name(talk: Talk) -> None:
    """Where there is one federation; seen by all, without greeting, and nothing else of the coordinator's."""
    talk.store.call(lambda tx: put_group(tx, PLAN, NOW))
    group = in_its_own_name(talk)
    assert "varje måndag kl. 8.00" in group.says("/schema måndag 8", manages=True)
    assert [item.audience for item in group.last if isinstance(item, Post)] == ["all"]
    assert group.labels() == []
    assert "varje måndag kl. 8.00" in group.says("/schema", manages=True)
    assert "inte upp här av sig själv längre" in group.says("/schema av", manages=True)


def test_a_group_that_could_mean_several_boards_is_told_how(talk: Talk) -> None:
    """Nothing is guessed; one that has a board keeps to it."""
    first = talk.store.call(lambda tx: put_group(tx, PLAN, NOW))
    talk.store.call(lambda tx: put_group(tx, replace(PLAN, federation="Fyrbodal"), NOW))
    group = in_its_own_name(talk)
    assert "inte anonymt" in group.says("/schema måndag 8", manages=True)
    rhythm = Rhythm("week", 0, 8, 0)
    talk.store.call(lambda tx: schedules.put(tx, group.place, first.federation_id, rhythm, NOW))
    assert "varje fredag kl. 9.00" in group.says("/schema fredag 9", manages=True)


def test_who_manages_the_group_on_its_platform_can(talk: Talk) -> None:
    """Where the platform says so with the event; for no other command of the coordinator's."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    assert "varje måndag kl. 8.00" in talk.says("/schema måndag 8", manages=True)
    assert "för coacher och samordnare" in talk.says("/schema av")
    for spec in commands.specs():
        assert spec.managers == (spec.name == "schema")
