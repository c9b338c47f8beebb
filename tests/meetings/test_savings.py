"""Savings: the worked cases to the integer, the rules of counting, and sums that add up."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from chatbot.i18n import translator
from chatbot.meetings.meeting import Meeting, Traveller
from chatbot.meetings.savings import Saving, saving
from chatbot.meetings.telling import calculation, summary
from chatbot.messages import Table
from chatbot.packs.distances import Distance, Distances, read_distances
from chatbot.packs.factor_files import read_factor_sets
from chatbot.packs.places import read_places
from chatbot.resources import packs_folder

PLACES, _ = read_places([packs_folder() / "sverige/orter.tsv", packs_folder() / "dalsland/orter.tsv"])
DISTANCES, _ = read_distances([packs_folder() / "dalsland/avstand.tsv"], PLACES)
SETS, _ = read_factor_sets(sorted(packs_folder().glob("*/faktorer/*.yaml")))
FIVE = tuple(Traveller(name, 1) for name in ("Bengtsfors", "Ed", "Färgelanda", "Åmål"))


def meeting(**changes: Any) -> Meeting:
    """Five people, host Mellerud, two hours, each in a car of their own, 2011."""
    values: dict[str, Any] = {
        "date": date(2011, 10, 4),
        "start": None,
        "duration_min": 120,
        "participants": 5,
        "form": "webb",
        "platform": "teams",
        "place": "Mellerud",
        "travellers": FIVE,
        "mode": "bil",
        "cars": 4,
        "replaces": "ja",
        "replaced_percent": 100,
    }
    return Meeting(**values | changes)


def saved(**changes: Any) -> Saving:
    """The saving by the physical set."""
    return saving(meeting(**changes), SETS["fysik"], DISTANCES, PLACES)


@pytest.mark.parametrize(
    ("changes", "metres", "wh", "g"),
    [
        ({}, 378_000, 279_720, 90_769),
        ({"cars": None}, 302_400, 223_776, 72_615),
        ({"fuel": "diesel", "date": date(2023, 3, 14)}, 378_000, 207_900, 49_480),
        ({"fuel": "diesel", "date": date(2024, 3, 12)}, 378_000, 207_900, 66_944),
        ({"mode": "elbil", "date": date(2023, 3, 14)}, 378_000, 71_820, 4_237),
    ],
)
def test_worked_cases(changes: dict[str, Any], metres: int, wh: int, g: int) -> None:
    """The reference cases of the method, before the meeting's own energy, to the integer."""
    result = saved(**changes)
    assert (result.vehicle_m, result.wh + result.own_wh, result.g + result.own_g) == (metres, wh, g)


def test_tailpipe_of_the_worked_cases() -> None:
    """Fleet average out of the tailpipe 2011: 193 g a kilometre."""
    rate = SETS["fysik"].at(date(2011, 10, 4))["bil_snitt_ttw"].value
    assert (round(378 * rate), round(302.4 * float(rate))) == (72_954, 58_363)


def test_time_of_the_worked_case() -> None:
    """338 person-minutes, counted by person and not by car."""
    assert saved().person_minutes == 338
    assert saved(cars=1).person_minutes == 338


def test_own_energy_is_subtracted() -> None:
    """Five people for two hours: 800 Wh, 47 g with the Nordic mix of 2023."""
    result = saved(date=date(2023, 3, 14))
    assert (result.own_wh, result.own_g) == (800, 47)


def test_flat_rate_gives_the_published_figures() -> None:
    """136 meetings by the flat rate: 35.0 MWh and 16.0 t; its discrepancy stands in the sums."""
    result = saving(meeting(), SETS["schablon-dalsland-2011"], DISTANCES, PLACES)
    assert round(136 * result.wh / 1e6, 1) == 35.0
    assert round(136 * result.g / 1e6, 1) == 16.0
    shown = str(calculation(result, translator()))
    assert "högre än vad 35 MWh drivmedel ger" in shown


