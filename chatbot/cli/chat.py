"""`resfri chat`: talk to Resfri in the terminal. Refused while a server runs on the same SQLite file."""

import click

from chatbot import app
from chatbot.i18n import translator
from chatbot.packs import problem_line
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
    app.serve(chosen, [terminal], problem=lambda found: click.echo(problem_line(found, t), err=True))
