"""The library made ready for questions: BM25 over fields, and letters where no head is. Built once, then only read."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from chatbot.answers.analysis import Analyser, Documents, analyser
from chatbot.answers.endpoint import Chooser
from chatbot.answers.head import Head, centred
from chatbot.answers.postings import Postings, postings
from chatbot.answers.vectors import Embedder
from chatbot.answers.vocabulary import vocabulary
from chatbot.packs import BankLine, Guide, Library
from chatbot.text import is_stop, plain, platform_of, stem, strip_courtesy, words

# BM25F (Robertson, Zaragoza 2009): field weights, saturation k1, length normalisation b.
FIELD_WEIGHTS = {"title": 2.0, "questions": 1.5, "keywords": 1.5, "bank": 2.0, "steps": 0.4}
K1, B = 1.2, 0.4
GRAM = 4  # letters of a character n-gram; three and five beside it find no more (docs/decisions/0007)
COMMON, FEW = 0.25, 50  # an n-gram that more than a quarter of the guides hold, and more than fifty, tells nothing
FILLERS = frozenset(  # of a question, as they are folded
    ["hur", "jag", "man", "vi", "du", "gor", "gora", "kan", "i", "pa", "en", "ett", "den", "det", "min", "mitt", "mina"]
) | {"vill", "ska", "med"}

Fields = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Views:
    """Embedded texts (one row each) and the number of the guide that each belongs to."""

    owners: NDArray[np.int64]
    rows: NDArray[np.float32]
    centre: NDArray[np.float32]

    def best(self, embedded: NDArray[np.float32], size: int) -> NDArray[np.float32]:
        """For each guide the cosine of its nearest text."""
        nearest = np.full(size, -1.0, dtype=np.float32)
        np.maximum.at(nearest, self.owners, self.rows @ centred(embedded, self.centre))
        return nearest


@dataclass(frozen=True)
class Letters:
    """Character n-grams: each guide as a vector of length one, and how rare each n-gram is."""

    rows: Postings
    idf: Mapping[str, float]


@dataclass(frozen=True)
class Index:
    """All that answering needs; the library itself with it."""

    library: Library
    ids: tuple[str, ...]
    analyser: Analyser
    terms: Postings  # BM25 impact, idf left out
    idf: Mapping[str, float]
    rare: float  # idf of a word that stands nowhere
    referrals: Mapping[tuple[str, ...], str]
    head: Head | None = None
    embedder: Embedder | None = None
    columns: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # of the head by guide, -1: none
    outside: tuple[int, ...] = ()  # columns of the head that are referrals
    kin: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # by guide those the same words mean, in nats
    own: Mapping[frozenset[str], str] = field(default_factory=dict)  # a guide's own words, where no other has the same
    chooser: Chooser | None = None  # asked to choose among the ten best
    views: Views | None = None  # without a head: the guides' texts embedded

    @cached_property
    def letters(self) -> Letters:
        """The guides by their letters: only an index without a head ranks by them."""
        counts: list[Mapping[str, float]] = [_guide_grams(guide) for guide in self.library.guides.values()]
        idf = _idf(counts, most=max(FEW, len(counts) * COMMON))
        return Letters(postings(_unit(weighed(row, idf)) for row in _used_up(counts)), idf)

    def ready(self) -> "Index":
        """The same index, with what its first question would wait for made."""
        if self.head is None:
            _ = self.letters
        return self

    def learnt(self, guide_id: str) -> bool:
        """Whether the head knows this guide; without a head all are alike."""
        return self.head is None or bool(self.columns[self.ids.index(guide_id)] >= 0)

    def with_head(self, head: Head, embedder: Embedder | None = None) -> "Index":
        """The same index, answering with this head; labels that the library no longer has are left out."""
        column = {label: at for at, label in enumerate(head.labels)}
        columns = np.array([column.get(id, -1) for id in self.ids], dtype=np.int64)
        outside = tuple(column[id] for id in self.library.referrals if id in column)
        return replace(self, head=head, embedder=embedder, columns=columns, outside=outside)

    def with_vectors(self, embedder: Embedder, of_texts: Embedder | None = None) -> "Index":
        """The same index, without a head: the guides' texts embedded too, by `of_texts` if it is another (one that
        remembers). Takes some 20 ms for each text."""
        texts = [(place, text) for place, guide in enumerate(self.library.guides.values()) for text in _views(guide)]
        rows = (of_texts or embedder).embed([text for _, text in texts])
        centre = rows.mean(axis=0)
        turned = np.vstack([centred(row, centre) for row in rows])
        return replace(self, embedder=embedder, views=Views(np.array([place for place, _ in texts]), turned, centre))


def _views(guide: Guide) -> tuple[str, ...]:
    whole = " ".join((guide.title, *(step.text for step in guide.steps)))
    return (*(text for text in (guide.title, *guide.questions) if text), whole)


def build_index(library: Library) -> Index:
    """The index of a library, without a head."""
    guides = tuple(library.guides.values())
    lexicon = library.lexicon
    listed = [*lexicon.everyday.values(), *(word for group in lexicon.synonyms for word in group)]
    fields = [_fields(guide, library.bank.get(guide.id, ())) for guide in guides]
    texts = [text for one in fields for field in one.values() for text in field]
    texts += [line.text for id, lines in library.bank.items() if id not in library.guides for line in lines]
    known = vocabulary([*texts, *listed, *(word for loan in lexicon.loans.values() for word in loan)])
    analysed = analyser(lexicon, known)
    documents = Documents(analysed)
    rows, idf = _bm25([{name: documents.counts(said) for name, said in one.items()} for one in fields])
    referrals = {
        outside_key(words(phrase)): referral.id for referral in library.referrals.values() for phrase in referral.words
    }
    return Index(
        library=library,
        ids=tuple(guide.id for guide in guides),
        analyser=analysed,
        terms=postings(_used_up(rows)),
        idf=idf,
        rare=math.log(1 + 2 * (len(guides) + 1)),
        referrals=referrals,
        kin=_kin(library),
        own=_own(library, analysed),
    )


def _used_up(rows: list[Mapping[str, float]]) -> Iterator[Mapping[str, float]]:
    """The rows in order, each let go of once it has been used: freeing all at once would hold every thread up."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _kin(library: Library) -> Mapping[str, Mapping[str, float]]:
    """How near others are to a guide: often named for the same vague question, or said to be taken for each other."""
    together = Counter(pair for one in library.vague for pair in permutations(sorted(set(one.guides)), 2))
    confused = {(guide.id, other) for guide in library.guides.values() for other in guide.confused_with}
    confused |= {(other, id) for id, other in confused}
    found: dict[str, dict[str, float]] = {}
    for id, other in sorted({*together, *confused}):
        found.setdefault(id, {})[other] = math.log1p(together[id, other]) + ((id, other) in confused)
    return found


