"""What each part of the tier lite is worth: the head trained without it, on the development questions.

Each row leaves one part out of everything, trains a head anew and asks the development questions of tests/answers
that one tip answers. The report half is not opened. So that it takes minutes and not hours, every third line of the
bank is used, and misspelt copies only in the row that tells what these are worth.
"""

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from unittest.mock import patch

import numpy as np
from scipy import stats

from bench.answers import asked
from chatbot.answers import build_index
from chatbot.answers.analysis import Question
from chatbot.answers.features import named
from chatbot.answers.measure import Query
from chatbot.answers.rank import SIGNS, rank_question
from chatbot.answers.train import Table, examples
from chatbot.clock import local, system_clock
from chatbot.packs import Lexicon, Library, read_packs
from chatbot.resources import packs_folder
from chatbot.text import normalise

Part = Callable[[Library], "contextlib.AbstractContextManager[Library]"]
FAMILIES = {"words": "w", "pairs of words": "p", "letters": "g", "meanings": "m"}


def without(name: str, instead: object) -> Part:
    """The engine with a name of it replaced: `module.name` in `chatbot.answers`."""

    @contextlib.contextmanager
    def part(library: Library) -> Iterator[Library]:
        with patch(f"chatbot.answers.{name}", instead):
            yield library

    return part


def with_lexicon(change: Callable[[Lexicon], Lexicon]) -> Part:
    """The library with its word lists changed."""

    @contextlib.contextmanager
    def part(library: Library) -> Iterator[Library]:
        yield replace(library, lexicon=change(library.lexicon))

    return part


@contextlib.contextmanager
def as_written(library: Library) -> Iterator[Library]:
    """Greetings and thanks left on."""
    with patch("chatbot.answers.analysis.strip_courtesy", normalise):
        yield library


@contextlib.contextmanager
def without_bank(library: Library) -> Iterator[Library]:
    """Only what the guides themselves say."""
    yield replace(library, bank=dict.fromkeys(library.bank, ()), vague=())


def family(letter: str) -> Part:
    """The head without one family of features."""

    def others(question: Question) -> Mapping[str, Counter[str]]:
        return {name: counts for name, counts in named(question).items() if name != letter}

    return without("features.named", others)


PARTS: Mapping[str, Part] = {
    "nothing": with_lexicon(lambda lists: lists),
    **{name: family(letter) for name, letter in FAMILIES.items()},
    "BM25 beside the head": without("rank.LEXICAL", 0.0),
    "everyday words": with_lexicon(lambda lists: replace(lists, everyday={})),
    "synonyms": with_lexicon(lambda lists: replace(lists, synonyms=())),
    "loanwords": with_lexicon(lambda lists: replace(lists, loans={})),
    "compounds split": without("vocabulary.Vocabulary.parts", lambda *_: ()),
    "verb and particle joined": without("analysis._joined", lambda *_: []),
    "spelling": without("vocabulary.Vocabulary.nearest", lambda *_: None),
    "who hears whom": without("analysis.directions", lambda *_: ()),
    "greetings taken off": as_written,
    "question bank": without_bank,
}


def places(library: Library, queries: list[Query], *, noise: bool = False) -> list[int]:
    """The place of the right guide for each question, 0 if it is not among ten."""
    given = examples(library)
    index = build_index(library)
    none = np.zeros(SIGNS + 1, np.float32)
    head = Table(index, given, None).head(given, "", none, none, noise=noise)
    learnt = index.with_head(head)
    found = []
    for query in queries:
        best = rank_question(learnt.analyser.question(query.text), learnt).best
        found.append(next((at for at, one in enumerate(best, start=1) if one.id in query.ids), 0))
    return found


def main() -> None:
    """The table; words after the command choose parts."""
    library = read_packs([packs_folder()], local(system_clock()).date()).library
    library = replace(library, bank={id: lines[::3] for id, lines in library.bank.items()}, vague=library.vague[::3])
    queries = [*asked("questions_dev"), *asked("heldout_dev")]
    print(f"{'without':28}{'acc@1':>8}{'rec@3':>8}{'right':>8}{'wrong':>8}{'p':>8}   n = {len(queries)}")
    whole: list[int] = []
    for name, part in PARTS.items():
        if whole and sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        with part(library) as left:
            found = places(left, queries)
        whole = whole or found
        row(name, found, whole)
    row("(with misspelt copies)", places(library, queries, noise=True), whole)


def row(name: str, found: list[int], whole: list[int]) -> None:
    """Shares, how many questions became right and wrong by it, and how likely chance does that (sign test)."""
    first, three = (sum(0 < place <= most for place in found) / len(found) for most in (1, 3))
    won = sum(one == 1 and other != 1 for one, other in zip(found, whole, strict=True))
    lost = sum(one != 1 and other == 1 for one, other in zip(found, whole, strict=True))
    chance = stats.binomtest(won, won + lost).pvalue if won + lost else 1.0
    print(f"{name:28}{first:>8.3f}{three:>8.3f}{won:>8}{lost:>8}{chance:>8.3f}", flush=True)


if __name__ == "__main__":
    main()
