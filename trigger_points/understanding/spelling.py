"""Put misspelled words of this field right ("tinglin", "buttok", "piriformas").

Only words that are not ordinary English are touched, and only towards the words that
the content uses, so "bun" stays "bun" and "numness" becomes "numbness".
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

MIN_LENGTH = 5
"""Shorter words have too many neighbours to be corrected safely."""
SWAPPED_LENGTH = 4
"""From this length on, two swapped letters ("ocne") are put right."""


class Speller:
    """Corrects single words towards ``vocabulary`` unless they are in ``known``."""

    def __init__(self, vocabulary: Iterable[str], known: Iterable[str] = ()) -> None:
        self._vocabulary = sorted({word for word in vocabulary if len(word) >= MIN_LENGTH - 1})
        self._known = set(known) | set(self._vocabulary)
        self._cached = lru_cache(maxsize=4096)(self._nearest)

    def correct(self, word: str) -> str:
        """The vocabulary word meant by ``word``, or ``word`` itself."""
        if len(word) < SWAPPED_LENGTH or not word.isalpha() or word in self._known:
            return word
        return self._cached(word)

    def _nearest(self, word: str) -> str:
        allowed = 1 if len(word) < 8 else 2
        hit = process.extractOne(word, self._vocabulary, scorer=OSA.distance, score_cutoff=allowed)
        if hit is None:
            return word
        found = str(hit[0])
        swapped = sorted(found) == sorted(word)
        return found if swapped or (len(word) >= MIN_LENGTH and found[0] == word[0]) else word
