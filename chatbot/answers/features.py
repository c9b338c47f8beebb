"""A question as sparse features for the trained head: words, neighbours, letters, and what the words may mean.

Features are numbered by a hash (CRC-32 of family and text), so that no list of words travels with the weights.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from zlib import crc32

from chatbot.answers.analysis import Question
from chatbot.answers.head import Head
from chatbot.text import platform_of, stem

GRAMS = (2, 3, 4, 5)  # characters
FAMILIES: Mapping[str, float] = {"w": 1.0, "p": 0.7, "g": 1.0, "m": 0.7}  # words, pairs, n-grams, meanings

TOOLS = frozenset({"teams", "zoom", "meet", "webex", "jitsi"})


def named(question: Question) -> Mapping[str, Counter[str]]:
    """By family, how often each feature stands in the question, courtesy taken off."""
    tokens = list(_without_platforms(question.tokens))
    stems = [stem(token) for token in tokens]
    meant = (term for group in question.groups for term, weight in group.terms.items() if weight < 1 or ">" in term)
    pairs = (f"{one} {two}" for one, two in pairwise(["^", *stems, "$"]))
    return {"w": Counter(stems), "p": Counter(pairs), "g": Counter(_grams(tokens)), "m": Counter(meant)}


def _without_platforms(tokens: Sequence[str]) -> Iterator[str]:
    """Which meeting tool is named says nothing of the matter: "dela skärmen i teams" is "dela skärmen"."""
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if not (_tool(token) or (token in ("i", "pa", "med", "in") and _tool(following))):
            yield token


def _tool(token: str) -> bool:
    return platform_of(token) in TOOLS


def families(question: Question) -> Mapping[str, Counter[int]]:
    """The same with the features numbered."""
    found = named(question)
    return {
        family: Counter({number(family, feature): count for feature, count in counts.items()})
        for family, counts in found.items()
    }


def weights_of(question: Question, head: Head) -> dict[int, float]:
    """The question as the head reads it: TF-IDF by the number of each feature that it has learnt."""
    found = families(question)
    return vector(found, head.idf_of(found))


def number(family: str, feature: str) -> int:
    """The feature's number, 32 bits."""
    return crc32(f"{family}{feature}".encode())


def _grams(tokens: Iterable[str]) -> Iterator[str]:
    for token in tokens:
        padded = f" {token} "
        for size in GRAMS:
            yield from (padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))


def vector(found: Mapping[str, Counter[int]], idf: Mapping[int, float]) -> dict[int, float]:
    """TF-IDF by feature number, each family of length one times its weight; features without idf are left out."""
    whole: dict[int, float] = {}
    for family, counts in found.items():
        known = {number: (1 + math.log(count)) * idf[number] for number, count in counts.items() if number in idf}
        length = math.sqrt(sum(value * value for value in known.values()))
        whole |= {number: FAMILIES[family] * value / length for number, value in known.items()}
    return whole
