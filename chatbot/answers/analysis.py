"""Text as weighted terms: stems, parts of compounds, verbs with particles, who hears whom, words that mean the same.

Each word of a question gives one group of terms that may stand for it, so that a word is counted once whichever of
its terms is met.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise

from chatbot.answers.direction import directions
from chatbot.answers.vocabulary import PARTICLES, Vocabulary
from chatbot.packs import Lexicon
from chatbot.text import fold, is_stop, plain, platform_of, stem, strip_courtesy, words

# How much a term counts beside the word itself; chosen by hand, checked on tests/answers/questions_dev.jsonl.
PART, CORRECTED, JOINED, SYNONYM, LOAN = 0.6, 0.8, 0.7, 0.4, 0.8
FUNCTION, PLATFORM, DIRECTION = 0.25, 0.3, 1.5
SAYS_LITTLE = "inte ej aldrig ingen inget inga mig dem de andra alla sjalv nagon"
FUNCTION_WORDS = frozenset(SAYS_LITTLE.split()) | PARTICLES
LOOSE = frozenset(stem(word) for word in ("jag", "man", "vi", "du", "ni", "inte", "mig", "sig", "de"))
MAX_PHRASE = 4
MAX_WORDS = 120  # words of a question that are ranked


@dataclass(frozen=True, slots=True)
class Group:
    """One word of the question, its own weight, and the terms that may stand for it with theirs."""

    word: str
    terms: Mapping[str, float]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, looked at once: the `text` as it was typed, its normalised `words`, the folded `tokens` with
    spoken forms replaced and without greeting and thanks, and a group for each of them that says something."""

    text: str
    words: tuple[str, ...]
    tokens: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Analyser:
    """The word lists made ready, with the library's vocabulary."""

    everyday: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: Mapping[tuple[str, ...], Mapping[str, float]] = field(default_factory=dict)
    known: Vocabulary = field(default_factory=Vocabulary)

    def tokens(self, text: str) -> list[str]:
        """The folded words as they are written, spoken forms replaced."""
        found: list[str] = []
        for word in words(text)[:MAX_WORDS]:
            folded = plain(word)
            found.extend(self.everyday.get(word) or self.everyday.get(folded) or (folded,))
        return found

    def question(self, text: str) -> Question:
        """A question made ready for ranking."""
        tokens = self.tokens(strip_courtesy(text))
        return Question(text, words(text), tuple(tokens), tuple(self._groups(tokens)))

    def _groups(self, typed: Sequence[str]) -> list[Group]:
        tokens = [self._corrected(token) for token in typed]
        extra = self._extra([token for token, _ in tokens])
        groups = []
        for place, (token, sure) in enumerate(tokens):
            if not _silent(token):
                terms = {stem(token): sure} | self._parts(token)
                foreign = any(weight == LOAN for weight in extra.get(place, {}).values())
                if foreign:  # "laggar" is not "lägga", though both fold to the same
                    terms[stem(token)] = SYNONYM
                for term, weight in extra.get(place, {}).items():
                    terms[term] = max(weight, terms.get(term, 0.0))
                groups.append(Group(token, terms, _weight(token)))
            elif place in extra:
                groups.append(Group(token, extra[place], SYNONYM))
        marks = dict.fromkeys(directions([token for token, _ in tokens]))
        return groups + [Group(mark, {mark: 1.0}, DIRECTION) for mark in marks]

    def _phrases(self, stems: Sequence[str]) -> Iterator[tuple[int, Mapping[str, float]]]:
        """Where a phrase of the word lists stands, also with a pronoun or "inte" inside: "kommer jag in"."""
        firm = [place for place, word in enumerate(stems) if word not in LOOSE]
        for places in (range(len(stems)), firm):
            for start, place in enumerate(places):
                if stems[place] not in self._openings:
                    continue
                for length in range(1, MAX_PHRASE + 1):
                    key = tuple(stems[at] for at in places[start : start + length])
                    if key in self.phrases:
                        yield place, self.phrases[key]

    @cached_property
    def _openings(self) -> frozenset[str]:
        """The words that phrases begin with: most words of a question begin none."""
        return frozenset(key[0] for key in self.phrases if key)

    def _corrected(self, token: str) -> tuple[str, float]:
        if is_stop(token) or platform_of(token) or self.known.knows(token) or self.known.parts(token):
            return token, 1.0
        if (stem(token),) in self.phrases or token.isdigit():
            return token, 1.0
        near = self.known.nearest(token)
        return (near, CORRECTED) if near else (token, 1.0)

    def _parts(self, token: str) -> dict[str, float]:
        return dict.fromkeys(self.known.parts(token), PART) if len(token) > 5 else {}

    def _extra(self, tokens: Sequence[str]) -> dict[int, dict[str, float]]:
        """By place: words that mean the same, and neighbours that stand as one word in the library."""
        found: dict[int, dict[str, float]] = {}
        stems = [stem(token) for token in tokens]
        for start, terms in self._phrases(stems):
            for term, weight in terms.items():
                place = found.setdefault(start, {})
                place[term] = max(weight, place.get(term, 0.0))
        for start, (one, two) in enumerate(pairwise(tokens)):
            whole = stem(one + two)
            if whole in self.known.stems and len(one) > 2 and len(two) > 2:
                found.setdefault(start, {})[whole] = JOINED
        for start, term in _joined(tokens):
            if term in self.known.stems:
                found.setdefault(start, {})[term] = JOINED
        return found


