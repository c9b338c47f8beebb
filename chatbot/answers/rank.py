"""Scores of every guide for a question: the trained head's and those of the words, fused by z-scores.

A guide that the head has not learnt (new, or another pack's) is judged by the words alone, on a scale where they weigh
as much as the head does for others.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.answers.analysis import PLATFORM, SYNONYM, Group, Question
from chatbot.answers.features import weights_of
from chatbot.answers.head import Head
from chatbot.answers.index import Index, grams, weighed
from chatbot.answers.postings import Scores
from chatbot.text import stem, strip_courtesy

GRAM_SHARE = 0.5  # of the words' score without a head; the rest is BM25
MEANT_SHARE = 2.0  # of an embedding beside the words, without a head (docs/decisions/0007)
LEXICAL = 0.3  # weight of BM25 beside the head, in the head's standard deviations (docs/decisions/0007)
NEW = 2.5  # the same for a guide that the head has not learnt: nothing else speaks for it (docs/decisions/0007)
ALONE = 2.0  # how much more a synonym counts where the word itself is not in the library
TOP = 40  # kept: what the same words often mean may stand far below the ten best
SIGNS = 5  # what the decider goes by, see `Ranking`


class Ranked(NamedTuple):
    """A guide's place: its id, its score (higher is likelier) and its share of all probability, 0 to 1."""

    id: str
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The forty best guides, best first; what the decider goes by; and the referral that fits best, if any.

    `signs` are [logit of the best guide's share, its lead on the next (nats), the share of the question's words that
    it holds, log of the number of words, logit of the share outside what is covered].
    """

    best: tuple[Ranked, ...] = ()
    signs: tuple[float, ...] = ()
    referral: str | None = None


def rank(question: Question, index: Index, embedded: Scores | None = None) -> Ranking:
    """The ranking; empty when no word is known."""
    if not index.ids or not question.groups:
        return Ranking()
    bm25, covered = _lexical(question.groups, index)
    if index.head is None:
        cosine = _cosine(question.groups, index)
        meant = _z(index.views.best(embedded, len(index.ids))) if index.views and embedded is not None else 0.0
        if not (bm25.any() or cosine.any()):
            return Ranking()
        fused = (1 - GRAM_SHARE) * _z(bm25) + GRAM_SHARE * _z(cosine) + MEANT_SHARE * meant
        return _ranking(question, 2 * np.asarray(fused, dtype=np.float32), covered, index)
    logits = index.head.logits(weights_of(question, index.head), embedded)
    return _ranking(question, _fused(logits, _z(bm25), index), covered, index, _outside(logits, index, index.head))


def rank_question(question: Question, index: Index) -> Ranking:
    """The ranking, with the index's embedder if it has one."""
    embedded = index.embedder.embed([strip_courtesy(question.text)])[0] if index.embedder else None
    return rank(question, index, embedded)


def _fused(logits: Scores, words_say: Scores, index: Index) -> Scores:
    """The head's logits by guide, with the words' say; for a guide it has not learnt, the words' on its scale."""
    mean, spread = float(logits.mean()), float(logits.std())
    new = mean + NEW * spread * words_say
    known = logits[index.columns] + LEXICAL * spread * words_say
    return np.asarray(np.where(index.columns >= 0, known, new), dtype=np.float32)


def _outside(logits: Scores, index: Index, head: Head) -> Mapping[str, float]:
    return {head.labels[column]: float(logits[column]) for column in index.outside}


def _ranking(
    question: Question, scores: Scores, covered: Scores, index: Index, outside: Mapping[str, float] | None = None
) -> Ranking:
    order = _first(scores)
    top = max(float(scores[order[0]]), *(outside or {}).values()) if outside else float(scores[order[0]])
    guides = np.exp(scores - top)
    beyond = {id: math.exp(score - top) for id, score in (outside or {}).items()}
    whole = float(guides.sum()) + sum(beyond.values())
    kept = zip(order.tolist(), scores[order].tolist(), guides[order].tolist(), strict=True)
    best = tuple(Ranked(index.ids[place], score, odds / whole) for place, score, odds in kept)
    lead = best[0].score - best[1].score if len(best) > 1 else 5.0
    signs = (
        logit(best[0].share),
        min(lead, 8.0),
        float(covered[order[0]]),
        math.log1p(len(question.words)),
        logit(sum(beyond.values()) / whole),
    )
    return Ranking(best, signs, max(beyond, key=beyond.__getitem__) if beyond else None)


def _first(scores: Scores) -> NDArray[np.int64]:
    """The places of the highest, highest first, equal ones as they stand: a full sort would cost ten times that."""
    if len(scores) <= TOP:
        return np.argsort(-scores, kind="stable")
    lowest = np.partition(scores, -TOP)[-TOP]
    high = np.flatnonzero(scores >= lowest)
    return high[np.argsort(-scores[high], kind="stable")][:TOP]


def logit(share: float) -> float:
    """The log odds of a probability, kept within what floats tell apart."""
    bounded = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def _lexical(groups: Sequence[Group], index: Index) -> tuple[Scores, Scores]:
    total = np.zeros(len(index.ids), dtype=np.float32)
    covered = np.zeros(len(index.ids), dtype=np.float32)
    whole = 0.0
    for group in groups:
        terms, worth = _worth(group, index)
        best, held = index.terms.best_of(terms)
        total += best * np.float32(worth)
        if group.weight != PLATFORM:  # which platform is meant says nothing of whether the matter is covered
            covered += held * np.float32(worth)
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
    """By letters. The question's own length is left out: it is the same for all guides."""
    counts = Counter(grams(word for group in groups for word in _spelt(group, index)))
    return index.letters.rows.score(weighed(counts, index.letters.idf).items())


def _spelt(group: Group, index: Index) -> tuple[str, ...]:
    """The word to take letters from; where the library lacks it, what means the same; none for a mark of direction."""
    if ">" in group.word:
        return ()
    if group.terms.get(stem(group.word), 0.0) > SYNONYM and stem(group.word) in index.idf:
        return (group.word,)
    return tuple(term for term in group.terms if term in index.idf) or (group.word,)


def _z(scores: Scores) -> Scores:
    moved = scores - scores.mean()
    spread = math.sqrt(float(moved @ moved) / len(moved))
    return moved / np.float32(spread) if spread > 0 else np.zeros_like(scores)
