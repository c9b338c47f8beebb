"""One replica of Resfri with the fake chat's adapter, in a process of its own: `python -m tests.faults.replica`.

The program is the one that `resfri run` starts; only the adapter is not found by its entry point.
"""

import json
import sys

from chatbot import app
from chatbot.ports import Capabilities
from tests.contract.chat.adapter import ChatAdapter, ChatSettings


def main(address: str, settlement: str) -> None:
    """Serve until killed; one line once all is up."""
    adapter = ChatAdapter(Capabilities(buttons=True, settlement=settlement), ChatSettings(url=address))  # type: ignore[arg-type]
    app.serve(app.options(), [adapter], ready=lambda: print("up", flush=True))  # noqa: T201


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
