"""The board as a post: the table, the total, the rule, and the picture with its words."""

from chatbot.i18n import Translator
from chatbot.leaderboard.chart import alt_text
from chatbot.leaderboard.periods import label
from chatbot.leaderboard.standings import Board, Standing
from chatbot.messages import Block, Heading, Image, Post, Table, text


def board_post(board: Board, t: Translator, picture: bytes | None = None) -> Post:
    """The post; an empty board says kindly how to log the first meeting."""
    heading = Heading(t._("Topplistan för {period}", period=label(board.period, t)))
    if not board.total.meetings and not board.hidden:
        kind = t._("Inga möten är loggade än. Skriv /logga-möte när ni har mötts utan att resa, så syns det här.")
        return Post((heading, text(kind)))
    blocks: list[Block] = [heading]
    if board.rows:
        blocks += [_table(board, t), text(_total(board, t)), text(t.tell(board.rule))]
    blocks += [text(sentence) for sentence in _hidden(board, t)]
    if picture is not None:
        blocks.append(Image(picture, alt_text(board, t)))
    return Post(tuple(blocks))


def _table(board: Board, t: Translator) -> Table:
    header = [t._("Plats"), t._("Grupp"), t._("Möten"), t._("Sparade timmar"), t._("kWh"), t._("kg koldioxid")]
    by_fte = board.rows[0].per_fte is not None
    if by_fte:
        header.insert(3, t._("Per årsarbetskraft"))
    rows = tuple(_row(row, t, by_fte=by_fte) for row in board.rows)
    caption = t._("Loggade möten utan resa, {period}", period=label(board.period, t))
    return Table(tuple(header), rows, caption, numeric=tuple(range(2, len(header))))


def _row(row: Standing, t: Translator, *, by_fte: bool) -> tuple[str, ...]:
    rank = t._("delad {rank}", rank=row.rank) if row.tied else str(row.rank)
    cells = [rank, row.group, t.number(row.meetings)]
    if by_fte and row.per_fte is not None:
        cells.append(t.number(row.per_fte, 2))
    cells += [t.number(row.minutes / 60, 1), t.number(round(row.wh / 1000)), t.number(round(row.g / 1000))]
    return tuple(cells)


def _total(board: Board, t: Translator) -> str:
    return t.n(
        "Tillsammans: {count} möte, {hours} timmar restid, {kwh} kWh och {kg} kg koldioxid.",
        "Tillsammans: {count} möten, {hours} timmar restid, {kwh} kWh och {kg} kg koldioxid.",
        board.total.meetings,
        hours=t.number(board.total.minutes / 60, 1),
        kwh=t.number(round(board.total.wh / 1000)),
        kg=t.number(round(board.total.g / 1000)),
    )


def _hidden(board: Board, t: Translator) -> list[str]:
    if not board.hidden:
        return []
    hidden = t.n(
        "{count} grupp med färre än fem medlemmar visas inte för sig.",
        "{count} grupper med färre än fem medlemmar visas inte för sig.",
        board.hidden,
    )
    if board.hidden_counted:
        return [hidden, t._("Deras möten ingår i summan.")]
    return [hidden, t._("Deras möten ingår inte i summan, så att ingen kan räkna fram dem.")]
