"""Choosing among the engine's ten best by a language model on the organisation's own premises; off by default.

Any server that speaks OpenAI's chat completions will do (vLLM, llama.cpp, Ollama). It is sent the question and ten
titles and nothing else; whatever goes wrong, the engine answers as if it had not been asked.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Protocol

TASK = (
    "Du får en fråga från en mötesdeltagare och en numrerad lista med tips. "
    "Svara bara med numret på det tips som svarar på frågan, eller 0 om inget gör det."
)
MAX_ASKED = 600  # characters of the question that are sent
MAX_REPLY = 100_000  # bytes read of the reply
NUMBER = re.compile(r"\d+")


class Chooser(Protocol):
    """Picks one of some titles; whoever asks should wait no longer than `seconds` in all."""

    @property
    def seconds(self) -> float:
        """The time it may take."""

    def choose(self, question: str, titles: Sequence[str]) -> int | None:
        """The place in the list, from 0; -1 when none fits; None when it cannot be told."""


@dataclass(frozen=True)
class Endpoint:
    """A chat model behind an address such as http://127.0.0.1:8000/v1."""

    address: str
    model: str
    key: str = ""
    seconds: float = 3.0  # for connecting and for each piece of the reply; the bot waits no longer in all

    def choose(self, question: str, titles: Sequence[str]) -> int | None:
        """Ask the model. None after a time-out, a refusal or a reply that is no number of the list."""
        try:
            with urllib.request.urlopen(self._request(question, titles), timeout=self.seconds) as reply:  # noqa: S310
                said = json.loads(reply.read(MAX_REPLY))["choices"][0]["message"]["content"]
        except (OSError, HTTPException, ValueError, LookupError, TypeError):
            return None
        number = NUMBER.search(str(said))
        place = int(number.group()[:4]) if number else -1
        return place - 1 if number and place <= len(titles) else None

    def _request(self, question: str, titles: Sequence[str]) -> urllib.request.Request:
        listed = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1))
        asked = f"Fråga: {' '.join(question[:MAX_ASKED].split())}\n\n{listed}"
        messages = [{"role": "system", "content": TASK}, {"role": "user", "content": asked}]
        body = {"model": self.model, "messages": messages, "temperature": 0, "max_tokens": 8}
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        address = f"{self.address.rstrip('/')}/chat/completions"
        return urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310  http(s), checked by settings
