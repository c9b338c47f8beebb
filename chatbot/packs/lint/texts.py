"""Rules for what is written in a guide: plain Swedish, pictures, no markup, nobody's personal data."""

import re
from collections.abc import Iterator

from chatbot.errors import N_, notice
from chatbot.packs.document import Spot
from chatbot.packs.guide import Step
from chatbot.packs.lint.personal import personal_data
from chatbot.packs.lint.scene import GuideFile, Scene
from chatbot.packs.lint.verbs import has_imperative
from chatbot.packs.problems import Problem
from chatbot.text import words

LONGEST_STEP = 30  # words: plain Swedish says one thing at a time
SHORTEST_ALT = 8  # characters
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\*\*[^*]|\]\(|`|^#{1,6} |&[a-z]+;")


def step_verb(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A step says what to do."""
    for spot, step in _steps(one):
        if not has_imperative(step.text):
            text = notice(N_("Steget säger inte vad man ska göra."))
            yield one.document.problem(
                spot, "step-verb", text, notice(N_("Börja med ett verb: Klicka, Välj, Öppna.")), "warning"
            )


def step_length(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A step that is read in one breath."""
    for spot, step in _steps(one):
        count = len(words(step.text))
        if count > LONGEST_STEP:
            text = notice(N_("Steget har {count} ord."), count=count)
            hint = notice(N_("Dela det i två, högst {longest} ord i varje."), longest=LONGEST_STEP)
            yield one.document.problem(spot, "step-long", text, hint, "warning")


def check_asks(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """What is asked after a step is a question."""
    for spot, step in _steps(one):
        if step.check and not step.check.rstrip().endswith("?"):
            text, hint = (
                notice(N_("gick_det ska vara en fråga.")),
                notice(N_("Skriv den så att man kan svara ja eller nej.")),
            )
            yield one.document.problem((*spot, "gick_det"), "check-asks", text, hint, "warning")


def pictures(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A picture must be there, inside the pack, and be told in words to those who do not see it."""
    for spot, step in _steps(one):
        if step.picture is None:
            continue
        file = (scene.folder / step.picture.file).resolve()
        if not file.is_relative_to(scene.folder.resolve()) or not file.is_file():
            text = notice(N_("Bilden {file} finns inte i paketet."), file=step.picture.file)
            yield one.document.problem(
                (*spot, "bild", "fil"), "dead-picture", text, notice(N_("Lägg bilden där eller ta bort raden."))
            )
        if len(step.picture.alt) < SHORTEST_ALT or step.picture.alt == step.picture.file:
            text, hint = notice(N_("Bilden saknar en beskrivning.")), notice(N_("Skriv i alt vad man ser på bilden."))
            yield one.document.problem((*spot, "bild", "alt"), "picture-alt", text, hint, "warning")


def markup(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Texts are plain: each place makes its own bold and links."""
    for spot, text in one.texts:
        if MARKUP.search(text):
            said, hint = notice(N_("Texten har HTML eller andra märken.")), notice(N_("Skriv vanlig text."))
            yield one.document.problem(spot, "markup", said, hint, "warning")


def personal(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Nobody's number or address in a file that many read."""
    for spot, text in one.texts:
        kind = personal_data(text)
        if kind:
            yield one.document.problem(spot, "personal-data", kind, notice(N_("Ta bort det.")))


def _steps(one: GuideFile) -> Iterator[tuple[Spot, Step]]:
    for at, step in enumerate(one.guide.steps):
        yield ("steg", at), step
    for name, variant in one.guide.variants.items():
        for at, step in enumerate(variant.steps):
            yield ("varianter", name, "steg", at), step


RULES = (step_verb, step_length, check_asks, pictures, markup, personal)
