"""Letting go of knowledge that is no longer in force, bit by bit: freeing it all at once would hold every thread up."""

import weakref
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from chatbot.conversation.context import Knowledge

MANY = 500  # entries from which freeing takes time


class Farewell:
    """Keeps the entries of what is large until nobody holds the knowledge, and then lets go of one at a time.

    Whoever still answers by it keeps it whole: nothing is taken out of it, the entries only get one holder more.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._held: list[Any] = []
        for large in _large(knowledge, set()):
            for key, value in large.items():  # one at a time: a copy made at once would hold every thread up too
                self._held.append(key)
                self._held.append(value)
        self._last = (weakref.ref(knowledge.library), weakref.ref(knowledge.index))

    def gone(self) -> bool:
        """Let go if nobody else holds it; False while somebody does."""
        if any(one() is not None for one in self._last):
            return False
        while self._held:
            self._held.pop()
        return True


def _large(value: Any, seen: set[int]) -> Iterator[Mapping[Any, Any]]:
    """The large mappings in it, also those that it made for itself when they were first needed."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Mapping):
        if len(value) > MANY:
            yield value
    elif is_dataclass(value):
        own: Mapping[str, Any] = getattr(value, "__dict__", {})
        parts = own or {one.name: getattr(value, one.name) for one in fields(value)}
        for part in parts.values():
            yield from _large(part, seen)
