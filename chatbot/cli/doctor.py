"""`resfri doctor`: is everything as it should be? Only reads, may run beside a server."""

import sys

import click

from chatbot import app
from chatbot.clock import system_clock
from chatbot.i18n import translator
from chatbot.operations.doctor import examine, organisation


@click.command(name="doctor")
def command() -> None:
    """Kontrollera databasen, paketen och kopplingarna. Avslutar med 1 om något är fel.

    Läser bara, och får köras medan Resfri kör.
    """
    chosen = app.options()
    t = translator(chosen.settings.locale)
    loaded = app.load_packs(chosen.settings, system_clock)
    index = app.index_of(loaded.library, chosen.settings)
    found = examine(chosen.settings.database_url, loaded, index, app.configured_adapters(chosen))
    checks = [*found, *organisation(chosen.settings.data / "organisation.yaml"), *app.page_checks(chosen)]
    for check in checks:
        state = t._("Bra") if check.ok else t._("Fel")
        click.echo(f"{state}: {t.tell(check.text)}")
        if check.hint is not None:
            click.echo(f"  {t.tell(check.hint)}")
    sys.exit(0 if all(check.ok for check in checks) else 1)
