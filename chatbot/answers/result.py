"""What an answer can be, and what is known of the talk so far."""

from dataclasses import dataclass
from typing import Literal

from chatbot.errors import Notice
from chatbot.text import SmallTalkKind

Ask = Literal["platform", "symptom", "intent"]


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation knows: the platform the person mostly uses, and the last answer given."""

    platform: str | None = None
    last_guide: str | None = None
    last_platform: str | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a model on the side made of a question: the guide that answers it, None if none of the ten best does."""

    question: str
    guide_id: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A guide and how probable it is, 0 to 1."""

    id: str
    p: float


@dataclass(frozen=True, slots=True)
class Found:
    """The guide to show. `platform` is the one whose steps to show, None for the common ones; `ask_platform` names
    the platforms to ask about when none is known and their steps differ."""

    guide_id: str
    platform: str | None
    score: float
    candidates: tuple[Candidate, ...] = ()
    ask_platform: tuple[str, ...] = ()
    covered: float = 1.0  # how probable it is that any guide answers the question, 0 to 1


@dataclass(frozen=True, slots=True)
class Unsure:
    """One question back with two to four guides to choose among; `question` is a guide's own words, or a notice."""

    choices: tuple[str, ...]
    ask: Ask
    question: Notice | str
    candidates: tuple[Candidate, ...] = ()
    covered: float = 1.0


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing fits. `referral` names where to go instead, if that is known."""

    referral: str | None = None
    candidates: tuple[Candidate, ...] = ()
    covered: float = 0.0


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A greeting, thanks or the like and nothing more."""

    kind: SmallTalkKind


Answer = Found | Unsure | Unknown | SmallTalk
