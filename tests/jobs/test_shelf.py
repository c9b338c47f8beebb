"""The knowledge in force while coaches save: swapped whole, and a broken save changes nothing for those who ask."""

import asyncio
import gc
import sys
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from chatbot.answers import Found, answer, build_index
from chatbot.conversation.context import Knowledge
from chatbot.errors import Notice
from chatbot.jobs.reading import Apart, Request
from chatbot.jobs.shelf import Edition, Shelf
from chatbot.packs import Problem, read_packs
from chatbot.packs.watch import fingerprint

TODAY = date(2026, 11, 25)
GUIDE = "id: {id}\ntitel: {title}\nområde: ljud\nfrågor: [{question}]\nsteg: [Klicka på knappen.]\n"


class Desk:
    """A pack in a folder, its shelf, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.told: list[Notice] = []
        (folder / "guider").mkdir(parents=True)
        (folder / "pack.yaml").write_text("namn: prov\n", "utf-8")
        self.save("eko", "Eko i mötet", "varför ekar det")
        self.save("brus", "Brus i mötet", "varför brusar det")
        self.open()

    apart: Callable[[], Edition] | None = None
    stop: Callable[[], None] = staticmethod(lambda: None)

    def open(self) -> None:
        """As the program does when it starts."""
        folder = self.folder
        self.shelf = Shelf(
            self._read, lambda: fingerprint([folder]), self.problems.append, self.told.append, self.apart, self.stop
        )
        with ThreadPoolExecutor(1) as reading:
            self.shelf.open(reading)

    def save(self, id: str, title: str, question: str) -> None:
        """Write a guide."""
        text = GUIDE.format(id=id, title=title, question=question)
        (self.folder / "guider" / f"{id}.yaml").write_text(text, "utf-8")

    def _read(self) -> Edition:
        seen = fingerprint([self.folder])
        loaded = read_packs([self.folder], TODAY)
        return Edition(Knowledge(loaded.library, build_index(loaded.library)), loaded.problems, seen)


def test_a_save_comes_into_force_whole(tmp_path: Path) -> None:
    """A new guide is found after the next look, and what changed is told."""
    desk = Desk(tmp_path / "p")
    before = desk.shelf.now()
    assert desk.shelf.look() is False  # nothing has changed
    desk.save("tjut", "Tjut i mötet", "varför tjuter det")
    assert desk.shelf.look() is True
    after = desk.shelf.now()
    assert after.library.hash != before.library.hash
    assert isinstance(answer("varför tjuter det", after.index), Found)
    assert [one.fields for one in desk.told] == [{"added": 1, "gone": 0, "changed": 0}]
    assert "tjut" not in before.library.guides  # who holds the old one keeps it whole


def test_a_broken_save_leaves_the_last_good_and_is_told_once(tmp_path: Path) -> None:
    """While a thousand questions are asked, none fails, and the problem is told once until the file is mended."""
    desk = Desk(tmp_path / "p")
    failures: list[str] = []
    done = threading.Event()

    def ask() -> None:
        answers = (answer("varför ekar det", desk.shelf.now().index) for _ in range(1000))
        failures.extend("no answer" for one in answers if not isinstance(one, Found))
        done.set()

    asking = threading.Thread(target=ask)
    asking.start()
    file = desk.folder / "guider" / "eko.yaml"
    file.write_text("id: eko\ntitel: [\n", "utf-8")
    while not done.is_set():
        assert desk.shelf.look() is False
    asking.join()
    assert desk.shelf.look() is False
    assert failures == []
    assert [one.file for one in desk.problems] == [file]
    desk.save("eko", "Eko i mötet", "varför ekar det så")
    assert desk.shelf.look() is True
    assert desk.told[-1].fields == {"added": 0, "gone": 0, "changed": 1}
    assert len(desk.problems) == 1


async def test_a_file_that_vanishes_while_it_is_read_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that replaces a file at the wrong moment: the watch goes on, and the next look reads it."""
    desk = Desk(tmp_path / "p")
    monkeypatch.setattr("chatbot.jobs.shelf.LOOK_EVERY_S", 0)
    whole, times = desk._read, iter([True, False])

    def read() -> Edition:
        if next(times, False):
            raise FileNotFoundError
        return whole()

    desk.shelf._read = read  # the disk at that moment, which no test can time
    desk.save("tjut", "Tjut i mötet", "varför tjuter det")
    watching = asyncio.create_task(desk.shelf.watch())
    async with asyncio.timeout(20):
        while "tjut" not in desk.shelf.now().library.guides:
            assert not watching.done()
            await asyncio.sleep(0)
    watching.cancel()


