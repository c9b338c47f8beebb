"""`/topplista`: how the groups are doing, as a table and a picture."""

import importlib

from chatbot import boards
from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.leaderboard import Period, board_post, draw, parse_period, period
from chatbot.messages import Action, Actions, Post, say
from chatbot.ports import CommandSpec

SPEC = CommandSpec(
    "topplista",
    N_("Visa hur grupperna ligger till: vecka, månad, år eller allt"),
    usage="/topplista månad",
    spellings=("tavla", "topplistan"),
)
PERIODS = {"week": N_("Veckan"), "month": N_("Månaden"), "year": N_("Året"), "all": N_("Hela tiden")}


def run(context: Context, said: str) -> None:
    """The board of the person's federation; the month if no period is said."""
    wanted = parse_period(said, context.today.date()) if said.strip() else period("month", context.today.date())
    if context.person.group is None:
        groups.offer(context, context.t._("Jag behöver veta vilken grupp du är med i innan jag kan visa topplistan."))
    elif wanted is None:
        context.reply(
            say(
                context.t._("Den perioden förstår jag inte. Skriv till exempel /topplista vecka, månad, år eller allt.")
            )
        )
    else:
        _show(context, wanted)


def warm() -> None:
    """Pay for what is slow to import, before anybody waits for it."""
    importlib.import_module("matplotlib.figure")
    importlib.import_module("matplotlib.backends.backend_agg")


def show(context: Context, value: str) -> None:
    """A period was pressed."""
    run(context, value)


def _show(context: Context, wanted: Period) -> None:
    t, group = context.t, context.person.group
    if group is None:
        return
    board = boards.board(context.tx, group.federation_id, wanted)
    picture = draw(board, t) if board.total.meetings else None
    others = {"week": "vecka", "month": "månad", "year": "år", "all": "allt"}
    actions = tuple(Action(t._(PERIODS[kind]), "board", word) for kind, word in others.items() if kind != wanted.kind)
    post = board_post(board, t, picture)
    context.reply(Post((*post.blocks, Actions(actions)), post.audience))


ACTIONS = {"board": show}
