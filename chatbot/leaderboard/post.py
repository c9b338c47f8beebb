"""The board as a post: the table, the total, the rule, and the picture with its words."""

from collections.abc import Iterable

from chatbot.i18n import Translator
from chatbot.leaderboard.chart import alt_text
from chatbot.leaderboard.periods import label
from chatbot.leaderboard.standings import Board
from chatbot.leaderboard.wording import (
    by_fte,
    decimals_for,
    name_of,
    nothing_yet,
    place_of,
    rounded,
    title,
    total,
    withheld,
)
from chatbot.messages import Block, Heading, Image, Post, Span, Table, Text, text

EXAMPLE = "/logga-möte i dag på Teams, 6 personer, slapp åka till Mellerud"


def board_post(board: Board, t: Translator, picture: bytes | None = None) -> Post:
    """The post; an empty board says kindly how to log the first meeting. The picture stands last."""
    blocks: list[Block] = [Heading(t._("Topplistan för {period}", period=label(board.period, t)))]
    if board.rows:
        blocks.append(_table(board, t))
    else:
        blocks += [text(nothing_yet(t)), _invitation(t)]
    if board.total.meetings:
        blocks += [text(total(board, t)), _rule(board, t)]
    if board.hidden:
        blocks.append(text(withheld(board, t)))
    if picture is not None:
        blocks.append(Image(picture, alt_text(board, t)))
    return Post(tuple(blocks))


def _invitation(t: Translator) -> Text:
    return text(
        t._("Har ni mötts utan att resa? Skriv till exempel så här, så räknas det:"), " ", Span(EXAMPLE, code=True)
    )


def _rule(board: Board, t: Translator) -> Text:
    factors = t._("Besparingen är räknad med faktorerna {factor_set}.", factor_set=board.factor_set)
    return text(t.tell(board.rule), " ", factors) if board.rows else text(factors)


def _table(board: Board, t: Translator) -> Table:
    """Columns of text; each number as in the total, with the same number of decimals down a column."""
    rows = board.rows
    columns = [
        (t._("Plats"), [place_of(row, t) for row in rows]),
        (t._("Grupp"), [name_of(row, board, t) for row in rows]),
        (t._("Möten"), [t.number(row.meetings) for row in rows]),
        (t._("Sparade timmar"), _column((row.minutes / 60 for row in rows), t)),
        (t._("kWh"), _column((row.wh / 1000 for row in rows), t)),
        (t._("kg CO2e"), _column((row.g / 1000 for row in rows), t)),
    ]
    if by_fte(board):
        columns.insert(3, (t._("Per årsarbetskraft"), [t.number(row.per_fte or 0, 2) for row in rows]))
    return Table(
        header=tuple(name for name, _ in columns),
        rows=tuple(zip(*(cells for _, cells in columns), strict=True)),
        caption=title(board, t),
        numeric=tuple(range(2, len(columns))),
    )


def _column(values: Iterable[float], t: Translator) -> list[str]:
    figures = list(values)
    places = decimals_for(max(map(abs, figures)))
    return [rounded(figure, t, places) for figure in figures]
