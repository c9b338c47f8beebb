"""A meeting that comes back: offered to be asked about, asked once a week, logged only by an answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.jobs.posting import Posting
from chatbot.messages import Place, Post
from chatbot.ports import Capabilities
from chatbot.store import Store, outbox
from tests.talks.talk import FULL, Talk

LINE = "/logga-möte veckomöte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors"
TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # four in the afternoon in Sweden
GROUP = Place("test", "t", "-5", kind="group")


@pytest.fixture
def member(talk: Talk) -> Talk:
    """Somebody in a group at Åmål."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


def reminded(talk: Talk, now: datetime) -> list[Post]:
    """What the clock posts at this time."""
    posting = Posting(talk.store, lambda: now, lambda platform: True)
    asked = talk.store.call(posting.remind_due)
    new = talk.store.call(lambda tx: outbox.feed(tx, talk.place, talk.seen_id))
    talk.last = [out.item for out in new]
    talk.seen_id = max((out.id for out in new), default=talk.seen_id)
    posts = [item for item in talk.last if isinstance(item, Post)]
    assert len(posts) == asked
    return posts


def later(talk: Talk, store: Store, world: World, now: datetime) -> Talk:
    """The same talk at another time."""
    moved = Talk(store, Bot(store, replace(world, clock=lambda: now), app.handlers()), place=talk.place)
    moved.last, moved.seen_id = talk.last, talk.seen_id
    return moved


def test_it_is_asked_each_week_and_logged_by_an_answer(member: Talk, store: Store, world: World) -> None:
    """Offered, asked on the weekday after the meeting has been, once, and logged for that day when answered."""
    assert "Då kan jag fråga dig efteråt" in member.says(LINE)
    assert "varje tisdag" in member.presses("Påminn mig")
    assert reminded(member, TUESDAY - timedelta(hours=1)) == []
    assert len(reminded(member, TUESDAY)) == 1
    talk = later(member, store, world, TUESDAY)
    saved = talk.presses("Ja, logga det")
    assert "Tisdag 24 november 2026 på Teams, 6 deltagare, annars i Bengtsfors" in saved
    assert reminded(talk, TUESDAY + timedelta(hours=1)) == []
    assert len(reminded(talk, TUESDAY + timedelta(days=7))) == 1


def test_it_can_be_skipped_and_stopped(member: Talk) -> None:
    """Neither logs anything; after stopping nobody is asked."""
    member.says(LINE)
    member.presses("Påminn mig")
    reminded(member, TUESDAY)
    posted = member.last
    assert "frågar igen nästa gång" in member.presses("Inte den här gången")
    member.last = posted
    assert "frågar inte mer" in member.presses("Sluta fråga")
    assert reminded(member, TUESDAY + timedelta(days=7)) == []
    assert member.says("/mina-möten").count("deltagare") == 1


def test_nobody_else_can_answer_for_it(member: Talk) -> None:
    """A forged button finds nothing."""
    member.says(LINE)
    member.presses("Påminn mig")
    other = member.other("u2")
    for action in ("series-log", "series-stop"):
        assert "finns inte längre" in other.acts(action, "1")


def test_a_single_meeting_offers_nothing(member: Talk) -> None:
    """Only what is said to come back."""
    member.says(LINE.replace("veckomöte ", ""))
    assert "Påminn mig" not in member.labels()


def test_where_there_are_no_buttons_a_number_answers_it(store: Store, world: World) -> None:
    """The number that stands by the choice; a form that was open when the question came is still open."""
    bare = replace(world, capabilities=lambda place: replace(FULL, forms="dialogue", buttons=False, edit=False))
    talk = Talk(store, Bot(store, bare, app.handlers()))
    for said in ("/grupp", "Kommunledningen i Åmål", LINE, "Påminn mig"):
        talk.says(said)
    talk = later(talk, store, bare, TUESDAY - timedelta(hours=1))
    assert "Vilken dag var mötet?" in talk.says("/logga-möte")
    assert len(reminded(talk, TUESDAY)) == 1
    talk = later(talk, store, bare, TUESDAY)
    assert "Avbrutet" in talk.says("avbryt")
    assert "Tisdag 24 november 2026 på Teams, 6 deltagare" in talk.says("1")


def test_where_a_person_has_one_dialogue_it_goes_on(store: Store, world: World) -> None:
    """What was begun in a group is not forgotten because the question came in the person's own chat."""
    phone = replace(world, capabilities=lambda place: Capabilities(buttons=True, ephemeral="dm"))
    talk = Talk(store, Bot(store, phone, app.handlers()))
    for said in ("/grupp", "Kommunledningen i Åmål", LINE, "Påminn mig"):
        talk.says(said)
    group = replace(later(talk, store, phone, TUESDAY - timedelta(hours=1)), place=GROUP, seen_id=0)
    assert "Vilken dag var mötet?" in group.says("/logga-möte")
    posting = Posting(store, lambda: TUESDAY, lambda platform: True, one_dialogue=group.bot.one_dialogue)
    assert store.call(posting.remind_due) == 1
    assert "Hur många deltog?" in later(group, store, phone, TUESDAY).says("1 november")
