"""A file of meetings in a conversation: read as it comes in, tried, shown, and stored when the person says so.

Of a file only its rows are ever stored, in the dialogue's state under "upload", and they are forgotten like every open
dialogue. Trying and storing go in steps, each an event of its own, so that others get their turn between them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from chatbot import imports
from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.conversation.upload_report import Line, asked_post, line_of, nothing_post, saved_post
from chatbot.imports import Import
from chatbot.ledger import Answers, Fate
from chatbot.meetings import Question, Row
from chatbot.messages import Event, say
from chatbot.packs import Library
from chatbot.store import inbox

STEP, PLACE, SAVE, CANCEL = "upload-step", "upload-place", "upload-save", "upload-cancel"
PLACE_WORDS = 3  # a longer text is hardly just a place
SHOWN = 12  # rows shown of each fate
ROWS: TypeAdapter[Sequence[Row]] = TypeAdapter(Sequence[Row])


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: what is still to be tried or stored, and what is known of the rest."""

    mark: str  # tells it from another file, whose buttons may still be pressed
    todo: tuple[Row, ...]
    saving: bool = False
    good: tuple[Row, ...] = ()  # would be stored
    lacking: tuple[Row, ...] = ()  # would be, if a question were answered
    known: int = 0
    left: int = 0
    saved: int = 0
    sums: tuple[int, int, int, int] = (0, 0, 0, 0)  # metres, minutes, Wh and grams that were saved
    lines: tuple[Line, ...] = ()  # of each fate the first
    question: Question | None = None
    answers: Answers = imports.NO_ANSWERS


UPLOAD: TypeAdapter[Upload] = TypeAdapter(Upload)


def read(event: Event, now: datetime, library: Library) -> Event:
    """The event with the file's rows in place of the file: no title, no name and no name of the file goes further.

    Takes its time; raises `UsageError` for a file that cannot be read.
    """
    rows = imports.read(event.name, event.data, now, library)
    return replace(event, name="", data=b"", value=ROWS.dump_json(rows).decode())


def take(context: Context) -> None:
    """A file has come: whatever was asked before is left for it."""
    for open_dialogue in ("form", "listening", "choices"):
        context.state.pop(open_dialogue, None)
    rows = ROWS.validate_json(context.event.value)
    mark = hashlib.sha256(f"{context.event_id}".encode()).hexdigest()[:12]
    _begin(context, Upload(mark, tuple(rows)))


def _begin(context: Context, upload: Upload) -> None:
    _keep(context, upload)
    if context.person.group is None:
        context.state["after-group"] = [STEP, upload.mark]
        groups.offer(context, context.t._("Vilken grupp hade mötena? Sedan visar jag vad som står i filen."))
        return
    step(context, upload.mark)


def step(context: Context, value: str) -> None:
    """Try or store the next rows; when there are no more, tell."""
    upload = _waiting(context, value)
    if upload is None or context.person.group is None:
        return
    rows = next(imports.steps(upload.todo), ())
    work = Import(context.person, context.library, context.now, upload.answers)
    fates = (work.store if upload.saving else work.rehearse)(context.tx, rows)
    upload = _told(replace(upload, todo=upload.todo[len(rows) :]), fates)
    _keep(context, upload)
    if upload.todo:
        _go_on(context, upload)
    else:
        _tell(context, upload)


def _told(upload: Upload, fates: Sequence[Fate]) -> Upload:
    """What is known of the rows, with what became of these."""
    good, lacking, lines = list(upload.good), list(upload.lacking), list(upload.lines)
    known, left, saved, sums = upload.known, upload.left, upload.saved, upload.sums
    question = upload.question
    for fate in fates:
        if fate.stored is not None and upload.saving:
            saved, sums = saved + 1, _added(sums, fate)
        elif fate.stored is not None:
            good.append(fate.row)
        elif fate.question is not None and not upload.saving:
            lacking.append(fate.row)
            question = _first(question, fate.question)
        elif fate.kind == "known":
            known += 1
        else:
            left += 1
        line = line_of(fate)
        if sum(one.kind == line.kind for one in lines) < SHOWN:
            lines.append(line)
    return replace(
        upload,
        good=tuple(good),
        lacking=tuple(lacking),
        known=known,
        left=left,
        saved=saved,
        sums=sums,
        lines=tuple(lines),
        question=question,
    )


