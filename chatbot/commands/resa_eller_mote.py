"""`/resa-eller-möte`: what a trip would cost, beside meeting at a distance, before anybody has decided."""

from chatbot import ledger
from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.conversation.receipt import honest
from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.meetings import Choice, Cost, Draft, Refusal, Traveller, choice
from chatbot.messages import Action, Actions, Block, Heading, Post, Table, say, text
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "resa-eller-möte",
    N_("Jämför en resa med ett möte på distans"),
    usage="/resa-eller-möte Karlstad 8 personer torsdag",
    spellings=("resa", "behöver-vi-resa", "välj-mötesform"),
)
WHERE = "trip-place"
USUAL_PEOPLE = 2
USUAL_MINUTES = 60
FORM_GUIDE = "valja-motesform"
MODES = {
    "bil": N_("Bil"),
    "samåkning": N_("Samåkning"),
    "elbil": N_("Elbil"),
    "tåg": N_("Tåg"),
    "buss": N_("Buss"),
    "flyg": N_("Flyg"),
    "cykel": N_("Cykel"),
}


def run(context: Context, said: str) -> None:
    """Compare for the line's place and people; without a place ask for it."""
    if context.person.group is None:
        groups.offer(context, context.t._("Vilken grupp är du med i? Då vet jag varifrån ni reser."))
        return
    _decide(context, _read(context, said) if said.strip() else Draft())


def hear_place(context: Context, said: str) -> bool:
    """The answer to where; a text that names no place is something else."""
    read = _read(context, said)
    if (read.draft if isinstance(read, Refusal) else read).place is None:
        return False
    _decide(context, read)
    return True


def _read(context: Context, said: str) -> Draft | Refusal:
    from chatbot.meetings.parse import parse  # `warm` of /logga-möte has paid for it

    return parse(said, context.today, context.library.places)


def _decide(context: Context, read: Draft | Refusal) -> None:
    """Compare, or ask for what is missing. A day to come is refused in a log line, and is what this is about."""
    draft = read.draft if isinstance(read, Refusal) else read
    if isinstance(read, Refusal) and read.code == "unknown_place":
        _ask(context, context.t.tell(read.notice))
    elif draft.place is None:
        _ask(context, context.t._("Vart skulle ni resa? Skriv till exempel: Karlstad 8 personer"))
    else:
        _compare(context, draft, draft.place)


def _ask(context: Context, sentence: str) -> None:
    context.reply(say(sentence))
    context.state["listening"] = WHERE


def _compare(context: Context, draft: Draft, place: str) -> None:
    t, library = context.t, context.library
    habits = ledger.habits(context.tx, context.person, library, context.now)
    travellers = _travellers(draft, habits.municipality or habits.home, place)
    if travellers is None:
        _ask(context, t._("Varifrån skulle ni åka? Skriv till exempel: 8 personer från Åmål till Karlstad"))
        return
    if not travellers:
        context.reply(say(t._("Då behöver ingen resa, mötet är ju i {place}.", place=place)))
        return
    found = choice(
        place,
        travellers,
        draft.duration_min or USUAL_MINUTES,
        context.today.date(),
        library.factor_sets[ledger.DEFAULT_SET],
        library.distances,
        library.places,
    )
    context.reply(_post(context, found, travellers, place))


def _travellers(draft: Draft, home: str | None, place: str) -> tuple[Traveller, ...] | None:
    """Who would travel from where; None where that must be asked."""
    said = draft.travellers or (Traveller(None, draft.participants or USUAL_PEOPLE),)
    if any(who.origin is None for who in said) and home is None:
        return None
    whole = tuple(Traveller(who.origin or home, who.count) for who in said)
    return tuple(who for who in whole if who.origin != place)


def _post(context: Context, found: Choice, travellers: tuple[Traveller, ...], place: str) -> Post:
    t = context.t
    people = sum(who.count for who in travellers)
    lead = t.n(
        "Resan dit och tillbaka för {count} person, {km} km enkel väg:",
        "Resan dit och tillbaka för {count} personer, {km} km enkel väg:",
        people,
        km=t.number(round(found.one_way_m / 1000)),
    )
    header = (t._("Sätt"), t._("Timmar"), t._("kWh"), t._("kg koldioxid"), t._("Kronor"))
    rows = (*(_row(cost, t) for cost in found.costs), _at_a_distance(found, t))
    blocks: list[Block] = [
        Heading(t._("Resa till {place} eller mötas på distans?", place=place)),
        text(lead),
        Table(header, rows, t._("Tid räknas för alla tillsammans"), numeric=(1, 2, 3, 4)),
        text(t._("Kronor är milersättning för egen bil. Tåg och buss kostar biljetten, den känner jag inte till.")),
        text(
            t._(
                "Träffas hellre på plats när ni ska lära känna varandra, reda ut en konflikt eller se något "
                "tillsammans. Till information, avstämning och beslut räcker oftast ett möte på distans."
            )
        ),
    ]
    if context.library.policy:
        blocks.append(text(t._("Er resepolicy säger: {policy}", policy=context.library.policy)))
    if FORM_GUIDE in context.library.guides:
        blocks.append(Actions((Action(context.library.guides[FORM_GUIDE].title, "guide", FORM_GUIDE),)))
    return Post(tuple(blocks))


def _row(cost: Cost, t: Translator) -> tuple[str, ...]:
    return (
        t._(MODES[cost.mode]),
        t.number(honest(cost.minutes / 60), 1),
        t.number(honest(cost.wh / 1000)),
        t.number(honest(cost.g / 1000)),
        t.number(honest(cost.ore / 100)) if cost.ore else "–",
    )


def _at_a_distance(found: Choice, t: Translator) -> tuple[str, ...]:
    return (
        t._("På distans"),
        t.number(0),
        t.number(honest(found.meeting_wh / 1000), 1),
        t.number(honest(found.meeting_g / 1000), 1),
        t.number(0),
    )


LISTENERS = {WHERE: hear_place}
