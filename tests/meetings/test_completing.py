"""Completing: gaps from habits, each assumption named, one question at most."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.i18n import translator
from chatbot.meetings.completing import Habits, complete
from chatbot.meetings.meeting import Draft, Meeting, Question, Traveller

TODAY = date(2026, 11, 23)
HABITS = Habits(
    TODAY, municipality="Åmål", usual_place="Bengtsfors", likely_places=("Mellerud", "Ed", "Bengtsfors", "Åmål")
)


def completed(draft: Draft, habits: Habits = HABITS) -> Meeting:
    """The meeting; fails where a question comes back."""
    result = complete(draft, habits)
    assert isinstance(result, Meeting)
    return result


def sentences(meeting: Meeting) -> str:
    """The assumptions as told."""
    return " ".join(translator().tell(each) for each in meeting.assumptions)


def test_all_said_assumes_nothing() -> None:
    """A draft with everything becomes the meeting as said, with no assumption."""
    draft = Draft(
        date=date(2026, 11, 17),
        start=time(9, 0),
        duration_min=90,
        participants=5,
        form="webb",
        platform="teams",
        place="Mellerud",
        travellers=(Traveller("Ed", 2),),
        mode="bil",
        cars=1,
        replaces="ja",
    )
    meeting = completed(draft)
    assert meeting.assumptions == ()
    assert (meeting.replaced_percent, meeting.cars, meeting.travellers) == (100, 1, (Traveller("Ed", 2),))


def test_gaps_are_filled_and_named() -> None:
    """Today, an hour, the usual place, everybody but one from the group's municipality: each said in a sentence."""
    meeting = completed(Draft(participants=6, platform="teams", form="webb"))
    assert (meeting.date, meeting.duration_min, meeting.place) == (TODAY, 60, "Bengtsfors")
    assert meeting.travellers == (Traveller("Åmål", 5),)
    told = sentences(meeting)
    for expected in (
        "Jag antog att mötet var i dag.",
        "Jag antog att mötet varade i 60 minuter.",
        "Jag antog att ni annars hade träffats i Bengtsfors.",
        "Jag antog att 5 personer hade åkt från Åmål.",
        "Jag antog att ni hade åkt bil.",
        "Jag räknade med 1,25 personer i varje bil.",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("draft", "habits", "field"),
    [
        (Draft(participants=4), Habits(TODAY), "destination"),
        (Draft(participants=4, place="Ed"), Habits(TODAY), "origin"),
        (Draft(participants=4, place="Åmål"), HABITS, "origin"),
        (Draft(participants=4, place="Ed", travellers=(Traveller(None, 2),)), Habits(TODAY), "origin"),
    ],
)
def test_the_one_question(draft: Draft, habits: Habits, field: str) -> None:
    """Without place or origin and without a habit there is one question."""
    result = complete(draft, habits)
    assert isinstance(result, Question)
    assert result.field == field
    assert translator().tell(result.notice).endswith("?")


def test_three_likely_places_are_offered() -> None:
    """The buttons of the question: three places, none of them the meeting's own."""
    result = complete(Draft(participants=4, place="Åmål"), HABITS)
    assert isinstance(result, Question)
    assert result.choices == ("Mellerud", "Ed", "Bengtsfors")


@pytest.mark.parametrize(
    ("changes", "travellers"),
    [
        ({"participants": 5}, (Traveller("Åmål", 4),)),
        ({"participants": 1}, (Traveller("Åmål", 1),)),
        ({"participants": 5, "travellers": (Traveller(None, 2),)}, (Traveller("Åmål", 2),)),
        (
            {"participants": 5, "travellers": (Traveller("Ed", 1), Traveller("Mellerud", 2))},
            (Traveller("Ed", 1),),
        ),
        ({"participants": 5, "travellers": (Traveller("Mellerud", 2),)}, ()),
    ],
)
def test_travellers(changes: dict[str, Any], travellers: tuple[Traveller, ...]) -> None:
    """At least one stays; those at the place do not travel."""
    assert completed(Draft(place="Mellerud", **changes)).travellers == travellers


def test_known_homes_at_the_place_stay() -> None:
    """Those whose home is the meeting place are not counted."""
    habits = Habits(TODAY, municipality="Åmål", at_place=3)
    assert completed(Draft(place="Mellerud", participants=7), habits).travellers == (Traveller("Åmål", 4),)


@pytest.mark.parametrize(("replaces", "percent"), [("ja", 100), ("delvis", 50), ("nej", 0)])
def test_replaced_share(replaces: Any, percent: int) -> None:
    """Partly is half where the group has not said; no needs neither place nor origin."""
    meeting = completed(Draft(participants=4, replaces=replaces, place="Ed"))
    assert meeting.replaced_percent == percent


def test_a_meeting_that_replaced_nothing_asks_nothing() -> None:
    """Without habits it is still complete."""
    meeting = completed(Draft(participants=4, replaces="nej"), Habits(TODAY))
    assert (meeting.place, meeting.travellers) == (None, ())


@pytest.mark.parametrize(
    ("habits", "count"),
    [
        (Habits(TODAY, municipality="Åmål", usual_participants=9), 9),
        (Habits(TODAY, municipality="Åmål", members=12), 12),
        (Habits(TODAY, municipality="Åmål"), 2),
    ],
)
def test_participants_from_habits(habits: Habits, count: int) -> None:
    """Usual number, else the members, else two; named."""
    meeting = completed(Draft(place="Ed"), habits)
    assert meeting.participants == count
    assert f"{count} deltagare" in sentences(meeting)


@given(
    st.builds(
        Draft,
        participants=st.none() | st.integers(1, 1000),
        place=st.sampled_from([None, "Ed", "Åmål"]),
        replaces=st.sampled_from([None, "ja", "nej", "delvis"]),
        cars=st.none() | st.integers(1, 9),
        travellers=st.lists(
            st.builds(Traveller, st.sampled_from([None, "Ed", "Mellerud"]), st.integers(1, 9)), max_size=3
        ).map(tuple),
    ),
    st.builds(
        Habits,
        st.just(TODAY),
        municipality=st.sampled_from([None, "Ed", "Åmål"]),
        usual_place=st.sampled_from([None, "Ed"]),
        usual_replaces=st.sampled_from([None, "ja", "nej", "delvis"]),
    ),
)
def test_always_a_meeting_or_a_question(draft: Draft, habits: Habits) -> None:
    """Every draft becomes a meeting whose travellers all have an origin that is not the place, or a question."""
    result = complete(draft, habits)
    if isinstance(result, Meeting):
        assert all(who.origin and who.origin != result.place for who in result.travellers)
        assert result.travellers == () or result.place
