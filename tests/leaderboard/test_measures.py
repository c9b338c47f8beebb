"""What groups are ordered by, and what has happened since last time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.i18n import translator
from chatbot.leaderboard import (
    Goal,
    Measure,
    Period,
    Size,
    Tally,
    Totals,
    alt_text,
    between,
    board_post,
    draw,
    parse_board,
    period,
    progress,
    standings,
)
from chatbot.leaderboard.progress import MILESTONES, streak
from chatbot.messages import Table, Text
from tests.leaderboard.boards import WEEK, tally

T = translator()
MONTH = period("month", date(2026, 11, 18))
MONDAY = date(2026, 11, 16)


def with_baseline(one: Tally, per_month: float | None) -> Tally:
    """The group with its regular meetings a month."""
    return one._replace(recurring_per_month=per_month)


def test_the_usual_board_is_the_share_of_ones_own_meetings() -> None:
    """A small group that does half of its meetings goes before a large one that does a third."""
    groups = [with_baseline(tally(1, "Stor", 10, fte=40), 30), with_baseline(tally(2, "Liten", 2, fte=4), 4)]
    board = standings(groups, MONTH)
    assert (board.measure, [(row.group, row.score) for row in board.rows]) == ("share", [("Liten", 51), ("Stor", 34)])


def test_no_more_than_all_of_ones_meetings() -> None:
    """Who logs more than usual has all of them, and shares the place with others who have."""
    groups = [with_baseline(tally(1, "A", 9), 2), with_baseline(tally(2, "B", 3), 2)]
    assert [(row.rank, row.score) for row in standings(groups, MONTH).rows] == [(1, 100), (1, 100)]


def test_all_time_has_no_share() -> None:
    """Nobody knows how many meetings there would have been, so the next fairest measure is taken."""
    groups = [with_baseline(tally(1, "A", 9, fte=3), 2)]
    assert standings(groups, Period("all")).measure == "fte"


@pytest.mark.parametrize(
    ("measure", "score", "words"),
    [
        ("hours", 12.0, "12 timmar (8 möten)"),
        ("kwh", 16.0, "16 kWh (8 möten)"),
        ("kg", 5.2, "5,2 kg (8 möten)"),
        ("count", 8.0, "8 möten"),
        ("change", 5.0, "5 fler (8 möten)"),
        ("fte", 2.0, "2 (8 möten)"),
        ("share", None, "uppgift saknas (8 möten)"),
    ],
)
def test_each_measure_says_its_figure(measure: Measure, score: float | None, words: str) -> None:
    """In the table, in the picture's alt text, and by a rule of its own."""
    board = standings([tally(1, "Åmål", 8, fte=4)], MONTH, measure=measure, before={1: 3})
    assert board.rows[0].score == score
    assert words in alt_text(board, T)
    assert T.tell(board.rule) in "".join(
        str(span) for block in board_post(board, T).blocks if isinstance(block, Text) for span in block.spans
    )
    assert draw(board, T).startswith(b"\x89PNG")


def test_one_meeting_wins_no_month() -> None:
    """A group with a single meeting stands last without a place; in a week it has one."""
    groups = [tally(1, "Ivrig", 1, fte=0.5), tally(2, "Stadig", 4, fte=8)]
    assert [(row.group, row.rank) for row in standings(groups, MONTH).rows] == [("Stadig", 1), ("Ivrig", None)]
    assert [row.group for row in standings(groups, WEEK).rows] == ["Ivrig", "Stadig"]
    assert "ingen plats än" in alt_text(standings(groups, MONTH), T)


@pytest.mark.parametrize(("size", "names"), [("small", ["Nio"]), ("middle", ["Tio"]), ("large", ["Trettio"])])
def test_groups_of_a_size_are_compared(size: Size, names: list[str]) -> None:
    """By members; the total stays that of all, so that no difference gives a group away."""
    groups = [tally(1, "Nio", 3, members=9), tally(2, "Tio", 3, members=10), tally(3, "Trettio", 3, members=30)]
    board = standings(groups, WEEK, size=size)
    assert [row.group for row in board.rows] == names
    assert board.total == standings(groups, WEEK).total


