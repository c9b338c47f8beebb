"""`resfri run`: the server, with all configured adapters. Refused while another runs on the same SQLite file."""

from collections.abc import Sequence

import click

from chatbot import app
from chatbot.errors import N_, ResfriError
from chatbot.i18n import Translator, translator
from chatbot.packs import problem_line
from chatbot.ports import Adapter


@click.command(name="run")
def command() -> None:
    """Starta Resfri med alla inställda kopplingar (webbchatten alltid). Vägras medan Resfri kör på samma SQLite-fil."""
    start(app.options())


def start(chosen: app.Options) -> None:
    """Serve until stopped, saying where to find the chat and what is wrong with the packs."""
    t = translator(chosen.settings.locale)
    adapters = app.configured_adapters(chosen)
    if not adapters:
        raise ResfriError(N_("Ingen koppling är inställd. Läs docs/drift.md."))
    app.serve(
        chosen,
        adapters,
        ready=lambda: _tell(adapters, t),
        problem=lambda found: click.echo(problem_line(found, t), err=True),
        changed=lambda said: click.echo(t.tell(said)),
    )


def _tell(adapters: Sequence[Adapter], t: Translator) -> None:
    for adapter in adapters:
        address = adapter.address
        if address:
            click.echo(t._("Resfri är igång. Öppna {address} i webbläsaren. Avsluta med Ctrl+C.", address=address))
