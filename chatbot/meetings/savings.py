"""What a meeting saved: metres, minutes, Wh, grams and öre, each with the sums that led there (pure).

Rules of counting (docs, "Så räknar vi"): those at the place do not travel; round trip; vehicles and not persons;
the meeting's own energy is subtracted; a meeting that replaced nothing saves nothing.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chatbot.errors import N_, Notice, notice
from chatbot.meetings.meeting import Meeting
from chatbot.packs.distances import Distance, Distances
from chatbot.packs.factors import Certainty, Factors, FactorSet, Figure
from chatbot.packs.places import Places

CARS = frozenset({"bil", "elbil", "samåkning", "taxi"})
OWN_CARS = frozenset({"bil", "elbil", "samåkning"})  # paid with milersättning
SEATS = 4  # people who fit in a shared car when nobody said how many cars
COACH_FROM_M = 100_000  # one way by bus this long is a long-distance coach
# How surely a trip was replaced: said, or assumed (DOMAIN 1.3: 15-30 %).
REPLACED_SPREAD = 0.15
SPEED_KMH = {"cykel": 15, "gång": 5}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the sums: what, how much in which unit, from where, how surely, and the factor's id."""

    label: Notice
    value: str  # a plain decimal number with a point
    unit: str
    source: Notice
    certainty: Certainty = "hög"
    factor_id: str = ""


@dataclass(frozen=True, slots=True)
class Saving:
    """Net saving in whole units, its interval, and what is needed to reckon it again."""

    vehicle_m: int
    person_minutes: int
    wh: int
    g: int
    ore: int
    wh_low: int
    wh_high: int
    g_low: int
    g_high: int
    own_wh: int  # the meeting's own energy, already subtracted
    own_g: int
    factor_set: str
    factor_version: str
    factor_ids: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Leg:
    """People from one origin: how many, the distance one way, kilometres there and back for all of them."""

    count: int
    way: Distance
    metres: int


@dataclass(frozen=True, slots=True)
class _Energy:
    """Wh and grams of the trips before rounding, the lines that show them, and the factors' uncertainty."""

    wh: Decimal
    g: Decimal
    lines: tuple[Line, ...]
    spread: float


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
    legs, leg_lines = _legs(meeting, distances, places)
    share = Decimal(meeting.replaced_percent) / 100
    person_m = sum(leg.metres for leg in legs) * share
    vehicle_m, car_lines, car_spread = _vehicles(meeting, person_m, legs, day)
    minutes = sum(2 * leg.count * _minutes(meeting, leg.way) for leg in legs) * share
    trip = _trip_energy(meeting, day, vehicle_m, person_m, legs)
    own_wh, own_g, own_lines = _own_energy(meeting, day)
    ore, money_lines = _money(meeting, day, vehicle_m)
    spread = math.hypot(_distance_spread(legs), trip.spread, car_spread, REPLACED_SPREAD)
    lines = (*leg_lines, *_share_line(meeting), *car_lines, *trip.lines, *own_lines, *money_lines)
    wh, g, own_wh_, own_g_ = _whole(trip.wh), _whole(trip.g), _whole(own_wh), _whole(own_g)
    return Saving(
        vehicle_m=_whole(vehicle_m),
        person_minutes=_whole(minutes),
        wh=wh - own_wh_,
        g=g - own_g_,
        ore=_whole(ore),
        wh_low=_whole(float(wh) * (1 - spread)) - own_wh_,
        wh_high=_whole(float(wh) * (1 + spread)) - own_wh_,
        g_low=_whole(float(g) * (1 - spread)) - own_g_,
        g_high=_whole(float(g) * (1 + spread)) - own_g_,
        own_wh=own_wh_,
        own_g=own_g_,
        factor_set=day.name,
        factor_version=day.version,
        factor_ids=_ids(lines),
        lines=lines,
    )


def _whole(value: Decimal | float) -> int:
    """To the nearest integer, halves up, so that a sum can be checked by hand."""
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def _ids(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for line in lines for part in line.factor_id.split("+") if part))


def _nothing(factors: FactorSet, meeting: Meeting) -> Saving:
    reason = N_("Mötet ersatte ingen resa") if meeting.replaced_percent == 0 else N_("Ingen hade behövt åka")
    source = notice(N_("Mötet räknas som ett möte, men det sparade ingen resa."))
    line = Line(notice(reason), "0", "km", source)
    return Saving(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, factors.name, factors.version, (), (line,))


