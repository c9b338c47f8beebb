"""`/guider`: browse the tips by area, or find them by a word."""

from collections.abc import Sequence

from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.i18n import swedish_key
from chatbot.messages import Action, Actions, Heading, Post, say, text
from chatbot.packs import Guide
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "guider", N_("Bläddra bland tipsen, eller sök med ett ord"), usage="/guider ljud", spellings=("guide", "tips-lista")
)
MAX_SHOWN = 20


def run(context: Context, said: str) -> None:
    """The areas; after a word, the tips of that area or those that hold the word."""
    words = said.strip()
    if not words:
        _areas(context)
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


ACTIONS = {"area": area}
