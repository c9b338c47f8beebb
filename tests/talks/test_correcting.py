"""A logged meeting is corrected by just saying so, told by several and counted once, or looked at twice."""

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from chatbot.store.schema import meeting, meeting_event
from tests.talks.talk import Talk

LINE = "/logga-möte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors"


@pytest.fixture
def member(talk: Talk) -> Talk:
    """Somebody in a group at Åmål."""
    joined(talk)
    return talk


def joined(talk: Talk) -> Talk:
    """The person joins the group."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


def count(talk: Talk) -> int:
    """Meetings that count."""
    found = talk.store.call(lambda tx: tx.execute(select(func.count()).where(meeting.c.undone.is_(False))).scalar_one())
    return int(found)


def kinds(talk: Talk) -> Sequence[str]:
    """What has happened to meetings, in order."""
    return talk.store.call(
        lambda tx: list(tx.execute(select(meeting_event.c.kind).order_by(meeting_event.c.id)).scalars())
    )


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("vi var 8", "8 deltagare"),
        ("nej förresten, vi var åtta", "8 deltagare"),
        ("nej, tre bilar", "6 deltagare"),
        ("det var i onsdags", "onsdag 18 november 2026"),
        ("fel, det var på Zoom", "på Zoom"),
        ("menade Mellerud", "annars i Mellerud"),
        ("det skulle vara den 12 november", "torsdag 12 november 2026"),
        ("vi hade tagit tåget", "6 deltagare"),
        ("hybridmöte", "hybridmöte"),
    ],
)
def test_a_correction_is_just_said(member: Talk, said: str, seen: str) -> None:
    """After the receipt a few words are enough; the meeting is changed, not logged again."""
    member.says(LINE)
    answered = member.says(said)
    assert "Mötet är ändrat" in answered
    assert seen.casefold() in answered.casefold()
    assert count(member) == 1
    assert kinds(member) == ["logged", "corrected"]


def test_a_correction_works_after_something_else_and_twice(member: Talk) -> None:
    """A question in between does not end it; the second correction builds on the first."""
    member.says(LINE)
    member.says("hur stänger jag av mikrofonen i teams?")
    assert "8 deltagare" in member.says("vi var 8")
    last = member.says("det var i onsdags")
    assert "8 deltagare" in last
    assert "Onsdag 18 november" in last


def test_those_who_travelled_follow_the_number(member: Talk) -> None:
    """An assumed number of travellers is assumed anew; one that was said stays."""
    member.says(LINE)
    assert "7 personer hade åkt" in member.says("vi var 8")
    member.says("/logga-möte i fredags kl 9 på Teams, 6 personer, 2 från Åmål slapp åka till Ed")
    assert "personer hade åkt" not in member.says("vi var 8")


@pytest.mark.parametrize(
    "said",
    [
        "hur många kan vara med i ett möte?",
        "de hör inte mig",
        "hur delar jag skärmen",
        "8",
        "tack",
        "vi ses i morgon klockan 8 på kontoret och tar en fika då",
        "kameran är svart",
    ],
)
def test_what_is_no_correction_changes_nothing(member: Talk, said: str) -> None:
    """Questions, thanks and chat leave the meeting alone."""
    member.says(LINE)
    member.says(said)
    assert kinds(member) == ["logged"]


def test_a_wrong_correction_says_how_to_mend_it(member: Talk) -> None:
    """A date to come is refused with a sentence, and the meeting stands."""
    member.says(LINE)
    assert "inte varit än" in member.says("det var i morgon")
    assert kinds(member) == ["logged"]
    assert "Mötet är ändrat" in member.says("det var i onsdags")


def test_after_undo_nothing_is_left_to_correct(member: Talk) -> None:
    """A correction of a meeting that was taken back does not bring it back."""
    member.says(LINE)
    member.says("/ångra")
    member.says("vi var 8")
    assert kinds(member) == ["logged", "undone"]


@pytest.mark.parametrize(
    ("line", "asked", "mended", "seen"),
    [
        ("/logga-möte i övermorgon, Teams, 6 pers, Ed", "Vilken dag", "i tisdags", "tisdag 17 november"),
        ("/logga-möte i tisdags, Teams, 0 pers, slapp åka till Ed", "Hur många deltog?", "6", "6 deltagare"),
        ("/logga-möte 31/2 Teams 6 pers Ed", "Vilken dag", "30 oktober", "fredag 30 oktober"),
        ("/logga-möte i tisdags Teams 4 pers, 7 från Åmål, Ed", "Hur många hade rest", "3 från Åmål", "4 deltagare"),
    ],
)
def test_only_the_wrong_part_is_asked_for(member: Talk, line: str, asked: str, mended: str, seen: str) -> None:
    """What was right in a refused line is kept; the answer alone completes it."""
    assert asked in member.says(line)
    assert count(member) == 0
    answered = member.says(mended)
    assert "Mötet är sparat" in answered
    assert seen.casefold() in answered.casefold()
    assert "Ed" in answered


def test_an_unknown_place_offers_those_like_it(member: Talk) -> None:
    """The likeliest names are buttons; pressing one saves the meeting."""
    member.says("/logga-möte i tisdags på Teams, 6 personer, slapp åka till Bengtsforsköping")
    label = next(label for label in member.labels() if label == "Bengtsfors")
    assert "annars i Bengtsfors" in member.presses(label)


def test_a_question_while_something_is_asked_is_answered(member: Talk) -> None:
    """Somebody who asks about something else gets an answer; the draft waits no longer in the way."""
    member.says("/logga-möte i tisdags, Teams, 0 pers, slapp åka till Ed")
    assert "Hur många deltog" not in member.says("hur stänger jag av mikrofonen i teams?")


def test_something_else_told_where_a_place_was_asked_is_taken(talk: Talk) -> None:
    """ "vi var 8" as the answer to "Varifrån hade ni åkt?" changes the number, and the place is asked for again."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Bengtsfors")
    assert "Varifrån hade ni åkt?" in talk.says(LINE)
    assert "Varifrån hade ni åkt?" in talk.says("vi var 8")
    saved = talk.says("Åmål")
    assert "8 deltagare" in saved
    assert "Mötet är sparat" in saved


