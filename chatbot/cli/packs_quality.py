"""`resfri packs train`, `test` and `eval`: how well the questions find their guides, and making that better."""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click

from chatbot import app
from chatbot.answers import E5, Embedder, Remembered, answer, build_index, train
from chatbot.answers.exam import Asked, Marks, examine, marks
from chatbot.answers.measure import Measured, Query, corpus_library, measure
from chatbot.clock import system_clock
from chatbot.errors import N_, UsageError
from chatbot.i18n import Translator, translator
from chatbot.settings import Tier

TIERS = click.Choice(["lite", "e5"])


@click.command(name="train")
@click.option("--tier", type=TIERS, default="lite", help="Vilken motor som tränas.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Mapp för vikterna, annars mappen för data."
)
def train_command(tier: Tier, out: Path | None) -> None:
    """Träna motorn på guidernas frågor och frågebanken. Tar några minuter, och får köras medan Resfri kör."""
    chosen = app.options()
    library = app.load_packs(chosen.settings, system_clock).library
    embedder = E5() if tier == "e5" else None
    head = train(library, _remembered(embedder, chosen.settings.data) if embedder else None)
    file = (out or chosen.settings.data / app.WEIGHTS) / f"{tier}.npz"
    head.save(file)
    t = translator(chosen.settings.locale)
    click.echo(t._("Vikterna är sparade i {file}.", file=str(file)))


@click.command(name="test")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--tier", type=TIERS, help="Vilken motor som svarar.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Skriv resultatet som JUnit-XML.")
@click.option(
    "--last", type=click.Path(dir_okay=False, path_type=Path), help="Fil med förra resultatet; jämförs och skrivs om."
)
def test_command(folder: Path | None, tier: Tier | None, junit: Path | None, last: Path | None) -> None:
    """Ställ guidernas testfrågor till alla paket. Avslutar med 1 om någon hamnar fel.

    Med en mapp ställs bara frågorna i mappens guider. Läser bara, och får köras medan Resfri kör.
    """
    chosen = app.options()
    t = translator(chosen.settings.locale)
    index = app.index_of(app.load_packs(chosen.settings, system_clock).library, chosen.settings, tier)
    guides = index.library.guides.values()
    own = {one.id for one in guides if folder is None or one.file.resolve().is_relative_to(folder.resolve())}
    if folder and not own:
        raise UsageError(N_("Ingen av guiderna i {file} är inläst. Ställ in mappen med RESFRI_PACKS."), file=folder)
    asked = [one for one in examine(index) if one.guide_id in own]
    titles = {one.id: one.title for one in guides}
    for one in asked:
        if not one.passed:
            click.echo(_failure(one, titles, t))
    if junit:
        junit.write_text(_junit(asked, titles, t), "utf-8")
    if last:
        _compare(asked, last, t)
    click.echo(_summary(marks(asked), t))
    sys.exit(0 if all(one.passed for one in asked) else 1)


def _summary(told: Marks, t: Translator) -> str:
    said = N_(
        "{first} av {wanted} rätta frågor hittade guiden först, {three} av {wanted} bland tre; {kept} av {unwanted} "
        "fel-frågor hölls borta"
    )
    first, three, wanted = t.number(told.first), t.number(told.among_three), t.number(told.wanted)
    kept, unwanted = t.number(told.kept_away), t.number(told.unwanted)
    return t._(said, first=first, wanted=wanted, three=three, kept=kept, unwanted=unwanted)


def _failure(one: Asked, titles: Mapping[str, str], t: Translator) -> str:
    """What went wrong with the question, by the other guide's title, and what to do next."""
    if not one.wanted:
        said = N_(
            '{guide}: "{question}" hittade den här guiden, men ska inte göra det. Ändra den fråga under frågor som '
            "liknar den mest."
        )
    elif one.candidates:
        said = N_('{guide}: "{question}" hittade "{other}" i stället. Lägg till en fråga med de orden under frågor.')
    else:
        said = N_('{guide}: "{question}" hittade ingen guide. Lägg till en fråga med de orden under frågor.')
    other = titles.get(one.candidates[0], one.candidates[0]) if one.candidates else ""
    return t._(said, guide=one.guide_id, question=one.question, other=other)


def _junit(asked: Sequence[Asked], titles: Mapping[str, str], t: Translator) -> str:
    failed = sum(not one.passed for one in asked)
    suite = ElementTree.Element("testsuite", name="testfrågor", tests=str(len(asked)), failures=str(failed))
    for one in asked:
        case = ElementTree.SubElement(suite, "testcase", classname=one.guide_id, name=one.question)
        if not one.passed:
            ElementTree.SubElement(case, "failure", message=_failure(one, titles, t))
    return ElementTree.tostring(suite, encoding="unicode")


def _compare(asked: Sequence[Asked], file: Path, t: Translator) -> None:
    before: Mapping[str, bool] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    now = {f"{one.guide_id}\t{one.question}": one.passed for one in asked}
    for key, passed in now.items():
        if key in before and before[key] != passed:
            guide, question = key.split("\t")
            said = N_('Nu rätt: {guide}: "{question}"') if passed else N_('Nu fel: {guide}: "{question}"')
            click.echo(t._(said, guide=guide, question=question))
    file.write_text(json.dumps(now, ensure_ascii=False, indent=0), "utf-8")


@click.command(name="eval")
@click.option("--corpus", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Texterna.")
@click.option(
    "--queries", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Frågorna."
)
@click.option("--tier", type=TIERS, default="lite", help="Vilken motor som söker; e5 tar tid på sig att läsa in.")
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
def eval_command(corpus: Path, queries: Path, *, tier: Tier, as_json: bool) -> None:
    """Mät sökningen på vilka texter och frågor som helst. Läser bara, och får köras medan Resfri kör."""
    began = time.perf_counter()
    index = build_index(corpus_library(_rows(corpus, "id", "text")))
    if tier == "e5":
        embedder = E5()
        index = index.with_vectors(embedder, _remembered(embedder, app.options().settings.data))
    index = index.ready()
    loaded = time.perf_counter() - began
    asked = [Query(str(row["q"]), tuple(map(str, row["ids"]))) for row in _rows(queries, "q", "ids")]
    result = measure(asked, lambda question: answer(question, index), loaded)
    click.echo(json.dumps(result.figures()) if as_json else _table(result))


def _remembered(embedder: Embedder, data: Path) -> Remembered:
    return Remembered(embedder, data / "vektorer" / f"{embedder.name}.npz")


def _rows(file: Path, *keys: str) -> Iterator[Mapping[str, Any]]:
    """The file's rows; raises `UsageError` for one that is no JSON object with these keys."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError:
                row = None
            if not isinstance(row, dict) or not set(keys) <= row.keys() or not isinstance(row.get("ids", []), list):
                said = N_("{file}, rad {line}: raden ska vara JSON med {keys}.")
                raise UsageError(said, file=file, line=number, keys=", ".join(keys))
            yield row


def _table(result: Measured) -> str:
    return "\n".join(f"{name:12} {value}" for name, value in result.figures().items())
