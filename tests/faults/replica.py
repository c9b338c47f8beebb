"""One replica of Resfri with the fake chat's adapter, in a process of its own: `python -m tests.faults.replica`.

The program is the one that `resfri run` starts; only the adapter is not found by its entry point.
"""

import json
import sys
from dataclasses import replace
from datetime import timedelta

from chatbot import app
from chatbot.clock import system_clock
from chatbot.ports import Capabilities
from tests.contract.chat.adapter import ChatAdapter, ChatSettings


def main(address: str, settlement: str, ahead_s: float) -> None:
    """Serve until killed, by a clock so much ahead; one line once all is up."""
    adapter = ChatAdapter(Capabilities(buttons=True, settlement=settlement), ChatSettings(url=address))  # type: ignore[arg-type]
    chosen = replace(app.options(), clock=lambda: system_clock() + timedelta(seconds=ahead_s))
    app.serve(chosen, [adapter], ready=lambda: print("up", flush=True))  # noqa: T201


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