@pytest.mark.parametrize(
    ("words", "measure", "size", "left"),
    [
        ("timmar förra månaden", "hours", None, "förra månaden"),
        ("andel", "share", None, ""),
        ("sparade kg små grupper vecka 46", "kg", "small", "vecka 46"),
        ("per årsarbetskraft i fjol", "fte", None, "i fjol"),
        ("förbättring", "change", None, ""),
        ("mellan 1/9 och 15/10", None, None, "mellan 1/9 och 15/10"),
        ("mellanstora", None, "middle", ""),
        ("november", None, None, "november"),
    ],
)
def test_words_for_boards(words: str, measure: Measure | None, size: Size | None, left: str) -> None:
    """What is not of the board is left for the period."""
    assert parse_board(words) == (measure, size, left)


SMALL = st.lists(st.tuples(st.integers(0, 4), st.lists(st.integers(0, 3), min_size=8, max_size=8)), max_size=4)


@given(SMALL)
def test_no_pair_of_boards_gives_a_small_group_away(small: list[tuple[int, list[int]]]) -> None:
    """Whatever weeks and sums of weeks are subtracted, what the small groups add is always the sum of the same groups.

    Each small group has members and meetings in eight weeks.
    """
    for first in range(8):
        for last in range(first, 8):
            tallies = [tally(99, "Stor", 5, members=30)]
            tallies += [
                tally(n, f"Liten {n}", sum(met[first : last + 1]), members=size) for n, (size, met) in enumerate(small)
            ]
            board = standings(tallies, WEEK)
            hidden = board.total.meetings - sum(row.meetings for row in board.rows)
            together = len(small) >= 2 and sum(size for size, _ in small) >= 5
            assert hidden == (sum(sum(met[first : last + 1]) for _, met in small) if together else 0)


def test_places_won_and_lost() -> None:
    """Told in words, "ny" for a group that was not there."""
    then = standings([tally(1, "A", 5), tally(2, "B", 3)], WEEK)
    now = standings([tally(1, "A", 5), tally(2, "B", 9), tally(3, "C", 1)], WEEK)
    how = progress(now, then, (0, 0), {})
    (table,) = [block for block in board_post(now, T, None, how).blocks if isinstance(block, Table)]
    assert [row[-1] for row in table.rows] == ["upp 1", "ner 1", "ny"]


@pytest.mark.parametrize(
    ("before", "now", "passed"), [(9, 10, 10), (10, 11, None), (99, 140, 136), (0, 0, None), (136, 137, None)]
)
def test_milestones(before: int, now: int, passed: int | None) -> None:
    """The highest one that was passed in the period; the project's own 136 is one of them."""
    assert 136 in MILESTONES
    assert progress(standings([tally(1, "A", 5)], WEEK), None, (before, now), {}).milestone == passed


def test_a_streak_honours_leave_and_holidays() -> None:
    """The summer's weeks and the week of Christmas end none; an ordinary week without meetings does."""
    weeks = {MONDAY - timedelta(weeks=n) for n in range(6)}
    assert streak(frozenset(weeks), MONDAY) == 6
    assert streak(frozenset(weeks - {MONDAY - timedelta(weeks=3)}), MONDAY) == 3
    autumn = date(2026, 8, 10)  # week 33, after six weeks of leave
    around = frozenset({autumn, *(date(2026, 6, 22) - timedelta(weeks=n) for n in range(3))})
    assert streak(around, autumn) == 4
    january = date(2026, 1, 5)  # trettondagen in it; the two weeks before hold Christmas and New Year
    assert streak(frozenset({january, date(2025, 12, 15)}), january) == 2
    assert streak(frozenset(), MONDAY) == 0


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Goal(136, 57), "Målet är 136 möten tillsammans. Hittills är 57 loggade, 41 procent."),
        (Goal(136, 57, date(2026, 12, 31)), "till 31 dec. 2026"),
        (Goal(136, 140), "Målet på 136 möten är nått: 140 är loggade."),
    ],
)
def test_the_common_goal_is_told(goal: Goal, words: str) -> None:
    """With how far it is, and the day if there is one."""
    board = standings([tally(1, "A", 5)], WEEK)
    post = board_post(board, T, None, progress(board, None, (0, 0), {}, goal))
    told = [str(span) for block in post.blocks if isinstance(block, Text) for span in block.spans]
    assert any(words in sentence for sentence in told), told


def test_totals_are_whatever_the_measure() -> None:
    """The order changes nothing in the sums."""
    groups = [tally(1, "A", 5, fte=2), tally(2, "B", 9, fte=7)]
    measures: tuple[Measure, ...] = ("share", "fte", "count", "hours", "kwh", "kg", "change")
    totals = {standings(groups, between(date(2026, 9, 1), date(2026, 10, 15)), measure=one).total for one in measures}
    assert totals == {Totals(14, 28000, 9100, 1260, 42000)}
