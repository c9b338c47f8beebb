"""Why this answer: what in the question spoke for the best guide rather than for the next, in plain words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.answers.analysis import Question
from chatbot.answers.features import named, number, weights_of
from chatbot.answers.head import Head
from chatbot.answers.index import Index
from chatbot.answers.rank import Ranking, rank_question
from chatbot.text import plain, stem

MOST = 6  # reasons told on each side


@dataclass(frozen=True, slots=True)
class Reason:
    """A word of the question as it was typed, or one that it may stand for, and how much it spoke.

    The weight is in nats: above 0 for the best guide, below for the next.
    """

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The ranking, and what decided between its first and second place, heaviest first."""

    ranking: Ranking
    reasons: tuple[Reason, ...] = ()


def explain(question: str, index: Index) -> Explanation:
    """Why the best guide stands before the next."""
    asked = index.analyser.question(question)
    ranking = rank_question(asked, index)
    if index.head is None or len(ranking.best) < 2:
        found = [group for group in asked.groups if group.terms.keys() & index.idf.keys()]
        typed = _typed(asked.words)
        return Explanation(ranking, tuple(Reason(_as_typed(one.word, typed), one.weight) for one in found[:MOST]))
    return Explanation(ranking, _reasons(asked, ranking, index.head))


def _reasons(question: Question, ranking: Ranking, head: Head) -> tuple[Reason, ...]:
    columns = [head.labels.index(one.id) if one.id in head.labels else -1 for one in ranking.best[:2]]
    if -1 in columns:
        return ()
    values = weights_of(question, head)
    spoken: dict[str, float] = defaultdict(float)
    typed = _typed(question.words)
    for family, counts in named(question).items():
        for feature in counts:
            value = values.get(number(family, feature))
            if value is not None:
                word = _as_typed(_word(feature, family, question.tokens), typed)
                spoken[word] += value * head.lead(number(family, feature), *columns)
    ordered = sorted((Reason(word, weight) for word, weight in spoken.items()), key=lambda one: -abs(one.weight))
    return tuple(ordered[:MOST])


def _typed(said: Sequence[str]) -> Mapping[str, str]:
    """The words as they were typed, by how they look without their dots and by their stems."""
    return {stem(plain(word)): word for word in said} | {plain(word): word for word in said}


def _as_typed(told: str, typed: Mapping[str, str]) -> str:
    return " ".join(typed.get(part, part) for part in told.split())


def _word(feature: str, family: str, tokens: Sequence[str]) -> str:
    """The word that a group of letters stands in; other features tell for themselves."""
    if family != "g":
        return feature.strip("^$ ")
    return next((word for word in tokens if feature in f" {word} "), feature.strip())
