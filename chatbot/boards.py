"""Boards: the one door to standings, for a command, a job and a page alike."""

from datetime import date

from chatbot.leaderboard import Board, Period, standings
from chatbot.ledger import DEFAULT_SET
from chatbot.store import Tx, meetings


def board(tx: Tx, federation_id: int, period: Period, factor_set: str = DEFAULT_SET) -> Board:
    """The groups of a federation in a period, by one factor set."""
    start: date | None = period.start
    return standings(meetings.tallies(tx, federation_id, factor_set, start, period.end), period, factor_set)
