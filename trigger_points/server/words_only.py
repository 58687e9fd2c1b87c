"""When the model fails on a message: read it by words alone, so that red flags are still heard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from trigger_points.rasa_parts.topic_action import shared_desk
from trigger_points.understanding.encoder import SentenceEncoder, Vectors, shared_encoder
from trigger_points.understanding.understand import Understander


class _NoVectors(SentenceEncoder):
    """Stands in for the encoder: it knows the words of the language and nothing of meaning."""

    def __init__(self, words: set[str]) -> None:
        self._words = words

    def words(self) -> set[str]:
        return self._words

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 1), dtype=np.float32)


@lru_cache(maxsize=1)
def _understander() -> Understander:
    return Understander(shared_desk().store, {}, _NoVectors(shared_encoder().words()))


def parse(text: str) -> dict[str, Any]:
    """``text`` as Rasa would have parsed it, had it had no model.

    The intent is ``out_of_scope``, whose action takes up regions, causes and techniques that were named.
    Without a model each flag is decided by words (``red_flags.py``).
    """
    return {
        "text": text,
        "intent": {"name": "out_of_scope", "confidence": 1.0},
        "entities": [],
        "findings": _understander().understand(text).as_dict(),
    }
