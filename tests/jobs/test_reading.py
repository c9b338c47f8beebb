"""The packs read in a process of their own: the same as here, in small pieces, and a child that fails stops nothing."""

import io
import pickle
import sys
import threading
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from chatbot.answers import Index, answer, build_index
from chatbot.jobs.reading import MANY, Apart, Failed, Request, joined, pieces
from chatbot.packs import Loaded, read_packs
from chatbot.resources import packs_folder

TODAY = date(2026, 11, 25)
SHIPPED = Request((packs_folder(),), TODAY)
LONGEST_PIECE = 256 * 1024  # bytes: a few milliseconds of unpickling


@pytest.fixture(scope="module")
def here() -> tuple[Loaded, Index]:
    """The shipped packs, read in this process."""
    loaded = read_packs(SHIPPED.folders, TODAY)
    return loaded, build_index(loaded.library)


def program(folder: Path, body: str) -> str:
    """Something else in Python's place."""
    file = folder / "python"
    file.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    file.chmod(0o755)
    return str(file)


def test_another_process_reads_the_same(here: tuple[Loaded, Index]) -> None:
    """Every guide, every problem, every answer; and what is made when first needed is made already."""
    loaded, index = Apart().read(SHIPPED)
    assert loaded == here[0]
    assert index.library is loaded.library
    assert (index.idf, index.kin, index.analyser) == (here[1].idf, here[1].kin, here[1].analyser)
    for guide in list(loaded.library.guides.values())[::20]:
        assert answer(guide.test_questions.right[0], index) == answer(guide.test_questions.right[0], here[1])
    assert "_words" in vars(loaded.library)
    assert "_by_shape" in vars(index.analyser.known)


def test_it_is_handed_over_in_small_pieces(here: tuple[Loaded, Index]) -> None:
    """None is so large that taking it in would keep an asker waiting."""
    lengths = [len(piece) for piece in pieces(here)]
    assert max(lengths) < LONGEST_PIECE
    assert len(lengths) > 500


@pytest.mark.parametrize(
    "value",
    [
        {"a": {n: {m: m for m in range(MANY * 2)} for n in range(MANY + 1)}},
        {frozenset(range(MANY + 1)): frozenset({"x"})},
        [shared := {n: n for n in range(MANY * 3)}, shared],
        (Counter("ab" * MANY), Counter(range(MANY * 2)), None, {}),
    ],
    ids=["nested", "sets", "shared", "counters"],
)
def test_pieces_are_put_together_again(value: object) -> None:
    """Whatever is inside what, in the same order; what was one thing is one thing again."""
    again = joined(io.BytesIO(b"".join(pieces(value))))
    assert again == value
    assert repr(again) == repr(value)
    if isinstance(again, list):
        assert again[0] is again[1]


def test_a_stream_that_ends_too_early_is_no_library() -> None:
    """Half a library is none."""
    some = list(pieces({n: n for n in range(1000)}))
    with pytest.raises(EOFError):
        joined(io.BytesIO(b"".join(some[:-1])))
    with pytest.raises(pickle.UnpicklingError):
        joined(io.BytesIO(b"".join(some)[:-9]))


@pytest.mark.parametrize("body", ["exit 3", "cat > /dev/null; echo nonsense", "cat > /dev/null; kill -9 $$"])
def test_a_child_that_fails_is_told(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended, killed or talking nonsense."""
    monkeypatch.setattr(sys, "executable", program(tmp_path, body))
    with pytest.raises(Failed):
        Apart().read(SHIPPED)


def test_no_python_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that embeds Python has none beside it."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(Failed):
        Apart().read(SHIPPED)


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that would never answer."""
    monkeypatch.setattr(sys, "executable", program(tmp_path, "exec sleep 1000"))
    monkeypatch.setattr("chatbot.jobs.reading.LONGEST_S", 0.05)
    with pytest.raises(Failed):
        Apart().read(SHIPPED)


def test_stopping_ends_a_reading_that_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And none is begun afterwards."""
    begun = tmp_path / "begun"
    monkeypatch.setattr(sys, "executable", program(tmp_path, f"touch {begun}; exec sleep 1000"))
    apart, failed = Apart(), threading.Event()

    def read() -> None:
        try:
            apart.read(SHIPPED)
        except Failed:
            failed.set()

    reading = threading.Thread(target=read)
    reading.start()
    while not begun.exists():
        assert not failed.is_set()
    apart.stop()
    reading.join(20)
    assert failed.is_set()
    with pytest.raises(Failed):
        apart.read(SHIPPED)