def own_key(tokens: Sequence[str]) -> frozenset[str]:
    """The words of a question whatever their order and the platform named, to know a guide's own question again."""
    return frozenset(stem(token) for token in tokens if token not in FILLERS and platform_of(token) is None)


def _own(library: Library, analyser: Analyser) -> Mapping[frozenset[str], str]:
    def key(question: str) -> frozenset[str]:
        return own_key(analyser.tokens(strip_courtesy(question)))

    asked: dict[frozenset[str], set[str]] = {}
    for guide in library.guides.values():
        for text in (guide.title, *guide.questions):
            asked.setdefault(key(text), set()).add(guide.id)
    unclear = {key(one.text) for one in library.vague}
    return {said: ids.pop() for said, ids in asked.items() if said and len(ids) == 1 and said not in unclear}


def outside_key(said: Sequence[str]) -> tuple[str, ...]:
    """Words as referrals compare them: long ones by stem, short ones whole ("väder" must not meet "vad")."""
    folded = [(plain(word), stem(word)) for word in said]
    return tuple(bare if len(bare) >= 6 else word for word, bare in folded)


def _fields(guide: Guide, bank: Sequence[BankLine]) -> Mapping[str, Sequence[str]]:
    steps = [step.text for step in guide.steps]
    steps += [step.text for variant in guide.variants.values() for step in variant.steps]
    return {
        "title": (guide.title,),
        "questions": guide.questions,
        "keywords": (*guide.keywords, *guide.symptoms),
        "bank": tuple(line.text for line in bank),
        "steps": [*steps, *guide.platforms],
    }


def _bm25(guides: Sequence[Fields]) -> tuple[list[Mapping[str, float]], dict[str, float]]:
    mean = {name: _mean_length(guides, name) for name in FIELD_WEIGHTS}
    rows: list[Mapping[str, float]] = []
    for fields in guides:
        weights: dict[str, float] = {}
        for name, counts in fields.items():
            norm = FIELD_WEIGHTS[name] / (1 - B + B * sum(counts.values()) / mean[name])
            for term, count in counts.items():
                weights[term] = weights.get(term, 0.0) + count * norm
        rows.append({term: weight / (K1 + weight) for term, weight in weights.items()})
    return rows, _idf(rows)


def _mean_length(guides: Sequence[Fields], name: str) -> float:
    return max(1.0, sum(sum(fields[name].values()) for fields in guides) / max(1, len(guides)))


def _idf(rows: Sequence[Mapping[str, float]], most: float = math.inf) -> dict[str, float]:
    """How rare each term is; nothing for one that more than `most` rows hold."""
    holding = Counter(term for row in rows for term in row)
    return {
        term: math.log(1 + (len(rows) - count + 0.5) / (count + 0.5)) if count <= most else 0.0
        for term, count in holding.items()
    }


def _guide_grams(guide: Guide) -> Counter[str]:
    texts = (guide.title, guide.title, *guide.questions, *guide.keywords, *guide.symptoms)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(grams(plain(word) for word in words(text)))
    return counts


def grams(tokens: Iterable[str]) -> list[str]:
    """The character n-grams of words that say something, within each word and its ends."""
    padded = (f" {token} " for token in tokens if not is_stop(token))
    return [word[place : place + GRAM] for word in padded for place in range(max(1, len(word) - GRAM + 1))]


def weighed(counts: Mapping[str, float], idf: Mapping[str, float]) -> dict[str, float]:
    """Sublinear TF-IDF, without what weighs nothing."""
    known = ((gram, count, idf.get(gram, 0.0)) for gram, count in counts.items())
    return {gram: (1 + math.log(count)) * rare for gram, count, rare in known if rare}


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}
