"""`/hemort`: a person says from where they set out; it is reckoned with, told to nobody, and forgotten at a word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from chatbot import ledger
from chatbot.meetings import Meeting, Traveller, draft_of
from chatbot.messages import Place, Post
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Tx, groups, meetings, people
from chatbot.store.schema import group, membership, person
from tests.talks.talk import NOW, Talk

LINE = "/logga-möte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors"
GROUP = Place("test", "t", "kanal", kind="group")


def joined(talk: Talk) -> Talk:
    """The person joins the group at Åmål."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


@pytest.fixture
def member(talk: Talk) -> Talk:
    """Somebody in a group at Åmål."""
    return joined(talk)


def homes(talk: Talk) -> list[str | None]:
    """What is stored, by person."""
    return talk.store.call(lambda tx: list(tx.execute(select(person.c.home).order_by(person.c.id)).scalars()))


def travellers(talk: Talk, id: int = 1) -> tuple[Traveller, ...]:
    """Who would have travelled to a meeting that is stored."""
    found = talk.store.call(lambda tx: meetings.get(tx, id))
    assert found is not None
    return found.meeting.travellers


def test_it_is_told_shown_changed_and_forgotten(member: Talk) -> None:
    """Nothing is known at first; then what was said last, by its canonical name; then nothing again."""
    first = member.says("/hemort")
    assert "Jag vet inte varifrån du brukar resa." in first
    assert "från Åmål, som gruppen" in first
    assert "Du brukar resa från Ed." in member.says("/hemort jag bor i ed")
    assert "aldrig till någon annan" in member.says("/hemort")
    assert "Du brukar resa från Bengtsfors." in member.says("/hemort Bengtsforss")
    assert homes(member) == ["Bengtsfors"]
    assert "Jag har glömt" in member.says("/hemort ta bort")
    assert homes(member) == [None]
    assert "Jag vet inte" in member.says("/hemort")
    member.says("/hemort Ed")
    member.presses("Ta bort")
    assert homes(member) == [None]


def test_an_unknown_place_is_answered_with_those_like_it(talk: Talk) -> None:
    """They are buttons, also for a person without a group; what looks like nothing is told how to be written."""
    assert "Menade du" in talk.says("/hemort Bengtsforsköping")
    assert homes(talk) == [None]
    assert "Du brukar resa från Bengtsfors." in talk.presses("Bengtsfors")
    assert "Skriv en kommun eller en tätort." in talk.says("/hemort 12345")
    assert homes(talk) == ["Bengtsfors"]


def test_homes_are_reckoned_with(member: Talk) -> None:
    """Those at home in the place stay, known homes elsewhere are where those set out from, the rest from Åmål."""
    member.says("/hemort Ed")
    joined(member.other("u2")).says("/hemort Bengtsfors")
    joined(member.other("u3")).says("/hemort Bengtsfors")
    told = member.says(LINE)
    assert "Jag antog att 1 person hade åkt från Ed." in told
    assert "Jag antog att 3 personer hade åkt från Åmål." in told
    assert travellers(member) == (Traveller("Ed", 1), Traveller("Åmål", 3))
    assert "5 personer hade åkt från Åmål" in member.says("vi var 8")
    member.says("/hemort ta bort")
    assert "6 personer hade åkt från Åmål" in member.says("nej, vi var 8 på Zoom")


def test_who_has_left_the_group_is_not_reckoned_with(member: Talk) -> None:
    """A home belongs to the group that its person has chosen last."""
    other = joined(member.other("u2"))
    other.says("/hemort Ed")
    later = NOW + timedelta(minutes=1)

    def move(tx: Tx) -> None:
        new = groups.put_group(tx, PlannedGroup("Dalsland", "Ed", "Nämnden i Ed"), later)
        people.choose_group(tx, 2, new.id, later)

    member.store.call(move)
    assert "5 personer hade åkt från Åmål" in member.says(LINE)


def test_me_alone_from_home(member: Talk) -> None:
    """ "Jag" is from the group's municipality until the home is known."""
    assert "resan hade börjat i Åmål" in member.says("/logga-möte i tisdags på Teams, 4 pers, jag slapp åka till Ed")
    member.says("/hemort Mellerud")
    assert "resan hade börjat i Mellerud" in member.says("/logga-möte i onsdags på Zoom, 5 pers, jag slapp åka till Ed")


def test_the_answer_to_from_where_leaves_known_homes_alone(member: Talk) -> None:
    """In a group whose municipality nobody knows it is asked, and the answer holds for the others only."""
    member.store.call(lambda tx: tx.execute(update(group).values(municipality=None)))
    joined(member.other("u2")).says("/hemort Ed")
    assert "Varifrån hade ni åkt?" in member.says(LINE)
    told = member.says("Mellerud")
    assert "Jag antog att 1 person hade åkt från Ed." in told
    assert travellers(member) == (Traveller("Ed", 1), Traveller("Mellerud", 4))
    assert "6 personer hade åkt från Mellerud" in member.says("vi var 8")
    assert "4 personer hade åkt från Mellerud" in member.says("/logga-möte samma som sist, vi var 6")


def test_a_correction_assumes_by_whose_meeting_it_is(member: Talk) -> None:
    """Somebody else who corrects it, and is in no group, gets the homes and the municipality of the meeting's own."""
    member.says("/hemort Ed")
    member.says(LINE)
    other = member.other("u2")
    other.says("/hemort Mellerud")
    library = member.bot._world.knowledge().library

    def corrected(tx: Tx) -> Meeting:
        logged = meetings.get(tx, 1)
        assert logged is not None
        draft = replace(draft_of(logged.meeting), travellers=())
        done = ledger.correct(tx, people.load(tx, 2), logged, draft, library, NOW)
        assert isinstance(done, ledger.Stored)
        return done.meeting

    assert member.store.call(corrected).travellers == (Traveller("Ed", 1), Traveller("Åmål", 4))


def test_nobody_else_is_told(member: Talk) -> None:
    """In a group the answer is private and not offered to be shared; the others see counts, never whose."""
    shown = Talk(member.store, member.bot, place=GROUP)
    shown.says("/hemort Ed")
    (post,) = shown.last
    assert isinstance(post, Post)
    assert post.audience == "actor"
    assert shown.labels() == ["Ta bort"]
    other = joined(member.other("u2"))
    seen = [other.says(said) for said in ("/hemort", LINE, "/mina-möten", "/hjälp", "/topplista allt")]
    assert not any("Du brukar resa från Ed" in words for words in seen)
    assert all("från Ed" not in words for words in seen[2:])
    assert "1 person hade åkt från Ed" in seen[1]


def test_it_goes_with_the_person(member: Talk) -> None:
    """With the person's row the home is gone, and nothing of it stands elsewhere."""
    member.says("/hemort Säffle")
    member.store.call(lambda tx: tx.execute(delete(person)))
    assert member.store.call(lambda tx: people.homes(tx, 1, but=0)) == []
    assert member.store.call(lambda tx: list(tx.execute(select(membership)))) == []
