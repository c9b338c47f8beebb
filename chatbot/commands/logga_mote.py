"""`/logga-möte`: one line becomes a meeting and an honest saving; without a line, a form."""

import importlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chatbot import ledger
from chatbot.conversation import forms, logbook, templates
from chatbot.conversation.context import Context
from chatbot.conversation.forms import FormHandler
from chatbot.conversation.logbook import Pending
from chatbot.conversation.receipt import calculation_post
from chatbot.errors import N_, Notice
from chatbot.meetings import Draft, Refusal, draft_from_form, form_values, log_form
from chatbot.messages import Form, say
from chatbot.packs import Library
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "logga-möte",
    N_("Logga ett möte som ni hade utan att resa, med en rad eller i ett formulär"),
    usage="/logga-möte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors",
    spellings=("logga", "möte"),
)
FORM = "logga-möte"


def run(context: Context, said: str) -> None:
    """Log what the line says; without a line open the form."""
    context.state.pop("pending", None)
    if not said.strip():
        forms.show(context, make_form(context, ""))
        return
    from chatbot.meetings.amending import starts_like_last  # half a second of patterns; `warm` has paid it
    from chatbot.meetings.parse import parse

    rest = starts_like_last(said)
    if rest is not None and logbook.like_last(context, rest):
        return
    if templates.logged(context, said):
        return
    match parse(said, context.today, context.library.places):
        case Refusal() as refusal:
            logbook.refuse(context, refusal, Pending(refusal.draft))
        case Draft() as draft:
            logbook.log(context, Pending(draft))


def warm() -> None:
    """Pay for what is slow to import, before anybody waits for it."""
    importlib.import_module("chatbot.meetings.amending")


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
        logbook.log(context, Pending(read, correcting=int(value) if value.isdigit() else None))


ACTIONS = {"calculation": show_calculation, "edit-meeting": edit}
FORMS = {FORM: FormHandler(make_form, check, submit)}
