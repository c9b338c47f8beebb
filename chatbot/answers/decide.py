"""Show the guide, ask one question back, or say that nothing fits."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chatbot.answers.analysis import Question
from chatbot.answers.index import Index, outside_key, own_key
from chatbot.answers.rank import Ranked, Ranking
from chatbot.answers.result import Advice, Ask, Candidate, Found, Unknown, Unsure
from chatbot.errors import N_, Notice, notice

# Without a head: weights of the signs by hand, checked on small libraries.
RIGHT_BY_HAND = (0.25, 0.55, 4.0, 0.0, 0.0, -2.7)
COVERED_BY_HAND = (0.1, 0.1, 6.0, 0.0, 0.0, -2.0)
SHOW = 0.92  # probability that the best guide is right, from which it is shown at once
KNOWN = 0.9  # the same, that any guide answers: what lies outside may still look most like one of them
ASK = 0.2  # probability that any guide answers, below which the bot says that it does not know
ASK_HOW = 0.5  # the same, below which a referral is named beside
SURE = 0.97  # what it takes against a word of something outside, or where only one word was said
OWN = 0.98  # how probable a guide is for its own question, word for word, if it is likely at all
LIKELY = 0.5
BEST = 10  # candidates told
MOST = 4  # choices offered
FAINT = 0.003  # share of probability below which a guide is no choice beside two others but for kin of the first ones
LEADERS = 3  # guides to whose kin a choice may belong
EVEN = 0.001  # the same, below which only kinship tells guides apart


def probabilities(ranking: Ranking, index: Index) -> tuple[float, float]:
    """How probable it is that the best guide is right, and that any guide is, 0 to 1."""
    right = index.head.right.tolist() if index.head else RIGHT_BY_HAND
    covered = index.head.covered.tolist() if index.head else COVERED_BY_HAND
    return _logistic(right, ranking.signs), _logistic(covered, ranking.signs)


def _logistic(weights: Sequence[float], signs: Sequence[float]) -> float:
    total = sum(float(weight) * sign for weight, sign in zip(weights[:-1], signs, strict=True)) + float(weights[-1])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def decide(
    question: Question,
    ranking: Ranking,
    platform: str | None,
    index: Index,
    advice: Advice | None = None,
) -> Found | Unsure | Unknown:
    """What to answer, given the ranking. `platform` is the one named, or the person's usual one."""
    said, length = referred(question, index)
    if not ranking.best:
        return Unknown(said)
    own = index.own.get(own_key(question.tokens))  # the guide in which a coach has written this very question
    if own is not None and not index.learnt(own):
        ranking = _with_first(own, ranking)
    right, covered = probabilities(ranking, index)
    if advice is not None:
        ranking, right, covered = _heeded(advice, ranking, right, covered)
    if own == ranking.best[0].id and (right >= LIKELY or not index.learnt(own)):
        right, covered = max(right, OWN), max(covered, OWN)
    candidates = _candidates(ranking.best[:BEST], right)
    referral = said or (_with_words(ranking.referral, index) if covered < ASK_HOW else None)
    if said and length > 1 and right < SURE:
        return Unknown(said, candidates, min(covered, ASK))
    alone = sum(group.weight >= 1 for group in question.groups) < 2  # one word ("koden") names a thing and asks nothing
    enough = SURE if said or alone else SHOW
    known = index.head is None or covered >= KNOWN or advice is not None
    if right >= enough and known and any(group.weight >= 1 for group in question.groups):
        return replace(found(ranking.best[0].id, platform, right, candidates, index), covered=max(covered, right))
    if covered < ASK or said:
        return Unknown(referral, candidates, covered)
    return replace(_ask(ranking.best, candidates, index), covered=covered)


def _with_first(id: str, ranking: Ranking) -> Ranking:
    """The ranking with a guide first that the head knows nothing of."""
    return replace(ranking, best=(ranking.best[0]._replace(id=id), *(one for one in ranking.best if one.id != id)))


