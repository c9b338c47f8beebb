"""`resfri db`: the database itself. `status` only reads; `migrate` is refused while a server runs on the same file."""

import click

from chatbot import app
from chatbot.i18n import translator
from chatbot.store import open_reader
from chatbot.store.migrate import HEAD, revision


@click.group(name="db")
def command() -> None:
    """Visa och uppgradera databasen."""


@command.command(name="status")
def status() -> None:
    """Visa vilken version databasen har. Läser bara, och får köras medan Resfri kör."""
    chosen = app.options()
    t = translator(chosen.settings.locale)
    with open_reader(chosen.settings.database_url) as store:
        found = store.read(revision)
    if found == HEAD:
        click.echo(t._("Databasen är uppdaterad (version {revision}).", revision=HEAD))
    else:
        click.echo(
            t._(
                "Databasen behöver uppgraderas. Det görs av sig självt när Resfri startar, eller med: resfri db migrate"
            )
        )


@command.command(name="migrate")
def upgrade() -> None:
    """Uppgradera databasen nu. Vägras medan Resfri kör på samma SQLite-fil."""
    chosen = app.options()
    with app.opened_store(chosen.settings):
        click.echo(translator(chosen.settings.locale)._("Databasen är uppdaterad (version {revision}).", revision=HEAD))
