"""Which group a person's meetings are logged for: chosen from those there are, from suggestions, or made new."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chatbot.conversation.context import Context, Handler
from chatbot.conversation.forms import FormHandler, show
from chatbot.errors import N_, Notice, notice
from chatbot.messages import Action, Actions, Field, Form, Post, say, text
from chatbot.packs import Library
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import people
from chatbot.store.groups import Group, group_by_id, groups, put_group

OWN = N_("Egna grupper")
MAX_OFFERED = 12
NEW_FORM = "ny-grupp"


def offer(context: Context, why: str) -> None:
    """Ask which group the person is in."""
    context.reply(Post((text(why), Actions(tuple(_choices(context))))), kind="group")


def _choices(context: Context) -> Sequence[Action]:
    known = groups(context.tx)
    offered = [Action(group.name, "group", str(group.id)) for group in known[:MAX_OFFERED]]
    names = {group.name for group in known}
    for number, planned in enumerate(context.world.suggested_groups):
        if planned.name not in names and len(offered) < MAX_OFFERED:
            offered.append(Action(planned.name, "group", f"plan:{number}"))
    return [*offered, Action(context.t._("Skapa er grupp"), "new-group", style="primary")]


def choose(context: Context, value: str) -> None:
    """The person pressed a group."""
    chosen = _chosen(context, value)
    if chosen is None:
        offer(context, context.t._("Den gruppen finns inte längre. Vilken grupp är du med i?"))
        return
    join(context, chosen)


def _chosen(context: Context, value: str) -> Group | None:
    if not value.startswith("plan:"):
        return group_by_id(context.tx, int(value)) if value.isdigit() else None
    number = value.removeprefix("plan:")
    plans = context.world.suggested_groups
    if not number.isdigit() or int(number) >= len(plans):
        return None
    return put_group(context.tx, plans[int(number)], context.now)


def join_by_name(context: Context, said: str) -> bool:
    """Join the group of that name, small and large letters alike; False if there is none."""
    named = [group for group in groups(context.tx) if group.name.casefold() == said.strip().casefold()]
    if named:
        join(context, named[0])
    return bool(named)


def join(context: Context, group: Group) -> None:
    """The person's meetings are logged for this group from now on."""
    people.choose_group(context.tx, context.person.id, group.id, context.now)
    context.person = people.load(context.tx, context.person.id)
    waiting = context.state.pop("after-group", None)
    if waiting:
        context.follow_up = Action("", *waiting)
    t = context.t
    context.reply(
        say(
            t._("Nu är du med i {group}.", group=group.name),
            t._("När ni har haft ett möte utan att resa skriver du /logga-möte och berättar kort om det."),
        ),
        kind="group",
    )


def ask_new(context: Context, value: str) -> None:
    """The person wants to make a group."""
    show(context, new_form(context, value))


def new_form(context: Context, value: str) -> Form:
    """The form for a new group; only the name is needed."""
    t = context.t
    return Form(
        NEW_FORM,
        t._("Skapa er grupp"),
        (
            Field(
                "namn",
                t._("Gruppens namn"),
                hint=t._("Till exempel Kommunledningen i Åmål"),
                required=True,
                max_length=100,
            ),
            Field("kommun", t._("Kommun"), hint=t._("Där de flesta i gruppen arbetar"), max_length=100),
            Field("medlemmar", t._("Hur många är ni?"), kind="int", hint=t._("Hoppa över om du inte vet")),
        ),
        submit=t._("Skapa gruppen"),
        value=value,
    )


def check_new(values: Mapping[str, str], today: datetime, library: Library) -> Mapping[str, Notice]:
    """What is wrong with a new group, by field."""
    wrong: dict[str, Notice] = {}
    if not values.get("namn", "").strip():
        wrong["namn"] = notice(N_("Skriv vad gruppen heter."))
    place = values.get("kommun", "").strip()
    if place and library.places.find(place) is None:
        wrong["kommun"] = notice(
            N_("Jag känner inte till {place}. Skriv kommunens namn, eller lämna tomt."), place=place
        )
    count = values.get("medlemmar", "").strip()
    if count and not (count.isdecimal() and 0 < int(count) <= 10_000):
        wrong["medlemmar"] = notice(N_("Skriv antalet med siffror, till exempel 8."))
    return wrong


def make_new(context: Context, value: str, values: Mapping[str, str]) -> None:
    """Make the group and join it."""
    place = context.library.places.find(values.get("kommun", "").strip())
    mine = context.person.group
    new = PlannedGroup(
        federation=mine.federation if mine else context.t._(OWN),
        organisation=mine.organisation if mine else context.t._(OWN),
        name=values["namn"].strip(),
        municipality=place.name if place else "",
        members=int(values["medlemmar"]) if values.get("medlemmar", "").strip() else None,
    )
    join(context, put_group(context.tx, new, context.now))


ACTIONS: Mapping[str, Handler] = {"group": choose, "new-group": ask_new}
FORMS: Mapping[str, FormHandler] = {NEW_FORM: FormHandler(new_form, check_new, make_new)}
