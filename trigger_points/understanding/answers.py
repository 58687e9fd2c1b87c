"""Find the question people mean: nearest phrasing by sentence embedding."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trigger_points.content.store import ContentStore
from trigger_points.understanding.encoder import SentenceEncoder, meaning

Vectors = NDArray[np.float32]
SHOWN = 4


class AnswerIndex:
    """Phrasings of all questions as unit vectors."""

    def __init__(self, ids: list[str], vectors: Vectors) -> None:
        self._ids = ids
        vectors = meaning(vectors)
        # Taking away what all phrasings share spreads them out: questions about one subject
        # would otherwise all look alike.
        self._centre = vectors.mean(axis=0) if len(vectors) else np.zeros(0, dtype=np.float32)
        self._vectors = _unit(vectors - self._centre) if len(vectors) else vectors

    def nearest(self, vector: Vectors) -> list[tuple[str, float]]:
        """Question ids with their best cosine similarity, nearest first."""
        if not self._ids:
            return []
        best: dict[str, float] = {}
        similarity = self._vectors @ _unit(meaning(vector.reshape(1, -1)) - self._centre)[0]
        count = min(SHOWN * 4, len(similarity))
        nearest = np.argpartition(-similarity, count - 1)[:count]
        for position in nearest[np.argsort(-similarity[nearest], kind="stable")]:
            best.setdefault(self._ids[position], round(float(similarity[position]), 3))
        return list(best.items())[:SHOWN]


def _unit(vectors: Vectors) -> Vectors:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def phrasings(store: ContentStore) -> list[tuple[str, str]]:
    """All phrasings as (question id, text)."""
    return [(q.id, text) for q in store.questions.values() for text in q.phrasings]


def build_index(
    store: ContentStore, encoder: SentenceEncoder, known: Mapping[str, Vectors] | None = None
) -> tuple[AnswerIndex, dict[str, Vectors]]:
    """The index and its vectors by text key. ``known`` vectors are not computed again."""
    known = known or {}
    pairs = phrasings(store)
    missing = sorted({text for _, text in pairs if text_key(text) not in known})
    fresh = encoder.encode_many(missing) if missing else np.zeros((0, 0), dtype=np.float32)
    vectors = {**known, **{text_key(text): vector for text, vector in zip(missing, fresh)}}
    used = {text_key(text): vectors[text_key(text)] for _, text in pairs}
    matrix = np.stack([used[text_key(text)] for _, text in pairs]) if pairs else np.zeros((0, 0), dtype=np.float32)
    return AnswerIndex([question for question, _ in pairs], matrix), used


def text_key(text: str) -> str:
    """A short key for a phrasing."""
    return hashlib.sha1(text.encode("utf-8")).hexdigest()[:16]


def save_vectors(vectors: Mapping[str, Vectors], path: Path) -> None:
    """Keep phrasing vectors, so that starting does not compute them again."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            keys=np.array(list(vectors)),
            vectors=np.stack(list(vectors.values())) if vectors else np.zeros((0, 0)),
        )


def load_vectors(path: Path) -> dict[str, Vectors]:
    """Read what :func:`save_vectors` wrote; nothing if there is no such file."""
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as data:
        return dict(zip(map(str, data["keys"]), data["vectors"]))
