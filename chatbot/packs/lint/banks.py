"""Rules for question banks: enough lines, really different ones, and nobody's personal data."""

from collections.abc import Iterator

from chatbot.errors import N_, notice
from chatbot.packs.lint.guides import alike
from chatbot.packs.lint.personal import personal_data
from chatbot.packs.lint.scene import BankFile, Scene, same
from chatbot.packs.problems import Problem

FEWEST_LINES, FEWEST_VOICES = 30, 5


def orphan(bank: BankFile, scene: Scene) -> Iterator[Problem]:
    """A bank belongs to a guide, or to something outside that has a referral."""
    if bank.id not in scene.known and bank.id not in scene.library.referrals:
        text, hint = (
            notice(N_("Det finns ingen guide med id {id}."), id=bank.id),
            notice(N_("Döp om filen eller skriv guiden.")),
        )
        yield Problem(bank.file, 0, "bank-orphan", "warning", text, hint)


def few_lines(bank: BankFile, scene: Scene) -> Iterator[Problem]:
    """Many ways to ask, in many voices, are what the engine learns from."""
    voices = {line.voice for line in bank.lines}
    if len(bank.lines) < FEWEST_LINES or len(voices) < FEWEST_VOICES:
        text = notice(N_("Frågebanken har {count} rader i {voices} röster."), count=len(bank.lines), voices=len(voices))
        hint = notice(N_("Skriv minst {count} rader i {voices} röster."), count=FEWEST_LINES, voices=FEWEST_VOICES)
        yield Problem(bank.file, 0, "bank-few", "warning", text, hint)


def near_lines(bank: BankFile, scene: Scene) -> Iterator[Problem]:
    """Near-copies teach nothing."""
    for later, earlier in alike([same(line.text) for line in bank.lines]):
        text = notice(N_("Raden är nästan densamma som rad {line}."), line=bank.lines[earlier].line)
        hint = notice(N_("Säg det med andra ord eller ta bort den."))
        yield Problem(bank.file, bank.lines[later].line, "bank-near", "warning", text, hint)


def shared_line(bank: BankFile, scene: Scene) -> Iterator[Problem]:
    """The same question in two banks pulls both ways."""
    for line in bank.lines:
        other = scene.asked.get(same(line.text))
        if other and other.owner != bank.id:
            text = notice(N_("Samma fråga står hos {id}, rad {line}."), id=other.owner, line=other.line)
            hint = notice(N_("Låt den stå där den hör hemma."))
            yield Problem(bank.file, line.line, "bank-shared", "warning", text, hint)


def personal(bank: BankFile, scene: Scene) -> Iterator[Problem]:
    """Nobody's number or address in a file that many read."""
    for line in bank.lines:
        kind = personal_data(line.text)
        if kind:
            yield Problem(bank.file, line.line, "bank-personal-data", "error", kind, notice(N_("Ta bort det.")))


RULES = (orphan, few_lines, near_lines, shared_line, personal)
