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
NEAREST = 8
"""So many equally near words are looked at: of these, swapped letters ("wahts" for "whats", not "wants") win."""


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
        if word.endswith("s") and word[:-1] in self._known:  # "my wife's" is nothing to wipe
            return word
        return self._cached(word)

    def _nearest(self, word: str) -> str:
        allowed = 1 if len(word) < 8 else 2
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=NEAREST)
        swapped = [found for found, distance, _ in near if sorted(found) == sorted(word)]
        if swapped:
            return str(swapped[0])
        same_start = near and len(word) >= MIN_LENGTH and near[0][0][0] == word[0]
        return str(near[0][0]) if same_start else word
