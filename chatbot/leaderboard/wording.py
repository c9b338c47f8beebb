"""The words that the post, the picture and its alt text share, so that they cannot say different things."""

import math
from collections.abc import Mapping

from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.leaderboard.measures import Measure
from chatbot.leaderboard.periods import label
from chatbot.leaderboard.standings import Board, Size, Standing

UNITS: Mapping[Measure, str] = {
    "share": N_("Andel av gruppens återkommande möten som loggats utan resa"),
    "fte": N_("Loggade möten per årsarbetskraft"),
    "count": N_("Antal loggade möten"),
    "hours": N_("Sparad restid i timmar"),
    "kwh": N_("Sparad energi i kWh"),
    "kg": N_("Undvikna utsläpp i kg CO2e"),
    "change": N_("Möten fler än perioden före"),
}
SIZE_WORDS: Mapping[Size, str] = {
    "small": N_("små grupper (5–9 medlemmar)"),
    "middle": N_("mellanstora grupper (10–24 medlemmar)"),
    "large": N_("stora grupper (minst 25 medlemmar)"),
}


def name_of(row: Standing, board: Board, t: Translator) -> str:
    """The group's name on one line; with its organisation where two groups are called the same."""
    name, organisation = _line(row.group), _line(row.organisation)
    if sum(_line(other.group) == name for other in board.rows) > 1 and organisation:
        return t._("{group}, {organisation}", group=name, organisation=organisation)
    return name


def _line(name: str) -> str:
    return " ".join(name.split())


def place_of(row: Standing, t: Translator) -> str:
    """The place in words: "3", "delad 3" for groups that share it, "–" for those without one."""
    if row.rank is None:
        return "–"
    return t._("delad {rank}", rank=t.number(row.rank)) if row.tied else t.number(row.rank)


def title(board: Board, t: Translator) -> str:
    """What the board counts, when, and of which groups."""
    if board.size is None:
        return t._("Möten utan resa, {period}", period=label(board.period, t))
    return t._("Möten utan resa, {size}, {period}", size=t._(SIZE_WORDS[board.size]), period=label(board.period, t))


def unit(board: Board, t: Translator) -> str:
    """What a bar's length is."""
    return t._(UNITS[board.measure])


def figure(row: Standing, board: Board, t: Translator) -> str:
    """What a group is ranked by, with the meetings behind it: "2,67 (8 möten)" or "8 möten"."""
    if board.measure == "count":
        return t.n("{count} möte", "{count} möten", row.meetings)
    value = measured(row, board, t)
    return t.n("{value} ({count} möte)", "{value} ({count} möten)", row.meetings, value=value)


def measured(row: Standing, board: Board, t: Translator) -> str:
    """The figure alone, in the unit of the board: "75 %", "2,67", "12 timmar", "3 fler"."""
    if row.score is None:
        return t._("uppgift saknas")
    match board.measure:
        case "share":
            return t._("{number} %", number=t.number(row.score, 0))
        case "fte":
            return t.number(row.score, 2)
        case "hours":
            return t._("{number} timmar", number=rounded(row.score, t))
        case "kwh":
            return t._("{number} kWh", number=rounded(row.score, t))
        case "kg":
            return t._("{number} kg", number=rounded(row.score, t))
        case "change":
            return _change(int(row.score), t)
        case "count":
            return t.number(row.score, 0)


def _change(more: int, t: Translator) -> str:
    if more == 0:
        return t._("lika många")
    return t._("{number} fler", number=t.number(more)) if more > 0 else t._("{number} färre", number=t.number(-more))


def unplaced(board: Board, t: Translator) -> str:
    """Why some groups have no place, "" if all have one."""
    rows = [row for row in board.rows if row.rank is None]
    lacking = sum(row.score is None for row in rows)
    told = []
    if len(rows) > lacking:
        told.append(t._("Med bara ett möte på en månad eller mer får en grupp ingen plats än."))
    if lacking:
        told.append(t._("Där det står uppgift saknas kan samordnaren fylla i den, så får gruppen en plats."))
    return " ".join(told)


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
