"""Many slots of one moment on a Monday afternoon: boards, campaigns half way, reminders; and what came of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import literal, select, union_all

from chatbot.ledger import DEFAULT_SET
from chatbot.messages import Actor, Place
from chatbot.programme.organisation import PlannedGroup
from chatbot.programme.schedules import Rhythm
from chatbot.store import Store, Tx, campaigns, migrate, open_store, people, schedules, series
from chatbot.store.groups import put_group
from chatbot.store.schema import meeting, outbox, schedule_slot

MONDAY = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # half past four in Sweden, when all of it is due
SET = MONDAY - timedelta(days=4)
EIGHT = Rhythm("week", 0, 8, 0)
PICTURED = 20  # of a hundred places, those of a federation that has met and thus has a picture


@dataclass(frozen=True)
class Planned:
    """How many there are of each."""

    boards: int = 0
    campaigns: int = 0
    reminders: int = 0


def plant(database: str, planned: Planned) -> Mapping[str, str]:
    """Write them down in a new database; the channel of each slot by the slot's name."""
    with open_store(database) as store:
        migrate(store)
        return store.call(partial(_plant, planned))


def _plant(planned: Planned, tx: Tx) -> Mapping[str, str]:
    quiet = put_group(tx, PlannedGroup("Fyrbodal", "Munkedal", "Skolan", members=8), SET).federation_id
    busy = _busy(tx)
    for n in range(planned.boards):
        schedules.put(tx, _place(f"b{n}"), busy if n % 100 < PICTURED else quiet, EIGHT, SET)
    days = (date(2026, 11, 16), date(2026, 11, 30))
    told = [campaigns.add(tx, _place(f"c{n}"), quiet, "Höst", *days, 136, SET) for n in range(planned.campaigns)]
    person = people.meet(tx, Actor("chat", "t", "u", "N"), "sv", SET).id
    asked = [series.add(tx, person, "u", _place(f"r{n}"), 0, {}, SET) for n in range(planned.reminders)]
    return {
        **{f"board:{one.id}": one.place.channel for one in schedules.everywhere(tx)},
        **{f"campaign:{id}": f"c{n}" for n, id in enumerate(told)},
        **{f"series:{id}": f"r{n}" for n, id in enumerate(asked)},
    }


def _place(channel: str) -> Place:
    return Place("chat", "t", channel, kind="direct" if channel.startswith("r") else "group")


def _busy(tx: Tx) -> int:
    """A federation with a meeting in the week that is told of."""
    group = put_group(tx, PlannedGroup("Dalsland", "Åmål", "Chefer", members=8), SET)
    figures: dict[str, Any] = {"wh": 9000, "g": 5000, "minutes": 90, "metres": 60_000, "participants": 6}
    facts = {"form": "webb", "details": {}, "calculation": {}, "created_at": SET, "day": date(2026, 11, 18)}
    kept = {"factor_set": DEFAULT_SET, "factor_version": "1", "group_id": group.id}
    tx.execute(meeting.insert().values(**figures, **facts, **kept))
    return group.federation_id


@dataclass(frozen=True)
class Written:
    """What stands in the database at one moment: how often each slot, and how many rows in each channel's outbox."""

    slots: Counter[str]
    rows: Counter[str]

    def pairs(self, places: Mapping[str, str]) -> bool:
        """Whether each slot has its row, and each row its slot."""
        return Counter({places[name]: count for name, count in self.slots.items()}) == self.rows


def written(store: Store) -> Written:
    """In one statement, so that it is one moment."""
    slots = select(literal("slot"), schedule_slot.c.schedule)
    rows = select(literal("row"), outbox.c.channel)
    found = store.read(lambda tx: tx.execute(union_all(slots, rows)).all())
    return Written(*(Counter(name for kind, name in found if kind == wanted) for wanted in ("slot", "row")))
