"""`/logga-möte`: one line becomes a meeting and an honest saving; without a line, a form."""

import importlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from chatbot import ledger
from chatbot.conversation import forms, groups
from chatbot.conversation.context import Context
from chatbot.conversation.forms import FormHandler
from chatbot.conversation.receipt import calculation_post, saved_post
from chatbot.errors import N_, Notice
from chatbot.ledger import Stored
from chatbot.meetings import Draft, Question, Refusal, draft_from_form, form_values, log_form, with_origin
from chatbot.messages import Action, Actions, Form, Post, say, text
from chatbot.packs import Library
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "logga-möte",
    N_("Logga ett möte som ni hade utan att resa, med en rad eller i ett formulär"),
    usage="/logga-möte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors",
    spellings=("logga", "möte"),
)
FORM = "logga-möte"
PLACE = "meeting-place"
PLACE_WORDS = 3  # a longer text is hardly just a place
DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)


def run(context: Context, said: str) -> None:
    """Log what the line says; without a line open the form."""
    if not said.strip():
        forms.show(context, make_form(context, ""))
        return
    from chatbot.meetings.parse import parse  # half a second of patterns; `warm` has paid it after the start

    match parse(said, context.today, context.library.places):
        case Refusal(notice=why):
            context.reply(say(context.t.tell(why)))
        case Draft() as draft:
            _log(context, draft)


def warm() -> None:
    """Pay for what is slow to import, before anybody waits for it."""
    importlib.import_module("chatbot.meetings.parse")


def _log(context: Context, draft: Draft, correcting: int | None = None) -> None:
    """Log or correct by the draft; what is missing is asked for, and the draft is kept until it is told."""
    draft = replace(draft, words={})  # a meeting's own words are shown, never stored
    if context.person.group is None:
        _keep(context, draft, correcting)
        context.state["after-group"] = ["log-pending", ""]
        groups.offer(context, context.t._("Vilken grupp hade mötet? Sedan sparar jag det."))
        return
    match _stored(context, draft, correcting):
        case Stored() as stored:
            context.state.pop("pending", None)
            context.reply(saved_post(stored, context.t, corrected=correcting is not None, notes=draft.notes))
        case Question() as question:
            _keep(context, draft, correcting, question.field)
            _ask(context, question)


def _stored(context: Context, draft: Draft, correcting: int | None) -> Stored | Question:
    if correcting is not None:
        logged = ledger.own(context.tx, context.person, correcting)
        if logged is not None and not logged.undone:
            return ledger.correct(context.tx, context.person, logged, draft, context.library, context.now)
    return ledger.log(context.tx, context.person, draft, context.library, context.now)


def _keep(context: Context, draft: Draft, correcting: int | None, field: str = "") -> None:
    kept = DRAFT.dump_python(draft, mode="json")
    context.state["pending"] = {"draft": kept, "correcting": correcting, "field": field}


def _ask(context: Context, question: Question) -> None:
    actions = tuple(Action(place, PLACE, place) for place in question.choices)
    context.reply(Post((text(context.t.tell(question.notice)), *((Actions(actions),) if actions else ()))))
    context.state["listening"] = PLACE


def hear_place(context: Context, said: str) -> bool:
    """Take the text as the place that was asked for; a longer text that names no place is something else."""
    pending = context.state.get("pending")
    if not pending:
        return False
    place = context.library.places.find(said)
    if place is not None:
        _with_place(context, pending, place.name)
        return True
    if len(said.split()) > PLACE_WORDS:
        return False
    unknown = context.t._(
        "Jag känner inte till platsen {place}. Skriv namnet på en kommun eller tätort.", place=said.strip()
    )
    context.reply(say(unknown))
    context.state["listening"] = PLACE
    return True


def place_chosen(context: Context, value: str) -> None:
    """A place was pressed as the answer to the question back."""
    if not hear_place(context, value):
        context.reply(
            say(context.t._("Det mötet väntar inte längre på svar. Skriv /logga-möte och berätta om det igen."))
        )


def _with_place(context: Context, pending: Mapping[str, Any], place: str) -> None:
    draft = DRAFT.validate_python(pending["draft"], strict=False)
    told = with_origin(draft, place) if pending["field"] == "origin" else replace(draft, place=place)
    _log(context, told, pending["correcting"])


def log_pending(context: Context, value: str) -> None:
    """A group was chosen while a meeting waited for it."""
    pending = context.state.get("pending")
    if pending and context.person.group is not None:
        _log(context, DRAFT.validate_python(pending["draft"], strict=False), pending["correcting"])


def show_calculation(context: Context, value: str) -> None:
    """[Visa uträkningen]: each factor with its source."""
    logged = ledger.own(context.tx, context.person, int(value)) if value.isdigit() else None
    if logged is None:
        context.reply(say(context.t._("Jag hittar inte det mötet bland dina. Skriv /mina-möten så ser du dem.")))
    else:
        context.reply(calculation_post(logged, context.t))


def edit(context: Context, value: str) -> None:
    """[Ändra]: the form with what is known filled in."""
    forms.show(context, make_form(context, value))


def make_form(context: Context, value: str) -> Form:
    """The form, empty or filled with the meeting whose id is `value`."""
    logged = ledger.own(context.tx, context.person, int(value)) if value.isdigit() else None
    initial = form_values(logged.meeting) if logged else {}
    form = log_form(context.t, initial, context.today.date())
    return replace(form, name=FORM, value=value)


def check(values: Mapping[str, str], today: datetime, library: Library) -> Mapping[str, Notice]:
    """What is wrong with the form, by field."""
    read = draft_from_form(values, today, library.places)
    return {} if isinstance(read, Draft) else read


def submit(context: Context, value: str, values: Mapping[str, str]) -> None:
    """Log or correct by the form."""
    read = draft_from_form(values, context.today, context.library.places)
    if isinstance(read, Draft):
        _log(context, read, int(value) if value.isdigit() else None)


ACTIONS = {
    "calculation": show_calculation,
    "edit-meeting": edit,
    "log-pending": log_pending,
    PLACE: place_chosen,
}
LISTENERS = {PLACE: hear_place}
FORMS = {FORM: FormHandler(make_form, check, submit)}
