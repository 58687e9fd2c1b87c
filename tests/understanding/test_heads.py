"""Linear heads: fit, score, save, load."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from trigger_points.understanding.heads import Head, fit_exclusive, fit_multiple

RNG = np.random.default_rng(1)
LEFT, RIGHT = RNG.normal(-1, 0.1, (20, 4)), RNG.normal(1, 0.1, (20, 4))
VECTORS = np.vstack([LEFT, RIGHT]).astype(np.float32)


def test_exclusive_labels_sum_to_one(tmp_path: Path) -> None:
    head = fit_exclusive(VECTORS, ["a"] * 20 + ["b"] * 20)
    scores = head.scores(VECTORS)
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-5)
    assert scores[0].argmax() == 0
    assert scores[-1].argmax() == 1
    head.save(tmp_path / "head.npz")
    assert np.allclose(Head.load(tmp_path / "head.npz").scores(VECTORS), scores)


def test_multiple_labels_are_independent_and_rare_ones_left_out() -> None:
    labels = [["a"]] * 20 + [["a", "b"]] * 19 + [["b", "rare"]]
    head = fit_multiple(VECTORS, labels)
    assert head.labels == ("a", "b")
    assert head.scores(VECTORS)[-1, 1] > 0.9
