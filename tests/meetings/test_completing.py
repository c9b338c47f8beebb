"""Completing: gaps from habits, each assumption named, one question at most."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.i18n import translator
from chatbot.meetings.completing import Habits, complete
from chatbot.meetings.form import with_origin
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


@pytest.mark.parametrize(
    ("participants", "municipality", "home", "homes", "travellers"),
    [
        # Homes unknown: all but one, from the municipality.
        (6, "Åmål", None, (), (("Åmål", 5),)),
        # Those at home in the place stay, the others go.
        (7, "Åmål", None, ("Mellerud", "Mellerud", "Mellerud"), (("Åmål", 4),)),
        (7, "Åmål", "Mellerud", ("Mellerud",), (("Åmål", 5),)),
        (3, "Åmål", "Mellerud", ("Mellerud", "Mellerud"), ()),
        (1, "Åmål", "Mellerud", (), ()),
        # Known homes elsewhere are where those set out from; one of whom nothing is known stays.
        (6, "Åmål", "Ed", (), (("Ed", 1), ("Åmål", 4))),
        (6, "Åmål", "Ed", ("Ed", "Bengtsfors"), (("Ed", 2), ("Bengtsfors", 1), ("Åmål", 2))),
        (6, "Åmål", "Ed", ("Mellerud",), (("Ed", 1), ("Åmål", 4))),
        (6, "Åmål", "Åmål", ("Åmål",), (("Åmål", 5),)),
        (1, "Åmål", "Ed", (), (("Ed", 1),)),
        # All are known and none is at home there: the last one stays.
        (3, "Åmål", "Ed", ("Ed", "Bengtsfors"), (("Ed", 2),)),
        # More are known than took part: the one who tells of it is one of them.
        (2, "Åmål", "Ed", ("Mellerud", "Bengtsfors"), (("Ed", 1),)),
        (2, "Åmål", "Ed", ("Bengtsfors", "Mellerud"), (("Ed", 1),)),
        (2, "Åmål", None, ("Mellerud", "Bengtsfors"), (("Bengtsfors", 1),)),
        # Without a municipality the others set out from where the one who tells of it does.
        (5, None, "Ed", (), (("Ed", 4),)),
        (5, None, "Ed", ("Bengtsfors",), (("Ed", 3), ("Bengtsfors", 1))),
        # The others are at home in the place where that is the group's own.
        (5, "Mellerud", "Ed", (), (("Ed", 1),)),
        (5, "Mellerud", None, ("Ed", "Mellerud", "Ed"), (("Ed", 2),)),
    ],
)
def test_known_homes(
    participants: int,
    municipality: str | None,
    home: str | None,
    homes: tuple[str, ...],
    travellers: tuple[tuple[str, int], ...],
) -> None:
    """Where nobody was told, those not at home in the place go, each from their home, and one at least stays."""
    habits = Habits(TODAY, municipality=municipality, home=home, homes=homes)
    meeting = completed(Draft(place="Mellerud", participants=participants), habits)
    assert meeting.travellers == tuple(Traveller(*who) for who in travellers)
    told = sentences(meeting)
    for origin, count in travellers:
        assert f"Jag antog att {count} person{'er' if count > 1 else ''} hade åkt från {origin}." in told
    assert ("ingen hade behövt åka" in told) == (not travellers)


@pytest.mark.parametrize(
    ("draft", "habits"),
    [
        (Draft(participants=5), Habits(TODAY, home="Mellerud")),
        (Draft(participants=5), Habits(TODAY, homes=("Ed",))),
        (Draft(participants=5), Habits(TODAY, municipality="Mellerud", home="Mellerud")),
        (Draft(participants=5, travellers=(Traveller(None, 1),)), Habits(TODAY, home="Mellerud")),
    ],
)
def test_without_a_home_elsewhere_it_is_asked_from_where(draft: Draft, habits: Habits) -> None:
    """The one question; its answer holds for those of whom nothing is known, and is not told as an assumption's."""
    draft = replace(draft, place="Mellerud")
    asked = complete(draft, habits)
    assert isinstance(asked, Question)
    assert asked.field == "origin"
    answered = completed(with_origin(draft, "Bengtsfors"), habits)
    assert Traveller("Bengtsfors", 1 if draft.travellers else 4 - len(habits.homes)) in answered.travellers
    assert len(answered.travellers) == 1 + len(habits.homes)
    assert completed(with_origin(draft, "Mellerud"), habits).travellers == tuple(
        Traveller(home, 1) for home in habits.homes
    )


@pytest.mark.parametrize(
    ("travellers", "habits", "origins"),
    [
        ((Traveller(None, 3),), Habits(TODAY, municipality="Åmål", home="Ed"), ("Åmål",)),
        ((Traveller(None, 3),), Habits(TODAY, home="Ed", homes=("Åmål",)), ("Ed",)),
        ((Traveller(None, 1),), Habits(TODAY, municipality="Åmål", home="Ed"), ("Ed",)),
        ((Traveller(None, 1),), Habits(TODAY, municipality="Åmål", home="Mellerud"), ("Åmål",)),
        ((Traveller(None, 1),), Habits(TODAY, municipality="Åmål", homes=("Ed",)), ("Åmål",)),
        ((Traveller("Ed", 2), Traveller(None, 1)), Habits(TODAY, municipality="Åmål", home="Ed"), ("Ed", "Åmål")),
        ((Traveller("Bengtsfors", 1),), Habits(TODAY, municipality="Åmål", home="Ed"), ("Bengtsfors",)),
    ],
)
def test_travellers_told_without_an_origin(
    travellers: tuple[Traveller, ...], habits: Habits, origins: tuple[str, ...]
) -> None:
    """Several set out from the group's municipality, one alone from their home where it is known; never from there."""
    meeting = completed(Draft(place="Mellerud", participants=5, travellers=travellers), habits)
    assert tuple(who.origin for who in meeting.travellers) == origins
    assert tuple(who.count for who in meeting.travellers) == tuple(who.count for who in travellers)
    told = sentences(meeting)
    for who, origin in zip(travellers, origins, strict=True):
        assert (f"resan hade börjat i {origin}" in told) == (who.origin is None)


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
        home=st.sampled_from([None, "Ed", "Mellerud"]),
        homes=st.lists(st.sampled_from(["Ed", "Åmål", "Mellerud"]), max_size=5).map(tuple),
    ),
)
def test_always_a_meeting_or_a_question(draft: Draft, habits: Habits) -> None:
    """Every draft becomes a meeting whose travellers all have an origin that is not the place, or a question."""
    result = complete(draft, habits)
    if isinstance(result, Meeting):
        assert all(who.origin and who.origin != result.place for who in result.travellers)
        assert result.travellers == () or result.place
        if not draft.travellers and result.participants > 1:
            assert sum(who.count for who in result.travellers) < result.participants
    else:
        answered = complete(with_origin(draft, "Grums") if result.field == "origin" else draft, habits)
        assert isinstance(answered, Meeting) == (result.field == "origin")
