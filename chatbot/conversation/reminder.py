"""A meeting that comes back: a reminder is offered, and each time it is asked whether the meeting was held."""

from dataclasses import replace

from chatbot.conversation import logbook
from chatbot.conversation.context import Context
from chatbot.conversation.logbook import DRAFT, Pending
from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.messages import Action, Actions, Post, say, text
from chatbot.programme.schedules import WEEKDAYS
from chatbot.store import series


def accept(context: Context, value: str) -> None:
    """[Påminn mig]: of the meeting that was logged last, on this weekday."""
    last, t = context.state.get("logged"), context.t
    if not last or not value.isdigit() or int(value) >= len(WEEKDAYS):
        context.reply(say(t._("Det mötet väntar inte längre på svar. Skriv /logga-möte och berätta om det igen.")))
        return
    person, event = context.person.id, context.event
    series.add(context.tx, person, event.actor.user_id, event.place, int(value), last["draft"], context.now)
    day = t._(WEEKDAYS[int(value)])
    said = t._("Jag frågar varje {day} eftermiddag om ni hade mötet. Inget loggas utan att du svarar.", day=day)
    context.reply(say(said))


def nudge(id: int, t: Translator, *, private: bool) -> Post:
    """The question, each time."""
    buttons = (
        Action(t._("Ja, logga det"), "series-log", str(id), "primary"),
        Action(t._("Inte den här gången"), "series-skip", str(id)),
        Action(t._("Sluta fråga"), "series-stop", str(id)),
    )
    asked = text(t._("Hade ni ert återkommande möte utan att resa den här veckan också?"))
    return Post((asked, Actions(buttons)), "actor" if private else "all")


def log(context: Context, value: str) -> None:
    """[Ja, logga det]: the meeting again, today."""
    known = series.of_person(context.tx, int(value), context.person.id) if value.isdigit() else None
    if known is None:
        context.reply(say(context.t._("Den påminnelsen finns inte längre.")))
        return
    draft = DRAFT.validate_python(known.draft, strict=False)
    logbook.log(context, Pending(replace(draft, date=context.today.date())))


def skip(context: Context, value: str) -> None:
    """[Inte den här gången]."""
    context.reply(say(context.t._("Okej. Jag frågar igen nästa gång.")))


def stop(context: Context, value: str) -> None:
    """[Sluta fråga]."""
    known = value.isdigit() and series.stop(context.tx, int(value), context.person.id)
    said = N_("Okej, jag frågar inte mer om det mötet.") if known else N_("Den påminnelsen finns inte längre.")
    context.reply(say(context.t._(said)))


ACTIONS = {"series-add": accept, "series-log": log, "series-skip": skip, "series-stop": stop}
