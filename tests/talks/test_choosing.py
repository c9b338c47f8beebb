"""Travel or not: the trip's cost by each means beside a meeting at a distance; and the coordinator's look."""

from dataclasses import replace

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import Knowledge, World
from chatbot.store import Store
from chatbot.store.people import give_role
from tests.talks.talk import NOW, Talk


@pytest.fixture
def member(talk: Talk) -> Talk:
    """Somebody in a group at Åmål."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "/resa-eller-möte Karlstad 8 personer torsdag",
        "resa eller möte karlstad, 8 pers",
        "/resa-eller-möte 8 pers till Karlstad den 3 december",
        "/resa-eller-mote 8 från Åmål till Karlstad",
    ],
)
def test_the_trip_stands_beside_the_meeting(member: Talk, said: str) -> None:
    """By car, shared car, electric car, train and bus: hours, kWh, carbon and money; at a distance hardly any."""
    answered = member.says(said)
    assert "Resa till Karlstad eller mötas på distans?" in answered
    assert "8 personer" in answered
    for way in ("Bil", "Samåkning", "Elbil", "Tåg", "Buss", "På distans"):
        assert f"\n{way}\t" in answered
    assert "Flyg" not in answered
    assert "Träffas hellre på plats" in answered


def test_a_long_trip_offers_flying(member: Talk) -> None:
    """From 300 km one way flying is among the ways."""
    assert "\nFlyg\t" in member.says("/resa-eller-möte Kiruna 3 personer")


def test_the_place_is_asked_for_once(member: Talk) -> None:
    """Without a place one question; the answer alone is enough."""
    assert "Vart skulle ni resa?" in member.says("/resa-eller-möte")
    assert "Resa till Karlstad" in member.says("Karlstad 8 pers")
    assert "Vart skulle ni resa?" in member.says("/resa-eller-möte")
    assert "Vart skulle ni" not in member.says("hur stänger jag av mikrofonen i teams?")


def test_nobody_travels_home(member: Talk) -> None:
    """A meeting in the group's own town needs no trip."""
    assert "behöver ingen resa" in member.says("/resa-eller-möte Åmål 8 personer")


def test_without_a_group_it_is_asked_for(talk: Talk) -> None:
    """Where people set out from is the group's."""
    assert "Vilken grupp" in talk.says("/resa-eller-möte Karlstad 8 personer")


def test_the_organisations_policy_is_told(store: Store, world: World, knowledge: Knowledge) -> None:
    """A pack's resepolicy stands under the figures, in its own words."""
    policy = "Välj i första hand resfritt möte."
    told = Knowledge(replace(knowledge.library, policy=policy), knowledge.index)
    talk = Talk(store, Bot(store, replace(world, knowledge=lambda: told), app.handlers()))
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    assert f"Er resepolicy säger: {policy}" in talk.says("/resa-eller-möte Karlstad 8 personer")


def unusual(talk: Talk) -> None:
    """Log a meeting that is flagged."""
    talk.says("/logga-möte i tisdags på Teams, 70 personer, 60 från Åmål slapp åka till Ed")
    talk.presses("Ja, det stämmer")


def test_a_coordinator_approves_or_removes_what_is_unusual(member: Talk) -> None:
    """The list has the group but no name; approving keeps the meeting, removing takes it out of the count."""
    unusual(member)
    assert "för coacher och samordnare" in member.says("/granska")
    assert "för coacher och samordnare" in member.acts("approve-meeting", "1")
    member.store.call(lambda tx: give_role(tx, 1, "coordinator", NOW))
    listed = member.says("/granska")
    assert "Kommunledningen i Åmål" in listed
    assert "60 resande" in listed
    assert "Namn" not in listed
    assert "godkänt" in member.presses(next(label for label in member.labels() if label.startswith("Godkänn")))
    assert "Inga möten" in member.says("/granska")
    assert "väntar inte längre" in member.acts("remove-meeting", "1")
    assert "70 deltagare" in member.says("/mina-möten")
    member.says("/ångra")
    unusual(member)
    member.says("/granska")
    assert "räknas inte längre" in member.presses(
        next(label for label in member.labels() if label.startswith("Ta bort"))
    )
    assert "inte loggat något möte" in member.says("/mina-möten")
