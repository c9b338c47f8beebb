"""The models that the files are checked against. Swedish keys, since coaches write them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.errors import N_, Notice, notice
from chatbot.packs.document import Document, Spot
from chatbot.packs.problems import Problem

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Lines = tuple[Words, ...]
M = TypeVar("M", bound="Model")
EvidenceMark = Literal["provat", "sett", "minne"]
Platform = Literal["teams", "zoom", "meet", "webex", "jitsi", "rumssystem", "telefon"]


def _without_empty(data: object) -> object:
    return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data


class Model(BaseModel):
    """Unknown keys are refused; a key without a value is as if it were not there."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: object) -> object:
        """Drop keys that stand without a value."""
        return _without_empty(data)


class PictureModel(Model):
    """`bild`."""

    file: Words = Field(alias="fil")
    alt: Words


class AppliesModel(Model):
    """`gäller`: the step is only for these."""

    devices: Lines = Field(default=(), alias="enhet")
    roles: Lines = Field(default=(), alias="roll")


class StepModel(Model):
    """One step; a bare sentence is a step too."""

    text: Words
    check: Words | None = Field(default=None, alias="gick_det")
    picture: PictureModel | None = Field(default=None, alias="bild")
    applies: AppliesModel | None = Field(default=None, alias="gäller")


