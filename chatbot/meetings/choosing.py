"""Travel or meet at a distance: what a trip would cost by each means, beside meeting without it (pure)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.meetings.meeting import Meeting, Mode, Traveller
from chatbot.meetings.savings import saving
from chatbot.packs.distances import Distances
from chatbot.packs.factors import FactorSet
from chatbot.packs.places import Places

FLY_FROM_M = 300_000  # metres one way from which flying is a real choice
BIKE_TO_M = 10_000  # metres one way up to which a bicycle is
MODES: tuple[Mode, ...] = ("bil", "samåkning", "elbil", "tåg", "buss")


@dataclass(frozen=True, slots=True)
class Cost:
    """A trip there and back for all: metres (of cars, else of persons), minutes for all together, Wh, g and öre."""

    mode: Mode
    metres: int
    minutes: int
    wh: int
    g: int
    ore: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Each way of travelling, and what the meeting at a distance takes of its own."""

    one_way_m: int
    costs: tuple[Cost, ...]
    meeting_wh: int
    meeting_g: int


def choice(
    place: str,
    travellers: Sequence[Traveller],
    minutes: int,
    today: dt.date,
    factors: FactorSet,
    distances: Distances,
    places: Places,
) -> Choice:
    """What it costs that these travel to the place. Every traveller has an origin, and none of them is the place."""
    count = sum(who.count for who in travellers)
    met = Meeting(today, None, minutes, count, "webb", None, place, tuple(travellers), "bil", None, "ja", 100)
    farthest = max(distances.between(who.origin or "", place, places).metres for who in travellers)
    modes = [*MODES, *(("flyg",) if farthest >= FLY_FROM_M else ()), *(("cykel",) if farthest <= BIKE_TO_M else ())]
    sums = {mode: saving(replace(met, mode=mode), factors, distances, places) for mode in modes}
    ways = {who: distances.between(who.origin or "", place, places).metres for who in travellers}
    persons_m = sum(2 * who.count * metres for who, metres in ways.items())
    costs = tuple(
        Cost(mode, one.vehicle_m or persons_m, one.person_minutes, one.wh + one.own_wh, one.g + one.own_g, one.ore)
        for mode, one in sums.items()
    )
    any_sum = sums["bil"]
    return Choice(farthest, costs, any_sum.own_wh, any_sum.own_g)
