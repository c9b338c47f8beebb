"""The coordinator sets in the chat when the board is posted in a place."""

import pytest

from chatbot import commands
from chatbot.store.people import give_role
from tests.talks.talk import NOW, Talk


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


def test_who_manages_the_group_on_its_platform_can(talk: Talk) -> None:
    """Where the platform says so with the event; for no other command of the coordinator's."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    assert "varje måndag kl. 8.00" in talk.says("/schema måndag 8", manages=True)
    assert "för coacher och samordnare" in talk.says("/schema av")
    for spec in commands.specs():
        assert spec.managers == (spec.name == "schema")
