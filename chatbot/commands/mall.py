"""`/mall`: the person's own templates; a name after it keeps the meeting that was logged last under that name."""

from chatbot import ledger
from chatbot.conversation import templates as shown
from chatbot.conversation.context import Context
from chatbot.conversation.logbook import DRAFT
from chatbot.errors import N_
from chatbot.meetings.templates import LONGEST, MOST, template_key
from chatbot.messages import Action, Actions, Post, say, text
from chatbot.ports import CommandSpec
from chatbot.store import templates
from chatbot.store.meetings import Logged

SPEC = CommandSpec(
    "mall",
    N_("Spara mötet du nyss loggade som en egen mall, eller se dina mallar"),
    usage="/mall nämnden",
    spellings=("mallar", "mina-mallar"),
)
REMOVE = ("ta bort", "tabort", "radera")
QUOTES = "”“\"'»« "


def run(context: Context, said: str) -> None:
    """Show the templates, remove one, or keep the latest meeting under the name."""
    words = " ".join(said.split())
    verb = next((verb for verb in REMOVE if f"{words} ".casefold().startswith(f"{verb} ")), None)
    if not words:
        context.reply(shown.listed(templates.of_person(context.tx, context.person.id), context.t), secret=True)
    elif verb:
        _remove(context, words[len(verb) :].strip(QUOTES))
    else:
        context.reply(_kept(context, words.strip(QUOTES)), secret=True)


def _kept(context: Context, name: str) -> Post:
    t, key = context.t, template_key(name)
    if not key or len(name) > LONGEST:
        return say(t._("Skriv ett kort namn på högst {most} tecken, till exempel: /mall nämnden", most=LONGEST))
    logged = _latest(context)
    if logged is None:
        return say(t._("Logga först ett möte med /logga-möte. Skriv sedan /mall {name}, så sparar jag det.", name=name))
    mine = templates.of_person(context.tx, context.person.id)
    if len(mine) >= MOST and all(one.key != key for one in mine):
        return shown.listed(mine, t, t._("Du har redan {most} mallar. Ta bort någon av dem först.", most=MOST))
    draft = ledger.repeated(context.tx, context.person, logged, context.library, context.now)
    told = DRAFT.dump_python(draft, mode="json")
    templates.put(context.tx, context.person.id, name, key, told, context.now)
    return _saved(context, key)


def _latest(context: Context) -> Logged | None:
    """The meeting of this talk, else the one that the person logged last."""
    last = context.state.get("logged")
    logged = ledger.own(context.tx, context.person, last["id"]) if last else None
    return logged if logged and not logged.undone else ledger.latest(context.tx, context.person)


def _saved(context: Context, key: str) -> Post:
    t = context.t
    new = next(one for one in templates.of_person(context.tx, context.person.id) if one.key == key)
    return Post(
        (
            text(t._("Mallen är sparad. {template}", template=shown.told(new, t))),
            text(t._("Så här loggar du med en mall: /logga-möte som {name} i tisdags", name=new.name)),
            Actions((shown.removal(new, t),)),
        )
    )


def _remove(context: Context, name: str) -> None:
    mine = templates.of_person(context.tx, context.person.id)
    chosen = next((one for one in mine if one.key == template_key(name)), None)
    if chosen is not None:
        remove(context, str(chosen.id))
    elif not mine or not name:
        context.reply(shown.listed(mine, context.t), secret=True)
    else:
        asked = context.t._("Du har ingen mall som heter {name}. Vilken menade du?", name=name)
        buttons: tuple[Action, ...] = tuple(shown.removal(one, context.t) for one in mine)
        context.reply(Post((text(asked), Actions(buttons))), secret=True)


def remove(context: Context, value: str) -> None:
    """[Ta bort nämnden]: keep it no longer; the meetings that were logged by it stay."""
    t = context.t
    if value.isdecimal() and templates.remove(context.tx, int(value), context.person.id):
        context.reply(say(t._("Mallen är borttagen. Mötena du har loggat med den finns kvar.")), secret=True)
    else:
        context.reply(say(t._("Den mallen finns inte längre.")), secret=True)


ACTIONS = {"template-remove": remove}
