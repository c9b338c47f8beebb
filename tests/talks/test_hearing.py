"""`/besked`: where coaches want to hear when something is wrong in the tips' files."""

from dataclasses import replace

from chatbot.store import coach_places
from chatbot.store.people import give_role
from tests.talks.talk import NOW, Talk


def test_a_coach_says_where(talk: Talk) -> None:
    """Here, no more, and what is set; in a channel it is the channel that hears."""
    talk.says("hej")
    assert "för coacher" in talk.says("/besked här")
    talk.store.call(lambda tx: give_role(tx, 1, "coach", NOW))
    assert "Jag säger inte till här" in talk.says("/besked")
    talk.place = replace(talk.place, kind="group", channel="coacher")
    assert "Jag säger till här" in talk.says("/besked här")
    assert "Jag säger till här" in talk.says("/besked HÄR")
    assert "Jag säger till här" in talk.says("/besked")
    ((place, before),) = talk.store.call(lambda tx: coach_places.tell(tx, "x", anew=True))
    assert (place, before) == (talk.place, None)
    assert "Jag säger inte till här" in talk.says("/besked av")
    assert not talk.store.call(lambda tx: coach_places.hears(tx, talk.place))
