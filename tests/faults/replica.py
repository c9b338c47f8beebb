"""One replica of Resfri with the fake chat's adapter, in a process of its own: `python -m tests.faults.replica`.

The program is the one that `resfri run` starts; only the adapter is not found by its entry point.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from chatbot import app
from chatbot.clock import system_clock
from chatbot.ports import Capabilities
from chatbot.ports import Settlement as Settling
from tests.contract.chat.adapter import ChatAdapter, ChatSettings


def capabilities(settlement: Settling) -> Capabilities:
    """What the replica's chat can show."""
    return Capabilities(buttons=True, images=True, settlement=settlement)


def hold(statement: str, at: int, seconds: float, note: str) -> None:
    """Hold this process's transactions open so long after a statement that begins so: after the `at`-th, 0 = each.

    The process writes its number to `note` before, unless each is held.
    """
    seen = count(1)

    def executed(_tx: Connection, _cursor: Any, said: str, *_: Any) -> None:
        if said.startswith(statement) and (not at or next(seen) == at):
            if at:
                Path(note).write_text(str(os.getpid()))
            time.sleep(seconds)  # the transaction that is held open is what is tested

    event.listen(Engine, "after_cursor_execute", executed)


def main(
    address: str,
    settlement: Settling,
    ahead_s: float,
    day: str = "",
    port: int = 0,
    held: Mapping[str, Any] | None = None,
) -> None:
    """Serve until killed, by a clock so much ahead: its own, if it is another `day`; one line once all is up."""
    if held:
        hold(**held)
    adapter = ChatAdapter(capabilities(settlement), ChatSettings(url=address, port=port))
    clock = lambda: system_clock() + timedelta(seconds=ahead_s)  # noqa: E731
    chosen = replace(app.options(), clock=clock, own_clock=bool(day), clock_text=day)
    app.serve(chosen, [adapter], ready=lambda: print("up", flush=True))  # noqa: T201


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
