"""Rules for what a guide consists of: references, questions, tests, variants, review."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain

from rapidfuzz import fuzz

from chatbot.errors import N_, notice
from chatbot.packs.document import Spot
from chatbot.packs.lint.scene import GuideFile, Scene, same
from chatbot.packs.problems import Problem

FEWEST_QUESTIONS, FEWEST_RIGHT, FEWEST_WRONG = 8, 3, 2
ALIKE = 92  # rapidfuzz ratio from which two questions are as good as the same
REVIEW_LASTS = timedelta(days=365)


def dead_reference(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A guide that is pointed to must be there."""
    clarify = one.guide.clarify
    pointed: list[tuple[Spot, str]] = [(("se_även", at), id) for at, id in enumerate(one.guide.see_also)]
    pointed += [(("förväxlas_med", at), id) for at, id in enumerate(one.guide.confused_with)]
    pointed += [(("förtydligande", "svar", said), id) for said, id in (clarify.answers.items() if clarify else ())]
    for spot, id in pointed:
        if id not in scene.known:
            text = notice(N_("Guiden {id} finns inte."), id=id)
            yield one.document.problem(spot, "dead-reference", text, notice(N_("Rätta id eller ta bort raden.")))


def few_questions(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Too few ways to ask, and the engine does not find the guide."""
    count = len(one.guide.questions)
    if count < FEWEST_QUESTIONS:
        said = N_("Guiden har 1 fråga.") if count == 1 else N_("Guiden har {count} frågor.")
        text = notice(said, count=count)
        hint = notice(N_("Skriv minst {wanted}, som olika människor skulle säga det."), wanted=FEWEST_QUESTIONS)
        yield one.document.problem(("frågor",), "few-questions", text, hint, "warning")


def near_questions(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Two questions with nearly the same words teach no more than one."""
    for later, earlier in alike([same(question) for question in one.guide.questions]):
        text = notice(N_("Frågan är nästan densamma som fråga {number}."), number=earlier + 1)
        hint = notice(N_("Säg det med andra ord eller ta bort den."))
        yield one.document.problem(("frågor", later), "near-question", text, hint, "warning")


def alike(plain: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs (later, earlier) of texts that are as good as the same."""
    for later, text in enumerate(plain):
        for earlier in range(later):
            if fuzz.ratio(text, plain[earlier], score_cutoff=ALIKE):
                yield later, earlier
                break


def shared_question(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A question that stands in another guide too can find only one of them."""
    tests = one.guide.test_questions.right
    spots: list[tuple[Spot, str]] = [(("frågor", at), text) for at, text in enumerate(one.guide.questions)]
    spots += [(("testfrågor", "rätt", at), text) for at, text in enumerate(tests)]
    for spot, question in spots:
        other = scene.asked.get(same(question))
        if other and other.owner != one.guide.id:
            text = notice(N_("Samma fråga står hos {id}, rad {line}."), id=other.owner, line=other.line)
            hint = notice(N_("Låt den stå där den hör hemma."))
            yield one.document.problem(spot, "shared-question", text, hint, "warning")


def few_tests(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Without test questions nobody sees when another guide takes the question."""
    right, wrong = one.guide.test_questions.right, one.guide.test_questions.wrong
    if len(right) < FEWEST_RIGHT or len(wrong) < FEWEST_WRONG:
        said = N_("Under testfrågor har guiden {right} rätt och {wrong} fel.")
        text = notice(said, right=len(right), wrong=len(wrong))
        hint = notice(N_("Skriv minst {right} rätt och {wrong} fel."), right=FEWEST_RIGHT, wrong=FEWEST_WRONG)
        yield one.document.problem(("testfrågor",), "few-tests", text, hint, "warning")


def known_test(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A test question that the guide or the bank already holds tests nothing."""
    bank = scene.banks.get(one.guide.id)
    held = {same(text) for text in one.guide.questions} | {same(line.text) for line in (bank.lines if bank else ())}
    for at, question in enumerate(one.guide.test_questions.right):
        if same(question) in held:
            text = notice(N_("Testfrågan står redan bland frågorna."))
            hint = notice(N_("Skriv en testfråga med andra ord."))
            yield one.document.problem(("testfrågor", "rätt", at), "known-test", text, hint, "warning")


def missing_variant(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Where the steps differ, every platform of the catalogue needs its own."""
    topic = scene.library.catalogue.get(one.guide.id)
    missing = [name for name in (topic.platforms if topic else ()) if name not in one.guide.variants]
    if one.guide.variants and missing:
        text = notice(N_("Stegen saknas för {platforms}."), platforms=", ".join(missing))
        hint = notice(N_("Lägg till dem under varianter."))
        yield one.document.problem(("varianter",), "missing-variant", text, hint, "warning")


def outside_catalogue(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A guide should stand in the catalogue, in the same area."""
    topic = scene.library.catalogue.get(one.guide.id)
    if topic and topic.area != one.guide.area:
        text = notice(
            N_("Guiden ligger i området {area} men i katalogen i {wanted}."), area=one.guide.area, wanted=topic.area
        )
        yield one.document.problem(("område",), "area", text, notice(N_("Ändra det ena.")), "warning")
    if one.guide.area not in scene.library.areas:
        text = notice(N_("Området {area} har inget namn."), area=one.guide.area)
        hint = notice(N_("Välj bland {wanted}."), wanted=", ".join(scene.library.areas) or "-")
        yield one.document.problem(("område",), "unknown-area", text, hint, "warning")


def review(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Whether a person has clicked through the steps, and when."""
    reviewed = one.guide.reviewed
    if reviewed is None:
        text, hint = notice(N_("Ingen har provat stegen än.")), notice(N_("Prova dem och skriv granskad."))
        yield one.document.problem(("id",), "not-reviewed", text, hint, "info")
    elif scene.today - reviewed.day > REVIEW_LASTS:
        text, hint = notice(N_("Det är mer än ett år sedan stegen provades.")), notice(N_("Prova dem igen."))
        yield one.document.problem(("granskad",), "review-old", text, hint, "info")


def from_memory(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Steps that are written from memory."""
    own = [name for name, variant in one.guide.variants.items() if variant.evidence == "minne"]
    spots: list[Spot] = [("varianter", name) for name in own]
    if not one.guide.variants and one.guide.evidence(None) == "minne":
        spots.append(("källa",))
    for spot in spots:
        text = notice(N_("Stegen är skrivna ur minnet."))
        yield one.document.problem(
            spot, "from-memory", text, notice(N_("Se efter i verktyget och ändra belägg.")), "info"
        )


def yaml_trap(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """Values that other programs read as something else."""
    for spot, value in one.document.traps.items():
        text = notice(N_("{value} kan läsas som något annat av andra program."), value=value)
        hint = notice(N_("Sätt citattecken runt det."))
        yield one.document.problem(spot, "yaml-trap", text, hint, "warning")


def file_name(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """File names are ASCII, since å ä ö are written in two ways and some systems change them."""
    names = chain((one.document.file.name,), (s.picture.file for s in one.guide.steps if s.picture))
    for name in names:
        if not name.isascii():
            text, hint = (
                notice(N_("Filnamnet har å, ä, ö eller något annat tecken som kan ställa till det.")),
                notice(N_("Använd bara a-z, siffror och bindestreck.")),
            )
            yield one.document.problem((), "file-name-ascii", text, hint, "error")


RULES = (
    dead_reference,
    few_questions,
    near_questions,
    shared_question,
    few_tests,
    known_test,
    missing_variant,
    outside_catalogue,
    review,
    from_memory,
    yaml_trap,
    file_name,
)
