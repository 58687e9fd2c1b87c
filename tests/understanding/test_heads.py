"""Linear heads: fit, score, save, load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from trigger_points.understanding.heads import Head, fit_exclusive, fit_multiple

RNG = np.random.default_rng(1)
LEFT, RIGHT = RNG.normal(-1, 0.1, (20, 4)), RNG.normal(1, 0.1, (20, 4))
VECTORS = np.vstack([LEFT, RIGHT]).astype(np.float32)


def test_exclusive_labels_sum_to_one(tmp_path: Path) -> None:
    head = fit_exclusive([VECTORS], ["a"] * 20 + ["b"] * 20)
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


def test_yes_or_no_heads_equal_scikit_learn() -> None:
    vectors, labels = _random_texts()
    head = fit_multiple(vectors, labels, strength=3.0, positive_weight=2.0)
    for column, name in enumerate(head.labels):
        theirs = LogisticRegression(C=3.0, solver="liblinear", class_weight={False: 1.0, True: 2.0}, tol=1e-6)
        theirs.fit(vectors, [name in item for item in labels])
        assert np.allclose(head.scores(vectors)[:, column], theirs.predict_proba(vectors)[:, 1], atol=2e-3)


def test_exclusive_heads_equal_scikit_learn() -> None:
    vectors, labels = _random_texts()
    names = [item[0] for item in labels]
    counts = csr_matrix(RNG.poisson(0.1, (len(vectors), 30)).astype(np.float32))
    head = fit_exclusive([vectors, counts], names, strength=3.0)
    both = np.hstack([vectors, counts.toarray()])
    # scikit-learn leaves the bias out of the penalty unless it is a feature like the others
    both = np.hstack([both, np.ones((len(both), 1))])
    theirs = LogisticRegression(C=3.0, class_weight="balanced", fit_intercept=False, tol=1e-6, max_iter=2000)
    assert np.allclose(head.scores(both[:, :-1]), theirs.fit(both, names).predict_proba(both), atol=2e-3)


def _random_texts() -> tuple[NDArray[np.float32], list[list[str]]]:
    vectors = RNG.normal(0, 1, (300, 12)).astype(np.float32)
    noisy = vectors[:, :3] + RNG.normal(0, 0.7, (300, 3))
    order = np.argsort(-noisy, axis=1)
    return vectors, [["abc"[i] for i in row[: 1 + (noisy[n].max() > 1)]] for n, row in enumerate(order)]
