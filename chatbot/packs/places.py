"""Places in Sweden and the many ways people write them.

Source of the shipped list: GeoNames (CC BY 4.0) for positions, SCB for municipality codes
(knowledge/sverige/orter.tsv).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.errors import N_, notice
from chatbot.packs.problems import Problem
from chatbot.packs.tables import Row, read_table

FLAT = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "ü": "u", "æ": "a", "ø": "o"})
# "Åmålsborna", "Edsbor", "amålingar": people of a place stand for the place.
DWELLERS = re.compile(r"(?:bo(?:n|ar|rnas?|r)?|ingar(?:na)?|are|arna|iter(?:na)?|gänget|ganget|folket)$")
TAILS = re.compile(r"(?:skommun(?:en)?|kommun(?:en)?|sstad|stad|tatort)$")

# Swedish provinces and neighbours are no places to measure from, however near a town's name they are spelt.
PROVINCES = frozenset(
    {"angermanland", "blekinge", "bohuslan", "dalarna", "dalsland", "gastrikland", "halland", "halsingland", "jamtland"}
    | {"lappland", "medelpad", "narke", "norrbotten", "oland", "ostergotland", "skane", "smaland", "sodermanland"}
    | {
        "uppland",
        "varmland",
        "vasterbotten",
        "vastergotland",
        "vastmanland",
        "gotaland",
        "vastragotaland",
        "norrland",
        "svealand",
        "norge",
        "danmark",
        "finland",
        "sverige",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its canonical name, the municipality it lies in, position in degrees WGS84, other names."""

    name: str
    municipality: str
    lat: float
    lon: float
    aliases: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower case without å ä ö, spaces, hyphens and points: how place names are compared."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(FLAT)
    return "".join(c for c in lowered if c.isalnum())


@dataclass(frozen=True)
class Places:
    """All places known, immutable; `find` takes the word as typed."""

    places: tuple[Place, ...]

    @cached_property
    def index(self) -> Mapping[str, Place]:
        """Folded names and aliases; a canonical name goes before an alias."""
        names = {fold(alias): place for place in self.places for alias in place.aliases}
        return names | {fold(place.name): place for place in self.places}

    @cached_property
    def longest(self) -> int:
        """The most words a name has."""
        return max((len(n.split()) for p in self.places for n in (p.name, *p.aliases)), default=1)

    @cached_property
    def spelt(self) -> Mapping[str, Place]:
        """Canonical names in lower case with their å ä ö, which tell Håbo from Habo."""
        return {place.name.casefold(): place for place in self.places}

    def named(self, name: str) -> Place | None:
        """The place with exactly this name or alias, apart from case, å ä ö, spaces and hyphens."""
        return self.spelt.get(unicodedata.normalize("NFC", name).casefold()) or self.index.get(fold(name))

    def inflected(self, text: str) -> Place | None:
        """As `named`, also in the genitive and for the place's people, municipality or town: "Åmåls kommun"."""
        exact = unicodedata.normalize("NFC", text).casefold()
        if place := self.spelt.get(exact) or self.spelt.get(exact.removesuffix("s")):
            return place
        return next((self.index[stem] for stem in _stems(fold(text)) if stem in self.index), None)

    def find(self, text: str) -> Place | None:
        """The place meant: inflections, no å ä ö, and small typing errors when only one name is near."""
        return self.inflected(text) or self._near(fold(text))

    def _near(self, folded: str) -> Place | None:
        allowed = _allowed_errors(folded)
        if not allowed or folded.removesuffix("s") in PROVINCES:
            return None
        for stem in dict.fromkeys((folded, folded.removesuffix("s"))):
            hits = process.extract(
                stem, self.index.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=4, processor=None
            )
            best = min((score for _, score, _ in hits), default=None)
            nearest = {self.index[name] for name, score, _ in hits if score == best and name[0] == stem[0]}
            if len(nearest) == 1:
                return nearest.pop()
        return None

    def suggest(self, text: str) -> tuple[str, ...]:
        """Up to three names that look like the text, nearest first."""
        folded = fold(text)
        if not folded:
            return ()
        hits = process.extract(folded, self.index.keys(), scorer=OSA.normalized_similarity, limit=8)
        names = [self.index[name].name for name, score, _ in hits if score >= 0.4]
        return tuple(dict.fromkeys(names))[:3]


@lru_cache(maxsize=4096)
def _stems(folded: str) -> tuple[str, ...]:
    """The word itself and what is left without a Swedish ending, longest first."""
    stems = [folded]
    for tail in (TAILS, DWELLERS):
        cut = tail.sub("", folded)
        if cut != folded and len(cut) >= 2:
            stems += [cut, cut.removesuffix("s")]
    if folded.endswith("s") and len(folded) > 2:
        stems.append(folded[:-1])
    return tuple(dict.fromkeys(stems))


def _allowed_errors(folded: str) -> int:
    """Typing errors forgiven by length: short names are too near to common words."""
    return 0 if len(folded) < 5 else 1 if len(folded) < 8 else 2


def read_places(files: Iterable[Path]) -> tuple[Places, tuple[Problem, ...]]:
    """All `orter.tsv` given, later files adding to and replacing earlier ones, with the findings."""
    known: dict[str, Place] = {}
    problems: list[Problem] = []
    for file in files:
        rows, wrong = read_table(file, ("ort", "kommun", "lat", "lon"))
        problems += wrong
        for row in rows:
            read = _places_of(file, row)
            if isinstance(read, Problem):
                problems.append(read)
                continue
            for place in read:
                known[place.name] = _merged(known.get(place.name), place)
    return Places(tuple(known.values())), tuple(problems)


def _merged(old: Place | None, new: Place) -> Place:
    return new if old is None else replace(new, aliases=tuple(dict.fromkeys(old.aliases + new.aliases)))


def _places_of(file: Path, row: Row) -> Sequence[Place] | Problem:
    """The seat, and the municipality as a place of its own where its name differs and is no alias of the seat."""
    aliases = tuple(a.strip() for a in row["alias"].split(";") if a.strip())
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except ValueError:
        return _problem(file, row, N_("Läget för {name} är inte två tal."))
    if not row["ort"] or not row["kommun"]:
        return _problem(file, row, N_("Raden saknar ort eller kommun."))
    if not (55 <= lat <= 70 and 10 <= lon <= 25):
        return _problem(file, row, N_("Läget för {name} ligger utanför Sverige."))
    seat = Place(row["ort"], row["kommun"], lat, lon, aliases)
    if row["kommun"] == row["ort"] or row["kommun"] in aliases or not row["kommunkod"]:
        return (seat,)
    return seat, Place(row["kommun"], row["kommun"], lat, lon)


def _problem(file: Path, row: Row, message: str) -> Problem:
    return Problem(file, row.line, "place-row", "error", notice(message, name=row["ort"]))
