"""The trained head: one linear model over the features of a question, a row of weights for each guide and referral.

Weights are kept as small whole numbers (int8 with one scale per label), so that the file stays some megabytes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 1


@dataclass(frozen=True)
class Head:
    """`labels` are ids of guides and referrals; `numbers` (sorted) the features with their `idf`;
    `weights` has a row for each feature and a column for each label; `dense` likewise for an embedding's dimensions.
    `centre` is what all embeddings share; `right` and `covered` are the decider's weights over a ranking's signs, the
    bias last; `hash` names what it was trained on."""

    labels: tuple[str, ...]
    numbers: NDArray[np.uint32]
    idf: NDArray[np.float32]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    dense: NDArray[np.float32]
    centre: NDArray[np.float32]
    right: NDArray[np.float32]
    covered: NDArray[np.float32]
    hash: str

    def idf_of(self, found: Mapping[str, Counter[int]]) -> Mapping[int, float]:
        """The idf of those of these features (by family) that the head has learnt."""
        asked = np.fromiter((number for counts in found.values() for number in counts), dtype=np.uint32)
        places = np.searchsorted(self.numbers, asked)
        known = places < len(self.numbers)
        known[known] = self.numbers[places[known]] == asked[known]
        return dict(zip(asked[known].tolist(), self.idf[places[known]].tolist(), strict=True))

    def logits(self, sparse: Mapping[int, float], embedded: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """One score for each label; higher is likelier."""
        rows = np.searchsorted(self.numbers, np.fromiter(sparse.keys(), dtype=np.uint32, count=len(sparse)))
        values = np.fromiter(sparse.values(), dtype=np.float32, count=len(sparse))
        total = values @ self.weights[rows].astype(np.float32) * self.scale + self.bias
        if embedded is not None and self.dense.size:
            total = total + centred(embedded, self.centre) @ self.dense
        return np.asarray(total, dtype=np.float32)

    def lead(self, number: int, one: int, other: int) -> float:
        """How much more a feature speaks for the label of one column than for that of another."""
        row = int(np.searchsorted(self.numbers, np.uint32(number)))
        return float(self.weights[row, one] * self.scale[one] - self.weights[row, other] * self.scale[other])

    def save(self, file: Path) -> None:
        """Write to a file, the same bytes for the same weights."""
        file.parent.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, Any] = {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        np.savez_compressed(file, format=FORMAT, labels=np.array(self.labels), hash=self.hash, **arrays)


def centred(embedded: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """The embedding without what all questions share, of length one."""
    moved = embedded - centre
    return np.asarray(moved / max(1e-6, float(np.linalg.norm(moved))), dtype=np.float32)


def load_head(file: Path) -> Head | None:
    """The head in this file; None if there is none or it is of another format."""
    if not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as held:
        if int(held["format"]) != FORMAT:
            return None
        named = {name: held[name] for name in held.files if name not in ("format", "labels", "hash")}
        return Head(labels=tuple(held["labels"].tolist()), hash=str(held["hash"]), **named)
