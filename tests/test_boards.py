"""The one door to standings, over a real database."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from chatbot import boards
from chatbot.boards import Wanted
from chatbot.leaderboard import period
from chatbot.leaderboard.progress import STREAK, streak
from chatbot.ledger import DEFAULT_SET
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Store, Tx, open_store
from chatbot.store.groups import Group, put_group
from chatbot.store.schema import meeting

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
WEEK = period("week", date(2026, 11, 25))
LAST = date(2026, 11, 23)


@pytest.fixture
def store(sqlite_made: str) -> Iterator[Store]:
    """An empty database."""
    with open_store(sqlite_made) as opened:
        yield opened


def made(tx: Tx, name: str, members: int) -> Group:
    """A group."""
    return put_group(tx, PlannedGroup("Dalsland", "Åmål", name, members=members), NOW)


def met(tx: Tx, group: Group, day: date) -> None:
    """A meeting of it, which saved nothing."""
    figures = dict.fromkeys(("metres", "minutes", "wh", "g"), 0)
    facts = {"participants": 3, "form": "webb", "details": {}, "calculation": {}}
    factors = {"factor_set": DEFAULT_SET, "factor_version": "1"}
    tx.execute(meeting.insert().values(group_id=group.id, day=day, created_at=NOW, **figures, **facts, **factors))


@pytest.mark.parametrize("seed", range(12))
def test_the_longest_row_of_weeks_is_that_of_all_weeks(store: Store, seed: int) -> None:
    """Looked up week by week, it is what counting each group's whole history gives; leave and holidays end none."""
    dice = random.Random(seed)

    def work(tx: Tx) -> tuple[tuple[str, int] | None, list[tuple[int, str]]]:
        rows = []
        for name in "ABCDE":
            group, often = made(tx, name, 8), dice.choice((0.6, 0.9, 0.97))
            weeks = frozenset(LAST - timedelta(weeks=n) for n in range(58) if n == 0 or dice.random() < often)
            for monday in weeks:
                met(tx, group, monday + timedelta(days=dice.randrange(7)))
            rows.append((streak(weeks, LAST), name))
        wanted = Wanted(WEEK)
        shown = boards.board(tx, group.federation_id, wanted)
        return boards.how_it_goes(tx, group.federation_id, shown, wanted).streak, rows

    told, rows = store.call(work)
    count, name = max(rows)
    assert told == ((name, count) if count >= STREAK else None)


def test_silent_small_groups_are_hidden_and_silent_others_are_not_there(store: Store) -> None:
    """Who logged is nobody's business in a group under five; a larger one that logged nothing has no row."""

    def work(tx: Tx) -> tuple[list[str], int, int]:
        for name, members in (("Tyst", 9), ("Tyst liten", 3)):
            made(tx, name, members)
        loud, small = made(tx, "Mötte", 8), made(tx, "Liten", 4)
        met(tx, loud, LAST)
        met(tx, small, LAST)
        shown = boards.board(tx, loud.federation_id, Wanted(WEEK))
        return [row.group for row in shown.rows], shown.hidden, shown.total.meetings

    assert store.call(work) == (["Mötte"], 2, 2)
