"""`/hemort`: from where a person usually sets out, so that trips are reckoned right; nobody else is told."""

from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.messages import Action, Actions, Post, say, text
from chatbot.ports import CommandSpec
from chatbot.store import people

SPEC = CommandSpec(
    "hemort",
    N_("Tala om varifrån du brukar resa, så räknar jag rätt"),
    usage="/hemort Ed",
    spellings=("hemkommun",),
)
FORGET = frozenset({"ta bort", "tabort", "bort", "glöm", "glom", "radera", "ingen", "av"})
AROUND = frozenset({"jag", "bor", "reser", "åker", "är", "i", "på", "från", "fran", "ifrån"})


def run(context: Context, said: str) -> None:
    """Tell what is known, forget it, or remember the place that is said."""
    words = said.strip().strip(".!")
    if not words:
        context.reply(_told(context), secret=True)
    elif words.casefold() in FORGET:
        forget(context, "")
    else:
        remember(context, _bare(words))


def remember(context: Context, name: str) -> None:
    """Remember a place by its name; an unknown one is answered with those like it."""
    found = context.library.places.find(name)
    if found is None:
        context.reply(_unknown(context, name), secret=True)
        return
    people.set_home(context.tx, context.person.id, found.name)
    context.reply(_known(context, found.name), secret=True)


def forget(context: Context, value: str) -> None:
    """[Ta bort]: know nothing of it any more."""
    people.set_home(context.tx, context.person.id, None)
    t = context.t
    told = t._("Jag har glömt varifrån du brukar resa.")
    again = t._("Möten som redan är loggade ändras inte. Skriv till exempel /hemort Ed om jag ska veta det igen.")
    context.reply(say(told, again), secret=True)


def _bare(words: str) -> str:
    """The place alone: "jag bor i Ed" is Ed."""
    typed = words.split()
    while len(typed) > 1 and typed[0].casefold() in AROUND:
        typed = typed[1:]
    return " ".join(typed)


def _told(context: Context) -> Post:
    t, person = context.t, context.person
    if person.home:
        return _known(context, person.home)
    lines = [t._("Jag vet inte varifrån du brukar resa. Skriv din kommun eller ort, till exempel: /hemort Ed")]
    if person.group is not None and person.group.municipality:
        usual = person.group.municipality
        lines.append(t._("Tills dess räknar jag med att du reser från {place}, som gruppen.", place=usual))
    return say(*lines, t._(PROMISE))


def _known(context: Context, place: str) -> Post:
    t = context.t
    change = t._("Skriv /hemort och en annan ort om det ändras.")
    lines = (t._("Du brukar resa från {place}.", place=place), t._(PROMISE), change)
    return Post((*(text(line) for line in lines), Actions((Action(t._("Ta bort"), "home-forget"),))))


def _unknown(context: Context, name: str) -> Post:
    t = context.t
    near = context.library.places.suggest(name)
    if not near:
        return say(t._("Jag känner inte till orten ”{name}”. Skriv en kommun eller en tätort.", name=name))
    asked = t._("Jag känner inte till orten ”{name}”. Menade du {near}?", name=name, near=", ".join(near))
    return Post((text(asked), Actions(tuple(Action(place, "home-set", place) for place in near))))


PROMISE = N_(
    "Jag säger aldrig till någon annan var du bor. I ett möte kan det stå hur många som åkt från en ort, aldrig vem."
)
ACTIONS = {"home-set": remember, "home-forget": forget}
