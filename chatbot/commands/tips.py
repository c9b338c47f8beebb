"""`/tips`: a coach proposes a new tip or a change to one, and another coach approves it, seeing what is new."""

from collections.abc import Mapping
from datetime import datetime

from chatbot.answers import SmallTalk, Unknown, answer
from chatbot.conversation import forms
from chatbot.conversation.context import Context
from chatbot.conversation.forms import FormHandler
from chatbot.conversation.tip import TOOLS, change_blocks, guide_post
from chatbot.errors import N_, Notice, notice
from chatbot.i18n import swedish_key
from chatbot.messages import Action, Actions, Block, Choice, Field, Form, Heading, Post, say, text
from chatbot.packs import Amendment, Guide, Library, Proposal, Sketch, guide_id
from chatbot.packs.changes import changes
from chatbot.packs.overlay import mark
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "tips",
    N_("Föreslå ett nytt tips eller en ändring, eller titta på förslag som väntar"),
    usage="/tips förslag",
    spellings=("spara-tips", "nytt-tips"),
    roles=frozenset({"coach"}),
)
FORM, CHANGE_FORM = "nytt-tips", "andra-tips"
WAITING = frozenset({"förslag", "forslag", "förslagen", "forslagen"})
CHANGE = frozenset({"ändra", "andra", "change"})
MAX_STEPS = 3000  # characters: the most that a platform's form takes
MAX_KEPT = 1500  # characters of a message that is to become a tip; platforms hand back no more with a form
ALIKE = 0.5  # probability from which a tip that is there already is mentioned


def run(context: Context, said: str) -> None:
    """The form, what is said as its steps; after "förslag" what waits; after "ändra" the form for a tip there is."""
    first, *rest = said.split() or [""]
    if said.strip().casefold() in WAITING:
        _waiting(context)
    elif first.casefold() in CHANGE:
        _begin_change(context, rest)
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


def _begin_change(context: Context, words: list[str]) -> None:
    """The form for the tip of that id or title, and the tool whose steps are to be changed if one is named last."""
    t = context.t
    tool = words[-1].casefold() if words and words[-1].casefold() in TOOLS else ""
    wanted = " ".join(words[:-1] if tool else words)
    keys = {wanted.casefold(), swedish_key(wanted)}
    guides = context.library.guides.values()
    guide = next((one for one in guides if not keys.isdisjoint({one.id, swedish_key(one.title)})), None)
    if guide is None:
        context.reply(say(t._("Skriv tipsets id eller titel. Till exempel: /tips ändra dela-hela-skarmen zoom")))
    elif guide.variants and not guide.steps and tool not in guide.variants:
        tools = t.either(guide.variants)
        context.reply(say(t._("Det tipset har bara egna steg för verktygen. Skriv också {tools}.", tools=tools)))
    elif len(_joined(guide, tool)) > MAX_STEPS:
        context.reply(say(t._("Stegen är för långa för ett formulär. Ändra i filen {file}.", file=guide.file.name)))
    else:
        forms.show(context, make_change_form(context, f"{guide.id}|{tool if tool in guide.variants else ''}"))


def make_change_form(context: Context, value: str) -> Form:
    """Four questions, filled with what is there; that for a new tip where there is none of that id."""
    t = context.t
    id, _, tool = value.partition("|")
    guide = context.library.guide(id)
    if guide is None:
        return make_form(context, "")
    several = t._("Flera går bra, skilj dem åt med semikolon")
    steps = _joined(guide, tool)
    fields = (
        Field("titel", t._("Vad ska tipset heta?"), initial=guide.title, required=True, max_length=100),
        Field("fragor", t._("Fler sätt att fråga efter det, om du har några"), hint=several, max_length=600),
        Field("steg", t._("Stegen"), hint=several, initial=steps, required=True, max_length=MAX_STEPS),
        Field("test", t._("Hur skulle någon annan fråga, med helt andra ord?"), max_length=200),
    )
    return Form(CHANGE_FORM, t._("Ändra tipset {title}", title=guide.title)[:75], fields, t._("Föreslå"), value)


def _joined(guide: Guide, tool: str) -> str:
    return "; ".join(step.text for step in guide.steps_for(tool))


def check_change(values: Mapping[str, str], today: datetime, library: Library) -> Mapping[str, Notice]:
    """What is wrong, by field."""
    wrong: dict[str, Notice] = {}
    if not guide_id(values.get("titel", "")):
        wrong["titel"] = notice(N_("Skriv en titel med bokstäver."))
    if not _parts(values.get("steg", "")):
        wrong["steg"] = notice(N_("Skriv minst en."))
    return wrong


