"""Scores of every guide for a question: fields by BM25 and character n-grams, fused by z-scores."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.answers.analysis import LOAN, Group
from chatbot.answers.index import Index, grams, unit
from chatbot.answers.postings import Scores

GRAM_SHARE = 0.5  # of the fused score; the rest is BM25
TOP = 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A guide's place: fused score and its strength beside the best there is (0 to 1), the share of the question's
    words it holds (0 to 1), and n-gram cosine (0 to 1)."""

    id: str
    score: float
    strength: float
    coverage: float
    cosine: float


def rank(groups: Sequence[Group], index: Index) -> tuple[Ranked, ...]:
    """The five best guides, best first; none when no word is known."""
    if not index.ids or not groups:
        return ()
    bm25, covered = _lexical(groups, index)
    cosine = _cosine(groups, index)
    fused = (1 - GRAM_SHARE) * _z(bm25) + GRAM_SHARE * _z(cosine)
    strength = (bm25 / max(1e-6, float(bm25.max())) + cosine / max(1e-6, float(cosine.max()))) / 2
    order = np.argsort(-fused, kind="stable")[:TOP]
    return tuple(
        Ranked(index.ids[place], *(float(of[place]) for of in (fused, strength, covered, cosine)))
        for place in order
        if bm25[place] > 0 or cosine[place] > 0
    )


def _lexical(groups: Sequence[Group], index: Index) -> tuple[Scores, Scores]:
    total = np.zeros(len(index.ids), dtype=np.float32)
    covered = np.zeros(len(index.ids), dtype=np.float32)
    whole = 0.0
    for group in groups:
        weighted = {term: weight * index.idf.get(term, 0.0) for term, weight in group.terms.items()}
        total += index.terms.best_of(weighted) * np.float32(group.weight)
        known = max((index.idf.get(term, 0.0) for term in group.terms), default=0.0)
        worth = group.weight * (known or index.rare)
        covered += index.terms.held(group.terms) * np.float32(worth)
        whole += worth
    return total, covered / np.float32(whole or 1.0)


def _cosine(groups: Sequence[Group], index: Index) -> Scores:
    said = (word for group in groups for word in _spelt(group, index))
    counts = Counter(grams(said))
    known = {gram: index.gram_idf.get(gram, index.rare) for gram in counts}
    return index.grams.score(unit(counts, known).items())


def _spelt(group: Group, index: Index) -> tuple[str, ...]:
    """The word to take letters from; for a foreign word the Swedish ones; none for a mark of direction."""
    if ">" in group.word:
        return ()
    if index.analyser.known.knows(group.word):
        return (group.word,)
    return tuple(term for term, weight in group.terms.items() if weight >= LOAN) or (group.word,)


def _z(scores: Scores) -> Scores:
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
