"""`resfri packs schema`, `preview` and `coverage`: what a coach needs while writing."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from chatbot import app
from chatbot.cli.packs_picture import Picture, alt_text, draw, title
from chatbot.clock import local, system_clock
from chatbot.conversation.tip import guide_post
from chatbot.errors import N_, ResfriError, UsageError
from chatbot.i18n import Translator, translator
from chatbot.messages import Post
from chatbot.packs import Library, Overlay
from chatbot.packs.coverage import TOOLS, Covered, coverage
from chatbot.packs.json_schema import guide_schema
from chatbot.packs.overlay import Drift, mark
from chatbot.plugins import adapter_names, load_adapter
from chatbot.settings import Settings
from chatbot.store import feedback, open_reader
from chatbot.store.feedback import Tally


@click.command(name="schema")
def schema_command() -> None:
    """Skriv ut JSON-schemat för en guide, så att din redigerare kan hjälpa till. Får köras medan Resfri kör."""
    click.echo(json.dumps(guide_schema(), ensure_ascii=False, indent=2))


@click.command(name="preview")
@click.argument("guide_id")
@click.option("--platform", type=click.Choice(sorted(adapter_names())), default="terminal", help="Var guiden visas.")
@click.option("--tool", type=click.Choice(TOOLS), help="Vilket mötesverktyg stegen gäller.")
def preview_command(guide_id: str, platform: str, tool: str | None) -> None:
    """Visa en guide så som den kommer att se ut. Läser bara, och får köras medan Resfri kör."""
    chosen = app.options()
    library = app.load_packs(chosen.settings, system_clock).library
    guide = library.guide(guide_id)
    if guide is None:
        said = N_(
            "Det finns ingen guide med id {id} bland dem som är inlästa. Är den er egen: ställ in mappen med "
            'RESFRI_PACKS, till exempel export RESFRI_PACKS="$PWD/lokalt"'
        )
        raise UsageError(said, id=guide_id)
    post: Post = guide_post(guide, tool, translator(chosen.settings.locale))
    click.echo(app.configure(chosen, load_adapter(platform)).preview(post))


@click.command(name="coverage")
@click.option(
    "--bild", "file", type=click.Path(dir_okay=False, path_type=Path), help="Rita det också, som .svg eller .png."
)
def coverage_command(file: Path | None) -> None:
    """Visa vilka ämnen som har en guide, för vilka verktyg, hur ofta någon frågade och hur ofta tipset hjälpte.

    Läser bara, och får köras medan Resfri kör.
    """
    if file and file.suffix.lower() not in (".svg", ".png"):
        raise UsageError(N_("Bilden kan sparas som .svg eller .png. Välj ett filnamn som slutar så."))
    chosen = app.options()
    t = translator(chosen.settings.locale)
    library = app.load_packs(chosen.settings, system_clock).library
    said = _said_of_tips(chosen.settings)
    for line in _coverage(library, said, t):
        click.echo(line)
    if file:
        _draw(Picture(library, coverage(library), local(system_clock()).date(), said), file, t)


def _draw(picture: Picture, file: Path, t: Translator) -> None:
    """Save the picture, and say it in words too."""
    sheet, alt = draw(picture, t), alt_text(picture, t)
    file.write_bytes(sheet.svg(title(t), alt) if file.suffix.lower() == ".svg" else sheet.png(alt))
    click.echo(t._("Bilden är sparad i {file}. Den visar: {alt}", file=file, alt=alt))


def _said_of_tips(settings: Settings) -> Mapping[str, Tally]:
    """What participants have answered to "Hjälpte det?"; nothing where there is no database yet."""
    try:
        with open_reader(settings.database_url) as store:
            return store.read(feedback.tallies)
    except ResfriError:
        return {}


def _coverage(library: Library, said: Mapping[str, Tally], t: Translator) -> Iterator[str]:
    last = (t._("frågat"), t._("hjälpte"), t._("hjälpte inte"))
    yield "\t".join([t._("ämne"), *TOOLS, t._("granskad"), t._("ägare"), *last])
    topics = coverage(library)
    yield from (_row(one, said.get(one.topic.id, Tally()), t) for one in topics)
    covered, complete = sum(one.guide is not None for one in topics), sum(one.whole for one in topics)
    whole = N_("{covered} av {count} ämnen har en guide, {complete} för alla sina verktyg.")
    yield t._(whole, covered=covered, count=len(topics), complete=complete)
    yield from (_drift(overlay, t) for overlay in library.overlays)


def _row(one: Covered, told: Tally, t: Translator) -> str:
    said = {"own": t._("ja"), "common": t._("ja"), "missing": t._("nej")}
    marks = [said[one.tools[tool]] if tool in one.tools else "" for tool in TOOLS]
    guide = one.guide
    reviewed = str(guide.reviewed.day) if guide and guide.reviewed else "-"
    figures = (str(told.asked), str(told.helped), str(told.not_helped))
    return "\t".join([one.topic.id, *marks, reviewed, guide.owner if guide else "-", *figures])


DRIFT: Mapping[Drift, str] = {
    "hidden": N_("{by} döljer {id} ({base})."),
    "same": N_("{by} ersätter {id} ({base}), som inte har ändrats sedan dess."),
    "changed": N_("{by} ersätter {id} ({base}), som har ändrats sedan dess. Jämför med {file}"),
    "unmarked": N_("{by} ersätter {id} ({base}). Skriv ersätter: {mark} i guiden så syns det när den ändras."),
}


def _drift(overlay: Overlay, t: Translator) -> str:
    base = overlay.base
    said = DRIFT[overlay.drift]
    return t._(said, by=overlay.by, id=base.id, base=base.pack, file=base.file, mark=mark(base))
