"""The first meeting with a person: their message is answered first, then three sentences of welcome."""

from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.messages import say
from chatbot.store import people


def after_first_answer(context: Context) -> None:
    """Welcome a person whose first message has just been answered."""
    if context.person.welcomed or not context.drafts or context.event.place.kind == "group":
        return
    if all(draft.kind == "echo" for draft in context.drafts):
        return
    people.welcomed(context.tx, context.person.id, context.now)
    _welcome(context)


def _welcome(context: Context) -> None:
    asked = any(draft.kind == "group" for draft in context.drafts)
    if context.person.group is None and not asked and "form" not in context.state:
        groups.offer(context, _text(context, ask=True))
    else:
        context.reply(say(_text(context, ask=False)), kind="welcome")


def _text(context: Context, *, ask: bool) -> str:
    if ask:
        return context.t._(
            "Välkommen till Resfri! Fråga mig hur mötestekniken fungerar, eller skriv /logga-möte när ni har mötts "
            "utan att resa. Vilken grupp är du med i?"
        )
    return context.t._(
        "Välkommen till Resfri! Fråga mig hur mötestekniken fungerar. Skriv /logga-möte när ni har mötts utan att resa."
    )


def joined(context: Context) -> None:
    """The bot was added to a channel, or a person to the bot's: say what it is for, and how it is spoken to.

    The event's value is the bot's name there, where it hears nothing but what is said to it.
    """
    t, name = context.t, context.event.value
    hello = t._("Hej! Jag heter Resfri och hjälper er att mötas utan att resa. Skriv /hjälp så ser ni vad jag kan.")
    heard = t._(
        "Jag hör bara det som är till mig: kommandon ur menyn, {name} i meddelandet eller svar på det jag skrivit.",
        name=name,
    )
    context.send(say(hello, *([heard] if name else [])))


def home(context: Context) -> None:
    """The person opened the bot's own page."""
    if not context.person.welcomed:
        people.welcomed(context.tx, context.person.id, context.now)
        _welcome(context)
