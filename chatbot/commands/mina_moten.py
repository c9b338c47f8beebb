"""`/mina-möten`: the person's own meetings, to change or take back."""

from chatbot import ledger
from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.meetings import summary
from chatbot.messages import Action, Actions, Block, Heading, Post, say, text
from chatbot.ports import CommandSpec

SPEC = CommandSpec("mina-möten", N_("Visa mötena du har loggat, ändra eller ta bort dem"))


def run(context: Context, said: str) -> None:
    """The latest ten, latest first."""
    t = context.t
    mine = ledger.mine(context.tx, context.person)
    if not mine:
        context.reply(say(t._("Du har inte loggat något möte än. Skriv /logga-möte och berätta kort om ett möte.")))
        return
    blocks: list[Block] = [Heading(t._("Dina möten"))]
    for logged in mine:
        day = t.short_day(logged.meeting.date)
        blocks.append(text(summary(logged.meeting, t)))
        change = Action(t._("Ändra {day}", day=day), "edit-meeting", str(logged.id))
        remove = Action(t._("Ta bort {day}", day=day), "undo", str(logged.id))
        blocks.append(Actions((change, remove)))
    context.reply(Post(tuple(blocks)))
