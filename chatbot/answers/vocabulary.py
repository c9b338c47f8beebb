"""The library's own words: what is known, how compounds split by it, and which known word a mistyped one is near."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
            tail = stem(word[cut:])
            if len(tail) < MIN_PART or tail not in self.stems:
                continue
            head = self._head(word[:cut])
            if head:
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
    def _by_tail(self) -> Mapping[str, Sequence[str]]:
        """The same words by what follows their first letter."""
        found: dict[str, list[str]] = {}
        for word in self.counts:
            if len(word) > 3:
                found.setdefault(word[1:], []).append(word)
        return found

    def nearest(self, word: str) -> str | None:
        """The known word that a mistyped one is meant to be: one error, two in words of eight letters or more.

        A wrong first letter, seldom mistyped, counts as one error more.
        """
        if len(word) < 4:
            return None
        allowed = 1 if len(word) < 8 else 2
        near = [(cost, -self.counts[known], known) for known, cost in self._begun_alike(word, allowed)]
        if allowed == 2:
            near += [(2, -self.counts[known], known) for known in self._begun_otherwise(word)]
        return min(near)[2] if near else None

    def _begun_alike(self, word: str, allowed: int) -> Iterator[tuple[str, int]]:
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            alike = self._by_shape.get((length, word[0]), ())
            for known, cost, _ in process.extract(word, alike, scorer=OSA.distance, score_cutoff=allowed, limit=8):
                yield known, cost

    def _begun_otherwise(self, word: str) -> Iterator[str]:
        """Words that begin with another letter and are one error away: at the first letter, so the tails are alike."""
        first, second, tail = word[0], word[1], word[1:]
        yield from (known for known in self._by_tail.get(tail, ()) if known[0] != first)  # another letter
        yield from (known for known in self._by_tail.get(word, ()) if known[0] != first)  # the first left out
        for known in (tail, second + first + word[2:]):  # one too many before it, the first two changed about
            if second != first and len(known) > 3 and known in self.counts:
                yield known


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The words of these texts."""
    counts: Counter[str] = Counter()
    for word, count in Counter(word for text in texts for word in words(text)).items():
        if not word.isdigit():
            counts[plain(word)] += count
    return Vocabulary(counts, frozenset(stem(word) for word in counts if not is_stop(word)))
