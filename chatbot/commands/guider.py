"""`/guider`: browse the tips by area, or find them by a word; a coach sees one as another platform shows it."""

from collections.abc import Sequence

from chatbot.conversation.context import Context
from chatbot.conversation.question import show_guide
from chatbot.conversation.tip import TOOLS, guide_post, preview_post
from chatbot.errors import N_, ResfriError
from chatbot.i18n import swedish_key
from chatbot.messages import Action, Actions, Heading, Post, say, text
from chatbot.packs import Guide
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "guider", N_("Bläddra bland tipsen, eller sök med ett ord"), usage="/guider ljud", spellings=("guide", "tips-lista")
)
MAX_SHOWN = 20
MAX_MEANT = 5
SHOW = "visa"  # a coach's word before the tip to see


def run(context: Context, said: str) -> None:
    """The areas; after a word, the tips of that area or those that hold the word; after "visa", a coach's preview."""
    words = said.strip()
    if not words:
        _areas(context)
        return
    if words.split()[0].casefold() == SHOW and context.has_role("coach"):
        _show(context, words.split()[1:])
        return
    found = _in_area(context, words) or list(context.library.search(words))
    if found:
        _list(context, words, found)
    else:
        context.reply(
            say(
                context.t._(
                    "Jag hittar inget tips om {words}. Prova ett annat ord, eller ställ frågan med egna ord.",
                    words=words,
                )
            )
        )


def area(context: Context, value: str) -> None:
    """An area was pressed."""
    run(context, value)


def _areas(context: Context) -> None:
    t = context.t
    used = {guide.area for guide in context.library.guides.values()}
    names = sorted(
        ((name, id) for id, name in context.library.areas.items() if id in used), key=lambda a: swedish_key(a[0])
    )
    actions = tuple(Action(name, "area", id) for name, id in names)
    count = len(context.library.guides)
    lead = t.n(
        "Jag har {count} tips. Vilket område gäller det?", "Jag har {count} tips. Vilket område gäller det?", count
    )
    context.reply(Post((Heading(t._("Tips")), text(lead), Actions(actions))))


def _in_area(context: Context, words: str) -> Sequence[Guide]:
    wanted = swedish_key(words)
    ids = {id for id, name in context.library.areas.items() if wanted in {swedish_key(name), swedish_key(id)}}
    return [guide for guide in context.library.guides.values() if guide.area in ids]


def _list(context: Context, words: str, found: Sequence[Guide]) -> None:
    t = context.t
    shown = found[:MAX_SHOWN]
    lead = text(t._("Tryck på ett tips för att läsa det."))
    more = [text(t._("Det finns fler. Sök med ett ord till för att se dem."))] if len(found) > len(shown) else []
    actions = Actions(tuple(Action(guide.title, "guide", guide.id) for guide in shown))
    context.reply(
        Post((Heading(t._("Tips om {words}", words=context.library.areas.get(words, words))), lead, actions, *more))
    )


def _show(context: Context, words: Sequence[str]) -> None:
    """A tip, by id or title, with the platform to see it on and the meeting tool it is for, in any order at the end."""
    rest, platform, tool = list(words), "", ""
    while rest and (last := rest[-1].casefold()) in {*context.world.previews, *TOOLS}:
        platform, tool = (last, tool) if last in context.world.previews else (platform, last)
        rest.pop()
    wanted = " ".join(rest)
    key = swedish_key(wanted)
    guides = context.library.guides.values()
    exact = [guide for guide in guides if guide.id == wanted.casefold() or swedish_key(guide.title) == key]
    if exact:
        preview(context, f"{exact[0].id}|{platform}|{tool}")
    else:
        _meant(context, wanted, f"{platform}|{tool}")


def _meant(context: Context, wanted: str, shown: str) -> None:
    """No tip is called that: those that could be meant, or how to ask."""
    t = context.t
    found = context.library.search(wanted)[:MAX_MEANT]
    if found:
        actions = Actions(tuple(Action(guide.title, "preview", f"{guide.id}|{shown}") for guide in found))
        context.reply(Post((text(t._("Inget tips heter {title}. Menar du något av de här?", title=wanted)), actions)))
        return
    example = "/guider visa dela-hela-skarmen slack"
    platforms = t.either(context.world.previews)
    how = t._(
        "Skriv tipsets id eller titel, och {platforms}. Till exempel: {example}", platforms=platforms, example=example
    )
    context.reply(say(t._("Jag hittar inte det tipset."), how))


def preview(context: Context, value: str) -> None:
    """A tip as it looks on a platform, for coaches: "id|platform|tool"; without a platform as it looks here."""
    id, platform, tool = [*value.split("|"), "", ""][:3]
    guide = context.library.guide(id)
    look = context.world.previews.get(platform)
    if guide is None or look is None or not context.has_role("coach"):
        show_guide(context, f"{id}|{tool}")
        return
    try:
        shown = look(guide_post(guide, tool or None, context.t))
    except ResfriError as error:  # the platform's extra is not installed
        context.reply(say(context.t.tell(error)))
        return
    context.reply(preview_post(guide, tool or None, platform, shown, context.t))


ACTIONS = {"area": area, "preview": preview}
