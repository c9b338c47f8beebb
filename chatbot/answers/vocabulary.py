"""The library's own words: what is known, how compounds split by it, and which known word a mistyped one is near."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.text import is_stop, plain, stem, words

MIN_PART = 3  # letters of a compound's part
PARTICLES = frozenset({"in", "ut", "av", "pa", "upp", "ner", "om", "till", "bort", "fast", "med", "over"})


@dataclass(frozen=True)
class Vocabulary:
    """Folded words with how often they stand in the library, and their stems."""

    counts: Mapping[str, int] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()

    def knows(self, word: str) -> bool:
        """Whether the folded word, or a form of it, stands in the library."""
        return word in self.counts or stem(word) in self.stems

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems of a compound's two parts, if both are known: "teamslank" -> ("team", "lank")."""
        for cut in range(len(word) - MIN_PART, MIN_PART - 1, -1):
            head, tail = self._head(word[:cut]), stem(word[cut:])
            if head and len(tail) >= MIN_PART and tail in self.stems:
                return head, tail
        return ()

    def _head(self, head: str) -> str | None:
        for form in (head, head.removesuffix("s")):
            found = stem(form)
            if len(form) >= MIN_PART and len(found) >= MIN_PART and found in self.stems:
                return found
        return None

    @cached_property
    def _by_shape(self) -> Mapping[tuple[int, str], Sequence[str]]:
        """Words of four letters and more by length and first letter: only those of nearly the same can be near."""
        found: dict[tuple[int, str], list[str]] = {}
        for word in self.counts:
            if len(word) > 3:
                found.setdefault((len(word), word[0]), []).append(word)
        return found

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(first for _, first in self._by_shape)

    def nearest(self, word: str) -> str | None:
        """The known word that a mistyped one is meant to be: one error, two in words of eight letters or more.

        A wrong first letter, seldom mistyped, counts as one error more.
        """
        if len(word) < 4:
            return None
        near: list[tuple[int, int, str]] = []
        allowed = 1 if len(word) < 8 else 2
        for first in {word[0]} if allowed == 1 else {word[0], *self._initials}:
            more = first != word[0]
            lengths = range(len(word) - allowed + more, len(word) + allowed - more + 1)
            for alike in (self._by_shape[length, first] for length in lengths if (length, first) in self._by_shape):
                hits = process.extract(word, alike, scorer=OSA.distance, score_cutoff=allowed - more, limit=8)
                near += [(cost + more, -self.counts[known], known) for known, cost, _ in hits]
        return min(near)[2] if near else None


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The words of these texts."""
    counts = Counter(plain(word) for text in texts for word in words(text) if not word.isdigit())
    return Vocabulary(counts, frozenset(stem(word) for word in counts if not is_stop(word)))
