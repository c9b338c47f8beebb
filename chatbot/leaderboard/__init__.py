"""The leaderboard: periods, standings of groups, the post and its picture (pure; never a ranking of persons)."""

from chatbot.leaderboard.board_words import parse_board
from chatbot.leaderboard.chart import alt_text, draw
from chatbot.leaderboard.measures import Measure, Tally
from chatbot.leaderboard.period_words import parse_period
from chatbot.leaderboard.periods import Period, between, days, label, period, previous
from chatbot.leaderboard.pictures import Pictures, Undrawn
from chatbot.leaderboard.post import board_post, campaign_post, group_line
from chatbot.leaderboard.progress import Goal, Progress, progress, week_off
from chatbot.leaderboard.standings import PROTECTED, Board, Size, Standing, Totals, standings

__all__ = [
    "PROTECTED",
    "Board",
    "Goal",
    "Measure",
    "Period",
    "Pictures",
    "Progress",
    "Size",
    "Standing",
    "Tally",
    "Totals",
    "Undrawn",
    "alt_text",
    "between",
    "board_post",
    "campaign_post",
    "days",
    "draw",
    "group_line",
    "label",
    "parse_board",
    "parse_period",
    "period",
    "previous",
    "progress",
    "standings",
    "week_off",
]
