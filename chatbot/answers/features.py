"""A question as sparse features for the trained head: words, neighbours, letters, and what words mean."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from chatbot.answers.analysis import Analyser
from chatbot.text import stem, strip_courtesy

GRAMS = (2, 3, 4, 5)  # characters
FAMILIES: Mapping[str, float] = {"word": 1.0, "pair": 0.7, "gram": 1.0, "meaning": 0.7}  # weight of each kind
MAX_WORDS = 120


def features(text: str, analyser: Analyser) -> Mapping[str, Counter[str]]:
    """By family, how often each feature stands in the text, courtesy taken off."""
    tokens = analyser.tokens(strip_courtesy(text))[:MAX_WORDS]
    stems = [stem(token) for token in tokens]
    meant = [
        term for group in analyser.question(text) for term, weight in group.terms.items() if weight < 1 or ">" in term
    ]
    return {
        "word": Counter(stems),
        "pair": Counter(f"{one} {two}" for one, two in pairwise(["^", *stems, "$"])),
        "gram": Counter(_grams(tokens)),
        "meaning": Counter(meant),
    }


def _grams(tokens: Iterable[str]) -> Iterable[str]:
    for token in tokens:
        padded = f" {token} "
        for size in GRAMS:
            yield from (padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
