"""Scores of every guide for a question: fields by BM25 and character n-grams, fused by z-scores."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.answers.analysis import PLATFORM, SYNONYM, Group
from chatbot.answers.index import Index, grams, unit
from chatbot.answers.postings import Scores
from chatbot.text import stem

GRAM_SHARE = 0.5  # of the fused score; the rest is BM25
ALONE = 2.0  # how much more a synonym counts where the word itself is not in the library
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
        terms, worth = _worth(group, index)
        total += index.terms.best_of({term: weight * worth for term, weight in terms.items()})
        if group.weight != PLATFORM:  # which platform is meant says nothing of whether the matter is covered
            covered += index.terms.held(terms) * np.float32(worth)
            whole += worth
    return total, covered / np.float32(whole or 1.0)


def _worth(group: Group, index: Index) -> tuple[Mapping[str, float], float]:
    """The group's terms, and how much the word counts. Where the library lacks the word itself, what means the same
    stands for it in full; else it only helps, and is worth no more than the word."""
    known = {term: weight for term, weight in group.terms.items() if term in index.idf}
    own = [index.idf[term] for term, weight in known.items() if weight > SYNONYM]
    if own:
        return known, group.weight * max(own)
    raised = {term: weight * ALONE for term, weight in known.items()}
    return raised, group.weight * max((index.idf[term] for term in known), default=index.rare)


def _cosine(groups: Sequence[Group], index: Index) -> Scores:
    said = (word for group in groups for word in _spelt(group, index))
    counts = Counter(grams(said))
    known = {gram: index.gram_idf.get(gram, index.rare) for gram in counts}
    return index.grams.score(unit(counts, known).items())


def _spelt(group: Group, index: Index) -> tuple[str, ...]:
    """The word to take letters from; where the library lacks it, what means the same; none for a mark of direction."""
    if ">" in group.word:
        return ()
    if group.terms.get(stem(group.word), 0.0) > SYNONYM and stem(group.word) in index.idf:
        return (group.word,)
    return tuple(term for term in group.terms if term in index.idf) or (group.word,)


def _z(scores: Scores) -> Scores:
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
