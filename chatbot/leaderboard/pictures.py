"""Pictures of boards, kept while the same board is asked for again: drawing takes up to a second."""

from collections import OrderedDict
from threading import Lock

from chatbot.i18n import Translator
from chatbot.leaderboard.chart import draw
from chatbot.leaderboard.standings import Board

KEPT = 32


class Undrawn(Exception):
    """A picture is wanted that nobody has drawn yet; it is drawn where nobody waits, and the work done again."""

    def __init__(self, board: Board, t: Translator) -> None:
        super().__init__("a picture is not drawn yet")
        self.board = board
        self.t = t


class Pictures:
    """The latest pictures, by board and language. A board that has changed is another board."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[tuple[Board, str], bytes] = OrderedDict()
        self._lock = Lock()

    def of(self, board: Board, t: Translator) -> bytes:
        """The picture as drawn before. Raises `Undrawn`."""
        with self._lock:
            found = self._drawn.get((board, t.language))
        if found is None:
            raise Undrawn(board, t)
        return found

    def draw(self, board: Board, t: Translator) -> bytes:
        """The picture, drawn now if need be."""
        with self._lock:
            found = self._drawn.get((board, t.language))
        drawn = draw(board, t) if found is None else found
        with self._lock:
            self._drawn[board, t.language] = drawn
            self._drawn.move_to_end((board, t.language))
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return drawn
