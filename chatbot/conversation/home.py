"""The bot's own page for one person, where a platform has one: their meetings, the group's board, the settings."""

from collections.abc import Iterator

from chatbot import boards, ledger
from chatbot.boards import Wanted
from chatbot.conversation import welcome
from chatbot.conversation.context import Context
from chatbot.conversation.own_meetings import listed
from chatbot.leaderboard import board_post, period
from chatbot.messages import Action, Actions, Block, Divider, Heading, Home, Post, text

SHOWN = 5  # of the person's meetings; /mina-möten shows more


def show(context: Context) -> None:
    """The person opened the page."""
    if context.world.capabilities(context.event.place).home:
        context.send(Home(Post(tuple(_page(context)))), kind="home")
    else:
        welcome.home(context)


def _page(context: Context) -> Iterator[Block]:
    yield from _meetings(context)
    yield Divider()
    yield from _board(context)
    yield Divider()
    yield from _settings(context)


def _meetings(context: Context) -> Iterator[Block]:
    t = context.t
    mine = ledger.mine(context.tx, context.person)[:SHOWN]
    yield Heading(t._("Dina möten"))
    yield from listed(mine, t)
    if not mine:
        yield text(t._("Du har inte loggat något möte än."))
    log = Action(t._("Logga ett möte"), "run", "logga-möte", "primary")
    yield Actions((log, Action(t._("Visa fler"), "run", "mina-möten")) if len(mine) == SHOWN else (log,))


def _board(context: Context) -> Iterator[Block]:
    """The month's board of the group's federation, without its picture."""
    group = context.person.group
    if group is not None:
        month = period("month", context.today.date())
        yield from board_post(boards.board(context.tx, group.federation_id, Wanted(month)), context.t).blocks
    else:
        yield Heading(context.t._("Topplistan"))
        yield text(context.t._("Välj din grupp, så visas topplistan här."))


def _settings(context: Context) -> Iterator[Block]:
    t, group = context.t, context.person.group
    yield Heading(t._("Inställningar"))
    if group is not None:
        yield text(t._("Dina möten räknas för {group}.", group=group.name))
    choose = t._("Byt grupp") if group is not None else t._("Välj grupp")
    yield Actions((Action(choose, "run", "grupp"), Action(t._("Vad Resfri kan"), "run", "hjälp")))
