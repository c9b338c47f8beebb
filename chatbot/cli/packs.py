"""`resfri packs`: look at the knowledge packs. Only reads, may run beside a server."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from chatbot import app
from chatbot.cli import packs_new, packs_quality, packs_writing
from chatbot.clock import local, system_clock
from chatbot.errors import N_
from chatbot.i18n import Translator, translator
from chatbot.packs import Problem, problem_line
from chatbot.packs.lint import lint


@click.group(name="packs")
def command() -> None:
    """Visa och kontrollera kunskapspaket."""


@command.command(name="list")
def show() -> None:
    """Visa hur mycket som finns i paketen. Läser bara, och får köras medan Resfri kör."""
    chosen = app.options()
    t = translator(chosen.settings.locale)
    library = app.load_packs(chosen.settings, system_clock).library
    click.echo(t.n("{count} tips", "{count} tips", len(library.guides)))
    for id, name in library.areas.items():
        count = sum(guide.area == id for guide in library.guides.values())
        click.echo(f"  {name}: {t.number(count)}")


@command.command(name="lint")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="Hur fynden skrivs."
)
@click.option("--info", is_flag=True, help="Visa också upplysningar, som att ingen har provat stegen.")
def check(folder: Path | None, *, form: str, info: bool) -> None:
    """Kontrollera paketen: varje fynd med fil, rad och vad som kan göras. Avslutar med 1 om något är fel.

    Läser bara, och får köras medan Resfri kör.
    """
    chosen = app.options()
    t = translator(chosen.settings.locale)
    shipped = app.pack_folders(chosen.settings)
    today = local(system_clock()).date()
    problems = lint((folder,), today, shipped) if folder else lint(shipped, today)
    for problem in problems:
        if info or problem.level != "info":
            click.echo(FORMS[form](problem, t))
    if form == "text":
        click.echo(_summary(problems, t))
    sys.exit(1 if any(problem.level == "error" for problem in problems) else 0)


def _summary(problems: Sequence[Problem], t: Translator) -> str:
    count = {level: sum(problem.level == level for problem in problems) for level in ("error", "warning", "info")}
    said = (
        t.n("{count} fel", "{count} fel", count["error"]),
        t.n("{count} varning", "{count} varningar", count["warning"]),
        t.n("{count} upplysning", "{count} upplysningar", count["info"]),
    )
    return ", ".join(said)


LEVELS: Mapping[str, str] = {"error": N_("fel"), "warning": N_("varning"), "info": N_("upplysning")}


def _text(problem: Problem, t: Translator) -> str:
    return f"{t._(LEVELS[problem.level])}: {problem_line(problem, t)} [{problem.rule}]"


def _json(problem: Problem, t: Translator) -> str:
    """One JSON object a line."""
    found = {"rule": problem.rule, "level": problem.level, "file": str(problem.file), "line": problem.line}
    said = {
        "column": problem.column,
        "text": t.tell(problem.text),
        "hint": t.tell(problem.hint) if problem.hint else "",
    }
    return json.dumps(found | said, ensure_ascii=False)


def _github(problem: Problem, t: Translator) -> str:
    """A workflow command of GitHub Actions, which shows the finding at its line."""
    kind = "notice" if problem.level == "info" else problem.level
    said = f"{t.tell(problem.text)} {t.tell(problem.hint) if problem.hint else ''}".strip()
    escaped = said.replace("%", "%25").replace("\n", "%0A")
    where = f"file={problem.file},line={max(1, problem.line)},col={max(1, problem.column)},title={problem.rule}"
    return f"::{kind} {where}::{escaped}"


FORMS: Mapping[str, Callable[[Problem, Translator], str]] = {"text": _text, "json": _json, "github": _github}

for part in (
    packs_quality.train_command,
    packs_quality.test_command,
    packs_quality.eval_command,
    packs_writing.schema_command,
    packs_writing.preview_command,
    packs_writing.coverage_command,
    packs_new.new_command,
):
    command.add_command(part)
