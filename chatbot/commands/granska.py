"""`/granska`: a coordinator looks at meetings that are out of the ordinary; until then they count."""

from chatbot import ledger
from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.meetings import summary
from chatbot.messages import Action, Actions, Block, Heading, Post, say, text
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "granska", N_("Se möten som är ovanliga, och godkänn eller ta bort dem"), roles=frozenset({"coordinator"})
)


def run(context: Context, said: str) -> None:
    """The meetings that wait, with the group but never who logged them."""
    t = context.t
    waiting = ledger.flagged(context.tx, context.person)
    if not waiting:
        context.reply(say(t._("Inga möten väntar på att granskas.")))
        return
    blocks: list[Block] = [Heading(t._("Möten att granska"))]
    for logged in waiting:
        travelling = sum(who.count for who in logged.meeting.travellers)
        one, several = "{group}: {what}, {count} resande", "{group}: {what}, {count} resande"
        blocks.append(text(t.n(one, several, travelling, group=logged.group, what=summary(logged.meeting, t))))
        day = t.short_day(logged.meeting.date)
        keep = Action(t._("Godkänn {day}", day=day), "approve-meeting", str(logged.id))
        remove = Action(t._("Ta bort {day}", day=day), "remove-meeting", str(logged.id), "danger")
        blocks.append(Actions((keep, remove)))
    context.reply(Post(tuple(blocks)))


def approve(context: Context, value: str) -> None:
    """It stands."""
    _judge(context, value, keep=True)


def remove(context: Context, value: str) -> None:
    """It no longer counts."""
    _judge(context, value, keep=False)


def _judge(context: Context, value: str, *, keep: bool) -> None:
    t = context.t
    if not context.has_role("coordinator"):
        context.reply(say(t._("Det kommandot är för coacher och samordnare. Be din coach om hjälp.")))
        return
    done = ledger.judge(context.tx, context.person, int(value), context.now, keep=keep) if value.isdigit() else False
    if not done:
        context.reply(say(t._("Det mötet väntar inte längre på att granskas.")))
    elif keep:
        context.reply(say(t._("Mötet är godkänt.")))
    else:
        context.reply(say(t._("Mötet är borttaget och räknas inte längre.")))


ACTIONS = {"approve-meeting": approve, "remove-meeting": remove}
