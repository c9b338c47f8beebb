"""`resfri people`: list (only reads), add people and give roles (refused while a server runs on the same file)."""

import click

from chatbot import app
from chatbot.clock import system_clock
from chatbot.errors import N_, ResfriError
from chatbot.i18n import translator
from chatbot.messages import Actor
from chatbot.store import Tx, open_reader, people

ROLES = ("coach", "coordinator", "operator")


@click.group(name="people")
def command() -> None:
    """Visa och lägg till personer, ge och ta tillbaka roller."""


@command.command(name="list")
def show() -> None:
    """Visa alla personer: nummer, namn, plattform, grupp och roller. Läser bara, och får köras medan Resfri kör."""
    chosen = app.options()
    t = translator(chosen.settings.locale)
    with open_reader(chosen.settings.database_url) as store:
        found = store.read(people.everyone)
    if not found:
        click.echo(t._("Det finns inga personer än. De kommer till när de skriver första gången."))
    for person, platform in found:
        group = person.group.name if person.group else ""
        click.echo("\t".join((str(person.id), person.name, platform, group, ",".join(sorted(person.roles)))))


@command.command(name="add")
@click.argument("platform")
@click.argument("tenant")
@click.argument("user_id")
@click.option("--name", default="", help="Namnet som visas.")
def add(platform: str, tenant: str, user_id: str, name: str) -> None:
    """Lägg till en person innan hen har skrivit, med plattformens egna id.

    Vägras medan Resfri kör på samma SQLite-fil.
    """
    chosen = app.options()
    actor = Actor(platform, tenant, user_id, name)
    with app.opened_store(chosen.settings) as store:
        person = store.call(lambda tx: people.meet(tx, actor, chosen.settings.locale, system_clock()))
    click.echo(translator(chosen.settings.locale)._("Personen har nummer {number}.", number=person.id))


@command.command(name="role")
@click.argument("number", type=int)
@click.argument("role", type=click.Choice(ROLES))
@click.option("--remove", is_flag=True, help="Ta tillbaka rollen i stället.")
def role(number: int, role: str, *, remove: bool) -> None:
    """Ge en person en roll, eller ta tillbaka den. Numret står i: resfri people list.

    Vägras medan Resfri kör på samma SQLite-fil.
    """
    chosen = app.options()

    def change(tx: Tx) -> bool:
        if not people.exists(tx, number):
            return False
        if remove:
            people.take_role(tx, number, role)
        else:
            people.give_role(tx, number, role, system_clock())
        return True

    with app.opened_store(chosen.settings) as store:
        if not store.call(change):
            raise ResfriError(N_("Det finns ingen person med nummer {number}. Se: resfri people list"), number=number)
    click.echo(translator(chosen.settings.locale)._("Klart."))
