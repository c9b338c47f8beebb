"""A guide that another pack replaces or hides, and whether the one below has changed since it was replaced."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from chatbot.packs.guide import Guide

Drift = Literal["hidden", "unmarked", "same", "changed"]
NOT_CONTENT = frozenset({"pack", "file", "reviewed", "replaces"})


@dataclass(frozen=True, slots=True)
class Overlay:
    """`base` is no longer in force: the pack `by` in `folder` has `guide` in its place, or hides it (None)."""

    base: Guide
    folder: Path
    by: str
    guide: Guide | None = None

    @property
    def drift(self) -> Drift:
        """How the base stands to what the replacing guide says that it was written from."""
        if self.guide is None:
            return "hidden"
        if not self.guide.replaces:
            return "unmarked"
        return "same" if self.guide.replaces == mark(self.base) else "changed"


def mark(guide: Guide) -> str:
    """A short name for what the guide says: "v" and 8 hex digits of SHA-256.

    The same however the file is laid out, whoever has reviewed it, and also in a release that knows more keys; the
    "v" keeps YAML from reading digits as a number.
    """
    said = _written({name: value for name, value in asdict(guide).items() if name not in NOT_CONTENT})
    return "v" + hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]


def _written(value: object) -> object:
    """Without what stands empty, at any depth."""
    if isinstance(value, dict):
        return {name: _written(inner) for name, inner in value.items() if inner}
    return [_written(inner) for inner in value] if isinstance(value, list | tuple) else value
