"""Ten thousand random acts on meetings, and the boards' sums are those of a full recount, to the integer."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from chatbot import app, boards, ledger
from chatbot.clock import system_clock
from chatbot.leaderboard import Period
from chatbot.ledger import Merged, Stored, Told
from chatbot.meetings import Draft, Traveller
from chatbot.messages import Actor
from chatbot.packs import Distances, Library
from chatbot.programme.organisation import PlannedGroup
from chatbot.settings import Settings
from chatbot.store import Store, Tx, people
from chatbot.store.groups import put_group
from chatbot.store.meetings import SAVING
from chatbot.store.people import Person
from chatbot.store.schema import group, meeting
from tests.talks.talk import NOW

TOWNS = ("Åmål", "Bengtsfors", "Ed", "Färgelanda", "Mellerud")


def crowd(tx: Tx) -> list[Person]:
    """Two people in each of five groups."""
    found = []
    for number, town in enumerate(TOWNS):
        joined = put_group(tx, PlannedGroup("Dalsland", town, f"Chefer i {town}", municipality=town, members=8), NOW)
        for one in "ab":
            person = people.meet(tx, Actor("web", "t", f"{number}{one}", "Namn"), "sv", NOW)
            people.choose_group(tx, person.id, joined.id, NOW)
            found.append(people.load(tx, person.id))
    return found


def drawn(dice: random.Random) -> Draft:
    """A meeting that needs no question."""
    start, end = dice.sample(TOWNS, 2)
    count = dice.randint(2, 9)
    return Draft(
        date=date(2026, 9, 1) + timedelta(days=dice.randint(0, 80)),
        start=time(dice.randint(8, 16), dice.choice((0, 15, 30))),
        duration_min=dice.choice((30, 60, 90)),
        participants=count,
        form="webb",
        place=end,
        travellers=(Traveller(start, dice.randint(1, count - 1)),),
        mode=dice.choice(("bil", "elbil", "tåg", "samåkning")),
        replaces=dice.choice(("ja", "ja", "delvis", "nej")),
    )


def act(tx: Tx, dice: random.Random, person: Person, library: Library, merged: list[tuple[Person, int]]) -> None:
    """Log, tell of one that is there, correct, take back, or split a merge."""
    kind = dice.random()
    latest = ledger.latest(tx, person)
    if kind < 0.7 or latest is None:
        done = ledger.log(tx, person, drawn(dice), library, NOW, Told(imported=True, confirmed=True))
        assert isinstance(done, Stored | Merged)
        if isinstance(done, Merged) and not done.own:
            merged.append((person, done.logged.id))
    elif kind < 0.8:
        ledger.correct(tx, person, latest, drawn(dice), library, NOW)
    elif kind < 0.9:
        ledger.undo(tx, person, latest.id, NOW)
    elif merged:
        teller, id = merged.pop(dice.randrange(len(merged)))
        ledger.split(tx, teller, id, NOW)


def recount(tx: Tx, start: date, end: date) -> dict[str, Sequence[int]]:
    """By group, from each meeting's own calculation: meetings, Wh, g, minutes, metres."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    counted = select(meeting, group.c.name).join(group, group.c.id == meeting.c.group_id)
    for row in tx.execute(counted.where(meeting.c.undone.is_(False))):
        if start <= row.day < end:
            told = SAVING.validate_python(row.calculation, strict=False)
            for place, value in enumerate((1, told.wh, told.g, told.person_minutes, told.vehicle_m)):
                sums[row.name][place] += value
    return dict(sums)


def test_the_boards_are_a_recount(store: Store) -> None:
    """Weeks, a month and all of it, after five hundred acts."""
    _recounted(store, 500)


@pytest.mark.faults
def test_the_boards_are_a_recount_after_ten_thousand(store: Store) -> None:
    """The same after ten thousand."""
    _recounted(store, 10_000)


def _recounted(store: Store, acts: int) -> None:
    library = app.load_packs(Settings(), system_clock).library
    dice = random.Random(1)
    crew = store.call(crowd)
    merged: list[tuple[Person, int]] = []

    def work(tx: Tx) -> None:
        for _ in range(100):
            act(tx, dice, dice.choice(crew), library, merged)

    for _ in range(acts // 100):
        store.call(work)
    _agree(store)
    assert _recalculated(store, library) == 0
    _agree(store)
    assert _recalculated(store, replace(library, distances=Distances())) > 0  # other roads, so other sums
    _agree(store)


def _recalculated(store: Store, library: Library) -> int:
    """How many meetings' sums that changed."""
    seen, after, altered = 1, 0, 0
    while seen:
        step = partial(ledger.recalculate, library=library, after=after, now=NOW, dry=False)
        seen, changed, after = store.call(step)
        altered += changed
    return altered


def _agree(store: Store) -> None:
    spans = [(date(2026, 9, 1), date(2026, 12, 1)), (date(2026, 10, 1), date(2026, 11, 1))]
    spans += [(day, day + timedelta(days=7)) for day in (date(2026, 9, 7), date(2026, 11, 16))]
    for start, end in spans:
        store.call(partial(_agree_in, start=start, end=end))


def _agree_in(tx: Tx, start: date, end: date) -> None:
    told = recount(tx, start, end)
    federation = put_group(tx, PlannedGroup("Dalsland", "Åmål", "Chefer i Åmål", members=8), NOW).federation_id
    board = boards.board(tx, federation, boards.Wanted(Period("week", start, end)))
    shown = {row.group: [row.meetings, row.wh, row.g, row.minutes, row.metres] for row in board.rows if row.meetings}
    assert shown == told
    total = [board.total.meetings, board.total.wh, board.total.g, board.total.minutes, board.total.metres]
    assert total == [sum(column) for column in zip(*told.values(), strict=True)]
