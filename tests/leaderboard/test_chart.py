"""The picture and its words. With RESFRI_SHOTS=folder the pictures are left there, to be looked at."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.i18n import translator
from chatbot.leaderboard import Board, alt_text, board_post, draw
from chatbot.leaderboard.sheet import blank
from chatbot.messages import Table
from tests.leaderboard.boards import six_boards

T = translator()
BOARDS = six_boards()


@pytest.mark.parametrize("name", BOARDS)
def test_pictures(name: str) -> None:
    """Each kind of board gives a PNG, drawn without warnings and with the same bytes each time, undated."""
    picture = draw(BOARDS[name], T)
    assert picture.startswith(b"\x89PNG")
    assert picture == draw(BOARDS[name], T)
    assert b"tEXt" not in picture
    assert len(picture) < 500_000
    if folder := os.environ.get("RESFRI_SHOTS"):
        (Path(folder) / f"board-{name}.png").write_bytes(picture)


def test_more_groups_make_a_taller_picture() -> None:
    """Rows get room instead of overlapping; the width stays."""
    one, forty = (struct.unpack(">II", draw(BOARDS[name], T)[16:24]) for name in ("one", "forty"))
    assert one[0] == forty[0] == 1152
    assert forty[1] > one[1] + 39 * 40


@pytest.mark.parametrize("name", ["one", "five", "ties", "long", "forty"])
def test_the_alt_text_equals_the_table(name: str) -> None:
    """The alt text holds every group with its place and meetings, in the table's order, and the sentences under it."""
    board = BOARDS[name]
    alt = alt_text(board, T)
    at = 0
    for place, group, meetings, *_ in _table(board).rows:
        found = alt.index(f"{place}: {group}, ", at)
        assert meetings in alt[found : found + len(group) + 60]
        at = found
    assert T.tell(board.rule) in alt
    assert "Tillsammans" in alt


def _table(board: Board) -> Table:
    return next(block for block in board_post(board, T).blocks if isinstance(block, Table))


def test_the_empty_board_has_words() -> None:
    """An empty picture says that there is nothing to show."""
    assert "inga möten att visa" in alt_text(BOARDS["empty"], T)


def test_unknown_signs_become_boxes() -> None:
    """Signs the font lacks are boxes, invisible ones go, and dollars are no formula."""
    sheet = blank(4, 1)
    assert sheet.write(0, 0, "a\u202eb\u200d 会 $x^2$\nå").get_text() == "ab □ $x^2$\nå"


def test_matplotlib_is_lazy() -> None:
    """Importing the room does not import matplotlib, which takes half a second."""
    code = "import sys, chatbot.leaderboard; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
