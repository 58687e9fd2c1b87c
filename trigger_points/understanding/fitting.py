"""Fits logistic regressions for many labels at once: one matrix product for all of them per step.

scikit-learn fits one label after the other and keeps dense vectors as sparse ones beside word counts; on some
12,000 messages that took five times as long. The minimum is the same, and a test holds this to scikit-learn's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Loss = Callable[[Array, Array, Array], "tuple[float, Array]"]
STEPS = 150
"""At most. After the hundredth, accuracies on the test sets moved by half a point or less; small sets need fewer."""
TOLERANCE = 1e-6
"""Share of the loss that a step must gain to go on."""
BEND = 0.3
"""How much the loss bends beside its most, p(1 - p): most texts are far from the border. Only speed hangs on it."""


def yes_or_no(logits: Array, truth: Array, weights: Array) -> tuple[float, Array]:
    """Loss and gradient of independent labels; ``truth`` holds 0 and 1, all arguments one column per label."""
    from scipy.special import expit

    signed = np.where(truth > 0, -logits, logits)
    loss = float((weights * np.logaddexp(0, signed)).sum(dtype=np.float64))
    return loss, weights * (expit(logits) - truth)


def one_of_many(logits: Array, truth: Array, weights: Array) -> tuple[float, Array]:
    """Loss and gradient of labels that exclude each other; ``weights`` holds one column."""
    from scipy.special import log_softmax

    log_shares = log_softmax(logits, axis=1)
    loss = -float((weights * truth * log_shares).sum(dtype=np.float64))
    return loss, weights * (np.exp(log_shares) - truth)


def fit(blocks: Sequence[Any], truth: Array, weights: Array, strength: float, loss: Loss) -> tuple[Array, Array]:
    """Weights (one row per label) and bias that minimise ``loss`` plus the squared weights.

    ``blocks`` are feature matrices side by side, dense or sparse, one row per text; ``strength`` is scikit-learn's
    ``C``. The bias is a weight like the others, as in liblinear.

    Dense blocks are turned to their main directions, and every weight is searched for in steps that suit how much
    the loss bends in its direction: a quarter of the steps to the same minimum.
    """
    from scipy.optimize import minimize

    texts, labels = truth.shape
    if not labels:
        return np.zeros((0, sum(block.shape[1] for block in blocks)), np.float32), np.zeros(0, np.float32)
    turned, sizes, turns = zip(*(_main_directions(block) for block in blocks))
    features = [*turned, np.ones((texts, 1), dtype=np.float32)]
    ends = np.cumsum([block.shape[1] for block in features])[:-1]
    scaled = (weights * strength).astype(np.float32)
    share = truth.mean(axis=0, dtype=np.float64)
    bends = 1 + BEND * strength * np.outer(np.concatenate([*sizes, [texts]]), share * (1 - share))
    steps = 1 / np.sqrt(bends)

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.reshape(-1, labels) * steps
        parts = np.split(table.astype(np.float32), ends)
        logits = sum(block @ part for block, part in zip(features, parts))
        value, slope = loss(logits, truth, scaled)
        gradient = np.vstack([block.T @ slope for block in features])
        return value + 0.5 * float((table * table).sum()), ((gradient + table) * steps).ravel()

    found = minimize(
        objective,
        np.zeros(steps.size),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": STEPS, "ftol": TOLERANCE, "gtol": 1e-3},
    )
    *parts, bias = np.split(found.x.reshape(-1, labels) * steps, ends)
    table = np.vstack([part if turn is None else turn @ part for part, turn in zip(parts, turns)])
    return table.T.astype(np.float32), bias[0].astype(np.float32)


def _main_directions(block: Any) -> tuple[Any, NDArray[np.float64], Array | None]:
    """The block along its main directions, the squared length of each column, and the turn back.

    A sparse block stays as it is: it would no longer be sparse.
    """
    if not isinstance(block, np.ndarray):
        return block, np.asarray(block.multiply(block).sum(axis=0), dtype=np.float64).ravel(), None
    sizes, directions = np.linalg.eigh((block.T @ block).astype(np.float64))
    turn: Array = directions.astype(np.float32)
    return block @ turn, np.maximum(sizes, 0), turn
