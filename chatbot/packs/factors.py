"""Versioned, cited factor sets: what a kilometre and a kilowatt-hour cost on the day of a meeting.

A factor is either intervals (value from month to month) or a yearly series, interpolated. The last value is carried
forward with certainty low; a date before the first value has none.
"""

import calendar
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from chatbot.errors import N_, ResfriError

Certainty = Literal["hög", "medel", "låg"]
Method = Literal["fysik", "schablon"]
Evidence = Literal["sett", "härledd", "minne"]
CERTAINTIES: Mapping[str, Certainty] = {"hög": "hög", "medel": "medel", "låg": "låg"}
EVIDENCE: Mapping[str, Evidence] = {"sett": "sett", "härledd": "härledd", "minne": "minne"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from; `evidence`: read in the source, derived, or from memory and still to be checked."""

    id: str
    title: str
    url: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Period:
    """A value with the days it holds; `last` None = until further notice."""

    value: Decimal
    first: date
    last: date | None
    source: Source
    uncertainty: float  # relative, plus or minus
    certainty: Certainty
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A factor on a day: all that is needed to show it and to reckon it again."""

    id: str
    label: str
    value: Decimal
    unit: str
    source: str
    certainty: Certainty
    uncertainty: float
    carried: bool = False  # the last known value, used after its time


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor through time: periods in order of time; a yearly series is a period a year with `yearly` True."""

    id: str
    label: str
    unit: str
    periods: tuple[Period, ...]
    yearly: bool = False

    def at(self, day: date) -> Figure:
        """The value of the day. Raises `ResfriError` for a day before the first value."""
        past = [period for period in self.periods if period.first <= day]
        if not past:
            message = N_("Faktorn {name} har inget värde så tidigt som {day}.")
            raise ResfriError(message, name=self.label, day=day.isoformat())
        period = past[-1]
        carried = period is self.periods[-1] and period.last is not None and day > period.last
        value = self._between(past[-1], day.year) if self.yearly and not carried else period.value
        certainty = "låg" if carried else period.certainty
        return Figure(
            self.id, self.label, value, self.unit, period.source.title, certainty, period.uncertainty, carried
        )

    def _between(self, period: Period, year: int) -> Decimal:
        later = [p for p in self.periods if p.first > period.first]
        if not later or year == period.first.year:
            return period.value
        share = Decimal(year - period.first.year) / Decimal(later[0].first.year - period.first.year)
        return period.value + (later[0].value - period.value) * share


@dataclass(frozen=True, slots=True)
class Factors:
    """A set on a day: `Factors["bensin_wtw"]` is the figure; the set's name and version go with each saving."""

    name: str
    version: str
    method: Method
    note: str
    day: date
    factors: Mapping[str, Factor]

    def __getitem__(self, factor_id: str) -> Figure:
        if factor_id not in self.factors:
            message = N_("Faktorsatsen {name} saknar faktorn {factor}.")
            raise ResfriError(message, name=self.name, factor=factor_id)
        return self.factors[factor_id].at(self.day)

    def fleet_wtw(self) -> Figure:
        """Grams CO2e per kWh fuel of the fleet: mean of petrol and diesel of the day (derived, certainty low)."""
        petrol, diesel = self["bensin_wtw"], self["diesel_wtw"]
        source = "; ".join(dict.fromkeys((petrol.source, diesel.source)))
        label, spread = (
            N_("Utsläpp per kWh, medelvärde av bensin och diesel"),
            max(petrol.uncertainty, diesel.uncertainty),
        )
        carried = petrol.carried or diesel.carried
        value = (petrol.value + diesel.value) / 2
        return Figure("bensin_wtw+diesel_wtw", label, value, petrol.unit, source, "låg", spread, carried)


@dataclass(frozen=True, slots=True)
class FactorSet:
    """A factor set as read from its file."""

    name: str
    version: str
    method: Method
    title: str
    note: str  # a sentence to print with each use, such as a discrepancy; "" if none
    factors: Mapping[str, Factor]

    def at(self, day: date) -> Factors:
        """The set on the day of a meeting."""
        return Factors(self.name, self.version, self.method, self.note, day, self.factors)

    def from_memory(self) -> tuple[Factor, ...]:
        """Factors with a value that nobody has checked against its source, for doctor."""
        return tuple(f for f in self.factors.values() if any(p.source.evidence == "minne" for p in f.periods))


def gaps(periods: Iterable[Period]) -> tuple[tuple[date, date], ...]:
    """Neighbouring periods that leave days without a value, or share days: (end, next start)."""
    ordered = tuple(periods)
    found = []
    for one, two in itertools.pairwise(ordered):
        if one.last is None or (two.first - one.last).days != 1:
            found.append((one.last or date.max, two.first))
    return tuple(found)


def month_start(text: str) -> date:
    """ "2021-08", "2021" or "2021-08-15" as the first day it names. Raises `ValueError`."""
    parts = [int(part) for part in text.split("-")]
    return date(parts[0], *[*parts[1:], 1, 1][:2])


def month_end(text: str) -> date:
    """As `month_start`, the last day it names."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    month = parts[1] if len(parts) == 2 else 12
    return date(parts[0], month, calendar.monthrange(parts[0], month)[1])
