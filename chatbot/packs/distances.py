"""Road distances between places: a pack's table where there is one, else the great circle with a detour factor."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from chatbot.errors import N_, ResfriError, notice
from chatbot.packs.places import Place, Places
from chatbot.packs.problems import Problem
from chatbot.packs.tables import Row, read_table

Kind = Literal["uppmätt", "tabell", "uppskattat"]
Reliability = Literal["hög", "medel", "låg"]

EARTH_M = 6_371_000  # mean radius in metres (IUGG)
DETOUR = 1.3  # road over great circle; mean error 10 % among the Dalsland towns (DOMAIN 3.3)
SLOW_KMH, FAST_KMH, FAST_FROM_M = 65, 75, 60_000  # travel speed without a table (DOMAIN 3.3)
# Relative uncertainty by reliability (DOMAIN 3.2) and of the estimate (3.3).
SPREAD: Mapping[tuple[str, str], float] = {("tabell", "hög"): 0.03, ("tabell", "medel"): 0.08, ("tabell", "låg"): 0.15}


@dataclass(frozen=True, slots=True)
class Distance:
    """One way by road: metres, minutes, how it is known and how surely."""

    metres: int
    minutes: int
    kind: Kind
    reliability: Reliability

    @property
    def uncertainty(self) -> float:
        """Relative, plus or minus."""
        return 0.02 if self.kind == "uppmätt" else SPREAD.get((self.kind, self.reliability), 0.12)


@dataclass(frozen=True, slots=True)
class Distances:
    """The tables of all packs, by the two canonical names in either order."""

    table: Mapping[frozenset[str], Distance] = field(default_factory=dict)

    def between(self, a: str, b: str, places: Places) -> Distance:
        """One way from place to place. Raises `ResfriError` for a name that is in no list."""
        start, end = _known(a, places), _known(b, places)
        if start == end:
            return Distance(0, 0, "tabell", "hög")
        return self.table.get(frozenset((start.name, end.name))) or _estimate(start, end)


def great_circle_m(a: Place, b: Place) -> float:
    """Metres along the sphere (haversine)."""
    phi, theta = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((theta - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(theta) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))


def _estimate(a: Place, b: Place) -> Distance:
    metres = round(great_circle_m(a, b) * DETOUR)
    speed = SLOW_KMH if metres < FAST_FROM_M else FAST_KMH
    return Distance(metres, round(metres / 1000 / speed * 60), "uppskattat", "låg")


def _known(name: str, places: Places) -> Place:
    if place := places.named(name):
        return place
    raise ResfriError(N_("Orten {name} finns inte i listan över orter. Lägg till den i orter.tsv."), name=name)


def read_distances(files: Iterable[Path], places: Places) -> tuple[Distances, tuple[Problem, ...]]:
    """All `avstand.tsv` given, later files before earlier ones, with the findings."""
    table: dict[frozenset[str], Distance] = {}
    problems: list[Problem] = []
    for file in files:
        rows, wrong = read_table(file, ("från", "till", "km", "minuter", "tillförlitlighet"))
        problems += wrong
        for row in rows:
            read = _row(row, places)
            if isinstance(read, str):
                fields = {"a": row["från"], "b": row["till"]}
                problems.append(Problem(file, row.line, "distance-row", "error", notice(read, **fields)))
            else:
                table[read[0]] = read[1]
    return Distances(table), tuple(problems)


def _row(row: Row, places: Places) -> tuple[frozenset[str], Distance] | str:
    start, end = places.named(row["från"]), places.named(row["till"])
    if start is None or end is None or start == end:
        return N_("Sträckan {a}–{b} har en ort som inte finns i listan över orter.")
    try:
        km, minutes = float(row["km"].replace(",", ".")), int(row["minuter"])
    except ValueError:
        return N_("Sträckan {a}–{b} saknar kilometer eller minuter som tal.")
    reliability = RELIABILITIES.get(row["tillförlitlighet"])
    if reliability is None or not (0 < km < 3000 and 0 < minutes < 3000):
        return N_(
            "Sträckan {a}–{b}: kilometer och minuter ska vara större än 0 och tillförlitligheten hög, medel eller låg."
        )
    kind: Kind = "uppmätt" if row["uppmätt"] == "ja" else "tabell"
    return frozenset((start.name, end.name)), Distance(round(km * 1000), minutes, kind, reliability)


RELIABILITIES: Mapping[str, Reliability] = {"hög": "hög", "medel": "medel", "låg": "låg"}
