"""From a question to an answer. Pure: the same question, index and context always give the same answer."""

from chatbot.answers.decide import decide, found
from chatbot.answers.index import Index
from chatbot.answers.rank import rank_question
from chatbot.answers.result import Advice, Answer, Candidate, Context, Found, SmallTalk, Unknown
from chatbot.text import MAX_RANKED, is_stop, platform_of, platforms_in, small_talk, strip_courtesy, words

FILLERS = frozenset({"in", "på", "pa", "den", "andra", "samma", "sak", "app", "appen", "programmet", "kör", "kor"})
NO_CONTEXT = Context()
MAX_READ = 4 * MAX_RANKED  # characters of a question that are looked at; nobody asks anything after that


def answer(question: str, index: Index, context: Context = NO_CONTEXT, advice: Advice | None = None) -> Answer:
    """The tip, one question back, where to go instead, or small talk. `context` is what the talk has shown so far,
    `advice` what `advise` gave for the same question."""
    question = question[:MAX_READ]
    kind = small_talk(question)
    if kind:
        return SmallTalk(kind)
    named = platforms_in(question)
    followed = _follow_up(question, named, index, context)
    if followed:
        return followed
    asked = index.analyser.question(question)
    platform = named[0] if named else context.platform
    if not asked.groups:
        return Unknown()
    return decide(asked, rank_question(asked, index), platform, index, advice)


def advise(question: str, index: Index) -> Advice | None:
    """What the index's chooser says of the ten best; None without one, or where nobody need ask. May take seconds,
    and calls out: not for a transaction."""
    if index.chooser is None:
        return None
    found = answer(question, index)
    if isinstance(found, SmallTalk | Found) or not found.candidates:
        return None
    ids = [one.id for one in found.candidates]
    place = index.chooser.choose(question, [index.library.guides[id].title for id in ids])
    return None if place is None else Advice(question, ids[place] if place >= 0 else None)


def _follow_up(question: str, named: tuple[str, ...], index: Index, context: Context) -> Found | None:
    """ "och i zoom då?" after an answer: the same guide on that platform."""
    last = context.last_guide
    if not named or last is None or last not in index.library.guides:
        return None
    rest = [word for word in words(strip_courtesy(question)) if not (is_stop(word) or word in FILLERS)]
    if any(platform_of(word) is None for word in rest):
        return None
    return found(last, named[0], 1.0, (Candidate(last, 1.0),), index)