def test_like_last_time(member: Talk) -> None:
    """ "samma som sist" repeats the latest meeting today, with what else is said."""
    member.says(LINE)
    again = member.says("/logga-möte samma som sist, 7 pers")
    assert "Måndag 23 november 2026 på Teams, 7 deltagare, annars i Bengtsfors" in again
    assert "6 personer hade åkt" in again
    assert count(member) == 2


def test_told_by_two_counts_once(member: Talk) -> None:
    """The same day and nearly the same time: one meeting, said kindly and without a name."""
    member.says("/logga-möte i tisdags kl 9 på Teams, 6 personer, slapp åka till Bengtsfors")
    second = joined(member.other("u2"))
    answered = second.says("/logga-möte i tisdags kl 9.15, Teams, 7 pers, Bengtsfors")
    assert "Någon i gruppen har redan loggat mötet" in answered
    assert "räknas en gång" in answered
    assert "Namn" not in answered
    assert (count(member), kinds(member)) == (1, ["logged", "merged"])
    second.says("/logga-möte i tisdags kl 9.15, Teams, 7 pers, Bengtsfors")
    assert kinds(member) == ["logged", "merged"]


def test_a_wrong_merge_is_split(member: Talk) -> None:
    """It was another meeting after all: it becomes one of its own, with what was told of it."""
    member.says("/logga-möte i tisdags kl 9 på Teams, 6 personer, slapp åka till Bengtsfors")
    second = joined(member.other("u2"))
    second.says("/logga-möte i tisdags kl 9.15, Teams, 7 pers, Bengtsfors")
    answered = second.presses("Det var ett annat möte")
    assert "Mötet är sparat" in answered
    assert "7 deltagare" in answered
    assert count(member) == 2
    assert "väntar inte längre" in second.acts("meeting-other", "1")
    assert count(member) == 2


def test_without_a_time_it_is_asked(member: Talk) -> None:
    """The same people and place but no time: asked, and both answers work."""
    member.says(LINE)
    second = joined(member.other("u2"))
    assert "Är det samma möte?" in second.says(LINE)
    assert count(member) == 1
    assert "Någon i gruppen" in second.says("1")
    assert count(member) == 1
    third = joined(member.other("u3"))
    third.says(LINE)
    assert "Mötet är sparat" in third.presses("Nej, ett annat")
    assert count(member) == 2


def test_one_who_logs_twice_is_told(member: Talk) -> None:
    """The person's own meeting again is not counted again."""
    line = "/logga-möte i tisdags kl 9 på Teams, 6 personer, slapp åka till Bengtsfors"
    member.says(line)
    assert "har du redan loggat" in member.says(line)
    assert kinds(member) == ["logged"]


def test_what_another_has_told_of_too_survives_an_undo(member: Talk) -> None:
    """The one who logged it steps back; it still counts, and is the witness's own from then on."""
    line = "/logga-möte i tisdags kl 9 på Teams, 6 personer, slapp åka till Bengtsfors"
    member.says(line)
    second = joined(member.other("u2"))
    second.says(line)
    assert "räknas fortfarande" in member.says("/ångra")
    assert count(member) == 1
    assert "inget möte att ta tillbaka" in member.says("/ångra")
    assert "borttaget" in second.says("/ångra")
    assert count(member) == 0


def test_the_unusual_is_confirmed_first(member: Talk) -> None:
    """Sixty travellers are asked about; a yes stores and flags the meeting, a no stores nothing."""
    line = "/logga-möte i tisdags på Teams, 70 personer, 60 från Åmål slapp åka till Ed"
    assert "60 personer hade rest. Det är ovanligt många." in member.says(line)
    assert count(member) == 0
    assert "inget är sparat" in member.presses("Nej, jag skriver om")
    assert count(member) == 0
    member.says(line)
    assert "Mötet är sparat" in member.presses("Ja, det stämmer")
    assert kinds(member) == ["logged", "flagged"]


def test_a_long_way_is_confirmed_first(member: Talk) -> None:
    """More than 300 km one way is asked about."""
    assert "ovanligt långt" in member.says("/logga-möte i tisdags på Teams, 4 pers, 3 från Åmål slapp åka till Kiruna")


def test_more_than_eight_a_day_is_confirmed_first(member: Talk) -> None:
    """The ninth meeting of a day is asked about."""
    for hour in range(8, 16):
        member.says(f"/logga-möte i tisdags kl {hour}:00 på Teams, 6 personer, slapp åka till Bengtsfors")
    assert count(member) == 8
    assert "8 möten i dag" in member.says("/logga-möte i tisdags kl 17 på Teams, 6 personer, slapp åka till Ed")
