"""The board's picture: horizontal bars, and the words that say the same."""

import io
import textwrap

from chatbot.i18n import Translator
from chatbot.leaderboard.periods import label
from chatbot.leaderboard.standings import Board

BAR, INK, PAPER, GRID = "#0b6e6e", "#1b1b1b", "#ffffff", "#d9d9d9"  # contrast 6:1 and more, safe for colour-blind eyes
NAME_WIDTH = 30
MAX_NAME = 90
DPI = 144


def draw(board: Board, t: Translator) -> bytes:
    """A PNG of the board: meetings for each group, in the board's order. The same board gives the same bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # 0.5 s: only those who draw pay
    from matplotlib.figure import Figure

    rows = board.rows
    names = [_name(row.group) for row in rows]
    lines = sum(name.count("\n") + 1 for name in names)
    figure = Figure(figsize=(8, 1.4 + 0.16 * lines + 0.26 * len(rows)), dpi=DPI, facecolor=PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    values = [row.meetings if row.per_fte is None else row.per_fte for row in rows]
    bars = axes.barh(range(len(rows)), values, color=BAR, height=0.62)
    axes.bar_label(bars, [t.number(value, 2) for value in values], padding=4, color=INK, fontsize=10)
    axes.set_yticks(range(len(rows)), names, color=INK, fontsize=10)
    axes.invert_yaxis()
    axes.set_xlim(0, max(values, default=1) * 1.12)
    axes.set_xticks([])
    axes.set_title(_title(board, t), loc="left", color=INK, fontsize=12, fontweight="bold")
    axes.set_xlabel(_unit(board, t), color=INK, fontsize=10)
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(GRID)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def alt_text(board: Board, t: Translator) -> str:
    """What the picture says, in words."""
    told = [
        t.n("{group} {count} möte", "{group} {count} möten", row.meetings, group=row.group)
        if row.per_fte is None
        else t._("{group} {value}", group=row.group, value=t.number(row.per_fte, 2))
        for row in board.rows
    ]
    return t._(
        "Stapeldiagram. {title}. {unit}: {groups}.",
        title=_title(board, t),
        unit=_unit(board, t),
        groups=", ".join(told) or t._("inga grupper"),
    )


def _title(board: Board, t: Translator) -> str:
    return t._("Möten utan resa, {period}", period=label(board.period, t))


def _unit(board: Board, t: Translator) -> str:
    by_fte = bool(board.rows) and board.rows[0].per_fte is not None
    return t._("Loggade möten per årsarbetskraft") if by_fte else t._("Antal loggade möten")


def _name(group: str) -> str:
    """A name in lines short enough to stand beside its bar; `$` would start a formula."""
    return "\n".join(textwrap.wrap(textwrap.shorten(group, MAX_NAME, placeholder=" …"), NAME_WIDTH)).replace("$", r"\$")
