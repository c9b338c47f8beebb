"""Sparse vectors by term, scored with numpy: for each term the documents that hold it and how much it counts there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """`size` documents; for each term their numbers and weights."""

    size: int
    by_term: Mapping[str, tuple[NDArray[np.int32], Scores]]

    def score(self, terms: Iterable[tuple[str, float]]) -> Scores:
        """The weighted sum for every document."""
        found = [(self.by_term[term], weight) for term, weight in terms if term in self.by_term]
        if not found:
            return np.zeros(self.size, dtype=np.float32)
        numbers = np.concatenate([held[0] for held, _ in found])  # one sum over all is thrice as fast as one by one
        weights = np.concatenate([held[1] for held, _ in found])
        weights *= np.repeat(np.array([weight for _, weight in found], np.float32), [len(held[0]) for held, _ in found])
        return np.bincount(numbers, weights, self.size).astype(np.float32)

    def best_of(self, terms: Mapping[str, float]) -> tuple[Scores, Scores]:
        """For every document the best single term, for terms that stand for the same word are not added up; and the
        weight, at most 1, of the best of them that it holds at all."""
        best = np.zeros(self.size, dtype=np.float32)
        held = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms.items():
            found = self.by_term.get(term)
            if found is not None:
                documents, impacts = found
                best[documents] = np.maximum(best[documents], impacts * np.float32(weight))
                held[documents] = np.maximum(held[documents], np.float32(min(1.0, weight)))
        return best, held


def postings(rows: Iterable[Mapping[str, float]]) -> Postings:
    """From one mapping of term to weight per document."""
    gathered: dict[str, tuple[list[int], list[float]]] = {}
    size = 0
    for number, row in enumerate(rows):
        size = number + 1
        for term, weight in row.items():
            numbers, weights = gathered.setdefault(term, ([], []))
            numbers.append(number)
            weights.append(weight)
    by_term = {}
    for term in list(gathered):  # freed one by one: freeing all at once would hold every thread up
        numbers, weights = gathered.pop(term)
        by_term[term] = (np.array(numbers, dtype=np.int32), np.array(weights, dtype=np.float32))
    return Postings(size, by_term)
