"""Training the head on the library's own questions and question bank; minutes, deterministic, needs scikit-learn.

The decider's two probabilities are fitted on predictions for questions that the head had not seen.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from chatbot.answers.features import families, vector
from chatbot.answers.head import Head, centred
from chatbot.answers.index import Index, build_index
from chatbot.answers.rank import SIGNS, Ranking, rank
from chatbot.answers.vectors import Embedder
from chatbot.errors import N_, UsageError
from chatbot.packs import Guide, Library
from chatbot.text import strip_courtesy

STRENGTH = 5.0  # inverse regularisation of the head (C)
DENSE = 1.0  # weight of an embedding beside the sparse features
FOLDS = 3
VAGUE = "?"
EASIER = 0.75  # nats by which what people ask is easier than unseen lines of a bank; on tests/answers/heldout_dev.jsonl
ROUNDS = 45
# How people spell by ear, right before wrong: double letters, "ä" and "e", "å" and "o", what is silent, what is soft.
DOUBLED = tuple((letter * 2, letter) for letter in "bdfgklmnprst")
BY_EAR = (*DOUBLED, ("ck", "k"), ("ä", "e"), ("å", "o"), ("o", "å"), ("gt", "kt"), ("ska", "skka"), ("sk", "sj"))
BY_EAR += (("hj", "j"), ("ng", "gn"), ("et", "t"), ("en", "n"), ("ör", "er"), ("t", "tt"), ("x", "ks"), ("v", "w"))
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the guide or referral it asks for; `asked` when it is a whole question and no keyword, `vague` when
    it asks for several guides alike: then it stands once for each, and once for `VAGUE`, which is no guide and is
    learnt only by the decider."""

    text: str
    label: str
    asked: bool = False
    vague: bool = False


def examples(library: Library) -> list[Example]:
    """Everything the library says of how its guides are asked for, in stable order."""
    found = [Example(text, guide.id) for guide in library.guides.values() for text in (guide.title, *guide.keywords)]
    found += [Example(text, guide.id, asked=True) for guide in library.guides.values() for text in _asked(guide)]
    for id, lines in library.bank.items():
        found += [Example(line.text, id, asked=True) for line in lines]
    for one in library.vague:
        meant = [id for id in one.guides if id in library.guides]
        found += [Example(one.text, label, asked=True, vague=True) for label in (*meant, VAGUE)]
    for referral in library.referrals.values():
        found += [Example(word, referral.id) for word in referral.words]
    return sorted(set(found), key=lambda one: (one.label, one.asked, one.text))


def trained_on(library: Library) -> str:
    """16 hex digits that name what a head of this library would be trained on."""
    digest = hashlib.sha256()
    for one in examples(library):
        digest.update(f"{one.label}\t{one.text}\n".encode())
    digest.update(repr(sorted(library.lexicon.everyday.items())).encode())
    return digest.hexdigest()[:16]


def train(library: Library, embedder: Embedder | None = None) -> Head:
    """A head for this library. Raises `UsageError` without scikit-learn, or where there is nothing to tell apart."""
    given = examples(library)
    if len({one.label for one in given}) < 2:
        raise UsageError(N_("Det behövs minst två guider för att träna."))
    index = build_index(library)
    table = Table(index, given, embedder)
    rankings = list(_unseen(given, table, library))
    right = _fit_signs([ranking.signs for _, ranking in rankings], [_is_right(one, r) for one, r in rankings])
    right[-1] += EASIER
    covered = _fit_signs([r.signs for _, r in rankings], [_is_covered(one, library) for one, _ in rankings])
    return table.head(given, trained_on(library), right, covered)


def _asked(guide: Guide) -> Sequence[str]:
    return (*guide.questions, *guide.symptoms)


def _is_right(one: Example, ranking: Ranking) -> bool:
    return bool(ranking.best) and ranking.best[0].id == one.label


def _is_covered(one: Example, library: Library) -> bool:
    return one.label == VAGUE or one.label in library.guides


def _unseen(given: Sequence[Example], table: "Table", library: Library) -> Iterator[tuple[Example, Ranking]]:
    """Each question ranked by a head and an index that were made without its fold."""
    folds = {one: _fold(one) for one in given}
    for fold in range(FOLDS):
        kept = [one for one in given if folds[one] != fold]
        held_out = [one for one in given if folds[one] == fold]
        none = np.zeros(SIGNS + 1, np.float32)
        bare = table.head(kept, "", none, none, noise=False)
        learnt = build_index(_without(library, {one.text for one in held_out})).with_head(bare)
        for one in held_out:
            if one.vague and one.label != VAGUE:
                continue
            embedded = table.embedded.get(one.text)
            yield one, rank(learnt.analyser.question(one.text), learnt, embedded)


def _without(library: Library, texts: set[str]) -> Library:
    """The library as if these questions had never been written."""
    guides = {
        id: replace(
            guide,
            questions=tuple(text for text in guide.questions if text not in texts),
            symptoms=tuple(text for text in guide.symptoms if text not in texts),
        )
        for id, guide in library.guides.items()
    }
    bank = {id: tuple(line for line in lines if line.text not in texts) for id, lines in library.bank.items()}
    return replace(library, guides=guides, bank=bank)


