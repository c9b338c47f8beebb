"""A guide: one tip with its questions, steps and variants per platform. Immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Evidence = Literal["provat", "sett", "minne"]  # tried by a person, read at a source, from memory


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to a step; `file` is relative to the pack's folder."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `check` asks whether it went well; `devices` and `roles` say whom it is for (empty: all)."""

    text: str
    check: str = ""
    picture: Picture | None = None
    devices: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """How it is done on one platform; its steps stand instead of the common ones."""

    steps: tuple[Step, ...]
    evidence: Evidence = "minne"


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question that splits this guide from its neighbours; each answer names a guide."""

    question: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact came from."""

    name: str
    address: str = ""
    evidence: Evidence = "minne"


@dataclass(frozen=True, slots=True)
class Review:
    """That a person has clicked through the steps."""

    day: date
    by: str


@dataclass(frozen=True, slots=True)
class TestQuestions:
    """Questions that must find this guide, and questions that must not."""

    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """One tip. `pack` and `file` say where it was read."""

    id: str
    title: str
    area: str
    questions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    variants: Mapping[str, Variant] = field(default_factory=dict)
    clarify: Clarification | None = None
    see_also: tuple[str, ...] = ()
    confused_with: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    owner: str = ""
    difficulty: int = 1
    coach_tip: str = ""
    reviewed: Review | None = None
    test_questions: TestQuestions = TestQuestions()
    replaces: str = ""  # the mark of the guide below that this one was written to replace (see `overlay.mark`)
    pack: str = ""
    file: Path = Path()

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that have steps of their own."""
        return tuple(self.variants)

    def steps_for(self, platform: str | None) -> tuple[Step, ...]:
        """The platform's own steps if there are any, else the common ones, else those of the first platform."""
        variant = self.variants.get(platform or "")
        if variant:
            return variant.steps
        return self.steps or next(iter(self.variants.values())).steps

    def evidence(self, platform: str | None) -> Evidence:
        """How sure the steps are: the variant's mark, else that of the first source."""
        variant = self.variants.get(platform or "")
        if variant:
            return variant.evidence
        return self.sources[0].evidence if self.sources else "minne"

    def platform_choices(self) -> tuple[str, ...]:
        """The platforms to ask about when none is named; none where all have the same steps."""
        kinds = {variant.steps for variant in self.variants.values()} | ({self.steps} if self.steps else set())
        return self.platforms if len(kinds) > 1 else ()
