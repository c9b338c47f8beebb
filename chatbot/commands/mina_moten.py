"""`/mina-möten`: the person's own meetings, to change or take back."""

from chatbot import ledger
from chatbot.conversation.context import Context
from chatbot.conversation.own_meetings import listed
from chatbot.errors import N_
from chatbot.messages import Heading, Post, say
from chatbot.ports import CommandSpec

SPEC = CommandSpec("mina-möten", N_("Visa mötena du har loggat, ändra eller ta bort dem"))


def run(context: Context, said: str) -> None:
    """The latest ten, latest first."""
    t = context.t
    mine = ledger.mine(context.tx, context.person)
    if not mine:
        context.reply(say(t._("Du har inte loggat något möte än. Skriv /logga-möte och berätta kort om ett möte.")))
        return
    context.reply(Post((Heading(t._("Dina möten")), *listed(mine, t))))
