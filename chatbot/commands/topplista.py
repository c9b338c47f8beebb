"""`/topplista`: how the groups are doing, as a table and a picture."""

import importlib
from dataclasses import replace

from chatbot import boards
from chatbot.boards import NO_CAMPAIGN, NO_CAMPAIGN_ADVICE, Wanted, means_campaign
from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.leaderboard import Board, board_post, group_line, parse_board, parse_period, period
from chatbot.messages import Action, Actions, Post, say, text
from chatbot.ports import CommandSpec
from chatbot.store import campaigns
from chatbot.store.groups import Group
from chatbot.store.groups import groups as all_groups

SPEC = CommandSpec(
    "topplista",
    N_("Visa hur grupperna ligger till: vecka, månad, år eller allt"),
    usage="/topplista månad",
    spellings=("tavla", "topplistan"),
)
PERIODS = {"week": N_("Veckan"), "month": N_("Månaden"), "year": N_("Året"), "all": N_("Hela tiden")}
WORDS = {"week": "vecka", "month": "månad", "year": "år", "all": "allt"}


def run(context: Context, said: str) -> None:
    """The board of the person's federation; the month if no period is said."""
    mine = context.person.group
    if mine is None:
        groups.offer(context, context.t._("Jag behöver veta vilken grupp du är med i innan jag kan visa topplistan."))
        return
    one, rest = _group_named(context, mine, said)
    wanted = _wanted(context, mine, rest)
    if wanted is None and means_campaign(parse_board(rest)[2]):
        context.reply(say(context.t._(NO_CAMPAIGN), context.t._(NO_CAMPAIGN_ADVICE)))
    elif wanted is None:
        context.reply(
            say(
                context.t._(
                    "Den perioden förstår jag inte. Skriv till exempel /topplista vecka, månad, år eller allt."
                ),
                context.t._("Du kan också välja vad som räknas: andel, timmar, kWh, kg eller förbättring."),
            )
        )
    else:
        _show(context, mine, wanted, one)


def warm() -> None:
    """Pay for what is slow to import, before anybody waits for it."""
    importlib.import_module("matplotlib.figure")
    importlib.import_module("matplotlib.backends.backend_agg")


def show(context: Context, value: str) -> None:
    """A period was pressed."""
    run(context, value)


def _group_named(context: Context, mine: Group, said: str) -> tuple[Group | None, str]:
    """A group of the federation that is named, and the words without its name."""
    words = said.casefold()
    named = [one for one in all_groups(context.tx) if one.federation_id == mine.federation_id]
    for one in sorted(named, key=lambda group: -len(group.name)):
        at = words.find(one.name.casefold())
        if at >= 0:
            return one, (said[:at] + said[at + len(one.name) :]).strip()
    return None, said


def _wanted(context: Context, mine: Group, said: str) -> Wanted | None:
    today = context.today.date()
    measure, size, rest = parse_board(said)
    if means_campaign(rest):
        going = campaigns.latest(context.tx, mine.federation_id, today)
        return replace(boards.of_campaign(going), measure=measure, size=size) if going else None
    found = parse_period(rest, today) if rest else period("month", today)
    return Wanted(found, measure, size) if found else None


def _show(context: Context, mine: Group, wanted: Wanted, one: Group | None) -> None:
    t = context.t
    board = boards.board(context.tx, mine.federation_id, wanted)
    if one is not None:
        context.reply(say(group_line(board, one.id, one.name, t)))
        return
    how = boards.how_it_goes(context.tx, mine.federation_id, board, wanted)
    post = board_post(board, t, context.picture(board) if board.total.meetings else None, how)
    own = [text(group_line(board, mine.id, mine.name, t))] if _is_shown(board, mine) else []
    context.reply(Post((*post.blocks, *own, Actions(_others(context, wanted))), post.audience))


def _is_shown(board: Board, mine: Group) -> bool:
    return any(row.group_id == mine.id for row in board.rows)


def _others(context: Context, wanted: Wanted) -> tuple[Action, ...]:
    kinds = (kind for kind in WORDS if kind != wanted.period.kind)
    return tuple(Action(context.t._(PERIODS[kind]), "board", WORDS[kind]) for kind in kinds)


ACTIONS = {"board": show}
