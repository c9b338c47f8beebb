"""Factor sets: every value cited and valid in time, the value of the meeting's date, findings for what is wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from chatbot.errors import ResfriError
from chatbot.packs.factor_files import read_factor_set, read_factor_sets
from chatbot.packs.factors import Factor
from chatbot.resources import packs_folder

SETS, PROBLEMS = read_factor_sets(sorted(packs_folder().glob("*/faktorer/*.yaml")))
PHYSICS = SETS["fysik"]
ROWS = [factor for each in SETS.values() for factor in each.factors.values()]


def test_the_shipped_sets_have_no_findings() -> None:
    """Both sets are read whole."""
    assert PROBLEMS == ()
    assert set(SETS) == {"fysik", "schablon-dalsland-2011"}


@pytest.mark.parametrize("factor", ROWS, ids=lambda factor: factor.id)
def test_each_row_is_cited(factor: Factor) -> None:
    """Each value has a unit, a source with evidence, a certainty, an uncertainty and a validity."""
    assert factor.unit
    assert factor.label
    for period in factor.periods:
        assert period.source.title
        assert period.source.evidence in {"sett", "härledd", "minne"}
        assert period.last is None or period.first <= period.last


@pytest.mark.parametrize(
    ("factor", "day", "value"),
    [
        ("diesel_wtw", date(2018, 6, 30), "289"),
        ("diesel_wtw", date(2018, 7, 1), "276"),
        ("diesel_wtw", date(2023, 12, 31), "238"),
        ("diesel_wtw", date(2024, 1, 1), "322"),
        ("bensin_wtw", date(2026, 11, 23), "302"),
        ("bil_snitt_kwh", date(2011, 10, 4), "0.74"),
        ("bil_snitt_kwh", date(2013, 1, 1), "0.715"),
        ("bil_snitt_kwh", date(2014, 12, 31), "0.7025"),
        ("bil_snitt_ttw", date(2011, 10, 4), "193"),
        ("el_nordisk", date(2020, 12, 31), "90"),
        ("el_nordisk", date(2021, 1, 1), "59"),
    ],
)
def test_the_value_of_the_day(factor: str, day: date, value: str) -> None:
    """The factor follows the date; years between two of a series are interpolated."""
    figure = PHYSICS.at(day)[factor]
    assert figure.value == Decimal(value)
    assert not figure.carried


def test_the_last_value_is_carried_forward() -> None:
    """After its time the last value is used, said to be carried, with certainty low."""
    figure = PHYSICS.at(date(2026, 11, 23))["bil_snitt_kwh"]
    assert (figure.value, figure.carried, figure.certainty) == (Decimal("0.62"), True, "låg")


def test_fleet_wtw_is_the_mean_of_petrol_and_diesel() -> None:
    """(329 + 320) / 2 in 2011, certainty low because derived."""
    figure = PHYSICS.at(date(2011, 10, 4)).fleet_wtw()
    assert (figure.value, figure.certainty) == (Decimal("324.5"), "låg")


def test_before_the_first_value_there_is_none() -> None:
    """A day before every value, or a factor that is missing, raises with its name."""
    with pytest.raises(ResfriError, match="Diesel"):
        _ = PHYSICS.at(date(1999, 1, 1))["diesel_wtw"]
    with pytest.raises(ResfriError, match="okänd"):
        _ = PHYSICS.at(date(2020, 1, 1))["okänd"]


def test_values_from_memory_are_listed() -> None:
    """Doctor can name every factor nobody has checked."""
    assert "belaggning" in {factor.id for factor in PHYSICS.from_memory()}


HEAD = (
    'namn: x\nversion: "1"\nkällor:\n  a: {titel: A, belägg: sett}\nfaktorer:\n  f:\n    benämning: F\n    enhet: g\n'
)
ROW = "      - {värde: 1, från: %s, till: %s, källa: %s, osäkerhet: 0.1, säkerhet: %s}\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (HEAD + "    perioder:\n" + ROW % (2010, 2011, "a", "hög") + ROW % (2013, "null", "a", "hög"), "factor-gap"),
        (HEAD + "    perioder:\n" + ROW % (2010, "null", "a", "hög") + ROW % (2013, "null", "a", "hög"), "factor-gap"),
        (HEAD + "    perioder:\n" + ROW % (2010, 2011, "b", "hög"), "factor-source"),
        (HEAD + "    perioder:\n" + ROW % (2010, 2011, "a", "säker"), "factor-certainty"),
        (HEAD + "    perioder:\n" + ROW % (2011, 2010, "a", "hög"), "factor-period"),
        (HEAD + "    perioder:\n" + ROW % ("nu", 2010, "a", "hög"), "factor-period"),
        (HEAD + "    perioder: [1]\n", "factor-period"),
        (HEAD, "factor-period"),
        (HEAD + "    serie: {år: 1}\n", "factor-source"),
        (HEAD.replace("    enhet: g\n", ""), "factor-unit"),
        (HEAD.replace("belägg: sett", "belägg: tro"), "factor-source"),
        ("namn: x\n", "factor-key"),
        ("namn: x\nversion: 1\nkällor: 1\nfaktorer: 2\n", "factor-key"),
        ("- 1\n", "factor-yaml"),
        ("a: [\n", "factor-yaml"),
    ],
)
def test_wrong_files_are_findings(tmp_path: Path, text: str, rule: str) -> None:
    """A gap, a missing source or a broken file is a finding with its rule, and the set is left out."""
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    found, problems = read_factor_set(file)
    assert found is None
    assert rule in {problem.rule for problem in problems}
