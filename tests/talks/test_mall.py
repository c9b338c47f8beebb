"""`/mall`: a meeting is kept under a name, logged again by it, and removed; each person has their own."""

from datetime import time

import pytest
from sqlalchemy import delete, select

from chatbot.meetings import Meeting
from chatbot.store import meetings
from chatbot.store.schema import person, template
from tests.talks.talk import Talk

LINE = "/logga-möte i tisdags kl 9 på Teams, 90 min, 6 personer, slapp åka till Bengtsfors"


def joined(talk: Talk) -> Talk:
    """The person joins the group at Åmål."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


@pytest.fixture
def member(talk: Talk) -> Talk:
    """Somebody in a group at Åmål, who has kept a meeting as "nämnden"."""
    joined(talk)
    talk.says(LINE)
    talk.says("/mall nämnden")
    return talk


def names(talk: Talk) -> list[str]:
    """What is stored."""
    return talk.store.call(lambda tx: list(tx.execute(select(template.c.name).order_by(template.c.id)).scalars()))


def latest(talk: Talk) -> Meeting:
    """The meeting that was logged last."""
    return talk.store.call(lambda tx: meetings.all_after(tx, 0))[-1].meeting


def test_nothing_yet(talk: Talk) -> None:
    """Who has none, or has logged nothing, is told how it is done."""
    assert "Du har inga mallar än." in talk.says("/mall")
    assert "Logga först ett möte" in talk.says("/mall nämnden")
    joined(talk)
    assert "Du har inga mallar än." in talk.says("/logga-möte mall nämnden i tisdags")
    assert "Du har inga mallar än." in talk.says("/mall ta bort nämnden")


def test_it_is_kept_and_logged_again(member: Talk) -> None:
    """All but the day is as it was; what the line says goes before the template."""
    assert "nämnden: Teams, 6 deltagare, Bengtsfors, kl. 9.00" in member.says("/mall")
    saved = member.says("/logga-möte som Namnden i onsdags")
    assert "Onsdag 18 november 2026 på Teams, 6 deltagare, annars i Bengtsfors" in saved
    again = latest(member)
    assert (again.start, again.duration_min) == (time(9, 0), 90)
    said = member.says("/logga-möte mall nämnden i fredags, 8 personer på Zoom")
    assert "Fredag 20 november 2026 på Zoom, 8 deltagare, annars i Bengtsfors" in said
    assert "7 personer hade åkt från Åmål" in said
    assert "Jag antog att mötet var i dag." in member.says("/logga-möte mall nämnden")


def test_a_button_logs_it_today(member: Talk) -> None:
    """The list's button is enough."""
    member.says("/mall")
    assert "Måndag 23 november 2026 på Teams" in member.presses("Logga nämnden")


def test_the_meeting_of_the_talk_is_kept_not_an_older_one(member: Talk) -> None:
    """What was corrected just now, with its correction, also in the place of an older template of that name."""
    member.says("/logga-möte i onsdags på Zoom, 4 pers, slapp åka till Ed")
    member.says("vi var 5")
    assert "NÄMNDEN: Zoom, 5 deltagare, Ed" in member.says("/mall ”NÄMNDEN”")
    assert names(member) == ["NÄMNDEN"]


def test_an_unknown_name_offers_those_there_are(member: Talk) -> None:
    """Pressed, the one meant is logged with what else was said; a wrong day is asked for as always."""
    assert "Du har ingen mall som heter styrelsen." in member.says("/logga-möte mall styrelsen i onsdags, 9 pers")
    assert "Onsdag 18 november 2026 på Teams, 9 deltagare" in member.presses("Logga nämnden")
    assert "Vilken dag var mötet?" in member.says("/logga-möte som nämnden i övermorgon")
    assert "Torsdag 19 november 2026 på Teams, 6 deltagare" in member.says("i torsdags")


def test_it_is_removed(member: Talk) -> None:
    """By its name, or by a button when the name is unknown; the meetings stay, and an old button finds nothing."""
    member.says("/mall")
    listed = member.last
    assert "Du har ingen mall som heter styrelsen." in member.says("/mall ta bort styrelsen")
    assert "Mallen är borttagen." in member.presses("Ta bort nämnden")
    assert names(member) == []
    member.says("/mall nämnden")
    assert "Mallen är borttagen." in member.says("/mall ta bort NÄMNDEN")
    assert names(member) == []
    assert "6 deltagare" in member.says("/mina-möten")
    for label in ("Logga nämnden", "Ta bort nämnden"):
        member.last = listed
        assert "Den mallen finns inte längre." in member.presses(label)


def test_at_most_twenty_with_short_names(member: Talk) -> None:
    """The twenty-first is refused with those there are; one that is there already is still replaced."""
    assert "högst 40 tecken" in member.says(f"/mall {'n' * 41}")
    assert "högst 40 tecken" in member.says("/mall ???")
    for number in range(19):
        member.says(f"/mall nummer {number}")
    assert len(names(member)) == 20
    assert "Du har redan 20 mallar." in member.says("/mall en till")
    assert "Mallen är sparad." in member.says("/mall nämnden")
    assert len(names(member)) == 20


def test_it_is_the_persons_own_and_goes_with_them(member: Talk) -> None:
    """Nobody else sees, logs or removes it; without the person it is gone."""
    other = joined(member.other("u2"))
    assert "Du har inga mallar än." in other.says("/mall")
    for action in ("template-log", "template-remove"):
        assert "Den mallen finns inte längre." in other.acts(action, "1")
    assert names(member) == ["nämnden"]
    member.store.call(lambda tx: tx.execute(delete(person)))
    assert names(member) == []
