"""`/ångra`: take back the meeting that was logged last; the button takes back its own."""

from chatbot import ledger
from chatbot.conversation import logbook
from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.meetings import summary
from chatbot.messages import Heading, Post, say, text
from chatbot.ports import CommandSpec
from chatbot.store.meetings import Logged

SPEC = CommandSpec("ångra", N_("Ta tillbaka mötet du loggade senast"))


def run(context: Context, said: str) -> None:
    """Take back the latest."""
    latest = ledger.latest(context.tx, context.person)
    if latest is None:
        context.reply(say(context.t._("Du har inget möte att ta tillbaka.")))
    else:
        _undo(context, latest.id)


def undo(context: Context, value: str) -> None:
    """[Ångra]: take back this meeting."""
    if value.isdigit():
        _undo(context, int(value))


def _undo(context: Context, id: int) -> None:
    t = context.t
    undone = ledger.undo(context.tx, context.person, id, context.now)
    if undone is None:
        context.reply(say(t._("Det mötet är redan borttaget eller loggat av någon annan.")))
        return
    logbook.forget(context, id)
    if undone.still_counts:
        context.reply(
            say(
                t._("Nu står inte du för mötet längre: {meeting}", meeting=summary(undone.logged.meeting, t)),
                t._("Det räknas fortfarande, för någon annan i gruppen har också berättat om det."),
            )
        )
        return
    context.edit_source(_gone(context, undone.logged))
    context.reply(
        say(
            t._("Mötet är borttaget och räknas inte längre: {meeting}", meeting=summary(undone.logged.meeting, t)),
            t._("Blev det fel? Logga det igen med /logga-möte."),
        )
    )


def _gone(context: Context, undone: Logged) -> Post:
    t = context.t
    return Post((Heading(t._("Mötet är borttaget")), text(summary(undone.meeting, t))))


ACTIONS = {"undo": undo}
