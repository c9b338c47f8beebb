"""`resfri groups`: list (only reads) and add groups (refused while a server runs on the same SQLite file)."""

import click

from chatbot import app
from chatbot.clock import system_clock
from chatbot.i18n import translator
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import open_reader
from chatbot.store.groups import Group, put_group
from chatbot.store.groups import groups as all_groups


@click.group(name="groups")
def command() -> None:
    """Visa och lägg till grupper."""


@command.command(name="list")
def show() -> None:
    """Visa alla grupper. Läser bara, och får köras medan Resfri kör."""
    chosen = app.options()
    t = translator(chosen.settings.locale)
    with open_reader(chosen.settings.database_url) as store:
        found = store.read(all_groups)
    if not found:
        click.echo(t._("Det finns inga grupper än. Lägg till en med: resfri groups add"))
    for group in found:
        click.echo(_line(group))


def _line(group: Group) -> str:
    return f"{group.federation}\t{group.organisation}\t{group.name}\t{group.municipality}"


@command.command(name="add")
@click.argument("name")
@click.option("--organisation", required=True, help="Kommunen eller organisationen gruppen hör till.")
@click.option("--federation", required=True, help="Samarbetet organisationen hör till, till exempel Dalsland.")
@click.option("--municipality", default="", help="Kommunen där de flesta arbetar.")
@click.option("--fte", type=click.FloatRange(min=0, min_open=True), help="Årsarbetskrafter.")
@click.option("--members", type=click.IntRange(min=1), help="Hur många som är med i gruppen.")
@click.option("--recurring", type=click.FloatRange(min=0), help="Gruppens egna återkommande möten i månaden.")
@click.option("--contact", default="", help="Vart den som behöver hjälp kan vända sig.")
def add(
    name: str,
    organisation: str,
    federation: str,
    municipality: str,
    fte: float | None,
    members: int | None,
    recurring: float | None,
    contact: str,
) -> None:
    """Lägg till en grupp, eller ändra uppgifterna om en som finns. Vägras medan Resfri kör på samma SQLite-fil."""
    chosen = app.options()
    new = PlannedGroup(federation, organisation, name, municipality, fte, members, recurring, contact)
    with app.opened_store(chosen.settings) as store:
        group = store.call(lambda tx: put_group(tx, new, system_clock()))
    click.echo(
        translator(chosen.settings.locale)._(
            "Gruppen {name} finns nu i {organisation}.", name=group.name, organisation=group.organisation
        )
    )