def submit_change(context: Context, value: str, values: Mapping[str, str]) -> None:
    """Write the proposal and show what it changes."""
    t, workshop = context.t, context.world.workshop
    id, _, tool = value.partition("|")
    guide = context.library.guide(id)
    if not context.has_role("coach") or workshop is None or guide is None:
        context.reply(say(t._("Här går det inte att föreslå tips.")))
        return
    more, test = _parts(values.get("fragor", "")), _parts(values.get("test", ""))
    amendment = Amendment(values["titel"].strip(), more, _parts(values["steg"]), test, tool)
    proposal = workshop.amend(guide, amendment, context.person.id, context.today.date())
    if proposal is None:
        context.reply(
            say(t._("Det finns redan ett förslag som heter så, eller så går texten inte att göra ett tips av."))
        )
        return
    thanks = (Heading(t._("Tack! Förslaget är sparat.")), text(t._("En annan coach godkänner det.")))
    context.reply(Post((*thanks, *_news(context, proposal))))


def check(values: Mapping[str, str], today: datetime, library: Library) -> Mapping[str, Notice]:
    """What is wrong, by field."""
    wrong: dict[str, Notice] = {}
    id = guide_id(values.get("titel", ""))
    if not id:
        wrong["titel"] = notice(N_("Skriv en titel med bokstäver."))
    elif id in library.guides:
        wrong["titel"] = notice(
            N_("Det finns redan ett tips som heter så. Välj en annan titel, eller skriv: /tips ändra {id}"), id=id
        )
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
    context.reply(Post((*blocks, *_news(context, proposal), *_shown(context, proposal))))


def _shown(context: Context, proposal: Proposal) -> list[Block]:
    """The proposal as it will look; where it changes one tool's steps, with those."""
    now = context.library.guide(proposal.guide.id)
    tool = next((one.tool for one in changes(now, proposal.guide) if one.tool), None) if now else None
    shown = guide_post(proposal.guide, tool, context.t).blocks
    lead = text(context.t._("Så här kommer det att se ut:"))
    return [lead, *(block for block in shown if not isinstance(block, Actions))]


def _news(context: Context, proposal: Proposal) -> list[Block]:
    """What is new against what is there: the lines that change, or for a new tip what is like it already."""
    t = context.t
    now = context.library.guide(proposal.guide.id)
    if now is None:
        first = proposal.guide.questions[0]
        return [text(t._("Det är ett nytt tips. Inget som finns ändras.")), *_near(context, first)]
    different = changes(now, proposal.guide)
    lead = t._("Det här ändras i tipset {title}:", title=now.title) if different else t._("Inget ändras.")
    blocks: list[Block] = [text(lead), *change_blocks(different, t)]
    if proposal.changes != mark(now):
        blocks.append(text(t._("Tipset har ändrats sedan förslaget skrevs. Se efter att inget går förlorat.")))
    return blocks


def heard(context: Context, field: str, said: str) -> list[Block]:
    """After the title, before the rest is typed: the tip that is like it."""
    alike = _alike(context, said) if field == "titel" else None
    if alike is None:
        return []
    t = context.t
    lead = t._("Det liknar ett tips som redan finns: {title}.", title=alike.title)
    return [text(lead), text(t._("Räcker det? Skriv avbryt. Är ditt ett annat, svara på nästa fråga."))]


def _alike(context: Context, question: str) -> Guide | None:
    """The tip that the question finds today, if it is nearly sure."""
    found = answer(question, context.world.knowledge().index)
    first = () if isinstance(found, SmallTalk | Unknown) else found.candidates[:1]
    return next((context.library.guides[one.id] for one in first if one.p >= ALIKE), None)


def _near(context: Context, question: str) -> list[Block]:
    """The tip that is like it, and how that one is asked for."""
    t, alike = context.t, _alike(context, question)
    if alike is None:
        return []
    said = t._("Det liknar ett tips som redan finns: {title}. Läs det också.", title=alike.title)
    return [text(said), text(t._("Så frågar man efter det som finns:")), *(text(f"• {one}") for one in alike.questions)]


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
    how = (text(t._("Så frågar man efter det:")), *asked)
    context.reply(Post((*_news(context, found), *_shown(context, found), *how, *_judging(context, found))))


def _judging(context: Context, found: Proposal) -> tuple[Block, ...]:
    """Approve and throw away; one's own can only be thrown away."""
    t, id = context.t, found.guide.id
    throw = Action(t._("Kasta"), "dismiss-proposal", id, "danger")
    if found.author == context.person.id:
        return text(t._("Det är ditt eget förslag. En annan coach godkänner det.")), Actions((throw,))
    return (Actions((Action(t._("Godkänn"), "approve-proposal", id, "primary"), throw)),)


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
FORMS = {
    FORM: FormHandler(make_form, check, submit, heard),
    CHANGE_FORM: FormHandler(make_change_form, check_change, submit_change),
}
