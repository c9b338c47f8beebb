"""fragebank/<id>.txt: how really different people ask for one thing, `voice TAB question`, one a line.

The id is a guide's, or a referral's of utanfor.yaml: then the lines are questions that the bot does not answer.
"""

from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.document import Unreadable, read_text
from chatbot.packs.problems import Problem

VOICES = ("nyborjare", "chef", "politiker", "larare", "van", "dialekt", "kort", "berattar", "felord", "engelska")
MAX_LINE = 500  # characters of one question


@dataclass(frozen=True, slots=True)
class BankLine:
    """One question as somebody might type it; `line` is its line in the file."""

    voice: str
    text: str
    line: int = 0


def read_bank(file: Path) -> tuple[tuple[BankLine, ...], list[Problem]]:
    """The questions of one file, and the lines that could not be read."""
    try:
        rows = read_text(file).splitlines()
    except Unreadable as unreadable:
        return (), [unreadable.problem(file)]
    lines: list[BankLine] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        if not row.strip() or row.startswith("#"):
            continue
        voice, _, text = (part.strip() for part in row.partition("\t"))
        if voice in VOICES and text and len(text) <= MAX_LINE:
            lines.append(BankLine(voice, text, number))
        else:
            problems.append(_wrong(file, number, voice, text))
    return tuple(lines), problems


def _wrong(file: Path, number: int, voice: str, text: str) -> Problem:
    if not text:
        said, hint = notice(N_("Raden har ingen fråga.")), notice(N_("Skriv röst, tabb och fråga."))
        return Problem(file, number, "bank-line", "error", said, hint)
    if voice not in VOICES:
        said, hint = (
            notice(N_("Rösten {voice} finns inte."), voice=voice),
            notice(N_("Välj bland {wanted}."), wanted=", ".join(VOICES)),
        )
        return Problem(file, number, "bank-voice", "error", said, hint)
    said, hint = notice(N_("Frågan är längre än {count} tecken."), count=MAX_LINE), notice(N_("Korta den."))
    return Problem(file, number, "bank-long", "error", said, hint)
