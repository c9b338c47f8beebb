"""The board as a post: the table, the total, the rule, and the picture with its words."""

from collections.abc import Iterable, Mapping

from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.leaderboard.chart import alt_text
from chatbot.leaderboard.measures import Measure
from chatbot.leaderboard.periods import label
from chatbot.leaderboard.progress import Progress, move_words, told
from chatbot.leaderboard.standings import Board
from chatbot.leaderboard.wording import (
    decimals_for,
    figure,
    measured,
    name_of,
    nothing_yet,
    place_of,
    rounded,
    title,
    total,
    unplaced,
    withheld,
)
from chatbot.messages import Block, Heading, Image, Post, Span, Table, Text, text

COLUMNS: Mapping[Measure, str] = {
    "share": N_("Andel"),
    "fte": N_("Per årsarbetskraft"),
    "change": N_("Jämfört med perioden före"),
}  # the other measures have their column already
EXAMPLE = "/logga-möte i dag på Teams, 6 personer, slapp åka till Mellerud"


def board_post(board: Board, t: Translator, picture: bytes | None = None, how: Progress | None = None) -> Post:
    """The post; an empty board says kindly how to log the first meeting. The picture stands last.

    `how` adds what has happened since the period before.
    """
    blocks: list[Block] = [Heading(t._("Topplistan för {period}", period=label(board.period, t)))]
    if board.rows:
        blocks.append(_table(board, t, how.moved if how else {}))
    else:
        blocks += [text(nothing_yet(t)), _invitation(t)]
    if board.total.meetings:
        blocks += [text(total(board, t)), _rule(board, t)]
    blocks += [text(words) for words in (unplaced(board, t), withheld(board, t)) if words]
    if how is not None and board.total.meetings:
        blocks += [text(sentence) for sentence in told(how, board.period, t)]
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


def _table(board: Board, t: Translator, moved: Mapping[int, int | None]) -> Table:
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
    if board.measure in COLUMNS:
        columns.insert(3, (t._(COLUMNS[board.measure]), [measured(row, board, t) for row in rows]))
    numeric = tuple(range(2, len(columns)))
    if moved:
        columns.append((t._("Sedan sist"), [move_words(moved, row.group_id, t) for row in rows]))
    return Table(
        header=tuple(name for name, _ in columns),
        rows=tuple(zip(*(cells for _, cells in columns), strict=True)),
        caption=title(board, t),
        numeric=numeric,
    )


def _column(values: Iterable[float], t: Translator) -> list[str]:
    figures = list(values)
    places = decimals_for(max(map(abs, figures)))
    return [rounded(figure, t, places) for figure in figures]


def group_line(board: Board, group_id: int, name: str, t: Translator) -> str:
    """Where one group stands, in a sentence. A group that is not shown by itself is not told of here either."""
    row = next((row for row in board.rows if row.group_id == group_id), None)
    when = label(board.period, t)
    if row is None:
        return t._("{group} har inget att visa för {period}.", group=name, period=when)
    words = {"group": name, "period": when, "figure": figure(row, board, t)}
    if row.rank is None:
        return t._("{group}, {period}: {figure}. Ingen plats än.", **words)
    placed = sum(other.rank is not None for other in board.rows)
    return t._("{group}, {period}: plats {place} av {count}, {figure}.", place=place_of(row, t), count=placed, **words)


def campaign_post(name: str, board: Post, t: Translator, *, over: bool) -> Post:
    """The board with the campaign's words before it: half the time has gone, or this is the result."""
    if over:
        words = t._("{name} är slut. Tack alla som var med! Så här gick det:", name=name)
    else:
        words = t._("Halva tiden av {name} har gått. Så här går det:", name=name)
    return Post((text(words), *board.blocks))
