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
from typing import Any

import yaml

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
    """Guides of the shipped ones' size, each with words of its own, and references among themselves."""
    dice = random.Random(1)
    shipped = sorted((packs_folder() / "motesteknik" / "guider").glob("*.yaml"))
    ids = [file.stem for file in shipped]
    areas = (packs_folder() / "motesteknik" / "pack.yaml").read_text("utf-8").replace("namn: motesteknik", "namn: stor")
    (folder / "guider").mkdir(parents=True)
    (folder / "pack.yaml").write_text(areas, "utf-8")
    loaded = [yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) for file in shipped]
    for number in range(count):
        block = number // len(ids)
        here = {id: f"{id}-{block}" for place, id in enumerate(ids) if block * len(ids) + place < count}
        guide = _changed(loaded[number % len(ids)], here, dice)
        text = yaml.dump(guide, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)
        (folder / "guider" / f"{guide['id']}.yaml").write_text(text, "utf-8")


def _changed(guide: dict[str, Any], here: dict[str, str], dice: random.Random) -> dict[str, Any]:
    def own(text: str) -> str:
        return f"{text} {''.join(dice.choice(SYLLABLES.split()) for _ in range(4))}"

    def kept(ids: list[str]) -> list[str]:
        return [here[id] for id in ids if id in here]

    made = {**guide, "id": here[guide["id"]], "titel": own(guide["titel"])}
    for name in ("frågor", "nyckelord", "symptom"):
        if name in guide:
            made[name] = [own(text) for text in guide[name]]
    for name in ("se_även", "förväxlas_med"):
        if name in guide:
            made[name] = kept(guide[name])
    if "förtydligande" in guide:
        answers = {said: here[id] for said, id in guide["förtydligande"]["svar"].items() if id in here}
        made["förtydligande"] = {**guide["förtydligande"], "svar": answers}
    tests = guide.get("testfrågor", {})
    made["testfrågor"] = {name: [own(text) for text in texts] for name, texts in tests.items()}
    return made


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
