"""Show the guide, ask one question back, or say that nothing fits."""

import math
from collections.abc import Sequence

from chatbot.answers.analysis import Group
from chatbot.answers.index import Index, outside_key
from chatbot.answers.rank import Ranked
from chatbot.answers.result import Ask, Candidate, Found, Unknown, Unsure
from chatbot.errors import N_, Notice, notice

# Logistic weights and thresholds, set on tests/answers/questions_dev.jsonl (see tests/answers/test_quality.py).
BIAS, COVERAGE, COSINE, MARGIN = -5.0, 4.0, 4.0, 4.0
SHOW, ASK = 0.5, 0.2  # probability that the best guide is right: above = show it, below = say that nothing fits
SURE = 0.9  # what it takes against a word of something outside, or where only one word was said
COVERED = 0.55  # share of the question's words that a guide shown at once must hold
NEAR = 1.6  # how far below the best, in fused score, a choice may lie
MOST = 4  # choices offered


def probability(ranked: Sequence[Ranked]) -> float:
    """How probable it is that the best guide is the right one, 0 to 1."""
    best = ranked[0]
    margin = best.strength - ranked[1].strength if len(ranked) > 1 else 1.0
    return 1 / (1 + math.exp(-(BIAS + COVERAGE * best.coverage + COSINE * best.cosine + MARGIN * margin)))


def decide(
    question: str, groups: Sequence[Group], ranked: Sequence[Ranked], platform: str | None, index: Index
) -> Found | Unsure | Unknown:
    """What to answer, given the ranking. `platform` is the one named, or the person's usual one."""
    referral, length = referred(question, index)
    if not ranked:
        return Unknown(referral)
    p = probability(ranked)
    candidates = _candidates(ranked, p)
    if referral and length > 1:
        return Unknown(referral, candidates)
    enough = SURE if referral or len(groups) == 1 else SHOW  # one word alone ("kameran") names a thing, no question
    if p >= enough and ranked[0].coverage >= COVERED and any(group.weight >= 1 for group in groups):
        return found(ranked[0].id, platform, p, candidates, index)
    if p < ASK or referral:
        return Unknown(referral, candidates)
    return _ask(ranked, candidates, index)


def found(guide_id: str, platform: str | None, p: float, candidates: tuple[Candidate, ...], index: Index) -> Found:
    """The guide with the platform's steps, or the common ones and which platforms to ask about."""
    guide = index.library.guides[guide_id]
    if platform in guide.variants:
        return Found(guide_id, platform, p, candidates)
    return Found(guide_id, None, p, candidates, guide.platform_choices())


def referred(question: str, index: Index) -> tuple[str | None, int]:
    """Where to go instead, if the question has the words of something outside; and how many words told it.

    Several words together are surer than any guide; a single one only when no guide is sure.
    """
    said = outside_key(question)
    for length in range(4, 0, -1):
        for start in range(len(said) - length + 1):
            referral = index.referrals.get(said[start : start + length])
            if referral:
                return referral, length
    return None, 0


def _candidates(ranked: Sequence[Ranked], p: float) -> tuple[Candidate, ...]:
    """The best gets `p`; the others share what is left of it by their scores."""
    shares = [math.exp(one.score - ranked[0].score) for one in ranked[1:]]
    rest = (1 - p) * 0.7 / max(1.0, sum(shares))
    others = (min(p, share * rest) for share in shares)
    return tuple(Candidate(one.id, share) for one, share in zip(ranked, (p, *others), strict=True))


def _ask(ranked: Sequence[Ranked], candidates: tuple[Candidate, ...], index: Index) -> Unsure | Unknown:
    near = [one.id for one in ranked[:MOST] if one.score >= ranked[0].score - NEAR]
    choices = tuple(near if len(near) > 1 else [one.id for one in ranked[:2]])
    if len(choices) < 2:
        return Unknown(None, candidates)
    kind, question = _question(choices, index)
    return Unsure(choices, kind, question, candidates)


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
