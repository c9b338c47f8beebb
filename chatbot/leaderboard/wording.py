"""The words that the post, the picture and its alt text share, so that they cannot say different things."""

import math

from chatbot.i18n import Translator
from chatbot.leaderboard.periods import label
from chatbot.leaderboard.standings import Board, Standing


def by_fte(board: Board) -> bool:
    """True on a board ranked by meetings per årsarbetskraft."""
    return bool(board.rows) and board.rows[0].per_fte is not None


def name_of(row: Standing, board: Board, t: Translator) -> str:
    """The group's name on one line; with its organisation where two groups are called the same."""
    name, organisation = _line(row.group), _line(row.organisation)
    if sum(_line(other.group) == name for other in board.rows) > 1 and organisation:
        return t._("{group}, {organisation}", group=name, organisation=organisation)
    return name


def _line(name: str) -> str:
    return " ".join(name.split())


def place_of(row: Standing, t: Translator) -> str:
    """The place in words: "3", or "delad 3" for groups that share it."""
    return t._("delad {rank}", rank=t.number(row.rank)) if row.tied else t.number(row.rank)


def title(board: Board, t: Translator) -> str:
    """What the board counts, and when."""
    return t._("Möten utan resa, {period}", period=label(board.period, t))


def unit(board: Board, t: Translator) -> str:
    """What a bar's length is."""
    return t._("Loggade möten per årsarbetskraft") if by_fte(board) else t._("Antal loggade möten")


def figure(row: Standing, t: Translator) -> str:
    """What a group is ranked by, with the meetings behind it: "2,67 (8 möten)" or "8 möten"."""
    if row.per_fte is None:
        return t.n("{count} möte", "{count} möten", row.meetings)
    value = t.number(row.per_fte, 2)
    return t.n("{value} ({count} möte)", "{value} ({count} möten)", row.meetings, value=value)


def total(board: Board, t: Translator) -> str:
    """What all groups that may be counted have done together."""
    sums = board.total
    return t.n(
        "Tillsammans: {count} möte, {hours} timmar restid, {kwh} kWh och {kg} kg koldioxid (CO2e).",
        "Tillsammans: {count} möten, {hours} timmar restid, {kwh} kWh och {kg} kg koldioxid (CO2e).",
        sums.meetings,
        hours=rounded(sums.minutes / 60, t),
        kwh=rounded(sums.wh / 1000, t),
        kg=rounded(sums.g / 1000, t),
    )


def rounded(value: float, t: Translator, decimals: int | None = None) -> str:
    """No finer than the figures bear: whole numbers, one decimal under ten. Halves go up, as people round; no "-0"."""
    places = decimals if decimals is not None else decimals_for(value)
    size = math.floor(abs(value) * 10**places + 0.5) / 10**places
    return t.number(size if value > 0 or not size else -size, places)


def decimals_for(largest: float) -> int:
    """Decimals for a figure or a column whose largest figure is this."""
    return 1 if abs(largest) < 9.95 else 0


def withheld(board: Board, t: Translator) -> str:
    """What is said of the groups too small to be shown, "" if there are none."""
    if not board.hidden:
        return ""
    if board.hidden_counted:
        return t.n(
            "{count} grupp med färre än fem medlemmar visas inte för sig, men är med i summan.",
            "{count} grupper med färre än fem medlemmar visas inte för sig, men är med i summan.",
            board.hidden,
        )
    return t.n(
        "{count} grupp med färre än fem medlemmar visas inte och är inte med i summan, så att ingen kan pekas ut.",
        "{count} grupper med färre än fem medlemmar visas inte och är inte med i summan, så att ingen kan pekas ut.",
        board.hidden,
    )


def nothing_yet(t: Translator) -> str:
    """What an empty board says."""
    return t._("Här finns inga möten att visa än.")