@dataclass(frozen=True, slots=True)
class Documents:
    """The terms of the library's texts; a word that stands in many of them is looked at once."""

    analyser: Analyser
    _seen: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def counts(self, texts: Iterable[str]) -> dict[str, float]:
        """How much of each term these texts hold together."""
        said = [self.analyser.tokens(text) for text in texts]
        found: dict[str, float] = {}
        for token, times in Counter(chain.from_iterable(said)).items():
            for term, weight in self._terms(token):
                found[term] = found.get(term, 0.0) + times * weight
        for tokens in said:
            for _, term in _joined(tokens):
                found[term] = found.get(term, 0.0) + JOINED
            for mark in directions(tokens):
                found[mark] = found.get(mark, 0.0) + DIRECTION
        return found

    def _terms(self, token: str) -> tuple[tuple[str, float], ...]:
        seen = self._seen.get(token)
        if seen is None:
            whole = () if _silent(token) else ((stem(token), _weight(token)),)
            parts = self.analyser.known.parts(token) if len(token) > 6 else ()
            seen = self._seen[token] = (*whole, *((part, PART) for part in parts))
        return seen


def analyser(lexicon: Lexicon, known: Vocabulary) -> Analyser:
    """The analyser for these word lists and this vocabulary."""
    everyday = {}
    for spoken, written in lexicon.everyday.items():
        said = tuple(plain(word) for word in words(written))
        for form in {fold(spoken) if len(spoken) > 2 else spoken, *words(spoken)[:1]}:
            everyday[form] = said
    phrases: dict[tuple[str, ...], dict[str, float]] = {}
    for group in lexicon.synonyms:
        for entry in group:
            _add(phrases, entry, [other for other in group if other != entry], SYNONYM)
    for loan, swedish in lexicon.loans.items():
        _add(phrases, loan, swedish, LOAN)
    return Analyser(everyday, phrases, known)


def _add(phrases: dict[tuple[str, ...], dict[str, float]], entry: str, others: Sequence[str], weight: float) -> None:
    key = tuple(stem(word) for word in words(entry))
    terms = phrases.setdefault(key, {})
    for other in others:
        said = [plain(word) for word in words(other)]
        meant = [stem(word) for word in said if not _silent(word) and word not in FUNCTION_WORDS]
        for term in (*meant, *(joined for _, joined in _joined(said))):
            share = weight if len(meant) == 1 or len(term) > 6 else weight * 0.6
            terms[term] = max(share, terms.get(term, 0.0))


def _joined(tokens: Sequence[str]) -> list[tuple[int, str]]:
    """A verb and its particle as one term: "spela in" and "inspelning" meet in "inspel"."""
    found: list[tuple[int, str]] = []
    if PARTICLES.isdisjoint(tokens):
        return found
    for start, token in enumerate(tokens):
        if len(token) > 2 and token not in FUNCTION_WORDS and not is_stop(token):
            near = next((word for word in tokens[start + 1 : start + 4] if word in PARTICLES), None)
            if near:
                found.append((start, near + stem(token)))
    return found


def _silent(token: str) -> bool:
    return is_stop(token)


def _weight(token: str) -> float:
    if token in FUNCTION_WORDS:
        return FUNCTION
    return PLATFORM if platform_of(token) in ("teams", "zoom", "meet", "webex", "jitsi") else 1.0
