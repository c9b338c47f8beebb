"""The library: everything that was read from the packs, immutable, swapped whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from chatbot.i18n import swedish_key
from chatbot.packs.bank import BankLine
from chatbot.packs.catalogue import Topic
from chatbot.packs.distances import Distances
from chatbot.packs.factors import FactorSet
from chatbot.packs.guide import Guide
from chatbot.packs.overlay import Overlay
from chatbot.packs.places import Places
from chatbot.packs.problems import Problem
from chatbot.packs.vague import Vague
from chatbot.packs.words import Lexicon, Referral
from chatbot.text import stems


@dataclass(frozen=True)
class Library:
    """Guides by id (by area, then title, in Swedish order), and what else the packs hold.

    `areas` gives an area's Swedish name; `bank` how people ask for a guide, or for what a referral is about,
    and `vague` what could be about several; `overlays` what a pack replaces or hides of the packs below it;
    `hash` names these very contents.
    """

    guides: Mapping[str, Guide] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    catalogue: Mapping[str, Topic] = field(default_factory=dict)
    lexicon: Lexicon = field(default_factory=Lexicon)
    referrals: Mapping[str, Referral] = field(default_factory=dict)
    bank: Mapping[str, tuple[BankLine, ...]] = field(default_factory=dict)
    vague: tuple[Vague, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    places: Places = field(default_factory=lambda: Places(()))
    distances: Distances = field(default_factory=Distances)
    factor_sets: Mapping[str, FactorSet] = field(default_factory=dict)
    policy: str = ""  # what the organisation has decided of travel, in its own words
    hash: str = ""

    def guide(self, guide_id: str) -> Guide | None:
        """The guide with this id, if there is one."""
        return self.guides.get(guide_id)

    def area_name(self, area: str) -> str:
        """The area's Swedish name."""
        return self.areas.get(area, area)

    def in_area(self, area: str) -> tuple[Guide, ...]:
        """The guides of an area, by title."""
        return tuple(guide for guide in self.guides.values() if guide.area == area)

    def search(self, words: str) -> tuple[Guide, ...]:
        """For browsing: guides that hold every word, those with them in the title first."""
        wanted = stems(words)
        if not wanted:
            return ()
        hits = [(_place(guide_words, wanted), self.guides[guide_id]) for guide_id, guide_words in self._words.items()]
        return tuple(guide for place, guide in sorted(hits, key=lambda hit: hit[0]) if place < 2)

    @cached_property
    def _words(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        return {
            guide.id: (
                frozenset(stems(guide.title)),
                frozenset(stems(" ".join((*guide.questions, *guide.keywords, *guide.symptoms, guide.area)))),
            )
            for guide in self.guides.values()
        }


def _place(words: tuple[frozenset[str], frozenset[str]], wanted: Iterable[str]) -> int:
    title, rest = words
    if all(_holds(title, word) for word in wanted):
        return 0
    return 1 if all(_holds(title, word) or _holds(rest, word) for word in wanted) else 2


def _holds(words: frozenset[str], wanted: str) -> bool:
    return wanted in words or (len(wanted) > 3 and any(wanted in word for word in words))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading gave: the library, and what was wrong in the files."""

    library: Library
    problems: tuple[Problem, ...] = ()


def in_order(guides: Iterable[Guide]) -> dict[str, Guide]:
    """By area, then title, as a Swede sorts."""
    ordered = sorted(guides, key=lambda guide: (swedish_key(guide.area), swedish_key(guide.title), guide.id))
    return {guide.id: guide for guide in ordered}
