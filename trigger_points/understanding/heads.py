"""Light linear heads on sentence embeddings: one label of many, or any of many.

Kept as plain arrays (``.npz``), so that reading a message is one
matrix product and a model file holds no code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigger_points.understanding import fitting
from trigger_points.understanding.fitting import fit, one_of_many, yes_or_no

Array = NDArray[np.float32]
MIN_EXAMPLES = 3
"""A label with fewer positive examples gets no head: it would only guess."""


@dataclass(frozen=True)
class Head:
    """``labels`` with one row of ``weights`` each. ``exclusive`` labels sum to 1."""

    labels: tuple[str, ...]
    weights: Array
    bias: Array
    exclusive: bool

    def scores(self, vectors: Array) -> Array:
        """Probabilities, one row per vector and one column per label."""
        return self.of_logits(vectors @ self.weights.T + self.bias)

    def of_logits(self, logits: Array) -> Array:
        """Probabilities of scores that were added up elsewhere."""
        if self.exclusive:
            logits = logits - logits.max(axis=1, keepdims=True)
            exp = np.exp(logits)
            return exp / exp.sum(axis=1, keepdims=True)
        return 1.0 / (1.0 + np.exp(-logits))

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npz)."""
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            weights=self.weights,
            bias=self.bias,
            exclusive=np.array(self.exclusive),
        )

    @classmethod
    def load(cls, path: Path) -> Head:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return cls(
                tuple(str(label) for label in data["labels"]),
                data["weights"],
                data["bias"],
                bool(data["exclusive"]),
            )


def way_of_fitting() -> str:
    """A fingerprint: what was fitted in another way is stale."""
    return hashlib.sha256(Path(__file__).read_bytes() + Path(fitting.__file__).read_bytes()).hexdigest()


def fit_exclusive(blocks: Sequence[Any], labels: Sequence[str], strength: float = 10.0) -> Head:
    """One label per text (intents). ``blocks`` and ``strength``: see :func:`fit`; classes weigh the same."""
    names, which = np.unique(list(labels), return_inverse=True)
    truth = np.eye(len(names), dtype=np.float32)[which]
    balanced = (len(which) / len(names) / truth.sum(axis=0))[which].astype(np.float32)
    weights, bias = fit(blocks, truth, balanced[:, None], strength, one_of_many)
    return Head(tuple(str(name) for name in names), weights, bias, True)


def fit_multiple(
    vectors: Array,
    labels: Sequence[Sequence[str]],
    strength: float = 10.0,
    positive_weight: float = 2.0,
) -> Head:
    """Any number of labels per text (flags, regions, causes): one yes/no model each."""
    names = sorted({label for item in labels for label in item})
    truth = np.array([[name in item for name in names] for item in labels], dtype=np.float32).reshape(len(labels), -1)
    positive = truth.sum(axis=0)
    kept = (positive >= MIN_EXAMPLES) & (positive < len(labels))
    truth = truth[:, kept]
    weights, bias = fit([vectors], truth, np.where(truth > 0, positive_weight, 1.0), strength, yes_or_no)
    return Head(tuple(name for name, keep in zip(names, kept) if keep), weights, bias, False)
