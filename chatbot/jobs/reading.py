"""The packs read in a process of its own, so that those who ask meanwhile do not share theirs with the reading.

What was read is handed over in pieces of a few entries: each is unpickled by itself, so that nothing holds the
interpreter for longer than a few milliseconds. See `docs/decisions/0010-reading-apart.md`.
"""

import contextlib
import gc
import io
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

from chatbot.answers import Index, answer, build_index
from chatbot.packs import Loaded, read_packs

MANY = 25  # entries of a piece; what has more is handed over in several
LONGEST_S = 600.0  # a child that takes longer is stuck
POLITENESS = 5  # how much the child gives way to others (Unix niceness)
GIVE_WAY_S = 0.0005
MISTYPED = "skärrmdelnig i temas"


class Failed(Exception):
    """The child could not be started, or ended without handing over everything."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the child is to read: the folders of packs, and the day that it is."""

    folders: Sequence[Path]
    today: date


class Apart:
    """Reads in a child process, one at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, request: Request) -> tuple[Loaded, Index]:
        """The packs and their index, without a head. Blocks; raises `Failed`."""
        try:
            with _started() as child:
                self._child = child
                if self._stopped:  # between the start and now
                    child.kill()
                return _received(child, request)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise Failed(type(error).__name__) from error
        finally:
            self._child = None

    def stop(self) -> None:
        """End a reading that goes on, which then raises `Failed`, and each later one."""
        self._stopped = True
        child = self._child
        if child is not None:
            child.kill()


@contextlib.contextmanager
def calm() -> Iterator[None]:
    """Read, or take over what was read, so that nobody who asks meanwhile waits for it (bench/packs.py).

    The collector of cycles would stop all threads for 0.1 s at a time: a library is large, has no cycles, and stays.
    """
    gc.disable()
    try:
        with giving_way():
            yield
    finally:
        gc.freeze()
        gc.enable()


@contextlib.contextmanager
def giving_way() -> Iterator[None]:
    """Give way ten times as often as usual, since an answer needs its turn many times."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextlib.contextmanager
def _started() -> Iterator[subprocess.Popen[bytes]]:
    """The child, ended at the latest when it has had its time."""
    command = [sys.executable, "-P", "-m", "chatbot.jobs.reading"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as child:  # noqa: S603  our own
        late = threading.Timer(LONGEST_S, child.kill)
        late.daemon = True
        late.start()
        try:
            yield child
        finally:
            late.cancel()
            child.kill()  # it has ended by itself, or nobody waits for it any more


def _received(child: subprocess.Popen[bytes], request: Request) -> tuple[Loaded, Index]:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    with child.stdin as asking:
        pickle.dump(request, asking)
    child.stdout.peek(1)  # type: ignore[attr-defined]  # a BufferedReader: waits for the first piece
    gc.collect()  # what `calm` freezes is never looked at again: leave it no garbage
    with calm():
        found: tuple[Loaded, Index] = joined(child.stdout)
    return found


def pieces(value: Any) -> Iterator[bytes]:
    """The value as pickles, each of a few entries; read them back with `joined`."""
    yield from _Splitter().split(("whole", 0, value))


def joined(stream: IO[bytes]) -> Any:
    """The value that `pieces` took apart. Raises EOFError when the stream ends too early."""
    parts: dict[int, Any] = {}
    while True:
        kind, number, held = _Joiner(stream, parts).load()
        if kind == "whole":
            return held
        if kind == "dict":
            parts.setdefault(number, {}).update(held)
        else:
            parts.setdefault(number, []).extend(held)


class _Splitter:
    """Numbers what is large and hands it over before what holds it."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []  # an id is only its own while the thing lives

    def split(self, message: tuple[str, int, Any]) -> Iterator[bytes]:
        """The message, after the large things that it holds."""
        buffer, large = io.BytesIO(), list[tuple[int, Any]]()
        _Pickler(buffer, lambda value: self._number(value, large, message[2])).dump(message)
        for number, value in large:
            yield from self._entries(number, value)
        yield buffer.getvalue()

    def _entries(self, number: int, value: Any) -> Iterator[bytes]:
        if isinstance(value, dict):
            entries = iter(value.items())
            while some := dict(islice(entries, MANY)):
                yield from self.split(("dict", number, some))
        else:
            members = iter(value)
            while more := list(islice(members, MANY)):
                yield from self.split(("set", number, more))

    def _number(self, value: Any, large: list[tuple[int, Any]], message: Any) -> int | None:
        if type(value) not in (dict, frozenset) or len(value) <= MANY or value is message:
            return None
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._kept)
            self._kept.append(value)
            large.append((self._numbers[id(value)], value))
        return self._numbers[id(value)]


class _Pickler(pickle.Pickler):
    def __init__(self, file: IO[bytes], number: Callable[[Any], int | None]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._number = number

    def persistent_id(self, value: Any) -> int | None:
        return self._number(value)


class _Joiner(pickle.Unpickler):
    def __init__(self, file: IO[bytes], parts: dict[int, Any]) -> None:
        super().__init__(file)
        self._parts = parts

    def persistent_load(self, number: Any) -> Any:
        part = self._parts[number]
        return part if isinstance(part, dict) else frozenset(part)


def main() -> None:
    """The child: read what is asked for on the standard input, and hand it over on the standard output."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301  from the process that started this one
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    gc.disable()
    loaded = read_packs(request.folders, request.today)
    index = build_index(loaded.library)
    answer(MISTYPED, index)  # what is only made when first needed is handed over too
    loaded.library.search(MISTYPED)
    for piece in pieces((loaded, index)):
        out.write(piece)
    out.flush()


if __name__ == "__main__":
    main()
