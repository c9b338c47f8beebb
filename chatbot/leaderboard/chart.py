"""The board's picture: horizontal bars, and the words that say the same.

Everything is set by hand in inches: matplotlib's own ticks and margins let long names and forty groups overlap.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.i18n import Translator
from chatbot.leaderboard.sheet import Sheet, blank
from chatbot.leaderboard.standings import Board
from chatbot.leaderboard.wording import figure, name_of, nothing_yet, place_of, title, total, unit, unplaced, withheld

LEADER, BAR = "#0b6e6e", "#5b9a9a"  # one hue in two strengths: told apart without colour sight, 3:1 and more on white
INK, QUIET, GRID = "#1b1b1b", "#4d4d4d", "#c8c8c8"
WIDTH, MARGIN, GAP = 8.0, 0.35, 0.1  # inches
HEAD, LINE, AIR, SMALL = 0.92, 0.17, 0.15, 0.17  # inches: title and unit, a line of a name, around a row, a footer line
THICK = 0.2  # inches, a bar
NAME_WIDTH, NAME_LINES, FOOT_WIDTH = 30, 3, 104  # letters, lines, letters


@dataclass(frozen=True, slots=True)
class _Bar:
    """What one row of the picture holds; `y` is its middle in inches from the top."""

    y: float
    place: str
    name: str
    value: float
    words: str
    leads: bool


def draw(board: Board, t: Translator) -> bytes:
    """A PNG of the board, in the board's order. The same board gives the same bytes."""
    bars, bottom = _laid_out(board, t)
    foot = _foot(board, t)
    sheet = blank(WIDTH, bottom + MARGIN + (SMALL * (foot.count("\n") + 1) + GAP if foot else 0))
    sheet.write(MARGIN, 0.3, title(board, t), size=13, bold=True, color=INK)
    if bars:
        sheet.write(MARGIN, 0.6, unit(board, t), color=QUIET)
        _draw_bars(sheet, bars)
    else:
        sheet.write(MARGIN, 0.7, _wrapped(nothing_yet(t), FOOT_WIDTH), color=INK)
    sheet.write(MARGIN, bottom + 1.5 * GAP, foot, size=8.5, color=QUIET)
    return sheet.png()


def alt_text(board: Board, t: Translator) -> str:
    """What the picture says, in words: the same groups, places and figures."""
    foot = " ".join(_sentences(board, t))
    if not board.rows:
        words = t._("{title}. {nothing} {foot}", title=title(board, t), nothing=nothing_yet(t), foot=foot)
        return words.strip()
    told = [
        t._(
            "{place}: {group}, {figure}",
            place=place_of(row, t),
            group=name_of(row, board, t),
            figure=figure(row, board, t),
        )
        for row in board.rows
    ]
    return t._(
        "Stapeldiagram. {title}. {unit}. {groups}. {foot}",
        title=title(board, t),
        unit=unit(board, t),
        groups="; ".join(told),
        foot=foot,
    )


def _laid_out(board: Board, t: Translator) -> tuple[list[_Bar], float]:
    """The bars from the top down, and where the last one ends."""
    bars, y = [], HEAD
    for row in board.rows:
        name = _wrapped(name_of(row, board, t), NAME_WIDTH, NAME_LINES)
        height = LINE * (name.count("\n") + 1) + AIR
        value = max(0.0, row.score or 0.0)
        bars.append(_Bar(y + height / 2, place_of(row, t), name, value, figure(row, board, t), row.rank == 1))
        y += height
    return bars, y if bars else HEAD + LINE


def _draw_bars(sheet: Sheet, bars: Sequence[_Bar]) -> None:
    """Places and names set to the right, as wide as the widest; the rest is for bars and figures."""
    places = max(sheet.width(bar.place) for bar in bars)
    names = max(sheet.width(bar.name, bold=bar.leads) for bar in bars)
    figures = max(sheet.width(bar.words, bold=bar.leads) for bar in bars)
    left = MARGIN + places + 2 * GAP + names + GAP
    scale = (WIDTH - MARGIN - left - GAP - figures) / (max(bar.value for bar in bars) or 1.0)
    for bar in bars:
        length = max(bar.value * scale, 0.02)
        sheet.write(MARGIN + places, bar.y, bar.place, color=QUIET, across="right", down="center_baseline")
        sheet.write(left - GAP, bar.y, bar.name, bold=bar.leads, color=INK, across="right", down="center_baseline")
        sheet.bar(left, bar.y - THICK / 2, length, THICK, LEADER if bar.leads else BAR)
        sheet.write(left + length + GAP, bar.y, bar.words, bold=bar.leads, color=INK, down="center_baseline")
    sheet.bar(left - 0.01, HEAD, 0.01, bars[-1].y + THICK - HEAD, GRID)


def _sentences(board: Board, t: Translator) -> list[str]:
    """What stands under the bars, a sentence each: the sum, the rule, and what is not shown."""
    summed = [total(board, t)] if board.total.meetings else []
    ruled = [t.tell(board.rule)] if board.rows else []
    return [*summed, *ruled, *filter(None, (unplaced(board, t), withheld(board, t)))]


def _foot(board: Board, t: Translator) -> str:
    return "\n".join(_wrapped(sentence, FOOT_WIDTH) for sentence in _sentences(board, t))


def _wrapped(words: str, width: int, lines: int | None = None) -> str:
    return "\n".join(textwrap.wrap(words, width, max_lines=lines, placeholder=" …"))
