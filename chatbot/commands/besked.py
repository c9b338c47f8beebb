"""`/besked`: coaches say in which place they want to hear when something is wrong in the tips' files."""

from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.messages import Post, say
from chatbot.ports import CommandSpec
from chatbot.store import coach_places

SPEC = CommandSpec(
    "besked",
    N_("Få besked här när något är fel i tipsens filer, och när det är rättat"),
    usage="/besked här",
    roles=frozenset({"coach"}),
)
HERE = frozenset({"här", "har", "ja", "på", "pa", "here"})
OFF = frozenset({"av", "stopp", "sluta", "nej", "off"})


def run(context: Context, said: str) -> None:
    """Hear here, hear no more, or tell which it is."""
    words = said.strip().casefold()
    if words in HERE:
        coach_places.put(context.tx, context.event.place, context.now)
        context.reply(_told(context))
    elif words in OFF:
        coach_places.remove(context.tx, context.event.place)
        context.reply(say(context.t._("Jag säger inte till här. Skriv /besked här om ni vill ha besked.")))
    else:
        context.reply(_told(context))


def _told(context: Context) -> Post:
    t = context.t
    if coach_places.hears(context.tx, context.event.place):
        return say(
            t._("Jag säger till här när något är fel i tipsens filer, och när det är rättat."),
            t._("Skriv /besked av om ni inte vill ha det längre."),
        )
    return say(t._("Jag säger inte till här. Skriv /besked här om ni vill ha besked."))
