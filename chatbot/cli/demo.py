"""`resfri demo dalsland`: the web chat on a simulated pilot in a database of its own."""

from dataclasses import replace
from pathlib import Path

import click

from chatbot import app
from chatbot.cli.run import start
from chatbot.clock import fixed_clock, local
from chatbot.i18n import Translator, translator
from chatbot.operations import pilot
from chatbot.operations.pilot import PUBLISHED_G, PUBLISHED_WH, Result


@click.group(name="demo")
def command() -> None:
    """Prova Resfri med påhittade möten."""


@command.command(name="dalsland")
@click.option("--only-fill", is_flag=True, help="Fyll databasen och skriv resultatet, men starta inte webbchatten.")
def dalsland(*, only_fill: bool) -> None:
    """Fem kommuner i Dalsland 2011-2012, 136 simulerade webbmöten.

    Har en egen databas, och får köras medan Resfri kör på en annan.
    """
    chosen = _options()
    t = translator(chosen.settings.locale)
    _fresh(Path(chosen.settings.data))
    result = _fill(chosen)
    for line in _told(result, t):
        click.echo(line)
    if not only_fill:
        start(chosen)


def _options() -> app.Options:
    chosen = app.options()
    t = translator(chosen.settings.locale)
    folder = chosen.settings.data / "demo-dalsland"
    settings = chosen.settings.model_copy(update={"data": folder, "database": ""})
    now = fixed_clock(pilot.NOW)
    notice = t._("Simulerade möten: påhittade för att visa hur Resfri fungerar.")
    day = t._("I demon är det {day}.", day=t.day(local(now()).date()))
    return replace(chosen, settings=settings, clock=now, own_clock=True, notice=notice, clock_text=day)


def _fresh(folder: Path) -> None:
    """The demo begins anew each time; its database is its own."""
    for name in ("resfri.sqlite3", "resfri.sqlite3-wal", "resfri.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)


def _fill(chosen: app.Options) -> Result:
    library = app.load_packs(chosen.settings, chosen.clock).library
    planned = app.suggested_groups(chosen.settings)
    with app.opened_store(chosen.settings) as store:
        return pilot.fill(store, planned, library)


def _told(result: Result, t: Translator) -> list[str]:
    """The published result beside what the physical factors give for the simulated meetings (DOMAIN §4)."""
    published = {"mwh": t.number(PUBLISHED_WH / 1e6, 1), "ton": t.number(PUBLISHED_G / 1e6, 1)}
    physical = {"mwh": t.number(result.wh / 1e6, 1), "ton": t.number(result.g / 1e6, 1)}
    return [
        t._("Simulerad pilot: {count} webbmöten i fem kommuner, dragna med fast frö.", count=t.number(result.meetings)),
        t._("Projektet publicerade: {mwh} MWh och ungefär {ton} ton koldioxid.", **published),
        t._(
            "Resfris fysikaliska faktorer ger för de simulerade mötena: {mwh} MWh och {ton} ton koldioxid.", **physical
        ),
        t._("Projektets koldioxidtal är högre än vad 35 MWh drivmedel ger, som är 9 till 12 ton. Energin stämmer väl."),
    ]
