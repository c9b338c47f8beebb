"""Why an answer became what it was, for coaches: the likeliest tips, and the words that told the first two apart."""

from collections.abc import Iterator

from chatbot.answers import Explanation, explain
from chatbot.conversation.context import Context
from chatbot.i18n import Translator
from chatbot.messages import Action, Heading, Post, say, text
from chatbot.packs import Library


def keep_question(context: Context, said: str) -> None:
    """Remember a coach's question as long as the dialogue; of nobody else is it needed."""
    if context.has_role("coach"):
        context.state["asked"] = said


def why_action(context: Context) -> tuple[Action, ...]:
    """The button under an answer to a coach's question; nobody else is bothered with it."""
    kept = context.state.get("asked") and context.has_role("coach")
    return (Action(context.t._("Varför detta svar?"), "why"),) if kept else ()


def why(context: Context, value: str) -> None:
    """[Varför detta svar?] of the question that was asked last; it is kept only as long as the dialogue."""
    asked = context.state.get("asked", "")
    if not asked or not context.has_role("coach"):
        context.reply(say(context.t._("Den frågan finns inte kvar. Ställ den igen.")))
        return
    found = explain(asked, context.world.knowledge().index)
    lines = told(found, context.library, context.t)
    context.reply(Post((Heading(context.t._("Varför detta svar?")), *(text(line) for line in lines))))


def told(found: Explanation, library: Library, t: Translator) -> Iterator[str]:
    """The best guides with their shares, and the words that decided between the first two."""
    for place, one in enumerate(found.ranking.best[:3], start=1):
        yield f"{place}. {library.guides[one.id].title} ({t.number(round(one.share * 100))} %)"
    spoke = [reason.word for reason in found.reasons if reason.weight > 0]
    against = [reason.word for reason in found.reasons if reason.weight < 0]
    if spoke:
        yield t._("Det här talade för den första: {words}", words=", ".join(spoke))
    if against:
        yield t._("Det här talade för den andra: {words}", words=", ".join(against))


ACTIONS = {"why": why}
