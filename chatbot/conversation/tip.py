"""How a guide looks in a conversation."""

from collections.abc import Sequence
from itertools import groupby

from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.messages import Action, Actions, Block, Heading, Post, Span, Step, Steps, Text, text
from chatbot.packs import Guide
from chatbot.packs.changes import Change

TOOLS = {
    "teams": "Teams",
    "zoom": "Zoom",
    "meet": "Google Meet",
    "webex": "Webex",
    "jitsi": "Jitsi",
    "rumssystem": N_("Rumssystem"),
    "telefon": N_("Telefon"),
}
PARTS = {
    "titel": N_("Titeln"),
    "område": N_("Området"),
    "frågor": N_("Så frågar man"),
    "nyckelord": N_("Nyckelorden"),
    "symptom": N_("Så märks det"),
    "steg": N_("Stegen"),
    "coachråd": N_("Rådet till coachen"),
    "testfrågor": N_("Testfrågorna"),
}
LAW = frozenset({"politik", "sakerhet"})


def tool_name(tool: str, t: Translator) -> str:
    """A meeting tool as people write it."""
    return t._(TOOLS.get(tool, tool))


def guide_post(guide: Guide, platform: str | None, t: Translator) -> Post:
    """The tip: what to do, whether a person has tried it, where it comes from, and whether it helped."""
    tool = platform if platform in guide.variants else None
    steps = tuple(Step(step.text, step.check) for step in guide.steps_for(tool))
    blocks: list[Block] = [Heading(guide.title), _lead(guide, platform, tool, t), Steps(steps), _about(guide, t)]
    others = [name for name in guide.variants if name != tool]
    if len(others) > 1 and not tool:
        blocks.append(text(t._("Stegen skiljer sig lite mellan verktygen. Vilket använder ni?")))
    if others:
        blocks.append(Actions(tuple(Action(tool_name(name, t), "guide", f"{guide.id}|{name}") for name in others)))
    if len(steps) > 1:
        blocks.append(Actions((Action(t._("Ett steg i taget"), "step", f"{guide.id}|{tool or ''}|1"),)))
    blocks += [text(t._("Hjälpte det?")), _helped(guide, tool, t)]
    return Post(tuple(blocks))


def change_blocks(changes: Sequence[Change], t: Translator) -> list[Block]:
    """What is new against what is there, told by words: was and is, new, gone."""
    blocks: list[Block] = []
    for (part, tool), inside in groupby(changes, key=lambda one: (one.part, one.tool)):
        name = t._("Stegen i {tool}", tool=tool_name(tool, t)) if tool else t._(PARTS[part])
        blocks.append(Text((Span(name, strong=True),)))
        blocks += [text(line) for one in inside for line in _change(one, t)]
    return blocks


def _change(one: Change, t: Translator) -> list[str]:
    if not one.before:
        return [t._("Nytt: {line}", line=one.after)]
    if not one.after:
        return [t._("Borta: {line}", line=one.before)]
    return [t._("Förut: {line}", line=one.before), t._("Nu: {line}", line=one.after)]


def preview_post(guide: Guide, tool: str | None, platform: str, shown: str, t: Translator) -> Post:
    """How the tip looks on a platform, line by line as `shown` there."""
    lead = t._("Så här ser tipset {title} ut i {platform}:", title=guide.title, platform=platform.capitalize())
    named = [text(t._("Stegen gäller {tool}.", tool=tool_name(tool, t)))] if tool in guide.variants and tool else []
    return Post((text(lead), *named, Text((Span(shown, code=True),))))


def _lead(guide: Guide, platform: str | None, tool: str | None, t: Translator) -> Text:
    if tool:
        return text(t._("Så här gör du i {tool}:", tool=tool_name(tool, t)))
    if platform and guide.variants:
        return text(t._("Jag har inga egna steg för {tool}. Så här brukar det gå till:", tool=tool_name(platform, t)))
    return text(t._("Så här gör du:"))


def _about(guide: Guide, t: Translator) -> Text:
    parts = [_tried(guide, t)]
    sources = [source.name for source in guide.sources]
    if sources:
        parts.append(t._("Källa: {sources}.", sources=t.all_of(sources)))
    if guide.owner:
        parts.append(t._("Ansvarig: {owner}.", owner=guide.owner))
    return Text((Span(" ".join(parts), emphasis=True),))


def _tried(guide: Guide, t: Translator) -> str:
    if guide.reviewed is not None:
        return t._("Provad av {who} {day}.", who=guide.reviewed.by, day=t.short_day(guide.reviewed.day))
    if guide.area in LAW:
        return t._("Inte granskad av jurist.")
    return t._("Inte provad av en coach än.")


def _helped(guide: Guide, tool: str | None, t: Translator) -> Actions:
    about = f"{guide.id}|{tool or ''}"
    return Actions((Action(t._("Ja"), "helped", f"{about}|yes"), Action(t._("Nej"), "helped", f"{about}|no")))
