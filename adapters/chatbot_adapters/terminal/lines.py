"""Lines from a keyboard, a pipe or a file, for a program that must not stand still meanwhile."""

import asyncio
import contextlib
import io
import threading
from typing import TextIO


def lines_of(source: TextIO) -> "asyncio.Queue[str | None]":
    """A queue of the source's lines, None at its end. Bytes that are no text become �.

    They are read in a thread of their own, since a line from a keyboard cannot be awaited.
    """
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def put(line: str | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the program is on its way out
            loop.call_soon_threadsafe(lines.put_nowait, line)

    def read() -> None:
        try:
            for line in _unlocked(source):
                put(line.rstrip("\r\n"))
        finally:
            put(None)

    threading.Thread(target=read, name="resfri-lines", daemon=True).start()
    return lines


def _unlocked(source: TextIO) -> TextIO:
    """The same file by a reader of our own.

    `sys.stdin` is closed when the interpreter ends; Python dies if a thread that waits inside it then holds its lock.
    """
    try:
        number = source.fileno()
    except (OSError, ValueError):
        return source  # in memory
    raw = io.FileIO(number, closefd=False)
    return io.TextIOWrapper(io.BufferedReader(raw), encoding=source.encoding, errors="replace", newline=None)
