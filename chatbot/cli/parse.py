"""`resfri parse`: what a line after /logga-möte is understood as. Only reads packs, may run beside a server."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from chatbot import app
from chatbot.clock import STOCKHOLM, local, system_clock
from chatbot.errors import N_, UsageError
from chatbot.i18n import Translator, translator
from chatbot.meetings import Draft, Refusal, draft_json
from chatbot.meetings.parse import parse
from chatbot.packs import Places


@click.command(name="parse")
@click.argument("line", required=False)
@click.option(
    "--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path), help='En fil med rader {"text": …}.'
)
@click.option(
    "--now", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="Tid att läsa datum efter, till exempel 2026-11-23T10:00."
)
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON (alltid så med --batch).")
def command(line: str | None, batch: Path | None, now: datetime | None, *, as_json: bool) -> None:
    """Visa vad en rad efter /logga-möte förstås som. Läser bara, och får köras medan Resfri kör."""
    chosen = app.options()
    places = app.load_packs(chosen.settings, system_clock).library.places
    at = now.replace(tzinfo=STOCKHOLM) if now else local(system_clock())
    t = translator(chosen.settings.locale)
    if batch is None and line is None:
        raise UsageError(N_('Skriv en rad inom citattecken, till exempel: resfri parse "igår på Teams, 6 personer"'))
    lines = [line] if line is not None else _texts(batch)
    for text in lines:
        click.echo(json.dumps(_read(text, at, places, t), ensure_ascii=False, indent=None if batch or as_json else 2))


def _texts(batch: Path | None) -> list[str | None]:
    if batch is None:
        return []
    return [_text(line) for line in batch.read_text(encoding="utf-8").splitlines() if line.strip()]


def _text(line: str) -> str | None:
    try:
        return str(json.loads(line)["text"])
    except (json.JSONDecodeError, KeyError, TypeError):
        return None


def _read(text: str | None, at: datetime, places: Places, t: Translator) -> Mapping[str, Any]:
    if text is None:
        return {"error": "bad_line", "message": t._("Raden är ingen JSON med nyckeln text.")}
    match parse(text, at, places):
        case Draft() as draft:
            return {"draft": draft_json(draft)}
        case Refusal(code=code, notice=why):
            return {"error": code, "message": t.tell(why)}
