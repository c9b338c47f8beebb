"""A sheet of paper measured in inches, to set words and bars on; matplotlib is behind it and is imported when used."""

import html
import io
import logging
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:  # 0.5 s: only those who draw pay
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

PAPER = "#ffffff"
FONT = "DejaVu Sans"  # comes with matplotlib, so that the same board gives the same picture everywhere
DPI = 144


@dataclass(frozen=True, slots=True)
class Sheet:
    """White paper, x from the left and y from the top, both in inches."""

    figure: "Figure"
    axes: "Axes"
    glyphs: frozenset[int]

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 10,
        color: str = "#1b1b1b",
        bold: bool = False,
        across: Literal["left", "right"] = "left",
        down: Literal["top", "center_baseline"] = "top",
    ) -> "Text":
        """Set words (lines parted by "\\n"), `size` in points. `$` is no formula here."""
        look: dict[str, Any] = {"fontsize": size, "color": color, "fontweight": "bold" if bold else "normal"}
        return self.axes.text(
            x, y, self._known(words), ha=across, va=down, family=FONT, linespacing=1.2, parse_math=False, **look
        )

    def width(self, words: str, *, size: float = 10, bold: bool = False) -> float:
        """How wide the words would be, in inches."""
        trial = self.write(0, 0, words, size=size, bold=bold)
        wide = trial.get_window_extent().width / DPI
        trial.remove()
        return float(wide)

    def bar(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A filled rectangle with its upper left corner at x, y."""
        from matplotlib.patches import Rectangle

        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=color, linewidth=0))

    def png(self, alt: str = "") -> bytes:
        """The sheet as a PNG, undated, so that equal sheets are equal bytes; `alt` is kept as its description."""
        buffer = io.BytesIO()
        told = {"Description": alt} if alt else {}
        self.figure.savefig(buffer, format="png", dpi=DPI, facecolor=PAPER, metadata={"Software": None, **told})
        return buffer.getvalue()

    def svg(self, title: str, alt: str) -> bytes:
        """The sheet as an SVG that tells its title and `alt` to those who do not see it; undated, as `png`."""
        from matplotlib import rc_context

        buffer = io.BytesIO()
        with rc_context({"svg.hashsalt": "resfri"}):
            self.figure.savefig(buffer, format="svg", facecolor=PAPER, metadata={"Date": None, "Creator": None})
        told = f'<title id="title">{html.escape(title)}</title><desc id="desc">{html.escape(alt)}</desc>'
        opened = re.compile(r"<svg ([^>]*)>")
        named = rf'<svg role="img" aria-labelledby="title desc" \1>{told.replace(chr(92), chr(92) * 2)}'
        return opened.sub(named, buffer.getvalue().decode("utf-8"), count=1).encode("utf-8")

    def _known(self, words: str) -> str:
        """Only what the font has: unknown signs become □, invisible ones (bidi marks, joiners) go."""
        seen = (sign for sign in words if sign == "\n" or not unicodedata.category(sign).startswith("C"))
        return "".join(sign if sign == "\n" or ord(sign) in self.glyphs else "□" for sign in seen)


def blank(width: float, height: float) -> Sheet:
    """An empty sheet of that size in inches."""
    # The first start builds a font cache and tells so on the log, which nobody who asks for a board needs to read.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import findfont, get_font

    figure = Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return Sheet(figure, axes, frozenset(get_font(findfont(FONT)).get_charmap()))
