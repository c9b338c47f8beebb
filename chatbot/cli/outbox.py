"""`resfri outbox`: what could not be sent. Listing only reads; the rest is refused beside a server on the file."""

import click

from chatbot import app
from chatbot.clock import system_clock
from chatbot.errors import N_, ResfriError
from chatbot.i18n import translator
from chatbot.store import Tx, open_reader, outbox


@click.group(name="outbox")
def command() -> None:
    """Se det som inte gick att skicka, och försök igen eller släng det."""


@command.command(name="list")
def show() -> None:
    """Visa det som väntar eller inte gick att skicka, aldrig vad som står i det.

    Läser bara, och får köras medan Resfri kör.
    """
    chosen = app.options()
    t = translator(chosen.settings.locale)
    with open_reader(chosen.settings.database_url) as store:
        found = store.read(outbox.unsent)
    if not found:
        click.echo(t._("Inget väntar på att skickas."))
    for one in found:
        state = t._("gick inte att skicka") if one.dead else t._("väntar")
        click.echo("\t".join((str(one.id), one.platform, one.kind, state, str(one.failures), one.error)))


@command.command(name="retry")
@click.argument("number", type=int)
def retry(number: int) -> None:
    """Försök skicka igen. Numret står i: resfri outbox list. Vägras medan Resfri kör på samma SQLite-fil."""
    _change(number, again=True)


@command.command(name="drop")
@click.argument("number", type=int)
def drop(number: int) -> None:
    """Skicka det aldrig. Numret står i: resfri outbox list. Vägras medan Resfri kör på samma SQLite-fil."""
    _change(number, again=False)


def _change(number: int, *, again: bool) -> None:
    chosen = app.options()

    def work(tx: Tx) -> bool:
        if all(one.id != number for one in outbox.unsent(tx)):
            return False
        if again:
            outbox.revive(tx, number, system_clock())
        else:
            outbox.drop(tx, number, "dropped by hand")
        return True

    with app.opened_store(chosen.settings) as store:
        if not store.call(work):
            raise ResfriError(N_("Inget med nummer {number} väntar. Se: resfri outbox list"), number=number)
    click.echo(translator(chosen.settings.locale)._("Klart."))