def _legs(meeting: Meeting, distances: Distances, places: Places) -> tuple[tuple[_Leg, ...], tuple[Line, ...]]:
    legs, lines = [], []
    for who in meeting.travellers:
        way = distances.between(who.origin or "", meeting.place or "", places)
        legs.append(_Leg(who.count, way, 2 * who.count * way.metres))
        label = Notice(
            N_("{count} person, {origin}–{place} och tillbaka, enkel väg"),
            {"origin": who.origin or "", "place": meeting.place or ""},
            N_("{count} personer, {origin}–{place} och tillbaka, enkel väg"),
            who.count,
        )
        lines.append(Line(label, _plain(Decimal(way.metres) / 1000), "km", _way_source(way), way.reliability))
    return tuple(legs), tuple(lines)


def _way_source(way: Distance) -> Notice:
    match way.kind:
        case "uppmätt":
            return notice(N_("Uppmätt av gruppen"))
        case "tabell":
            return notice(N_("Tabell över vägavstånd"))
        case "uppskattat":
            return notice(N_("Uppskattat: fågelvägen gånger 1,3"))


def _minutes(meeting: Meeting, way: Distance) -> int:
    """One way for one person."""
    if speed := SPEED_KMH.get(meeting.mode):
        return round(way.metres / 1000 / speed * 60)
    return way.minutes


def _share_line(meeting: Meeting) -> tuple[Line, ...]:
    if meeting.replaced_percent == 100:
        return ()
    source = notice(N_("Mötet ersatte delvis en resa."))
    return (Line(notice(N_("Så stor del av resan räknas")), str(meeting.replaced_percent), "%", source, "låg"),)


def _vehicles(
    meeting: Meeting, person_m: Decimal, legs: tuple[_Leg, ...], day: Factors
) -> tuple[Decimal, tuple[Line, ...], float]:
    """Metres that cars would have driven, how many people share a car, and how unsure that is."""
    people = sum(leg.count for leg in legs)
    if meeting.mode not in CARS:
        return Decimal(0), (), 0.0
    if meeting.cars is not None:
        cars = min(meeting.cars, people)
        said = notice(N_("{cars} bilar för {people} personer"), cars=cars, people=people)
        ratio = Decimal(people) / cars
        line = Line(notice(N_("Personer per bil")), _plain(ratio), _per_car(), said)
        return person_m / ratio, (line,), 0.0
    if meeting.mode in {"samåkning", "taxi"}:
        cars = sum(math.ceil(leg.count / SEATS) for leg in legs)
        metres = sum(Decimal(leg.metres) / leg.count * math.ceil(leg.count / SEATS) for leg in legs)
        guess = notice(N_("Antagande: en bil från varje ort, med plats för {seats}"), seats=SEATS)
        line = Line(notice(N_("Bilar")), str(cars), N_("bilar"), guess, "låg")
        return metres * Decimal(meeting.replaced_percent) / 100, (line,), 0.15
    figure = day["belaggning"]
    return person_m / figure.value, (_factor_line(figure),), figure.uncertainty


def _per_car() -> str:
    return N_("personer/bil")


def _trip_energy(
    meeting: Meeting, day: Factors, vehicle_m: Decimal, person_m: Decimal, legs: tuple[_Leg, ...]
) -> _Energy:
    if meeting.mode in CARS:
        return _by_car(meeting, day, vehicle_m)
    if meeting.mode in {"cykel", "gång"}:
        return _Energy(Decimal(0), Decimal(0), (), 0.0)
    energy, emission = _shared_transport(meeting, day, legs)
    spread = max(energy.uncertainty, emission.uncertainty)
    lines = (
        _km_line(N_("Personer gånger väg"), person_m, N_("personkm")),
        _factor_line(energy),
        _factor_line(emission),
    )
    return _Energy(person_m * energy.value, person_m / 1000 * emission.value, lines, spread)


def _shared_transport(meeting: Meeting, day: Factors, legs: tuple[_Leg, ...]) -> tuple[Figure, Figure]:
    """kWh and grams per person-kilometre."""
    far = max(leg.way.metres for leg in legs) >= COACH_FROM_M
    key = "långfärdsbuss" if meeting.mode == "buss" and far else meeting.mode
    return day[f"{key}_kwh"], day[f"{key}_wtw"]


