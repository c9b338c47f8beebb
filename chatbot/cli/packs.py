"""`resfri packs`: look at the knowledge packs. Only reads, may run beside a server."""

import sys
from pathlib import Path

import click

from chatbot import app
from chatbot.clock import local, system_clock
from chatbot.i18n import translator
from chatbot.packs import problem_line, read_packs


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
def lint(folder: Path | None) -> None:
    """Kontrollera paketen: varje fel med fil, rad och vad som kan göras. Avslutar med 1 om något är fel.

    Läser bara, och får köras medan Resfri kör.
    """
    chosen = app.options()
    t = translator(chosen.settings.locale)
    if folder is None:
        problems = app.load_packs(chosen.settings, system_clock).problems
    else:
        problems = read_packs((folder,), local(system_clock()).date()).problems
    for problem in problems:
        click.echo(problem_line(problem, t))
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(t.n("{count} fel", "{count} fel", errors))
    sys.exit(1 if errors else 0)