def _fold(one: Example) -> int:
    return hashlib.sha256(one.text.encode()).digest()[0] % FOLDS if one.asked else -1


class Table:
    """Features of every example, made once."""

    def __init__(self, index: Index, given: Sequence[Example], embedder: Embedder | None) -> None:
        self.found = {text: families(index.analyser.question(text)) for text in _noisy(given)}
        texts = [one.text for one in given]
        vectors = embedder.embed([strip_courtesy(text) for text in texts]) if embedder else ()
        self.embedded = dict(zip(texts, vectors, strict=False))

    def head(self, given: Sequence[Example], name: str, right: Any, covered: Any, *, noise: bool = True) -> Head:
        """A head trained on these, and with `noise` on them misspelt too."""
        linear, sparse = _sklearn()
        given = [one for one in given if one.label != VAGUE]
        rows = [(text, one) for one in given for text in ((one.text, _misspelt(one)) if noise else (one.text,))]
        counts = Counter(number for one in given for kind in self.found[one.text].values() for number in kind)
        numbers = np.array(sorted(counts), dtype=np.uint32)
        idf = np.log((len(given) + 1) / (np.array([counts[int(n)] for n in numbers]) + 1)) + 1
        place = {int(number): at for at, number in enumerate(numbers)}
        known = dict(zip(place, idf.tolist(), strict=True))
        vectors = [vector(self.found[text], known) for text, _ in rows]
        ends = np.cumsum([0, *(len(one) for one in vectors)])
        columns = np.array([place[number] for one in vectors for number in one])
        values = np.array([value for one in vectors for value in one.values()])
        matrix = sparse.csr_matrix((values, columns, ends), shape=(len(rows), len(numbers)))
        centre = np.asarray(np.mean(list(self.embedded.values()) or [np.zeros(0)], axis=0), dtype=np.float32)
        if self.embedded:
            dense = np.array([centred(self.embedded[one.text], centre) for _, one in rows]) * DENSE
            matrix = sparse.hstack([matrix, sparse.csr_matrix(dense)]).tocsr()
        weigh = [1.0 if text == one.text else 0.3 for text, one in rows]
        model = linear.LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
        model.fit(matrix, [one.label for _, one in rows], weigh)
        return _packed(model, numbers, idf, centre, name, right, covered)


def _packed(model: Any, numbers: Any, idf: Any, centre: Any, name: str, right: Any, covered: Any) -> Head:
    weights = model.coef_[:, : len(numbers)].T
    scale = np.abs(weights).max(axis=0) / 127
    return Head(
        labels=tuple(str(label) for label in model.classes_),
        numbers=numbers,
        idf=idf.astype(np.float32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        dense=(model.coef_[:, len(numbers) :].T * DENSE).astype(np.float32),
        centre=np.asarray(centre, dtype=np.float32),
        right=np.asarray(right, dtype=np.float32),
        covered=np.asarray(covered, dtype=np.float32),
        hash=name,
    )


def _noisy(given: Sequence[Example]) -> Iterator[str]:
    for one in given:
        yield one.text
        yield _misspelt(one)


def _misspelt(one: Example) -> str:
    """The text with one error in about one word of three; the same error every time."""
    dice = random.Random(one.text)  # noqa: S311  seeded noise, no secret
    return " ".join(_slip(word, dice) if len(word) > 3 and dice.random() < 0.35 else word for word in one.text.split())


def _slip(word: str, dice: random.Random) -> str:
    """As often spelt by ear as mistyped."""
    heard = [word.replace(right, wrong, 1) for right, wrong in BY_EAR if right in word]
    return dice.choice(heard) if heard and dice.random() < 0.5 else _mistyped(word, dice)


def _mistyped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0:  # two letters changed places
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:  # a letter left out
        return word[:at] + word[at + 1 :]
    if kind == 2:  # a letter twice
        return word[:at] + word[at] + word[at:]
    return word[:at] + dice.choice(LETTERS) + word[at + 1 :]  # another letter


def _fit_signs(signs: Sequence[Sequence[float]], told: Sequence[bool]) -> Any:
    """Weights of a logistic model over the ranking's signs, the bias last."""
    linear, _ = _sklearn()
    rows = [(one, yes) for one, yes in zip(signs, told, strict=True) if one]
    if len({yes for _, yes in rows}) < 2:
        return np.eye(1, SIGNS + 1)[0]
    model = linear.LogisticRegression(C=1.0, max_iter=500).fit([one for one, _ in rows], [yes for _, yes in rows])
    return np.array([*model.coef_[0], model.intercept_[0]])


def _sklearn() -> tuple[Any, Any]:
    try:
        from scipy import sparse
        from sklearn import linear_model
    except ImportError:
        raise UsageError(N_("Träning behöver scikit-learn. Installera det med: pip install scikit-learn")) from None
    return linear_model, sparse