def _heeded(advice: Advice, ranking: Ranking, right: float, covered: float) -> tuple[Ranking, float, float]:
    """The ranking with the advised guide first, sure enough to be shown. Advice that nothing fits makes the engine
    doubt that it knows, but hides no guide that it is sure of."""
    if advice.guide_id is None:
        return ranking, right, covered if right >= SHOW else min(covered, ASK_HOW / 2)
    chosen = [one for one in ranking.best if one.id == advice.guide_id]
    others = [one for one in ranking.best if one.id != advice.guide_id]
    agreed = bool(chosen) and chosen[0] is ranking.best[0]
    return replace(ranking, best=(*chosen, *others)), max(right, SHOW) if agreed else SHOW, max(covered, ASK_HOW)


def _with_words(referral: str | None, index: Index) -> str | None:
    """The referral, if it has something to say."""
    known = index.library.referrals.get(referral or "")
    return referral if known and known.sentence else None


def found(guide_id: str, platform: str | None, p: float, candidates: tuple[Candidate, ...], index: Index) -> Found:
    """The guide with the platform's steps, or the common ones and which platforms to ask about."""
    guide = index.library.guides[guide_id]
    if platform in guide.variants:
        return Found(guide_id, platform, p, candidates)
    return Found(guide_id, None, p, candidates, guide.platform_choices())


def referred(question: Question, index: Index) -> tuple[str | None, int]:
    """Where to go instead, if the question has the words of something outside; and how many words told it.

    Several words together are surer than any guide; a single one only when no guide is sure.
    """
    said = outside_key(question.words)
    for length in range(4, 0, -1):
        for start in range(len(said) - length + 1):
            referral = index.referrals.get(said[start : start + length])
            if referral:
                return referral, length
    return None, 0


def _candidates(best: Sequence[Ranked], right: float) -> tuple[Candidate, ...]:
    """The first gets `right`; the others share what is left of it by their shares."""
    rest = sum(one.share for one in best[1:]) or 1.0
    others = (min(right, (1 - right) * one.share / rest) for one in best[1:])
    return tuple(Candidate(one.id, p) for one, p in zip(best, (right, *others), strict=True))


def _ask(best: Sequence[Ranked], candidates: tuple[Candidate, ...], index: Index) -> Unsure | Unknown:
    choices = _choices(best, index)
    if len(choices) < 2:
        return Unknown(None, candidates)
    kind, question = _question(choices, index)
    return Unsure(choices, kind, question, candidates)


def _choices(best: Sequence[Ranked], index: Index) -> tuple[str, ...]:
    """The likeliest first, then others by how likely they are and how often they are meant by the same words."""
    kin = _kinship(best, index)
    ordered = sorted(best[1:], key=lambda one: math.log(one.share + EVEN) + kin[one.id], reverse=True)
    beside = [one.id for at, one in enumerate(ordered[: MOST - 1]) if not at or kin[one.id] or one.share >= FAINT]
    return (best[0].id, *beside)


def _kinship(best: Sequence[Ranked], index: Index) -> Mapping[str, float]:
    """How often each guide is meant by the same words as the first ones, the likelier counting more (nats)."""
    leaders = best[:LEADERS]
    whole = sum(leader.share for leader in leaders) or 1.0
    kin: defaultdict[str, float] = defaultdict(float)  # 0 for a guide that is kin to none of them
    for leader in leaders:
        for id, nats in index.kin.get(leader.id, {}).items():
            kin[id] += leader.share / whole * nats
    return kin


def _question(choices: Sequence[str], index: Index) -> tuple[Ask, Notice | str]:
    """The guides' own question if it splits the choices, else a plain one."""
    for guide_id in choices:
        clarify = index.library.guides[guide_id].clarify
        if clarify and len({*clarify.answers.values(), guide_id}.intersection(choices)) >= 2:
            return "symptom", clarify.question
    areas = {index.library.guides[guide_id].area for guide_id in choices}
    if areas <= {"ljud", "bild", "natverk", "rum"}:
        return "symptom", notice(N_("Vad är det som händer hos dig?"))
    return "intent", notice(N_("Vilket av det här stämmer bäst?"))