def test_a_pack_that_is_broken_from_the_start_gives_what_is_whole(tmp_path: Path) -> None:
    """The first reading takes what it can, and tells the rest."""
    desk = Desk(tmp_path / "p")
    (desk.folder / "guider" / "brus.yaml").write_text("id: brus\n", "utf-8")
    shelf = Shelf(desk._read, lambda: fingerprint([desk.folder]), desk.problems.append, desk.told.append)
    with ThreadPoolExecutor(1) as reading:
        shelf.open(reading)
    assert set(shelf.now().library.guides) == {"eko"}
    assert desk.problems


def with_child(desk: Desk) -> Apart:
    """The shelf reads again in a process of its own."""
    child = Apart()

    def apart() -> Edition:
        seen = fingerprint([desk.folder])
        loaded, index = child.read(Request((desk.folder,), TODAY))
        return Edition(Knowledge(loaded.library, index), loaded.problems, seen)

    desk.apart, desk.stop = apart, child.stop
    desk.open()
    return child


def test_a_save_is_read_in_another_process(tmp_path: Path) -> None:
    """It comes into force as before, and a broken one is refused as before."""
    desk = Desk(tmp_path / "p")
    with_child(desk)
    desk.shelf.now()
    desk.save("tjut", "Tjut i mötet", "varför tjuter det")
    assert desk.shelf.look() is True
    assert isinstance(answer("varför tjuter det", desk.shelf.now().index), Found)
    (desk.folder / "guider" / "eko.yaml").write_text("id: [\n", "utf-8")
    assert desk.shelf.look() is False
    assert [one.file.name for one in desk.problems] == ["eko.yaml"]


def test_where_no_process_can_be_started_it_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Slower for those who ask, and told in the log; but not once the program is ending."""
    desk = Desk(tmp_path / "p")
    with_child(desk)
    desk.shelf.now()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    desk.save("tjut", "Tjut i mötet", "varför tjuter det")
    assert desk.shelf.look() is True
    assert "read in this one" in caplog.text
    desk.save("brum", "Brum i mötet", "varför brummar det")
    desk.shelf.close()
    assert desk.shelf.look() is False


def test_what_is_no_longer_in_force_is_let_go_of(tmp_path: Path) -> None:
    """When nobody answers by it any more; until then whoever holds it has it whole."""
    desk = Desk(tmp_path / "p")
    for number in range(600):  # so many that they are let go of one at a time
        desk.save(f"guide-{number}", f"Guide {number}", f"fråga nummer {number}")
    assert desk.shelf.now()
    desk.shelf.look()
    held = desk.shelf.now()
    library, index = weakref.ref(held.library), weakref.ref(held.index)
    desk.save("tjut", "Tjut i mötet", "varför tjuter det")
    assert desk.shelf.look() is True
    assert desk.shelf.look() is False
    assert len(held.library.guides) == 602
    assert isinstance(answer("varför ekar det", held.index), Found)
    del held
    desk.shelf.look()
    gc.collect()
    assert (library(), index(), desk.shelf._leaving) == (None, None, [])


@pytest.mark.measured
def test_the_files_are_looked_at_in_a_moment(tmp_path: Path) -> None:
    """A look at unchanged files opens none of them: under a tenth of the time of reading them."""
    desk = Desk(tmp_path / "p")
    for number in range(200):
        desk.save(f"guide-{number}", f"Guide {number}", f"fråga nummer {number}")
    began = time.perf_counter()
    fingerprint([desk.folder])
    looked = time.perf_counter() - began
    began = time.perf_counter()
    desk._read()
    assert looked < (time.perf_counter() - began) / 10
