"""A simulated pilot: the five municipalities' 136 web meetings of 2011 and 2012, drawn with a fixed seed.

The published result is from Energimyndigheten ("Utbildning och coachning för resfria möten i Dalsland"); who met
where is not known, so the meetings are drawn: marked as simulated wherever they are shown.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chatbot import ledger
from chatbot.clock import STOCKHOLM
from chatbot.meetings import Draft, Saving, Traveller
from chatbot.messages import Actor
from chatbot.packs import Library
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Store, Tx, people
from chatbot.store.groups import Group, put_group
from chatbot.store.people import Person

MEETINGS = 136
SEED = 2012
FIRST, LAST = date(2011, 9, 5), date(2012, 12, 14)
NOW = datetime(2012, 12, 17, 10, 0, tzinfo=STOCKHOLM)  # a Monday
PUBLISHED_WH, PUBLISHED_G = 35_000_000, 16_000_000  # 35 MWh, about 16 t


@dataclass(frozen=True, slots=True)
class Simulated:
    """One drawn meeting: which group logs it, and what is known of it."""

    group: int  # number in the list of groups
    at: datetime
    draft: Draft


@dataclass(frozen=True, slots=True)
class Result:
    """What the simulated meetings saved by the physical factors: Wh, g CO2e (WTW), metres, minutes."""

    meetings: int
    wh: int
    g: int
    metres: int
    minutes: int


def draw(towns: Sequence[str], seed: int = SEED) -> Sequence[Simulated]:
    """The meetings, oldest first; the same seed gives the same ones. A town for each group, the place rotates."""
    dice = random.Random(seed)  # noqa: S311  no secret: the same meetings must come each time
    days = sorted(_workday(dice) for _ in range(MEETINGS))
    return [_meeting(dice, day, towns, number) for number, day in enumerate(days)]


def _workday(dice: random.Random) -> date:
    while True:
        day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1))
        if day.weekday() < 5 and day.month != 7:  # July is holiday in Swedish municipalities
            return day


def _meeting(dice: random.Random, day: date, towns: Sequence[str], number: int) -> Simulated:
    host = number % len(towns)
    present = dice.choice((4, 5, 5, 5, 6))
    others = [town for town in towns if town != towns[host]]
    away = [others[i % len(others)] for i in range(present - 1)]
    travellers = tuple(Traveller(town, away.count(town)) for town in dict.fromkeys(away))
    start = time(dice.choice((8, 9, 10, 13, 14)), dice.choice((0, 30)))
    draft = Draft(
        date=day,
        start=start,
        duration_min=dice.choice((60, 90, 120)),
        participants=present,
        form="webb",
        place=towns[host],
        travellers=travellers,
        mode="bil",
        replaces="ja",
    )
    return Simulated(dice.randrange(len(towns)), datetime.combine(day, start, STOCKHOLM) + timedelta(hours=3), draft)


def fill(store: Store, planned: Sequence[PlannedGroup], library: Library) -> Result:
    """Log the pilot's meetings through the ledger, each at its own time."""
    towns = [_town(plan, library) for plan in planned]
    return store.call(lambda tx: _logged(tx, planned, towns, library))


def _logged(tx: Tx, planned: Sequence[PlannedGroup], towns: Sequence[str], library: Library) -> Result:
    members = [_member(tx, plan, number) for number, plan in enumerate(planned)]
    total = Result(0, 0, 0, 0, 0)
    for meeting in draw(towns):
        sums = _log(tx, meeting, members[meeting.group], library)
        total = Result(
            total.meetings + 1,
            total.wh + sums.wh,
            total.g + sums.g,
            total.metres + sums.vehicle_m,
            total.minutes + sums.person_minutes,
        )
    return total


# A drawn meeting is what it is: alike ones are different meetings.
SIMULATED = ledger.Told(apart=True, confirmed=True)


def _log(tx: Tx, meeting: Simulated, person: Person, library: Library) -> Saving:
    stored = ledger.log(tx, person, meeting.draft, library, meeting.at.astimezone(UTC), SIMULATED)
    if not isinstance(stored, ledger.Stored):
        raise TypeError("a drawn meeting has all it needs")
    return stored.saving


def _town(plan: PlannedGroup, library: Library) -> str:
    place = library.places.find(plan.municipality)
    return place.name if place else plan.municipality


def _member(tx: Tx, plan: PlannedGroup, number: int) -> Person:
    now = datetime.combine(FIRST, time(8), STOCKHOLM).astimezone(UTC)
    group = put_group(tx, plan, now)
    return _joined(tx, group, number, now)


def _joined(tx: Tx, group: Group, number: int, now: datetime) -> Person:
    person = people.meet(tx, Actor("demo", "local", f"member-{number}"), "sv", now)
    people.choose_group(tx, person.id, group.id, now)
    return people.load(tx, person.id)
