"""`resfri chat`: talk to Resfri in the terminal. Refused while a server runs on the same SQLite file."""

import logging
import sys

import click

from chatbot import app
from chatbot.i18n import Translator, translator
from chatbot.packs import Problem, problem_line
from chatbot.plugins import load_adapter


@click.command(name="chat")
@click.option("--json", "as_json", is_flag=True, help="Skriv varje svar som en rad JSON.")
def command(*, as_json: bool) -> None:
    """Prata med Resfri i terminalen; läser rader från tangentbordet eller ett rör.

    Vägras medan Resfri kör på samma SQLite-fil.
    """
    chosen = app.options(extra={"terminal": {"json_output": as_json}} if as_json else {})
    t = translator(chosen.settings.locale)
    terminal = app.configure(chosen, load_adapter("terminal"))
    if sys.stderr.isatty():
        logging.disable(logging.WARNING)  # not on the line where somebody writes
    app.serve(chosen, [terminal], problem=lambda found: _tell(found, t))


def _tell(found: Problem, t: Translator) -> None:
    """For the operator, in a file: where somebody writes, `/besked här` tells it."""
    if not sys.stderr.isatty():
        click.echo(problem_line(found, t), err=True)
