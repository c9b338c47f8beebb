"""A question: the right tip, one question back, or an honest "I do not know" with whom to ask."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from chatbot.answers import Context as AnswerContext
from chatbot.answers import Found, SmallTalk, Unknown, Unsure, answer
from chatbot.conversation.context import Context, Handler
from chatbot.conversation.tip import guide_post, tool_name
from chatbot.conversation.why import keep_question, why_action
from chatbot.errors import Notice
from chatbot.messages import Action, Actions, Post, Text, say, text
from chatbot.packs import Guide
from chatbot.store import feedback, outbox


def ask(context: Context, said: str) -> None:
    """Answer a question."""
    keep_question(context, said)
    last = context.state.get("answer", {})
    about = AnswerContext(last_guide=last.get("topic"), last_platform=last.get("platform"))
    advice = context.advice if context.advice and context.advice.question == said else None
    match answer(said, context.world.knowledge().index, about, advice):
        case Found(guide_id=id, platform=platform):
            _asked(context, id, platform)
            _show(context, id, platform)
        case Unsure() as unsure:
            _ask_back(context, unsure)
        case Unknown(referral=referral):
            _unknown(context, referral)
        case SmallTalk():
            context.reply(say(context.t._("Vad vill du ha hjälp med? Ställ gärna en fråga om mötestekniken.")))
        case never:
            assert_never(never)


def _asked(context: Context, id: str, platform: str | None) -> None:
    """Count the tip as asked for: neither the question nor who asked is kept."""
    outcome = feedback.Outcome(id, platform or "", None, context.today.date(), context.library.hash)
    feedback.add(context.tx, outcome)


def _show(context: Context, id: str, platform: str | None) -> None:
    guide = context.library.guides[id]
    context.state["answer"] = {"topic": id, "platform": platform}
    post = guide_post(guide, platform, context.t)
    why = why_action(context)
    context.reply(Post((*post.blocks, *((Actions(why),) if why else ()))))


def show_guide(context: Context, value: str) -> None:
    """A guide was chosen, with the meeting tool it is wanted for if one is named: "id" or "id|teams"."""
    id, again, platform = value.partition("|")
    if id in context.library.guides:
        if not again:  # with a tool it is the same tip once more
            _asked(context, id, None)
        _show(context, id, platform or None)
    else:
        context.reply(say(context.t._("Det tipset finns inte längre. Ställ gärna frågan igen med egna ord.")))


def _ask_back(context: Context, unsure: Unsure) -> None:
    t = context.t
    guides = [context.library.guides[id] for id in unsure.choices if id in context.library.guides]
    if unsure.ask == "platform" and len(guides) == 1:
        choices = _tools(guides[0], context)
    else:
        choices = [Action(guide.title, "guide", guide.id) for guide in guides]
    none = Action(t._("Inget av dessa"), "none-of-these")
    context.reply(Post((text(_question(unsure, context)), Actions((*choices, none, *why_action(context))))))


def _question(unsure: Unsure, context: Context) -> str:
    asked = unsure.question
    if isinstance(asked, Notice):
        return context.t.tell(asked)
    return asked or context.t._("Vilket av det här stämmer bäst?")


def _tools(guide: Guide, context: Context) -> Sequence[Action]:
    return [Action(tool_name(tool, context.t), "guide", f"{guide.id}|{tool}") for tool in guide.variants]


def none_of_these(context: Context, value: str) -> None:
    """None of the choices fitted."""
    _unknown(context, None)


def _unknown(context: Context, referral: str | None) -> None:
    t = context.t
    known = context.library.referrals.get(referral) if referral else None
    if known is not None:
        context.reply(say(known.sentence))
        return
    browse = Actions((Action(t._("Bläddra bland tipsen"), "run", "guider"),))
    context.reply(Post((text(t._("Det vet jag tyvärr inte.")), _contact(context), browse)))


def _contact(context: Context) -> Text:
    if context.contact:
        return text(context.contact)
    return text(
        context.t._("Fråga din coach eller er it-support, eller beskriv det med andra ord så försöker jag igen.")
    )


def helped(context: Context, value: str) -> None:
    """The person said whether the tip helped: "topic|platform|yes". Neither the text nor the person is kept."""
    topic, platform, outcome = [*value.split("|"), "", ""][:3]
    if topic not in context.library.guides:
        context.reply(say(context.t._("Det tipset finns inte längre. Ställ gärna frågan igen med egna ord.")))
        return
    feedback.add(
        context.tx,
        feedback.Outcome(topic, platform, outcome == "yes", context.today.date(), context.library.hash),
    )
    t = context.t
    if outcome == "yes":
        context.reply(say(t._("Vad bra! Hör av dig när det är något mer.")))
        return
    near = [
        context.library.guides[id] for id in context.library.guides[topic].confused_with if id in context.library.guides
    ]
    choices = tuple(Action(guide.title, "guide", guide.id) for guide in near[:3])
    sorry = text(t._("Tråkigt att det inte hjälpte."))
    if choices:
        other = text(t._("Kan det vara något av det här i stället?"))
        context.reply(Post((sorry, other, Actions((*choices, Action(t._("Inget av dessa"), "none-of-these"))))))
    else:
        context.reply(Post((sorry, _contact(context))))


def share(context: Context, value: str) -> None:
    """Show the private answer to an event to everybody in the place; only the one who asked can."""
    shared = outbox.answers_to(context.tx, int(value), context.event.actor.user_id) if value.isdigit() else ()
    for place, post in shared:  # the press may come from the person's own chat, where the private answer went
        context.send(Post(tuple(block for block in post.blocks if not isinstance(block, Actions))), place=place)
    if not shared:
        context.reply(say(context.t._("Det svaret finns inte kvar. Ställ frågan igen så kan du dela det nya svaret.")))


ACTIONS: Mapping[str, Handler] = {
    "guide": show_guide,
    "none-of-these": none_of_these,
    "helped": helped,
    "share": share,
}
