"""What a meeting saved: metres, minutes, Wh, grams and öre, each with the sums that led there (pure).

Rules of counting (docs, "Så räknar vi"): those at the place do not travel; round trip; vehicles and not persons;
the meeting's own energy is subtracted; a meeting that replaced nothing saves nothing.
"""

import math
from collections.abc import Iterable
from decimal import Decimal

from chatbot.errors import N_, notice
from chatbot.meetings.meeting import Meeting
from chatbot.meetings.sums import Line, Saving, factor_line, whole
from chatbot.meetings.trips import (
    distance_spread,
    legs_of,
    minutes_one_way,
    money,
    own_energy,
    share_line,
    trip_energy,
    vehicles,
)
from chatbot.packs.distances import Distances
from chatbot.packs.factors import Factors, FactorSet
from chatbot.packs.places import Places

__all__ = ["Line", "Saving", "saving"]

# How surely a trip was replaced: said, or assumed (DOMAIN 1.3: 15-30 %).
REPLACED_SPREAD = 0.15


def saving(meeting: Meeting, factors: FactorSet, distances: Distances, places: Places) -> Saving:
    """What the meeting saved by this factor set on the meeting's date.

    Raises `ResfriError` for a place that is in no list, or a date before the set's first value.
    """
    day = factors.at(meeting.date)
    if meeting.replaced_percent == 0 or not (meeting.travellers or factors.method == "schablon"):
        return _nothing(factors, meeting)
    if factors.method == "schablon":
        return _flat_rate(day)
    return _physical(meeting, day, distances, places)


def _physical(meeting: Meeting, day: Factors, distances: Distances, places: Places) -> Saving:
    legs, leg_lines = legs_of(meeting, distances, places)
    share = Decimal(meeting.replaced_percent) / 100
    person_m = sum(leg.metres for leg in legs) * share
    vehicle_m, car_lines, car_spread = vehicles(meeting, person_m, legs, day)
    minutes = sum(2 * leg.count * minutes_one_way(meeting, leg.way) for leg in legs) * share
    trip = trip_energy(meeting, day, vehicle_m, person_m, legs)
    own_wh, own_g, own_lines = own_energy(meeting, day)
    ore, money_lines = money(meeting, day, vehicle_m)
    spread = math.hypot(distance_spread(legs), trip.spread, car_spread, REPLACED_SPREAD)
    lines = (*leg_lines, *share_line(meeting), *car_lines, *trip.lines, *own_lines, *money_lines)
    wh, g, own_wh_, own_g_ = whole(trip.wh), whole(trip.g), whole(own_wh), whole(own_g)
    return Saving(
        vehicle_m=whole(vehicle_m),
        person_minutes=whole(minutes),
        wh=wh - own_wh_,
        g=g - own_g_,
        ore=whole(ore),
        wh_low=whole(float(wh) * (1 - spread)) - own_wh_,
        wh_high=whole(float(wh) * (1 + spread)) - own_wh_,
        g_low=whole(float(g) * (1 - spread)) - own_g_,
        g_high=whole(float(g) * (1 + spread)) - own_g_,
        own_wh=own_wh_,
        own_g=own_g_,
        factor_set=day.name,
        factor_version=day.version,
        factor_ids=_ids(lines),
        lines=lines,
    )


def _ids(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for line in lines for part in line.factor_id.split("+") if part))


def _nothing(factors: FactorSet, meeting: Meeting) -> Saving:
    reason = N_("Mötet ersatte ingen resa") if meeting.replaced_percent == 0 else N_("Ingen hade behövt åka")
    source = notice(N_("Mötet räknas som ett möte, men det sparade ingen resa."))
    line = Line(notice(reason), "0", "km", source)
    return Saving(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, factors.name, factors.version, (), (line,))


def _flat_rate(day: Factors) -> Saving:
    """The published key figures per meeting; only for comparison, and the set's note says what is wrong with them."""
    energy, carbon = day["schablon_kwh"], day["schablon_kg"]
    wh, g = whole(energy.value * 1000), whole(carbon.value * 1000)
    note = Line(notice(day.note), "", "", notice(energy.source), "låg")
    lines = (factor_line(energy), factor_line(carbon), note)
    low, high = 1 - energy.uncertainty, 1 + energy.uncertainty
    g_low, g_high = 1 - carbon.uncertainty, 1 + carbon.uncertainty
    return Saving(
        vehicle_m=0,
        person_minutes=0,
        wh=wh,
        g=g,
        ore=0,
        wh_low=whole(wh * low),
        wh_high=whole(wh * high),
        g_low=whole(g * g_low),
        g_high=whole(g * g_high),
        own_wh=0,
        own_g=0,
        factor_set=day.name,
        factor_version=day.version,
        factor_ids=_ids(lines),
        lines=lines,
    )
