"""`/kampanj`: some weeks in which the groups make an effort together, told of at half time and at the end."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from chatbot import boards
from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.conversation.forms import FormHandler
from chatbot.errors import N_, Notice, notice
from chatbot.i18n import Translator
from chatbot.messages import Action, Actions, Field, Form, Post, say, text
from chatbot.packs import Library
from chatbot.ports import CommandSpec
from chatbot.programme.campaigns import LONGEST, SHORTEST
from chatbot.store import campaigns
from chatbot.store.campaigns import Campaign

SPEC = CommandSpec(
    "kampanj",
    N_("Starta en kampanj för grupperna, eller se hur den går"),
    usage="/kampanj",
    roles=frozenset({"coordinator"}),
)
FORM = "kampanj"
MOST = 100_000


def run(context: Context, said: str) -> None:
    """Tell of the campaign that goes on, or offer to start one."""
    mine = context.person.group
    if mine is None:
        groups.offer(context, context.t._("Jag behöver veta vilken grupp du är med i innan du kan starta en kampanj."))
        return
    t = context.t
    going = campaigns.latest(context.tx, mine.federation_id, context.today.date())
    start = Action(t._("Starta en kampanj"), "form", FORM)
    if going is None:
        context.reply(Post((text(t._(boards.NO_CAMPAIGN)), Actions((start,)))))
        return
    see = Action(t._("Visa ställningen"), "board", "kampanj")
    stop = Action(t._("Ta bort kampanjen"), "campaign-remove", str(going.id))
    context.reply(Post((text(_sentence(going, t)), Actions((see, stop, start)))))


def _sentence(one: Campaign, t: Translator) -> str:
    return t._(
        "{name}: från {first} till {last}. Möten de dagarna räknas om de loggas senast {late}.",
        name=one.name,
        first=t.short_day(one.first),
        last=t.short_day(one.last),
        late=t.short_day(one.last + boards.LATE),
    )


def form(context: Context, value: str) -> Form:
    """Name, first and last day, and if they like a number of meetings to reach."""
    t, today = context.t, context.today.date()
    return Form(
        FORM,
        t._("Starta en kampanj"),
        (
            Field(
                "namn", t._("Vad heter kampanjen?"), hint=t._("Till exempel Resfri vår"), required=True, max_length=60
            ),
            Field("start", t._("Första dagen"), kind="date", initial=today.isoformat(), required=True),
            Field(
                "slut",
                t._("Sista dagen"),
                kind="date",
                initial=(today + timedelta(days=41)).isoformat(),
                required=True,
            ),
            Field("mål", t._("Hur många möten vill ni nå tillsammans?"), kind="int", hint=t._("Kan lämnas tomt")),
        ),
        submit=t._("Starta"),
        value=value,
    )


def check(values: Mapping[str, str], today: datetime, library: Library) -> Mapping[str, Notice]:
    """What is wrong, by field."""
    wrong: dict[str, Notice] = {}
    if not values.get("namn", "").strip():
        wrong["namn"] = notice(N_("Skriv vad kampanjen heter."))
    first, last = _day(values, "start"), _day(values, "slut")
    for name, day in (("start", first), ("slut", last)):
        if day is None:
            wrong[name] = notice(N_("Skriv dagen så här: 2026-03-01."))
    if first and last and not SHORTEST <= (last - first).days + 1 <= LONGEST:
        wrong["slut"] = notice(N_("En kampanj varar mellan en vecka och ett år. Välj en annan sista dag."))
    elif last and last < today.date():
        wrong["slut"] = notice(N_("Den sista dagen har redan varit. Välj en dag som kommer."))
    goal = values.get("mål", "").strip()
    if goal and not (goal.isdecimal() and 0 < int(goal) <= MOST):
        wrong["mål"] = notice(N_("Skriv målet med siffror, till exempel 136, eller lämna tomt."))
    return wrong


def submit(context: Context, value: str, values: Mapping[str, str]) -> None:
    """Write it down, and say when it will be told of."""
    mine, first, last = context.person.group, _day(values, "start"), _day(values, "slut")
    if mine is None or first is None or last is None:
        return
    goal = int(values["mål"]) if values.get("mål", "").strip() else None
    place = context.event.place
    campaigns.add(context.tx, place, mine.federation_id, values["namn"].strip(), first, last, goal, context.now)
    context.reply(
        say(
            context.t._("Kampanjen är igång. Jag berättar här hur det går när halva tiden gått, och när den är slut."),
            context.t._("Se ställningen när ni vill med /topplista kampanj."),
        )
    )


def remove(context: Context, value: str) -> None:
    """Take the campaign away; what is logged stays."""
    mine = context.person.group if context.has_role("coordinator") and value.isdecimal() else None
    if mine is not None and campaigns.remove(context.tx, int(value), mine.federation_id):
        context.reply(say(context.t._("Kampanjen är borttagen. Mötena som är loggade finns kvar.")))
    else:
        context.reply(say(context.t._("Den kampanjen finns inte längre.")))


def _day(values: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(values.get(name, "").strip())
    except ValueError:
        return None


ACTIONS = {"campaign-remove": remove}
FORMS: Mapping[str, FormHandler] = {FORM: FormHandler(form, check, submit)}
