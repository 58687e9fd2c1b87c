"""Light linear heads on sentence embeddings: one label of many, or any of many.

Fitted by scikit-learn, kept as plain arrays (``.npz``), so that reading a message is one
matrix product and a model file holds no code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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


def fit_exclusive(vectors: Array, labels: Sequence[str], strength: float = 10.0) -> Head:
    """One label per text (intents). ``strength`` is scikit-learn's C; classes weigh the same."""
    from sklearn.linear_model import LogisticRegression  # training only: reading a message needs no scikit-learn

    model = LogisticRegression(C=strength, max_iter=600, class_weight="balanced")
    model.fit(vectors, list(labels))
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return Head(
        tuple(str(label) for label in model.classes_),
        weights.astype(np.float32),
        bias.astype(np.float32),
        True,
    )


def fit_multiple(
    vectors: Array,
    labels: Sequence[Sequence[str]],
    strength: float = 10.0,
    positive_weight: float = 2.0,
) -> Head:
    """Any number of labels per text (flags, regions, causes): one yes/no model each."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({label for item in labels for label in item})
    kept, rows, offsets = [], [], []
    for name in names:
        target = np.array([name in item for item in labels])
        if target.sum() < MIN_EXAMPLES or target.all():
            continue
        model = LogisticRegression(
            C=strength, max_iter=600, class_weight={False: 1.0, True: positive_weight}, solver="liblinear"
        )
        model.fit(vectors, target)
        kept.append(name)
        rows.append(model.coef_[0])
        offsets.append(model.intercept_[0])
    size = vectors.shape[1]
    weights = np.array(rows, dtype=np.float32).reshape(len(kept), size)
    return Head(tuple(kept), weights, np.array(offsets, dtype=np.float32), False)
