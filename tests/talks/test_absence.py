"""The bot is shut out of a group: its coordinator hears of it once, kindly; let in again it goes on by itself."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.messages import Event, Place
from chatbot.store import inbox, outbox, schedules
from chatbot.store.people import give_role
from tests.talks.talk import FULL, NOW, Talk, words

GROUP = Place("test", "t", "-500", kind="group")
BACK = "Nu får jag skriva här igen."


@pytest.fixture
def coordinator(talk: Talk) -> Talk:
    """A coordinator who has set a weekly board in the group."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    talk.store.call(lambda tx: give_role(tx, 1, "coordinator", NOW))
    replace(talk, place=GROUP).says("/schema måndag 8")
    return talk


def happens(talk: Talk, name: str, place: Place = GROUP, value: str = "") -> None:
    """Somebody lets the bot in or shows it out."""
    actor = replace(talk.event("").actor, user_id="u9")
    event = Event(uuid4().hex, "member", actor, place, NOW, name=name, value=value)
    talk.store.call(lambda tx: inbox.add(tx, event, NOW))
    while talk.store.call(talk._handle):
        continue


def shown(talk: Talk, place: Place) -> list[str]:
    """What a place has been shown."""
    return [words(out.item) for out in talk.store.read(lambda tx: outbox.feed(tx, place, 0))]


def resting(talk: Talk) -> int:
    """Boards that rest."""
    return len(talk.store.read(schedules.resting))


def test_the_coordinator_is_told_once_and_in_their_own_chat(coordinator: Talk) -> None:
    """Which group it was, what rests, and what to do; a second time nothing."""
    for _ in range(2):
        happens(coordinator, "left", value="Kommunens chefer")
    told = [said for said in shown(coordinator, coordinator.place) if "Kommunens chefer" in said]
    assert len(told) == 1
    assert "Släpp in mig igen" in told[0]
    assert resting(coordinator) == 1


def test_let_in_again_the_group_hears_that_it_goes_on(coordinator: Talk) -> None:
    """Beside the greeting: when the board comes."""
    happens(coordinator, "left")
    happens(coordinator, "joined")
    greeting, back = shown(coordinator, GROUP)[-2:]
    assert "Jag heter Resfri" in greeting
    assert BACK in back
    assert "varje måndag kl. 8.00" in back
    assert resting(coordinator) == 0


def test_made_an_administrator_it_goes_on_without_a_greeting(coordinator: Talk) -> None:
    """It never left: it was only not let write."""
    happens(coordinator, "left")
    before = len(shown(coordinator, GROUP))
    happens(coordinator, "allowed")
    (back,) = shown(coordinator, GROUP)[before:]
    assert BACK in back


def test_who_speaks_to_the_bot_there_shows_that_it_is_in(coordinator: Talk) -> None:
    """Where the platform did not tell: told once, with the next command or question."""
    happens(coordinator, "left")
    there = replace(coordinator, place=GROUP)
    assert BACK in there.says("/hjälp")
    assert BACK not in there.says("/hjälp")
    assert resting(coordinator) == 0


@pytest.mark.parametrize(("anywhere", "resting_after"), [(True, 1), (False, 0)])
def test_a_command_shows_nothing_where_it_can_be_given_anywhere(
    coordinator: Talk, world: World, *, anywhere: bool, resting_after: int
) -> None:
    """As in Slack, where the coordinator would else be told anew after each; what is said to the bot shows it."""
    caps = replace(FULL, commands_anywhere=anywhere)
    bot = Bot(coordinator.store, replace(world, capabilities=lambda place: caps), app.handlers())
    there = replace(coordinator, place=GROUP, bot=bot)
    happens(there, "left")
    there._send(replace(there.event(""), kind="command", name="hjälp"))
    assert resting(there) == resting_after
    there.says("hur delar jag skärmen?")
    assert resting(there) == 0


def test_who_has_shut_the_bot_out_of_their_own_chat_is_not_written_to(coordinator: Talk) -> None:
    """Nor is anything told of a chat where nothing is posted."""
    before = len(shown(coordinator, coordinator.place))
    happens(coordinator, "left", replace(GROUP, channel="-7"))
    assert len(shown(coordinator, coordinator.place)) == before
    happens(coordinator, "left", coordinator.place)
    happens(coordinator, "left")
    assert len(shown(coordinator, coordinator.place)) == before
    assert resting(coordinator) == 1
