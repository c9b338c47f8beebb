"""`resfri chat` as a process: it ends as a program in a shell should."""

import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from tests.running import RESFRI, environment

END_S = 30


def test_a_reader_that_leaves(tmp_path: Path) -> None:
    """`resfri chat | head -1` ends well, with nothing on the error output."""
    chat = subprocess.Popen(
        [RESFRI, "chat"],
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert chat.stdin
    assert chat.stdout
    chat.stdin.write(b"hej\n")
    chat.stdin.flush()
    assert chat.stdout.readline().strip()
    chat.stdout.close()
    chat.stdin.write(("hej\n" * 20).encode())
    chat.stdin.close()
    assert chat.wait(END_S) == 0
    assert chat.stderr
    with chat.stderr:
        assert chat.stderr.read() == b""


@pytest.mark.parametrize("way", ["interrupt", "end of input"])
def test_a_person_who_leaves(tmp_path: Path, way: str) -> None:
    """Ctrl-C and Ctrl-D at a keyboard end it at once, without a traceback, and the shell's prompt has its own line."""
    ours, theirs = pty.openpty()
    chat = subprocess.Popen(
        [RESFRI, "chat"], env=environment(tmp_path), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    told = b""
    while not told.endswith(b"> "):
        told += os.read(ours, 4096)
    if way == "interrupt":
        chat.send_signal(signal.SIGINT)
    else:
        os.write(ours, b"\x04")
    code = chat.wait(END_S)
    rest = os.read(ours, 4096) if way == "interrupt" else b""
    os.close(ours)
    assert code == 0
    assert rest.strip() == b""
    assert b"Traceback" not in told
