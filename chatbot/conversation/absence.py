"""The bot is shut out of a chat, or let in again: what is posted there by itself rests meanwhile."""

from collections.abc import Callable
from datetime import datetime

from chatbot.conversation.context import Context
from chatbot.i18n import Translator, translator
from chatbot.messages import Place, say
from chatbot.programme.schedules import rhythm_told
from chatbot.store import Tx, absences, outbox, people, schedules
from chatbot.store.outbox import Draft
from chatbot.store.people import Person

HEARD = frozenset({"message", "command"})  # kinds of events that nobody sends where the bot is not


def shut_out(tx: Tx, place: Place, now: datetime, pulls: Callable[[str], bool], title: str = "") -> None:
    """Post nothing more there by itself. Who coordinates a board of the chat is told, once; `title` is the chat's."""
    if not absences.begin(tx, place, now):
        return
    for federation_id in sorted({one.federation_id for one in schedules.of_chat(tx, place)}):
        for person in people.coordinators(tx, federation_id):
            _tell(tx, person, place, now, pulls, title)


def _tell(tx: Tx, person: Person, place: Place, now: datetime, pulls: Callable[[str], bool], title: str) -> None:
    found = people.own_chat(tx, person.id, place.platform)
    if found is not None:
        own, actor_id = found
        post = say(_sentence(place, title, translator(person.language)))
        outbox.add(tx, Draft(own, post, kind="absence", actor_id=actor_id), now, pull=pulls(own.platform))


def _sentence(place: Place, title: str, t: Translator) -> str:
    if title:
        return t._(
            "Jag får inte skriva i gruppen {title} längre, så topplistan läggs inte upp där. "
            "Släpp in mig igen, så fortsätter jag som förut.",
            title=title,
        )
    return t._(
        "Jag får inte skriva i en grupp på {platform} där topplistan brukar läggas upp. "
        "Släpp in mig igen, så fortsätter jag som förut.",
        platform=place.platform.capitalize(),
    )


def left(context: Context) -> None:
    """The platform says that the bot may not write in the place any more; the event's value is the chat's title."""
    shut_out(context.tx, context.event.place, context.now, context.world.pulls, context.event.value)


def let_in(context: Context) -> None:
    """What comes from the place shows that the bot is in it: what rested goes on, and the chat hears that it does."""
    event = context.event
    if not _shows_that_it_is_in(context):
        return
    if not absences.end(context.tx, event.place):
        return
    for one in schedules.of_chat(context.tx, event.place):
        back = say(context.t._("Nu får jag skriva här igen."), rhythm_told(one.rhythm, context.t))
        context.send(back, kind="absence", place=one.place)


def _shows_that_it_is_in(context: Context) -> bool:
    event = context.event
    if event.kind == "command" and event.place.kind == "group":
        return not context.world.capabilities(event.place).commands_anywhere
    return event.kind in HEARD or (event.kind == "member" and event.name != "left")
