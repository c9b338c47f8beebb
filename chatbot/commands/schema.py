"""`/schema`: the board is posted by itself in this place, weekly or monthly."""

from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.messages import Post, say
from chatbot.ports import CommandSpec
from chatbot.programme.schedules import parse_rhythm, rhythm_told
from chatbot.store import schedules
from chatbot.store.groups import federations

SPEC = CommandSpec(
    "schema",
    N_("Lägg upp topplistan här av sig själv, varje vecka eller månad"),
    usage="/schema måndag 8",
    roles=frozenset({"coordinator"}),
    managers=True,
)
OFF = frozenset({"av", "stopp", "sluta", "nej", "off"})


def run(context: Context, said: str) -> None:
    """Set, stop, or tell what is set."""
    words = said.strip().casefold()
    if not words:
        context.reply(_told(context))
    elif words in OFF:
        context.reply(_stopped(context))
    elif (federation := _federation(context)) is not None:
        context.reply(_set(context, words, federation))
    elif context.event.of_place:
        context.reply(
            say(context.t._("Jag vet inte vilken topplista ni menar. Skriv samma sak som dig själv, inte anonymt."))
        )
    else:
        groups.offer(context, context.t._("Jag behöver veta vilken grupp du är med i innan jag kan visa topplistan."))


def _federation(context: Context) -> int | None:
    """Whose board it is: the person's own; for a group that speaks itself the one it has, or the only one there is."""
    if context.person.group is not None:
        return context.person.group.federation_id
    if not context.event.of_place:
        return None
    known = [one.federation_id for one in schedules.of_chat(context.tx, context.event.place)]
    possible = set(known) or set(federations(context.tx))
    return possible.pop() if len(possible) == 1 else None


def _told(context: Context) -> Post:
    t = context.t
    known = schedules.of_place(context.tx, context.event.place)
    if known is None:
        return say(t._("Här läggs topplistan inte upp av sig själv. Skriv till exempel: /schema måndag 8"))
    return say(rhythm_told(known.rhythm, t), t._("Skriv /schema av om den inte ska komma mer."))


def _stopped(context: Context) -> Post:
    t = context.t
    if schedules.remove(context.tx, context.event.place):
        return say(t._("Topplistan läggs inte upp här av sig själv längre."))
    return say(t._("Här läggs topplistan inte upp av sig själv. Skriv till exempel: /schema måndag 8"))


def _set(context: Context, words: str, federation_id: int) -> Post:
    t = context.t
    rhythm = parse_rhythm(words)
    if rhythm is None:
        return say(
            t._("Skriv en vardag och en tid mellan 7 och 20, till exempel: /schema måndag 8. Eller: /schema månad 9")
        )
    schedules.put(context.tx, context.event.place, federation_id, rhythm, context.now)
    return say(
        rhythm_told(rhythm, t), t._("Är det en helgdag kommer den nästa vardag. Skriv /schema av om du ångrar dig.")
    )
