"""A pack of 5,000 guides: how long the lint takes, how long a reload, and whether askers notice it.

Run from the checkout: `python bench/packs.py [count]`. The guides are the shipped ones with other ids and words.
"""

import random
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from chatbot.answers import Index, answer, build_index
from chatbot.conversation.context import Knowledge
from chatbot.jobs.shelf import Edition, Shelf
from chatbot.packs import read_packs
from chatbot.packs.lint import lint
from chatbot.resources import packs_folder

TODAY = date(2026, 11, 25)
SYLLABLES = "ba be bo da de do fa fi go ha hi ka ke la li ma mo na ni pa pe ra ri sa so ta to va vi"
QUESTION = "hur delar jag skärmen i teams?"


def make(folder: Path, count: int) -> None:
    """Guides of the shipped ones' size, each with some words of its own."""
    dice = random.Random(1)
    shipped = sorted((packs_folder() / "motesteknik" / "guider").glob("*.yaml"))
    areas = (packs_folder() / "motesteknik" / "pack.yaml").read_text("utf-8").replace("namn: motesteknik", "namn: stor")
    (folder / "guider").mkdir(parents=True)
    (folder / "pack.yaml").write_text(areas, "utf-8")
    syllables = SYLLABLES.split()
    for number in range(count):
        text = shipped[number % len(shipped)].read_text("utf-8")
        own = shipped[number % len(shipped)].stem
        lines = [_changed(line, own, number, dice, syllables) for line in text.splitlines()]
        (folder / "guider" / f"{own}-{number}.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def _changed(line: str, own: str, number: int, dice: random.Random, syllables: list[str]) -> str:
    if line.startswith("id:"):
        return f"id: {own}-{number}"
    if line.startswith("titel:"):
        return line.replace("titel: ", f"titel: {number} ")
    if line.lstrip().startswith("- ") and ":" not in line:
        return f"{line} {''.join(dice.choice(syllables) for _ in range(4))}"
    return line


def reread(folder: Path) -> None:
    """As a running server does."""

    def read() -> Edition:
        library = read_packs([folder], TODAY).library
        return Edition(Knowledge(library, build_index(library)), (), "")

    shelf = Shelf(read, lambda: "", lambda _: None, lambda _: None)
    with ThreadPoolExecutor(1) as reading:
        shelf.open(reading)
        shelf.now()


def pauses(index: Index, stop: threading.Event, spent: list[float]) -> None:
    """Ask all the time, and note how long each answer took."""
    while not stop.is_set():
        began = time.perf_counter()
        answer(QUESTION, index)
        spent.append((time.perf_counter() - began) * 1000)


def main(count: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "stor"
        make(folder, count)
        began = time.perf_counter()
        problems = lint((folder,), TODAY)
        print(f"lint of {count} guides: {time.perf_counter() - began:.1f} s, {len(problems)} findings")
        index = build_index(read_packs([packs_folder()], TODAY).library)
        for reading in (False, True):
            spent: list[float] = []
            stop = threading.Event()
            asker = threading.Thread(target=pauses, args=(index, stop, spent))
            asker.start()
            began = time.perf_counter()
            if reading:
                reread(folder)
            else:
                time.sleep(3)
            took = time.perf_counter() - began
            stop.set()
            asker.join()
            ordered = sorted(spent)
            what = f"reload of {count} guides ({took:.1f} s)" if reading else "nothing else"
            print(f"asking during {what}: median {ordered[len(ordered) // 2]:.1f} ms, longest {ordered[-1]:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
