"""A person's own meetings under a name: shown, and logged again with what else is said of them."""

from collections.abc import Iterator, Sequence

from chatbot.conversation import logbook
from chatbot.conversation.context import Context
from chatbot.conversation.logbook import DRAFT
from chatbot.i18n import Translator
from chatbot.meetings import Draft
from chatbot.meetings.form import FORMS
from chatbot.meetings.telling import PLATFORM_NAMES
from chatbot.meetings.templates import begins_with_template
from chatbot.messages import Action, Actions, Block, Heading, Post, text
from chatbot.store import templates
from chatbot.store.templates import Template


def logged(context: Context, said: str) -> bool:
    """Log by the template that the line begins with; False where it begins with none."""
    mine = templates.of_person(context.tx, context.person.id)
    begun = begins_with_template(said, {one.key for one in mine})
    if begun is None:
        return False
    chosen = next((one for one in mine if one.key == begun.key), None)
    if chosen is not None:
        logbook.again(context, draft_of(chosen), begun.rest)
    else:
        context.reply(_unknown(mine, begun.name, begun.rest, context.t))
    return True


def log_again(context: Context, value: str) -> None:
    """[Logga nämnden]: by its id, with what else was said."""
    id, _, rest = value.partition("|")
    mine = templates.of_person(context.tx, context.person.id)
    chosen = next((one for one in mine if str(one.id) == id), None)
    if chosen is not None:
        logbook.again(context, draft_of(chosen), rest)
    else:
        context.reply(listed(mine, context.t, context.t._("Den mallen finns inte längre.")), secret=True)


def draft_of(one: Template) -> Draft:
    """The meeting that is kept."""
    return DRAFT.validate_python(one.draft, strict=False)


def listed(mine: Sequence[Template], t: Translator, lead: str = "") -> Post:
    """All of them with what each holds and what can be done with it, or how one is made."""
    blocks: list[Block] = [text(lead)] if lead else []
    if not mine:
        how = t._(
            "Du har inga mallar än. Logga ett möte och skriv sedan /mall och ett namn, till exempel: /mall nämnden"
        )
        return Post((*blocks, text(how)))
    blocks.append(Heading(t._("Dina mallar")))
    for one in mine:
        blocks += (text(told(one, t)), Actions((_log(one, "", t), removal(one, t))))
    example = t._("Så här loggar du med en mall: /logga-möte som {name} i tisdags", name=mine[0].name)
    return Post((*blocks, text(example)))


def told(one: Template, t: Translator) -> str:
    """A template in a line: "nämnden: Teams, 6 deltagare, Bengtsfors"."""
    return f"{one.name}: {', '.join(_parts(draft_of(one), t))}"


def removal(one: Template, t: Translator) -> Action:
    """The button that removes it."""
    return Action(t._("Ta bort {name}", name=one.name), "template-remove", str(one.id))


def _parts(draft: Draft, t: Translator) -> Iterator[str]:
    if draft.platform is not None and draft.form != "hybrid":
        yield PLATFORM_NAMES[draft.platform]
    elif draft.form is not None and draft.form != "webb":
        yield t._(FORMS[draft.form])
    if draft.participants is not None:
        yield t.n("{count} deltagare", "{count} deltagare", draft.participants)
    if draft.place is not None and draft.replaces != "nej":
        yield draft.place
    if draft.start is not None:
        yield t._("kl. {time}", time=t.time(draft.start))


def _unknown(mine: Sequence[Template], name: str, rest: str, t: Translator) -> Post:
    if not mine or not name:
        return listed(mine, t)
    asked = text(t._("Du har ingen mall som heter {name}. Vilken menade du?", name=name))
    return Post((asked, Actions(tuple(_log(one, rest, t) for one in mine))))


def _log(one: Template, rest: str, t: Translator) -> Action:
    value = f"{one.id}|{rest}" if rest else str(one.id)
    return Action(t._("Logga {name}", name=one.name), "template-log", value)


ACTIONS = {"template-log": log_again}
