"""One guide file as a guide."""

from datetime import date
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.document import Document, read_document
from chatbot.packs.guide import (
    Clarification,
    Guide,
    Picture,
    Review,
    Source,
    Step,
    TestQuestions,
    Variant,
)
from chatbot.packs.problems import Problem
from chatbot.packs.schema import GuideModel, StepModel, VariantModel, check


def read_guide(file: Path, pack: str = "", today: date = date.max) -> tuple[Guide | None, list[Problem]]:
    """The guide, or None if it cannot be used; with what is wrong in it. `today` judges the day of the review."""
    document = read_document(file)
    return (None, [document]) if isinstance(document, Problem) else guide_of(document, pack, today)


def guide_of(document: Document, pack: str = "", today: date = date.max) -> tuple[Guide | None, list[Problem]]:
    """As `read_guide`, of a file that has been read."""
    model = check(document, GuideModel)
    if isinstance(model, list):
        return None, model
    problems = []
    if document.file.stem != model.id:
        hint = notice(N_("Döp filen till {id}.yaml."), id=model.id)
        text = notice(N_("Filnamnet stämmer inte med guidens id."))
        problems.append(document.problem(("id",), "file-name", text, hint, "warning"))
    if model.reviewed and model.reviewed.day > today:
        text = notice(N_("Guiden är granskad ett datum som inte har varit än."))
        hint = notice(N_("Rätta datumet."))
        problems.append(document.problem(("granskad",), "reviewed-ahead", text, hint, "warning"))
    return _guide(model, document.file, pack), problems


def _guide(model: GuideModel, file: Path, pack: str) -> Guide:
    return Guide(
        id=model.id,
        title=model.title,
        area=model.area,
        questions=model.questions,
        keywords=model.keywords,
        symptoms=model.symptoms,
        steps=tuple(_step(step) for step in model.steps),
        variants={platform: _variant(variant) for platform, variant in model.variants.items()},
        clarify=Clarification(model.clarify.question, dict(model.clarify.answers)) if model.clarify else None,
        see_also=model.see_also,
        confused_with=model.confused_with,
        sources=tuple(Source(source.name, source.address, source.evidence) for source in model.sources),
        owner=model.owner,
        difficulty=model.difficulty,
        coach_tip=model.coach_tip,
        reviewed=Review(model.reviewed.day, model.reviewed.by) if model.reviewed else None,
        test_questions=TestQuestions(model.test_questions.right, model.test_questions.wrong),
        replaces=model.replaces,
        pack=pack,
        file=file,
    )


def _step(model: StepModel) -> Step:
    picture = Picture(model.picture.file, model.picture.alt) if model.picture else None
    devices, roles = (model.applies.devices, model.applies.roles) if model.applies else ((), ())
    return Step(model.text, model.check or "", picture, devices, roles)


def _variant(model: VariantModel) -> Variant:
    return Variant(tuple(_step(step) for step in model.steps), model.evidence)
