"""`resfri meetings`: import meetings from a file, and reckon all sums anew; refused while a server runs on the file."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from chatbot import app, ledger
from chatbot.clock import local, system_clock
from chatbot.errors import N_, ResfriError
from chatbot.i18n import Translator, translator
from chatbot.imports import Import, steps
from chatbot.ledger import Answers, Fate
from chatbot.meetings import Row
from chatbot.meetings.importing import read_meetings
from chatbot.store import Store, people
from chatbot.store.people import Person

FATES = {"stored": N_("sparat"), "known": N_("finns redan"), "left": N_("inte sparat")}
WOULD = {"stored": N_("skulle sparas"), "known": N_("finns redan"), "left": N_("skulle inte sparas")}


@click.group(name="meetings")
def command() -> None:
    """Läs in möten från en fil, och räkna om besparingarna."""


@command.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--person", "number", type=int, required=True, help="Vem som loggar; numret står i: resfri people list")
@click.option("--place", default="", help="Var ni annars hade träffats, för möten där filen inte säger det.")
@click.option("--dry-run", is_flag=True, help="Visa bara vad som skulle hända.")
def import_command(file: Path, number: int, place: str, *, dry_run: bool) -> None:
    """Läs in möten från en kalender (.ics) eller en tabell (.csv). Samma fil kan läsas flera gånger.

    Ur en kalender läses bara tider, antal och plats, aldrig namn eller rubriker. Vägras medan Resfri kör på samma
    SQLite-fil.
    """
    chosen = app.options()
    t = translator(chosen.settings.locale)
    library = app.load_packs(chosen.settings, system_clock).library
    found = library.places.find(place) if place else None
    if place and found is None:
        raise ResfriError(
            N_("Jag känner inte till platsen {place}. Skriv namnet på en kommun eller tätort."), place=place
        )
    with app.opened_store(chosen.settings) as store:
        person = _person(store, number)
        rows = read_meetings(file.name, file.read_bytes(), local(system_clock()), library.places)
        work = Import(person, library, system_clock(), Answers(found.name if found else None))
        fates = list(_fates(store, work, rows, dry=dry_run))
    for fate in fates:
        click.echo(_line(fate, t, WOULD if dry_run else FATES))
    counts = {kind: sum(fate.kind == kind for fate in fates) for kind in FATES}
    click.echo(
        t._(
            "{stored} sparade, {known} fanns redan, {left} inte sparade.",
            stored=counts["stored"],
            known=counts["known"],
            left=counts["left"],
        )
        if not dry_run
        else t._(
            "{stored} skulle sparas, {known} finns redan, {left} skulle inte sparas. Inget är ändrat.",
            stored=counts["stored"],
            known=counts["known"],
            left=counts["left"],
        )
    )


def _person(store: Store, number: int) -> Person:
    person = store.call(lambda tx: people.load(tx, number) if people.exists(tx, number) else None)
    if person is None:
        raise ResfriError(N_("Det finns ingen person med nummer {number}. Se: resfri people list"), number=number)
    if person.group is None:
        raise ResfriError(N_("Personen är inte med i någon grupp. Be hen skriva /grupp till boten först."))
    return person


def _fates(store: Store, work: Import, rows: Sequence[Row], *, dry: bool) -> Iterator[Fate]:
    """What becomes of each row; a dry run tries them all in one transaction."""
    with click.progressbar(length=len(rows), file=sys.stderr) as shown:
        for step in [rows] if dry else steps(rows):
            do = work.rehearse if dry else work.store
            yield from store.call(partial(do, rows=step))
            shown.update(len(step))


def _line(fate: Fate, t: Translator, said: dict[str, str]) -> str:
    why = f": {t.tell(fate.why)}" if fate.why is not None else ""
    return f"{t.tell(fate.row.label)}\t{t._(said[fate.kind])}{why}"


@command.command(name="recalculate")
@click.option("--dry-run", is_flag=True, help="Visa bara hur många som skulle ändras.")
def recalculate_command(*, dry_run: bool) -> None:
    """Räkna om alla mötens besparing med de faktorer som gäller nu. De gamla siffrorna sparas som händelser.

    Vägras medan Resfri kör på samma SQLite-fil.
    """
    chosen = app.options()
    t = translator(chosen.settings.locale)
    library = app.load_packs(chosen.settings, system_clock).library
    seen, changed, last = 0, 0, 0
    with app.opened_store(chosen.settings) as store:
        while True:
            step = partial(ledger.recalculate, library=library, after=last, now=system_clock(), dry=dry_run)
            count, altered, last = store.call(step)
            seen, changed = seen + count, changed + altered
            if not count:
                break
    if dry_run:
        click.echo(t._("{changed} av {seen} möten skulle få nya siffror. Inget är ändrat.", changed=changed, seen=seen))
    else:
        click.echo(t._("{changed} av {seen} möten har fått nya siffror.", changed=changed, seen=seen))
