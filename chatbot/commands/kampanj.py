"""`/kampanj`: some weeks in which the groups make an effort together, told of at half time and at the end."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from chatbot import boards
from chatbot.conversation import forms, groups
from chatbot.conversation.context import Context
from chatbot.conversation.forms import FormHandler
from chatbot.errors import N_, Notice, notice
from chatbot.i18n import Translator
from chatbot.meetings import day_ahead, days_ahead
from chatbot.messages import Action, Actions, Field, Form, Post, say, text
from chatbot.packs import Library
from chatbot.ports import CommandSpec
from chatbot.programme.campaigns import LONGEST, SHORTEST
from chatbot.store import campaigns
from chatbot.store.campaigns import Campaign

SPEC = CommandSpec(
    "kampanj",
    N_("Starta en kampanj för grupperna, eller se hur den går"),
    usage="/kampanj 1 dec - 31 jan",
    roles=frozenset({"coordinator"}),
)
FORM = "kampanj"
NO_DAY = N_("Den dagen förstår jag inte. Skriv till exempel 1 december, 1/12 eller måndag v 49.")
MOST = 100_000
LENGTH = timedelta(days=41)  # from the first day to the last, where nobody says otherwise
BACK = timedelta(days=31)  # a first day without a year may have been so long ago; what is earlier is next year's


def run(context: Context, said: str) -> None:
    """Tell of the campaign that goes on, or offer to start one; after its days, the form with them filled in."""
    mine = context.person.group
    if mine is None:
        groups.offer(context, context.t._("Jag behöver veta vilken grupp du är med i innan du kan starta en kampanj."))
        return
    t = context.t
    if _begun(context, said):
        return
    going = campaigns.latest(context.tx, mine.federation_id, context.today.date())
    start = Action(t._("Starta en kampanj"), "form", FORM)
    if going is None:
        context.reply(Post((text(t._(boards.NO_CAMPAIGN)), Actions((start,)))))
        return
    see = Action(t._("Visa ställningen"), "board", "kampanj")
    stop = Action(t._("Ta bort kampanjen"), "campaign-remove", str(going.id))
    context.reply(Post((text(_sentence(going, t)), Actions((see, stop, start)))))


def _begun(context: Context, said: str) -> bool:
    """Whether days were said: then the form is shown with them, or what is wrong with them told."""
    first, last = _days({"start": said}, context.today.date())
    if first and last:
        forms.show(context, form(context, f"{first}|{last}"))
    elif any(letter.isdigit() for letter in said):
        context.reply(say(context.t._(NO_DAY)))
    else:
        return False
    return True


def _sentence(one: Campaign, t: Translator) -> str:
    return t._(
        "{name}: från {first} till {last}. Möten de dagarna räknas om de loggas senast {late}.",
        name=one.name,
        first=t.short_day(one.first),
        last=t.short_day(one.last),
        late=t.short_day(one.last + boards.LATE),
    )


def form(context: Context, value: str) -> Form:
    """Name, first and last day, and if they like a number of meetings to reach; `value` may give the days."""
    t, today = context.t, context.today.date()
    first, _, last = value.partition("|")
    typed = context.world.capabilities(context.event.place).forms == "dialogue"
    hint = t._("Till exempel 1 december, 1/12 eller måndag v 49") if typed else ""
    return Form(
        FORM,
        t._("Starta en kampanj"),
        (
            Field(
                "namn", t._("Vad heter kampanjen?"), hint=t._("Till exempel Resfri vår"), required=True, max_length=60
            ),
            Field("start", t._("Första dagen"), "date", hint=hint, initial=first or today.isoformat(), required=True),
            Field(
                "slut",
                t._("Sista dagen"),
                "date",
                hint=hint,
                initial=last or (today + LENGTH).isoformat(),
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
    first, last = _days(values, today.date())
    for name, day in (("start", first), ("slut", last)):
        if day is None:
            wrong[name] = notice(NO_DAY)
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
    mine, t = context.person.group, context.t
    first, last = _days(values, context.today.date())
    if mine is None or first is None or last is None:
        return
    goal = int(values["mål"]) if values.get("mål", "").strip() else None
    place = context.event.place
    campaigns.add(context.tx, place, mine.federation_id, values["namn"].strip(), first, last, goal, context.now)
    begun = N_("Kampanjen är igång. Jag berättar här hur det går när halva tiden gått, och när den är slut.")
    planned = N_("Kampanjen är sparad. Jag berättar här hur det går när halva tiden gått, och när den är slut.")
    days = t._("Den är från {first} till {last}.", first=t.short_day(first), last=t.short_day(last))
    told = t._(planned if first > context.today.date() else begun)
    context.reply(say(told, days, t._("Se ställningen när ni vill med /topplista kampanj.")))


def remove(context: Context, value: str) -> None:
    """Take the campaign away; what is logged stays."""
    mine = context.person.group if context.has_role("coordinator") and value.isdecimal() else None
    if mine is not None and campaigns.remove(context.tx, int(value), mine.federation_id):
        context.reply(say(context.t._("Kampanjen är borttagen. Mötena som är loggade finns kvar.")))
    else:
        context.reply(say(context.t._("Den kampanjen finns inte längre.")))


def _days(values: Mapping[str, str], today: date) -> tuple[date | None, date | None]:
    """The first day and the last, None where it is not understood. Both may be said in the place of the first."""
    said, end = values.get("start", "").strip(), values.get("slut", "").strip()
    both = days_ahead(said, today, today - BACK)
    first = both[0] if both else day_ahead(said, today, today - BACK)
    if end in {"", (today + LENGTH).isoformat()}:  # nobody has said otherwise
        return (both or (first, _suggested(first, end)))[:2]
    return first, day_ahead(end, today, first or today, "söndag")


def _suggested(first: date | None, end: str) -> date | None:
    if end:
        return date.fromisoformat(end)
    return first + LENGTH if first else None


ACTIONS = {"campaign-remove": remove}
FORMS: Mapping[str, FormHandler] = {FORM: FormHandler(form, check, submit)}