def _added(sums: tuple[int, int, int, int], fate: Fate) -> tuple[int, int, int, int]:
    if fate.stored is None:
        return sums
    saving = fate.stored.saving
    metres, minutes, wh, g = sums
    return (metres + saving.vehicle_m, minutes + saving.person_minutes, wh + saving.wh, g + saving.g)


def _first(asked: Question | None, other: Question) -> Question:
    """Of two questions the one to ask first: where to comes before from where."""
    return other if asked is None or (asked.field, other.field) == ("origin", "destination") else asked


def _go_on(context: Context, upload: Upload) -> None:
    """The next step is an event of its own, after those that wait already."""
    event = context.event
    key = f"{STEP}:{context.event_id}"
    following = Event(key, "action", event.actor, event.place, context.now, name=STEP, value=upload.mark)
    inbox.add(context.tx, following, context.now)


def _tell(context: Context, upload: Upload) -> None:
    counts = {"known": upload.known, "left": upload.left}
    if upload.saving:
        context.state.pop("upload", None)
        context.reply(saved_post(upload.saved, upload.sums, context.t, **counts))
    elif not upload.good and not upload.lacking:
        context.state.pop("upload", None)
        context.reply(nothing_post(upload.lines, context.t, **counts))
    else:
        if upload.question is not None:
            context.state["listening"] = PLACE
        lacking = (upload.question, len(upload.lacking)) if upload.question else None
        context.reply(asked_post(upload.mark, len(upload.good), upload.lines, lacking, context.t, **counts))


def save(context: Context, value: str) -> None:
    """[Spara]: what would be stored is stored; what still lacks an answer is left."""
    upload = _waiting(context, value)
    if upload is None:
        _too_late(context)
    elif not upload.todo and not upload.saving:
        left = upload.left + len(upload.lacking)
        _keep(context, replace(upload, saving=True, todo=upload.good, good=(), lacking=(), left=left, lines=()))
        step(context, upload.mark)


def cancel(context: Context, value: str) -> None:
    """[Avbryt]: the file is forgotten."""
    upload = _waiting(context, value)
    if upload is None:
        _too_late(context)
    elif not upload.saving:
        context.state.pop("upload", None)
        context.reply(say(context.t._("Okej, inget ur filen är sparat.")))


def place_chosen(context: Context, value: str) -> None:
    """A place was pressed: "mark|place"."""
    mark, _, place = value.partition("|")
    if _waiting(context, mark) is None or not hear_place(context, place):
        _too_late(context)


def hear_place(context: Context, said: str) -> bool:
    """Take the text as the place that was asked for; a longer text that names no place is something else."""
    upload = _waiting(context)
    if upload is None or upload.question is None or upload.todo or upload.saving:
        return False
    place = context.library.places.find(said)
    if place is not None:
        _again(context, upload, place.name)
        return True
    if len(said.split()) > PLACE_WORDS:
        return False
    context.reply(
        say(
            context.t._(
                "Jag känner inte till platsen {place}. Skriv namnet på en kommun eller tätort.", place=said.strip()
            )
        )
    )
    context.state["listening"] = PLACE
    return True


def _again(context: Context, upload: Upload, place: str) -> None:
    """Try again with the question answered; what is settled stays."""
    to = upload.question is not None and upload.question.field == "destination"
    answers = replace(upload.answers, place=place) if to else replace(upload.answers, origin=place)
    rows = imports.by_day((*upload.good, *upload.lacking))
    settled = tuple(line for line in upload.lines if line.kind != "stored" and not line.open)
    begun = replace(upload, todo=tuple(rows), good=(), lacking=(), lines=settled, question=None, answers=answers)
    _begin(context, begun)


def _keep(context: Context, upload: Upload) -> None:
    context.state["upload"] = UPLOAD.dump_python(upload, mode="json")


def _waiting(context: Context, mark: str = "") -> Upload | None:
    """The file that waits, if it is this one."""
    kept: dict[str, Any] | None = context.state.get("upload")
    upload = UPLOAD.validate_python(kept, strict=False) if kept else None
    return upload if upload is not None and mark in {"", upload.mark} else None


def _too_late(context: Context) -> None:
    context.reply(say(context.t._("Den filen väntar inte längre. Välj den igen, så visar jag vad som står i den.")))


ACTIONS = {STEP: step, PLACE: place_chosen, SAVE: save, CANCEL: cancel}
LISTENERS = {PLACE: hear_place}
