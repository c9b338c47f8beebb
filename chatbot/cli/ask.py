"""`resfri ask`: one question, or a file of them. Only reads packs, opens no store, may run beside a server."""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from chatbot import app
from chatbot.answers import Found, Index, SmallTalk, Unknown, Unsure, advise, answer, explain
from chatbot.clock import local, system_clock
from chatbot.conversation.tip import guide_post
from chatbot.conversation.why import told
from chatbot.errors import N_, UsageError
from chatbot.i18n import Translator, translator
from chatbot.messages import Post, say
from chatbot.packs import Library, problem_line, read_packs
from chatbot.plugins import load_adapter
from chatbot.settings import Tier
from chatbot.text import platforms_in


@click.command(name="ask")
@click.argument("question", required=False)
@click.option(
    "--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="En fil med en fråga per rad, JSON."
)
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
@click.option(
    "--packs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Mapp som ersätter paketen som följer med.",
)
@click.option("--explain", "explained", is_flag=True, help="Visa också varför det blev det svaret.")
@click.option("--tier", type=click.Choice(["lite", "e5"]), help="Vilken motor som svarar.")
def command(
    question: str | None,
    batch: Path | None,
    *,
    as_json: bool,
    packs: Path | None,
    explained: bool,
    tier: Tier | None,
) -> None:
    """Ställ en fråga och se tipset. Läser bara, och får köras medan Resfri kör."""
    library = _library(packs)
    index = app.index_of(library, app.options().settings, tier)
    if batch is not None:
        for line in _answers(batch, index):
            click.echo(json.dumps(line, ensure_ascii=False))
    elif question is None:
        raise UsageError(N_('Skriv en fråga inom citattecken, till exempel: resfri ask "Hur delar jag skärmen?"'))
    elif as_json:
        click.echo(json.dumps(judged(question, index), ensure_ascii=False))
    else:
        t = translator(app.options().settings.locale)
        click.echo(load_adapter("terminal").preview(_post(question, library, index, t)))
        if explained:
            click.echo("\n".join(told(explain(question, index), library, t)))


def _post(question: str, library: Library, index: Index, t: Translator) -> Post:
    match answer(question, index, advice=advise(question, index)):
        case Found(guide_id=id, platform=platform):
            return guide_post(library.guides[id], platform, t)
        case Unsure(choices=choices):
            titles = [library.guides[id].title for id in choices]
            return say(t._("Vilket av det här stämmer bäst?"), *titles)
        case _:
            return say(t._("Det vet jag tyvärr inte."))


def _library(packs: Path | None) -> Library:
    if packs is not None:
        return read_packs((packs,), local(system_clock()).date()).library
    settings = app.options().settings
    loaded = app.load_packs(settings, system_clock)
    for one in loaded.problems:
        if one.rule == "no-pack":  # beside the answer, which may be JSON
            click.echo(problem_line(one, translator(settings.locale)), err=True)
    return loaded.library


def _answers(batch: Path, index: Index) -> Iterator[Mapping[str, Any]]:
    with batch.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield _one(line, index)


def _one(line: str, index: Index) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)["q"]
    except (json.JSONDecodeError, KeyError, TypeError):
        return {"error": translator()._("Raden är ingen JSON med nyckeln q.")}
    return judged(str(asked), index)


def judged(asked: str, index: Index) -> Mapping[str, Any]:
    """The answer as one JSON object: kind, answer, candidates (best first), choices, ask, platforms, referral,
    p_covered, ms."""
    began = time.perf_counter()
    found = answer(asked, index, advice=advise(asked, index))
    out: dict[str, Any] = {"q": asked, "kind": "unknown", "answer": None, "candidates": [], "choices": [], "ask": None}
    out |= {"platforms": list(platforms_in(asked)), "referral": None, "p_covered": None}
    match found:
        case Found(guide_id=id):
            out |= {"kind": "found", "answer": id, "ask": "platform" if found.ask_platform else None}
        case Unsure():
            out |= {"kind": "unsure", "choices": list(found.choices), "ask": found.ask}
        case Unknown(referral=referral):
            out["referral"] = referral
        case SmallTalk():
            out["kind"] = "smalltalk"
    if not isinstance(found, SmallTalk):
        out["candidates"] = [{"id": c.id, "p": round(c.p, 4)} for c in found.candidates[:5]]
        out["p_covered"] = round(found.covered, 4)
    return {**out, "ms": round((time.perf_counter() - began) * 1000, 2)}