def _step(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


StepLine = Annotated[StepModel, BeforeValidator(_step)]


class VariantModel(Model):
    """One platform's steps."""

    steps: tuple[StepLine, ...] = Field(alias="steg", min_length=1)
    evidence: EvidenceMark = Field(default="minne", alias="belägg")


class ClarificationModel(Model):
    """`förtydligande`."""

    question: Words = Field(alias="fråga")
    answers: dict[Words, Id] = Field(alias="svar", min_length=2)


class SourceModel(Model):
    """`källa`."""

    name: Words = Field(alias="namn")
    address: str = Field(default="", alias="adress")
    evidence: EvidenceMark = Field(default="minne", alias="belägg")


class ReviewModel(Model):
    """`granskad`."""

    day: date = Field(alias="datum")
    by: Words = Field(alias="av")


class TestQuestionsModel(Model):
    """`testfrågor`."""

    right: Lines = Field(default=(), alias="rätt")
    wrong: Lines = Field(default=(), alias="fel")


class GuideModel(Model):
    """A guide file."""

    id: Id
    title: Words = Field(alias="titel")
    area: Id = Field(alias="område")
    questions: Lines = Field(alias="frågor", min_length=1)
    keywords: Lines = Field(default=(), alias="nyckelord")
    symptoms: Lines = Field(default=(), alias="symptom")
    steps: tuple[StepLine, ...] = Field(default=(), alias="steg")
    variants: dict[Platform, VariantModel] = Field(default_factory=dict, alias="varianter")
    clarify: ClarificationModel | None = Field(default=None, alias="förtydligande")
    see_also: tuple[Id, ...] = Field(default=(), alias="se_även")
    confused_with: tuple[Id, ...] = Field(default=(), alias="förväxlas_med")
    sources: tuple[SourceModel, ...] = Field(default=(), alias="källa")
    owner: str = Field(default="", alias="ägare")
    difficulty: int = Field(default=1, alias="svårighet", ge=1, le=3)
    coach_tip: str = Field(default="", alias="coachråd")
    reviewed: ReviewModel | None = Field(default=None, alias="granskad")
    test_questions: TestQuestionsModel = Field(default=TestQuestionsModel(), alias="testfrågor")
    replaces: str = Field(default="", alias="ersätter", pattern=r"^v[0-9a-f]{8}$")

    @model_validator(mode="after")
    def has_steps(self) -> "GuideModel":
        """A guide without any step helps nobody."""
        if not self.steps and not self.variants:
            raise PydanticCustomError("no_steps", "no steps")
        return self


class PackModel(Model):
    """pack.yaml."""

    name: Words = Field(alias="namn")
    title: str = Field(default="", alias="titel")
    description: str = Field(default="", alias="beskrivning")
    version: Words = "1"
    language: Words = Field(default="sv", alias="språk")
    licence: str = Field(default="", alias="licens")
    credit: str = Field(default="", alias="erkännande")
    requires: Lines = Field(default=(), alias="beroenden")
    priority: int = Field(default=0, alias="prioritet")
    areas: dict[Id, Words] = Field(default_factory=dict, alias="områden")
    hide: tuple[Id, ...] = Field(default=(), alias="dölj")
    policy: str = Field(default="", alias="resepolicy", max_length=600)


class LexiconModel(Model):
    """ordlista.yaml."""

    synonyms: tuple[Lines, ...] = Field(default=(), alias="synonymer")
    loans: dict[Words, Lines] = Field(default_factory=dict, alias="lånord")
    everyday: dict[Words, Words] = Field(default_factory=dict, alias="vardagsspråk")


class ReferralModel(Model):
    """One thing the bot does not help with, and where to go instead."""

    id: Id
    answer: str = Field(default="", alias="svar")
    words: Lines = Field(default=(), alias="ord")


class ReferralsModel(Model):
    """utanfor.yaml."""

    referrals: tuple[ReferralModel, ...] = Field(alias="hänvisningar")


def check(document: Document, model: type[M]) -> M | list[Problem]:
    """The document as this model, or everything that is wrong in it."""
    if not isinstance(document.data, dict):
        return [document.problem((), "shape", notice(N_("Filen ska bestå av nycklar och värden.")))]
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        return [_problem(document, found, model) for found in error.errors(include_input=False, include_url=False)]


def _problem(document: Document, found: ErrorDetails, model: type[Model]) -> Problem:
    spot: Spot = tuple(part for part in found["loc"] if part not in ("[key]", "is-instance"))
    key = str(spot[-1]) if spot else ""
    text, hint = _say(found, key, model)
    return document.problem(spot, str(found["type"]).replace("_", "-"), text, hint)


SAID: Mapping[str, tuple[str, str]] = {
    "missing": (N_("Nyckeln {key} saknas."), ""),
    "extra_forbidden": (N_("Nyckeln {key} känns inte igen."), ""),
    "literal_error": (N_("{key} är inget av de värden som går."), N_("Välj bland {wanted}.")),
    "too_short": (N_("{key} behöver fler rader."), ""),
    "string_too_short": (N_("{key} är tom."), ""),
    "string_too_long": (N_("{key} är för lång."), ""),
    "string_pattern_mismatch": (N_("{key} får inte se ut så."), N_("Använd bara a-z, siffror och bindestreck.")),
    "string_type": (N_("{key} ska vara en text."), N_("Sätt citattecken om texten har ett kolon.")),
    "tuple_type": (N_("{key} ska vara en lista."), N_("Börja varje rad med ett streck.")),
    "model_type": (N_("{key} ska ha nycklar och värden under sig."), ""),
    "dict_type": (N_("{key} ska ha nycklar och värden under sig."), ""),
    "int_parsing": (N_("{key} är inget tal som går."), ""),
    "greater_than_equal": (N_("{key} är inget tal som går."), ""),
    "less_than_equal": (N_("{key} är inget tal som går."), ""),
    "no_steps": (N_("Guiden har inga steg."), N_("Skriv steg, eller varianter med steg.")),
    "date": (N_("{key} ska vara ett datum, som 2026-11-23."), ""),
}
OTHERWISE = (N_("Värdet för {key} går inte att läsa."), "")


def _say(found: ErrorDetails, key: str, model: type[Model]) -> tuple[Notice, Notice | None]:
    kind = str(found["type"])
    text, hint = SAID.get("date" if kind.startswith("date") else kind, OTHERWISE)
    if kind == "extra_forbidden" and model is GuideModel and (homes := _homes(key)):
        where = notice(N_("Den hör hemma under {homes}. Flytta den dit."), homes=" eller ".join(homes))
        return notice(N_("Nyckeln {key} ska inte stå här."), key=key), where
    if kind == "extra_forbidden":
        return notice(text, key=key), nearest(key, keys_of(model))
    wanted = str(found.get("ctx", {}).get("expected", "")).replace(" or ", " eller ").replace("'", "")
    return notice(text, key=key), notice(hint, wanted=wanted) if hint else None


HOMES: Mapping[str, type[Model]] = {
    "källa": SourceModel,
    "varianter": VariantModel,
    "steg": StepModel,
    "förtydligande": ClarificationModel,
    "gäller": AppliesModel,
    "bild": PictureModel,
    "granskad": ReviewModel,
    "testfrågor": TestQuestionsModel,
}


def _homes(key: str) -> tuple[str, ...]:
    """The keys of a guide under which this one may stand."""
    return tuple(
        home for home, part in HOMES.items() if any(key == (f.alias or name) for name, f in part.model_fields.items())
    )


def keys_of(model: type[Model]) -> frozenset[str]:
    """Every key that may stand in such a file, at any depth."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        found.add(field.alias or name)
    for part in (StepModel, VariantModel, SourceModel, ClarificationModel, TestQuestionsModel, AppliesModel):
        if model is GuideModel:
            found.update(field.alias or name for name, field in part.model_fields.items())
    return frozenset(found)


def nearest(key: str, known: frozenset[str]) -> Notice | None:
    """Which of the known keys was probably meant, as a question; None if none is near."""
    best = process.extractOne(key, sorted(known), scorer=OSA.distance, score_cutoff=max(2, len(key) // 3))
    return notice(N_("Menade du {nearest}?"), nearest=best[0]) if best else None
