"""The trips a meeting replaced: who drove how far, in how many cars, and what that took (pure)."""

import math
from dataclasses import dataclass
from decimal import Decimal

from chatbot.errors import N_, Notice, notice
from chatbot.meetings.meeting import Meeting
from chatbot.meetings.sums import Line, factor_line, km_line, plain
from chatbot.packs.distances import Distance, Distances
from chatbot.packs.factors import Factors, Figure
from chatbot.packs.places import Places

CARS = frozenset({"bil", "elbil", "samåkning", "taxi"})
OWN_CARS = frozenset({"bil", "elbil", "samåkning"})  # paid with milersättning
SEATS = 4  # people who fit in a shared car when nobody said how many cars
COACH_FROM_M = 100_000  # one way by bus this long is a long-distance coach
PER_CAR = N_("personer/bil")
SPEED_KMH = {"cykel": 15, "gång": 5}


@dataclass(frozen=True, slots=True)
class Leg:
    """People from one origin: how many, the distance one way, kilometres there and back for all of them."""

    count: int
    way: Distance
    metres: int


@dataclass(frozen=True, slots=True)
class Energy:
    """Wh and grams of the trips before rounding, the lines that show them, and the factors' uncertainty."""

    wh: Decimal
    g: Decimal
    lines: tuple[Line, ...]
    spread: float


def legs_of(meeting: Meeting, distances: Distances, places: Places) -> tuple[tuple[Leg, ...], tuple[Line, ...]]:
    """A leg for each origin, and the lines that show them."""
    legs, lines = [], []
    for who in meeting.travellers:
        way = distances.between(who.origin or "", meeting.place or "", places)
        legs.append(Leg(who.count, way, 2 * who.count * way.metres))
        one = N_("{count} person, {origin}–{place} och tillbaka, enkel väg")
        several = N_("{count} personer, {origin}–{place} och tillbaka, enkel väg")
        message = one if who.count == 1 else several
        label = notice(message, count=who.count, origin=who.origin or "", place=meeting.place or "")
        lines.append(Line(label, plain(Decimal(way.metres) / 1000), "km", _way_source(way), way.reliability))
    return tuple(legs), tuple(lines)


def _way_source(way: Distance) -> Notice:
    match way.kind:
        case "uppmätt":
            return notice(N_("Uppmätt av gruppen"))
        case "tabell":
            return notice(N_("Tabell över vägavstånd"))
        case "uppskattat":
            return notice(N_("Uppskattat: fågelvägen gånger 1,3"))


def minutes_one_way(meeting: Meeting, way: Distance) -> int:
    """One way for one person."""
    if speed := SPEED_KMH.get(meeting.mode):
        return round(way.metres / 1000 / speed * 60)
    return way.minutes


def share_line(meeting: Meeting) -> tuple[Line, ...]:
    """How much of the trip counts, where not all of it does."""
    if meeting.replaced_percent == 100:
        return ()
    source = notice(N_("Mötet ersatte delvis en resa."))
    return (Line(notice(N_("Så stor del av resan räknas")), str(meeting.replaced_percent), "%", source, "låg"),)


def vehicles(
    meeting: Meeting, person_m: Decimal, legs: tuple[Leg, ...], day: Factors
) -> tuple[Decimal, tuple[Line, ...], float]:
    """Metres that cars would have driven, how many people share a car, and how unsure that is."""
    people = sum(leg.count for leg in legs)
    if meeting.mode not in CARS:
        return Decimal(0), (), 0.0
    if meeting.cars is not None:
        cars = min(meeting.cars, people)
        said = notice(N_("{cars} bilar för {people} personer"), cars=cars, people=people)
        ratio = Decimal(people) / cars
        line = Line(notice(N_("Personer per bil")), plain(ratio), PER_CAR, said)
        return person_m / ratio, (line,), 0.0
    if meeting.mode in {"samåkning", "taxi"}:
        cars = sum(math.ceil(leg.count / SEATS) for leg in legs)
        metres = sum(Decimal(leg.metres) / leg.count * math.ceil(leg.count / SEATS) for leg in legs)
        guess = notice(N_("Antagande: en bil från varje ort, med plats för {seats}"), seats=SEATS)
        line = Line(notice(N_("Bilar")), str(cars), N_("bilar"), guess, "låg")
        return metres * Decimal(meeting.replaced_percent) / 100, (line,), 0.15
    figure = day["belaggning"]
    return person_m / figure.value, (factor_line(figure),), figure.uncertainty


def trip_energy(meeting: Meeting, day: Factors, vehicle_m: Decimal, person_m: Decimal, legs: tuple[Leg, ...]) -> Energy:
    """What the trips would have taken, by the mode."""
    if meeting.mode in CARS:
        return _by_car(meeting, day, vehicle_m)
    if meeting.mode in {"cykel", "gång"}:
        return Energy(Decimal(0), Decimal(0), (), 0.0)
    energy, emission = _shared_transport(meeting, day, legs)
    spread = max(energy.uncertainty, emission.uncertainty)
    lines = (
        km_line(N_("Personer gånger väg"), person_m, N_("personkm")),
        factor_line(energy),
        factor_line(emission),
    )
    return Energy(person_m * energy.value, person_m / 1000 * emission.value, lines, spread)


def _shared_transport(meeting: Meeting, day: Factors, legs: tuple[Leg, ...]) -> tuple[Figure, Figure]:
    """kWh and grams per person-kilometre."""
    far = max(leg.way.metres for leg in legs) >= COACH_FROM_M
    key = "långfärdsbuss" if meeting.mode == "buss" and far else meeting.mode
    return day[f"{key}_kwh"], day[f"{key}_wtw"]


def _by_car(meeting: Meeting, day: Factors, vehicle_m: Decimal) -> Energy:
    """Wh = metres x kWh/km; grams = Wh x g/kWh / 1000."""
    energy, emission = _car_figures(meeting, day)
    wh = vehicle_m * energy.value
    lines = (km_line(N_("Bilarnas väg"), vehicle_m, N_("km")), factor_line(energy), factor_line(emission))
    return Energy(wh, wh / 1000 * emission.value, lines, math.hypot(energy.uncertainty, emission.uncertainty))


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


def own_energy(meeting: Meeting, day: Factors) -> tuple[Decimal, Decimal, tuple[Line, ...]]:
    """Wh and grams of screens, network and servers: participants x hours x kWh, by the Nordic mix."""
    use, mix = day["möte_kwh"], day["el_nordisk"]
    hours = Decimal(meeting.participants * meeting.duration_min) / 60
    wh = hours * use.value * 1000
    label = notice(N_("Mötets egen energi, som dras av"))
    lines = (Line(label, plain(wh / 1000), "kWh", notice(use.source), use.certainty, use.id), factor_line(mix))
    return wh, wh / 1000 * mix.value, lines


def money(meeting: Meeting, day: Factors, vehicle_m: Decimal) -> tuple[Decimal, tuple[Line, ...]]:
    """Öre of mileage allowance for own cars."""
    if meeting.mode not in OWN_CARS:
        return Decimal(0), ()
    rate = day["milersättning"]
    return vehicle_m / 1000 * rate.value * 100, (factor_line(rate),)


def distance_spread(legs: tuple[Leg, ...]) -> float:
    """Relative uncertainty of the kilometres: that of each leg, weighted by its length."""
    total = sum(leg.metres for leg in legs)
    return sum(leg.way.uncertainty * leg.metres for leg in legs) / total if total else 0.0