def _by_car(meeting: Meeting, day: Factors, vehicle_m: Decimal) -> _Energy:
    """Wh = metres x kWh/km; grams = Wh x g/kWh / 1000."""
    energy, emission = _car_figures(meeting, day)
    wh = vehicle_m * energy.value
    lines = (_km_line(N_("Bilarnas väg"), vehicle_m, N_("km")), _factor_line(energy), _factor_line(emission))
    return _Energy(wh, wh / 1000 * emission.value, lines, math.hypot(energy.uncertainty, emission.uncertainty))


def _car_figures(meeting: Meeting, day: Factors) -> tuple[Figure, Figure]:
    """kWh per vehicle-kilometre and grams per kWh."""
    if meeting.mode == "elbil":
        return day["bil_el_kwh"], day["el_nordisk"]
    match meeting.fuel:
        case "snitt":
            return day["bil_snitt_kwh"], day.fleet_wtw()
        case "bensin" | "e85":
            return day["bil_bensin_kwh"], day[f"{meeting.fuel}_wtw"]
        case "diesel" | "hvo100" | "biogas" | "fordonsgas":
            return day["bil_diesel_kwh"], day[f"{meeting.fuel}_wtw"]


def _own_energy(meeting: Meeting, day: Factors) -> tuple[Decimal, Decimal, tuple[Line, ...]]:
    """Wh and grams of screens, network and servers: participants x hours x kWh, by the Nordic mix."""
    use, mix = day["möte_kwh"], day["el_nordisk"]
    hours = Decimal(meeting.participants * meeting.duration_min) / 60
    wh = hours * use.value * 1000
    label = notice(N_("Mötets egen energi, som dras av"))
    lines = (Line(label, _plain(wh / 1000), "kWh", notice(use.source), use.certainty, use.id), _factor_line(mix))
    return wh, wh / 1000 * mix.value, lines


def _money(meeting: Meeting, day: Factors, vehicle_m: Decimal) -> tuple[Decimal, tuple[Line, ...]]:
    """Öre of mileage allowance for own cars."""
    if meeting.mode not in OWN_CARS:
        return Decimal(0), ()
    rate = day["milersättning"]
    return vehicle_m / 1000 * rate.value * 100, (_factor_line(rate),)


def _distance_spread(legs: tuple[_Leg, ...]) -> float:
    """Relative uncertainty of the kilometres: that of each leg, weighted by its length."""
    total = sum(leg.metres for leg in legs)
    return sum(leg.way.uncertainty * leg.metres for leg in legs) / total if total else 0.0


def _flat_rate(day: Factors) -> Saving:
    """The published key figures per meeting; only for comparison, and the set's note says what is wrong with them."""
    energy, carbon = day["schablon_kwh"], day["schablon_kg"]
    wh, g = _whole(energy.value * 1000), _whole(carbon.value * 1000)
    note = Line(notice(day.note), "", "", notice(energy.source), "låg")
    lines = (_factor_line(energy), _factor_line(carbon), note)
    low, high = 1 - energy.uncertainty, 1 + energy.uncertainty
    g_low, g_high = 1 - carbon.uncertainty, 1 + carbon.uncertainty
    return Saving(
        vehicle_m=0,
        person_minutes=0,
        wh=wh,
        g=g,
        ore=0,
        wh_low=_whole(wh * low),
        wh_high=_whole(wh * high),
        g_low=_whole(g * g_low),
        g_high=_whole(g * g_high),
        own_wh=0,
        own_g=0,
        factor_set=day.name,
        factor_version=day.version,
        factor_ids=_ids(lines),
        lines=lines,
    )


def _plain(value: Decimal) -> str:
    """At most three decimals, no zeros at the end, never an exponent."""
    return f"{value.quantize(Decimal('0.001'), ROUND_HALF_UP).normalize():f}"


def _km_line(label: str, metres: Decimal, unit: str) -> Line:
    return Line(notice(label), _plain(metres / 1000), unit, notice(N_("Räknat ur raderna ovanför")), "medel")


def _factor_line(figure: Figure) -> Line:
    source = notice(figure.source)
    if figure.carried:
        source = notice(N_("{source} (det senast kända värdet, använt längre än det gällde)"), source=figure.source)
    return Line(notice(figure.label), _plain(figure.value), figure.unit, source, figure.certainty, figure.id)
