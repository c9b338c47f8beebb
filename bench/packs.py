"""A pack of 5,000 guides: how long the lint takes, how long a reload, and whether askers notice it.

Run from the checkout: `python bench/packs.py [count]`. The guides are the shipped ones with other ids and words.
"""

import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from chatbot.answers import Index, answer, build_index
from chatbot.conversation.context import Knowledge
from chatbot.jobs.reading import Apart, Request
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


def shelf_of(folders: list[Path]) -> Shelf:
    """As a running server has it: the first reading here, those that follow in another process."""
    apart = Apart()

    def read() -> Edition:
        library = read_packs(folders, TODAY).library
        return Edition(Knowledge(library, build_index(library)), (), str(folders))

    def read_apart() -> Edition:
        loaded, index = apart.read(Request(tuple(folders), TODAY))
        return Edition(Knowledge(loaded.library, index), (), str(folders))

    return Shelf(read, lambda: str(folders), lambda _: None, lambda _: None, read_apart)


def reload(shelf: Shelf, folders: list[Path], folder: Path) -> None:
    """The folder comes into force, goes again, and is let go of."""
    shipped = list(folders)
    folders[:] = [folder]
    shelf.look()
    folders[:] = shipped
    shelf.look()
    shelf.look()


def pauses(index: Index, stop: threading.Event, spent: list[tuple[float, float]]) -> None:
    """Ask a hundred times a second, and note how long each answer took: by the clock, and in computing of this process.

    Where other programs want the same core only the second tells what the bot itself did to who asked.
    """
    while not stop.wait(0.01):
        began, worked = time.perf_counter(), time.process_time()
        answer(QUESTION, index)
        spent.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))


def main(count: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "stor"
        make(folder, count)
        began, worked = time.perf_counter(), time.process_time()
        problems = lint((folder,), TODAY)
        took, computed = time.perf_counter() - began, time.process_time() - worked
        print(f"lint of {count} guides: {took:.1f} s ({computed:.1f} s of computing), {len(problems)} findings")
        folders = [packs_folder()]
        shelf = shelf_of(folders)
        with ThreadPoolExecutor(1) as reading:
            shelf.open(reading)
        while_asking("nothing else", shelf, lambda: time.sleep(3))
        while_asking(f"reload of {count} guides and back", shelf, lambda: reload(shelf, folders, folder))


def while_asking(what: str, shelf: Shelf, work: Callable[[], None]) -> None:
    """Print how those fared who asked meanwhile."""
    spent: list[tuple[float, float]] = []
    stop = threading.Event()
    asker = threading.Thread(target=pauses, args=(shelf.now().index, stop, spent))
    asker.start()
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    stop.set()
    asker.join()
    clock, computing = (sorted(each) for each in zip(*spent, strict=True))
    print(f"asking during {what} ({took:.1f} s): ", end="")
    print(f"median {clock[len(clock) // 2]:.1f} ms, longest {clock[-1]:.1f} ms; ", end="")
    print(f"in computing {computing[len(computing) // 2]:.1f} and {computing[-1]:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
