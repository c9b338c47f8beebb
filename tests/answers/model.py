"""A language model on loopback, that answers as it is told."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Model:
    """A chat completions server on loopback, answering as told and keeping what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.status = 200
        self.wait = 0.0
        self.drip = 0.0  # seconds between the bytes of a reply
        self.reply: Callable[[str], bytes] = lambda _: said("1")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body)
                outer.keys.append(self.headers.get("Authorization"))
                time.sleep(outer.wait)
                self.send_response(outer.status if self.path == "/v1/chat/completions" else 404)
                self.end_headers()
                for byte in outer.reply(body["messages"][1]["content"]):
                    self.wfile.write(bytes((byte,)))
                    time.sleep(outer.drip)

            def log_message(self, *args: object) -> None:
                """Nothing to the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"

    @contextlib.contextmanager
    def running(self) -> "Iterator[Model]":
        """Listen until the block ends."""
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        yield self
        self.server.shutdown()
        self.server.server_close()

    def place_of(self, title: str) -> Callable[[str], bytes]:
        """A reply that picks this title from the list."""

        def reply(asked: str) -> bytes:
            row = next(line for line in asked.splitlines() if line.endswith(title))
            return said(f"Nummer {row.split('.')[0]}.")

        return reply


def said(text: str) -> bytes:
    """A completion with this text."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()
