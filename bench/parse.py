"""The meeting line's parser: how much it reads right, how fast, and its dates beside those of dateparser.

Run from the checkout: `python bench/parse.py`. The lines are those of tests/meetings/lines.jsonl; where ../shared is
there, the samples too (figures only). Peers that are not installed are named with how to get them.
"""

import importlib
import json
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chatbot.clock import system_clock
from chatbot.meetings import Draft
from chatbot.meetings.parse import parse
from chatbot.packs import read_packs
from chatbot.resources import packs_folder

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
LINES = Path(__file__).parents[1] / "tests" / "meetings" / "lines.jsonl"

Reader = Callable[[str], date | None]


def lines() -> Sequence[tuple[str, str]]:
    """Each line that says a day, with the day."""
    rows = [json.loads(line) for line in LINES.read_text("utf-8").splitlines()]
    return [(row["text"], row["draft"]["date"]) for row in rows if row.get("draft", {}).get("date")]


def ours() -> Reader:
    """The parser of `/logga-möte`."""
    places = read_packs([packs_folder()], NOW.date()).library.places

    def read(text: str) -> date | None:
        found = parse(text, NOW, places)
        return found.date if isinstance(found, Draft) else None

    return read


def peer(whole: bool) -> Reader | None:
    """dateparser in Swedish: of the whole text, or searching in it."""
    try:
        dateparser: Any = importlib.import_module("dateparser")
        search: Any = importlib.import_module("dateparser.search")
    except ImportError:
        return None
    told: Any = {"RELATIVE_BASE": NOW.replace(tzinfo=None), "PREFER_DATES_FROM": "past", "DATE_ORDER": "DMY"}

    def read(text: str) -> date | None:
        if whole:
            found: datetime | None = dateparser.parse(text, languages=["sv"], settings=told)
            return found.date() if found else None
        hits: list[tuple[str, datetime]] | None = search.search_dates(text, languages=["sv"], settings=told)
        return hits[0][1].date() if hits else None

    return read


def main() -> None:
    """Print the table."""
    asked = lines()
    print(f"{len(asked)} lines that say a day; {system_clock():%Y-%m-%d}")
    print(f"{'':24}{'days right':>12}{'ms a line':>12}")
    readers = {"resfri": ours(), "dateparser.search": peer(whole=False), "dateparser.parse": peer(whole=True)}
    for name, read in readers.items():
        if read is None:
            print(f"{name:24}  not installed: pip install dateparser")
            continue
        read(asked[0][0])
        began = time.perf_counter()
        right = sum((found := read(text)) is not None and found.isoformat() == day for text, day in asked)
        spent = (time.perf_counter() - began) * 1000 / len(asked)
        print(f"{name:24}{right / len(asked):12.3f}{spent:12.2f}")


if __name__ == "__main__":
    main()
