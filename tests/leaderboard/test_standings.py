"""Standings: order, ties, sums, and the protection of small groups."""

from dataclasses import fields
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.leaderboard import Tally, Totals, standings
from chatbot.leaderboard.standings import PROTECTED
from tests.leaderboard.boards import WEEK, tally

FIGURES = [field.name for field in fields(Totals)]
AMOUNT = st.integers(0, 10**9)
TALLY = st.builds(
    Tally,
    group_id=st.integers(1, 10**6),
    group=st.sampled_from(["Åmål", "Ängen", "Östra", "Zenit", "Berg", "berg"]),
    organisation=st.sampled_from(["Norr", "Söder"]),
    members=st.none() | st.integers(0, 12),
    fte=st.none() | st.floats(0, 50),
    recurring_per_month=st.none(),
    meetings=st.integers(0, 5),
    wh=AMOUNT,
    g=AMOUNT,
    minutes=AMOUNT,
    metres=AMOUNT,
)
TALLIES = st.lists(TALLY, max_size=12, unique_by=lambda tally: tally.group_id)


def test_ties_share_rank_in_swedish_order() -> None:
    """Equal groups share a place, the next place is skipped, and equals stand by the alphabet with å ä ö last."""
    groups = [("Örn", 3), ("Ås", 3), ("Zon", 3), ("Ärla", 3), ("Topp", 9), ("Sist", 1)]
    board = standings([tally(n, name, count) for n, (name, count) in enumerate(groups)], WEEK)
    ranked = [(row.rank, row.group, row.tied) for row in board.rows]
    assert ranked == [
        (1, "Topp", False),
        (2, "Zon", True),
        (2, "Ås", True),
        (2, "Ärla", True),
        (2, "Örn", True),
        (6, "Sist", False),
    ]


def test_by_fte_when_all_have_it() -> None:
    """With årsarbetskrafter for every group a small eager group goes before a big one."""
    board = standings([tally(1, "Stor", 10, fte=40), tally(2, "Liten", 6, fte=6)], WEEK)
    assert [(row.group, row.score) for row in board.rows] == [("Liten", 1.0), ("Stor", 0.25)]
    assert board.measure == "fte"


@pytest.mark.parametrize("fte", [None, 0.0, -1.0])
def test_by_count_when_one_lacks_fte(fte: float | None) -> None:
    """If one group lacks årsarbetskrafter, all are ranked by the number of meetings and the rule says so."""
    board = standings([tally(1, "Stor", 10, fte=40), tally(2, "Liten", 6, fte=fte)], WEEK)
    assert [(row.group, row.score) for row in board.rows] == [("Stor", 10.0), ("Liten", 6.0)]
    assert board.measure == "count"


def test_groups_not_shown_do_not_choose_the_rule() -> None:
    """A hidden or silent group that lacks årsarbetskrafter does not change how the others are ranked."""
    others = [tally(2, "Dold", 5, members=2), tally(3, "Tyst", 0)]
    assert standings([tally(1, "Stor", 10, fte=40), *others], WEEK).measure == "fte"


def test_what_is_printed_alike_is_ranked_alike() -> None:
    """Groups whose figures are the same with two decimals share a place."""
    board = standings([tally(1, "A", 1, fte=3.0), tally(2, "B", 1, fte=3.01)], WEEK)
    assert [row.rank for row in board.rows] == [1, 1]


@pytest.mark.parametrize(
    ("small", "hidden", "meetings"),
    [
        ([(7, 4)], 1, 10),
        ([(7, 2), (3, 2)], 2, 10),
        ([(7, 3), (3, 2)], 2, 20),
        ([(7, 4), (0, 4)], 2, 17),
        ([(7, 1), (1, 1), (1, 3)], 3, 19),
        ([(7, 0), (3, 4)], 2, 10),
    ],
)
def test_small_groups_in_the_total(small: list[tuple[int, int]], hidden: int, meetings: int) -> None:
    """(meetings, members): small groups count when two of them hold five persons together, whoever logged."""
    tallies = [tally(n, f"Liten {n}", count, members=size) for n, (count, size) in enumerate(small)]
    board = standings([tally(99, "Stor", 10), *tallies], WEEK)
    assert [row.group for row in board.rows] == ["Stor"]
    assert (board.hidden, board.total.meetings) == (hidden, meetings)
    assert board.hidden_counted is (meetings > 10)


def test_a_group_of_unknown_size_is_shown() -> None:
    """Only a known membership under five hides a group."""
    board = standings([tally(1, "Okänd", 2, members=None), tally(2, "Fem", 1, members=5)], WEEK)
    assert [row.group for row in board.rows] == ["Okänd", "Fem"]


@given(TALLIES, st.randoms())
def test_the_order_of_logging_changes_nothing(tallies: list[Tally], chance: Random) -> None:
    """The same tallies in any order give the same board."""
    shuffled = list(tallies)
    chance.shuffle(shuffled)
    assert standings(shuffled, WEEK) == standings(tallies, WEEK)


@given(TALLIES)
def test_ranks_are_places(tallies: list[Tally]) -> None:
    """A rank is one more than the number of groups that did better, and `tied` says whether it is shared."""
    rows = standings(tallies, WEEK).rows
    scores = [row.score for row in rows if row.score is not None]
    assert [row.rank for row in rows] == [1 + sum(other > own for other in scores) for own in scores]
    assert [row.tied for row in rows] == [scores.count(own) > 1 for own in scores]


@given(TALLIES)
def test_sums_reconcile_to_the_integer(tallies: list[Tally]) -> None:
    """The total is the sum of the rows, plus the small groups' figures when they are counted."""
    board = standings(tallies, WEEK)
    small = [one for one in tallies if one.members is not None and one.members < PROTECTED]
    for name in FIGURES:
        rows = sum(getattr(row, name) for row in board.rows)
        extra = sum(getattr(one, name) for one in small) if board.hidden_counted else 0
        assert getattr(board.total, name) == rows + extra


@given(TALLIES)
def test_no_small_group_can_be_derived(tallies: list[Tally]) -> None:
    """The total less the rows is nothing, or the sum of at least two small groups of five persons together."""
    board = standings(tallies, WEEK)
    small = [one for one in tallies if one.members is not None and one.members < PROTECTED]
    assert len(board.rows) == sum(one.meetings > 0 for one in tallies if one not in small)
    left = {name: getattr(board.total, name) - sum(getattr(row, name) for row in board.rows) for name in FIGURES}
    if any(left.values()):
        assert len(small) >= 2
        assert sum(one.members or 0 for one in small) >= PROTECTED
