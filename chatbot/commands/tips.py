"""`/tips`: a coach proposes a new tip, and another coach approves it."""

from collections.abc import Mapping
from datetime import datetime

from chatbot.answers import SmallTalk, answer
from chatbot.conversation import forms
from chatbot.conversation.context import Context
from chatbot.conversation.forms import FormHandler
from chatbot.conversation.tip import guide_post
from chatbot.errors import N_, Notice, notice
from chatbot.messages import Action, Actions, Block, Choice, Field, Form, Heading, Post, say, text
from chatbot.packs import Library, Sketch, guide_id
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "tips",
    N_("Föreslå ett nytt tips, eller titta på förslag som väntar"),
    usage="/tips förslag",
    spellings=("spara-tips", "nytt-tips"),
    roles=frozenset({"coach"}),
)
FORM = "nytt-tips"
WAITING = frozenset({"förslag", "forslag", "förslagen", "forslagen"})
MAX_KEPT = 1500  # characters of a message that is to become a tip; platforms hand back no more with a form
ALIKE = 0.5  # probability from which a tip that is there already is mentioned


def run(context: Context, said: str) -> None:
    """The form, with what is said as its steps; after "förslag" what waits."""
    if said.strip().casefold() in WAITING:
        _waiting(context)
    else:
        forms.show(context, make_form(context, said.strip()[:MAX_KEPT]))


def make_form(context: Context, value: str) -> Form:
    """Five questions; `value` is a message that is to become a tip."""
    t = context.t
    areas = tuple(Choice(id, name) for id, name in context.library.areas.items())
    several = t._("Flera går bra, skilj dem åt med semikolon")
    fields = (
        Field("titel", t._("Vad ska tipset heta?"), required=True, max_length=100),
        Field("omrade", t._("Vilket område hör det till?"), "choice", required=True, choices=areas),
        Field("fragor", t._("Hur frågar en deltagare efter det här?"), hint=several, required=True, max_length=600),
        Field(
            "steg",
            t._("Vad gör man, steg för steg? Börja med ett verb."),
            hint=several,
            initial=value,
            required=True,
            max_length=2000,
        ),
        Field("test", t._("Hur skulle någon annan fråga, med helt andra ord?"), required=True, max_length=200),
    )
    return Form(FORM, t._("Nytt tips"), fields, t._("Föreslå"), value)


def check(values: Mapping[str, str], today: datetime, library: Library) -> Mapping[str, Notice]:
    """What is wrong, by field."""
    wrong: dict[str, Notice] = {}
    id = guide_id(values.get("titel", ""))
    if not id:
        wrong["titel"] = notice(N_("Skriv en titel med bokstäver."))
    elif id in library.guides:
        wrong["titel"] = notice(N_("Det finns redan ett tips som heter så. Välj en annan titel."))
    for name in ("fragor", "steg"):
        if not _parts(values.get(name, "")):
            wrong[name] = notice(N_("Skriv minst en."))
    if values.get("omrade", "") not in library.areas:
        wrong["omrade"] = notice(N_("Välj ett område i listan."))
    return wrong


def submit(context: Context, value: str, values: Mapping[str, str]) -> None:
    """Write the proposal and show it as it will look."""
    t, workshop = context.t, context.world.workshop
    if not context.has_role("coach") or workshop is None:
        context.reply(say(t._("Här går det inte att föreslå tips.")))
        return
    sketch = Sketch(
        values["titel"].strip(),
        values["omrade"],
        _parts(values["fragor"]),
        _parts(values["steg"]),
        _parts(values["test"]),
    )
    proposal = workshop.propose(sketch, context.person.id, context.today.date())
    if proposal is None:
        context.reply(
            say(t._("Det finns redan ett förslag som heter så, eller så går texten inte att göra ett tips av."))
        )
        return
    blocks: list[Block] = [Heading(t._("Tack! Förslaget är sparat.")), text(t._("En annan coach godkänner det."))]
    alike = _alike(context, sketch)
    if alike:
        blocks.append(text(t._("Det liknar ett tips som redan finns: {title}. Läs det också.", title=alike)))
    blocks.append(text(t._("Så här kommer det att se ut:")))
    shown = guide_post(proposal.guide, None, t).blocks
    context.reply(Post((*blocks, *(block for block in shown if not isinstance(block, Actions)))))


def _alike(context: Context, sketch: Sketch) -> str | None:
    """The tip that the proposal's first question finds today, if it is nearly sure."""
    found = answer(sketch.questions[0], context.world.knowledge().index)
    first = () if isinstance(found, SmallTalk) else found.candidates[:1]
    return next((context.library.guides[one.id].title for one in first if one.p >= ALIKE), None)


def _parts(said: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in said.replace("\n", ";").split(";") if part.strip())


def _waiting(context: Context) -> None:
    t, workshop = context.t, context.world.workshop
    waiting = workshop.waiting() if workshop else ()
    if not waiting:
        context.reply(say(t._("Inga förslag väntar. Skriv /tips för att föreslå ett.")))
        return
    actions = tuple(Action(one.guide.title, "proposal", one.guide.id) for one in waiting)
    lead = text(t._("Tryck på ett förslag för att läsa det."))
    context.reply(Post((Heading(t._("Förslag som väntar")), lead, Actions(actions))))


def show(context: Context, value: str) -> None:
    """A proposal as it will look, with approve and throw away."""
    t, workshop = context.t, context.world.workshop
    found = next((one for one in workshop.waiting() if one.guide.id == value), None) if workshop else None
    if found is None or not context.has_role("coach"):
        _gone(context)
        return
    asked = [text(f"• {question}") for question in found.guide.questions]
    shown = [block for block in guide_post(found.guide, None, t).blocks if not isinstance(block, Actions)]
    buttons = (
        Action(t._("Godkänn"), "approve-proposal", value, "primary"),
        Action(t._("Kasta"), "dismiss-proposal", value, "danger"),
    )
    context.reply(Post((*shown, text(t._("Så frågar man efter det:")), *asked, Actions(buttons))))


def approve(context: Context, value: str) -> None:
    """The proposal becomes a tip."""
    t, workshop = context.t, context.world.workshop
    if workshop is None or not context.has_role("coach"):
        _gone(context)
        return
    if any(one.guide.id == value and one.author == context.person.id for one in workshop.waiting()):
        context.reply(say(t._("Det är ditt eget förslag. Be en annan coach att godkänna det.")))
        return
    guide = workshop.approve(value, context.person.id)
    if guide is None:
        _gone(context)
    else:
        context.reply(say(t._("Tipset {title} är godkänt. Om några sekunder kan alla hitta det.", title=guide.title)))


def dismiss(context: Context, value: str) -> None:
    """The proposal is thrown away."""
    workshop = context.world.workshop
    if workshop is not None and context.has_role("coach") and workshop.dismiss(value):
        context.reply(say(context.t._("Förslaget är kastat.")))
    else:
        _gone(context)


def _gone(context: Context) -> None:
    context.reply(say(context.t._("Det förslaget väntar inte längre.")))


ACTIONS = {"proposal": show, "approve-proposal": approve, "dismiss-proposal": dismiss}
FORMS = {FORM: FormHandler(make_form, check, submit)}
