"""The leaderboard: periods, standings of groups, the post and its picture (pure; never a ranking of persons)."""

from chatbot.leaderboard.chart import alt_text, draw
from chatbot.leaderboard.period_words import parse_period
from chatbot.leaderboard.periods import Period, label, period, previous
from chatbot.leaderboard.post import board_post
from chatbot.leaderboard.standings import Board, Standing, Tally, Totals, standings

__all__ = [
    "Board",
    "Period",
    "Standing",
    "Tally",
    "Totals",
    "alt_text",
    "board_post",
    "draw",
    "label",
    "parse_period",
    "period",
    "previous",
    "standings",
]