def test_the_physical_reference_scenario() -> None:
    """136 meetings, four travellers, 107 km round trip, 1.25 to a car, 2011: 34.5 MWh and 11.2 t gross."""
    way = Distances({frozenset(("Ed", "Mellerud")): Distance(53_500, 49, "tabell", "medel")})
    one = meeting(travellers=(Traveller("Ed", 4),), cars=None)
    result = saving(one, SETS["fysik"], way, PLACES)
    assert round(136 * (result.wh + result.own_wh) / 1e6, 1) == 34.5
    assert round(136 * (result.g + result.own_g) / 1e6, 1) == 11.2


@pytest.mark.parametrize("changes", [{"replaces": "nej", "replaced_percent": 0}, {"travellers": ()}])
def test_nothing_replaced_saves_nothing(changes: dict[str, Any]) -> None:
    """A meeting that replaced no trip is counted with zero saved, also its own energy."""
    result = saved(**changes)
    assert (result.vehicle_m, result.wh, result.g, result.person_minutes, result.ore) == (0, 0, 0, 0, 0)


def test_partly_counts_its_share() -> None:
    """Half a trip gives half the kilometres, energy and minutes."""
    result = saved(replaces="delvis", replaced_percent=50)
    assert (result.vehicle_m, result.wh + result.own_wh, result.person_minutes) == (189_000, 139_860, 169)


@pytest.mark.parametrize(("day", "ore"), [(date(2022, 12, 31), 69_930), (date(2023, 1, 1), 94_500)])
def test_mileage_follows_the_date(day: date, ore: int) -> None:
    """18.50 kr a mil until 2022, 25 kr from 2023."""
    assert saved(date=day).ore == ore


def test_train_to_gothenburg() -> None:
    """Åmål-Göteborg by train there and back is about 2.4 kg a person, no car and no mileage."""
    result = saved(travellers=(Traveller("Åmål", 1),), place="Göteborg", mode="tåg", date=date(2026, 3, 2))
    assert round((result.g + result.own_g) / 1000, 1) == 2.4
    assert (result.vehicle_m, result.ore) == (0, 0)


@pytest.mark.parametrize("mode", ["bil", "elbil", "tåg", "buss", "flyg", "samåkning", "taxi", "cykel", "gång"])
def test_every_mode_counts(mode: str) -> None:
    """Each mode gives a saving with its sums, and the interval holds the value."""
    result = saved(mode=mode, cars=None)
    assert result.wh_low <= result.wh <= result.wh_high
    assert result.lines
    assert all(line.source.message for line in result.lines)


def test_more_cars_than_people_are_not_counted() -> None:
    """Four people never drive in six cars."""
    assert saved(cars=6) == saved(cars=6, assumptions=())
    assert saved(cars=6).vehicle_m == 378_000


def test_values_go_to_json_and_back() -> None:
    """The store keeps meeting and saving as JSON."""
    for value in (meeting(), saved()):
        adapter = TypeAdapter(type(value))
        assert adapter.validate_json(adapter.dump_json(value)) == value


def test_calculation_names_each_factor_with_source() -> None:
    """The table shows value, unit, source and certainty of every step."""
    blocks = calculation(saved(), translator())
    table = next(block for block in blocks if isinstance(block, Table))
    shown = "\n".join(" | ".join(row) for row in table.rows)
    assert "Genomsnittlig personbil, energi | 0,74 | kWh/km" in shown
    assert "1 person, Bengtsfors–Mellerud och tillbaka, enkel väg | 54 | km | Tabell över vägavstånd" in shown
    assert all(all(cell for cell in row) for row in table.rows)


def test_summary() -> None:
    """One line says what was understood."""
    assert summary(meeting(), translator()) == "tisdag 4 oktober 2011 på Teams, 5 deltagare, annars i Mellerud"
    line = summary(meeting(platform=None, form="telefon", place=None), translator())
    assert line == "tisdag 4 oktober 2011 på telefon, 5 deltagare"
