"""ordlista.yaml and utanfor.yaml: what words mean, and what the bot does not help with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chatbot.packs.document import read_document
from chatbot.packs.problems import Problem
from chatbot.packs.schema import LexiconModel, ReferralsModel, check


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`synonyms`: groups that mean nearly the same; `loans`: a foreign word and its Swedish ones;
    `everyday`: a spelling as spoken and the written word it stands for."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    loans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everyday: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Referral:
    """Something outside what the bot helps with: the sentence to say and the words that tell."""

    id: str
    sentence: str
    words: tuple[str, ...]


def read_lexicon(file: Path) -> tuple[Lexicon, list[Problem]]:
    """The word list, empty if it cannot be read."""
    document = read_document(file)
    if isinstance(document, Problem):
        return Lexicon(), [document]
    model = check(document, LexiconModel)
    if isinstance(model, list):
        return Lexicon(), model
    return Lexicon(model.synonyms, dict(model.loans), dict(model.everyday)), []


def read_referrals(file: Path) -> tuple[list[Referral], list[Problem]]:
    """The referrals, none if they cannot be read."""
    document = read_document(file)
    if isinstance(document, Problem):
        return [], [document]
    model = check(document, ReferralsModel)
    if isinstance(model, list):
        return [], model
    return [Referral(one.id, one.answer, one.words) for one in model.referrals], []


def joined(lexicons: Iterable[Lexicon]) -> Lexicon:
    """Several word lists as one; a later one's word wins."""
    synonyms: list[tuple[str, ...]] = []
    loans: dict[str, tuple[str, ...]] = {}
    everyday: dict[str, str] = {}
    for lexicon in lexicons:
        synonyms.extend(lexicon.synonyms)
        loans.update(lexicon.loans)
        everyday.update(lexicon.everyday)
    return Lexicon(tuple(synonyms), loans, everyday)
