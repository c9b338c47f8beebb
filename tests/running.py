"""A real `resfri run` in a process of its own, for tests that kill it or look at it with a browser; other commands."""

import contextlib
import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from unittest.mock import patch

from chatbot.cli import main

RESFRI = Path(sys.executable).with_name("resfri")
START_S = 60
OWN_PROCESS = frozenset({"chat", "run", "demo"})  # commands that talk or serve


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a fresh install whose data lie in `home`, and whose Python keeps what it compiles."""
    ours = ("RESFRI_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "RESFRI_DATA": str(home), **{f"RESFRI_{name.upper()}": value for name, value in settings.items()}}


def resfri(home: Path, *arguments: str, stdin: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command on a fresh install: what talks or serves in a process of its own, all else in this one,
    where what it imports is there already."""
    env = environment(home, **settings)
    if OWN_PROCESS.isdisjoint(arguments):
        return _in_this_process(home, arguments, env)
    return subprocess.run(
        [RESFRI, *arguments], env=env, input=stdin, capture_output=True, text=True, check=False, cwd=home
    )


def _in_this_process(home: Path, arguments: tuple[str, ...], env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """The command line as its entry point calls it, with this environment and its outputs caught."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.dict(os.environ, env, clear=True),
        contextlib.chdir(home),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


@dataclass
class Running:
    """A server that is up; use as a context manager."""

    data: Path
    database: str = ""
    arguments: tuple[str, ...] = ("run",)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    printed: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start and wait until it has printed its address; a start that fails raises with what it printed."""
        settings = {
            **self.settings,
            "web__port": str(self.port),
            **({"database": self.database} if self.database else {}),
        }
        self.process = subprocess.Popen(
            [RESFRI, *self.arguments],
            env=environment(self.data, **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.data,
        )
        up = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(self.process, up), daemon=True)
        self._reader.start()
        if not up.wait(START_S):
            raise RuntimeError("\n".join(self.printed))
        return self

    def _read(self, process: "subprocess.Popen[str]", up: threading.Event) -> None:
        with process.stdout or contextlib.nullcontext(()) as lines:
            for line in lines:
                self.printed.append(line.rstrip())
                if re.search(r"http://\S+", line):
                    up.set()
        if process.wait():
            self.printed.append(f"exit {process.returncode}")

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(number)
        code = self.process.wait(20)
        self._reader.join()
        self.process = None
        return code

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.kill()
