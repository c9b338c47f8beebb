"""The words people use for a board: "timmar förra månaden", "andel", "små grupper vecka 46"."""

import re
import unicodedata
from collections.abc import Mapping

from chatbot.leaderboard.measures import Measure
from chatbot.leaderboard.standings import Size

MEASURES: Mapping[str, Measure] = {
    **dict.fromkeys(("andel", "andelen", "procent", "baslinje", "share"), "share"),
    **dict.fromkeys(("arsarbetskraft", "arsarbetskrafter", "arsarbetare", "anstalld", "per anstalld", "fte"), "fte"),
    **dict.fromkeys(("antal", "antalet", "moten", "count"), "count"),
    **dict.fromkeys(("timmar", "timme", "restid", "tid", "hours"), "hours"),
    **dict.fromkeys(("kwh", "energi", "el", "energy"), "kwh"),
    **dict.fromkeys(("kg", "kilo", "co2", "co2e", "koldioxid", "utslapp", "klimat"), "kg"),
    **dict.fromkeys(("forbattring", "forbattringar", "okning", "utveckling", "forandring", "change"), "change"),
}
SIZES: Mapping[str, Size] = {
    **dict.fromkeys(("sma", "liten", "small"), "small"),
    **dict.fromkeys(("mellan", "mellanstora", "medium"), "middle"),
    **dict.fromkeys(("stora", "stor", "large"), "large"),
}
PASSED_OVER = frozenset({"per", "grupper", "grupp", "gruppers", "tavla", "tavlan", "sparade", "sparad"})
DATES = re.compile(r"\d")


def parse_board(words: str) -> tuple[Measure | None, Size | None, str]:
    """What the board is ordered by and of which groups, None where it is not said, and the words that are left."""
    measure: Measure | None = None
    size: Size | None = None
    left: list[str] = []
    said = words.split()
    for at, word in enumerate(said):
        plain = _folded(word)
        if measure is None and plain in MEASURES:
            measure = MEASURES[plain]
        elif size is None and plain in SIZES and not (plain == "mellan" and DATES.search(" ".join(said[at:]))):
            size = SIZES[plain]
        elif plain not in PASSED_OVER:
            left.append(word)
    return measure, size, " ".join(left)


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip(".,;:?!")
