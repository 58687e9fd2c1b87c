"""Misspelled words that matter are put right; ordinary words are left alone."""

from __future__ import annotations

import pytest

from trigger_points.content.store import ContentStore
from trigger_points.understanding.encoder import shared_encoder
from trigger_points.understanding.spelling import Speller
from trigger_points.understanding.understand import vocabulary


@pytest.fixture(scope="module")
def speller(store: ContentStore) -> Speller:
    return Speller(vocabulary(store), shared_encoder().words())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("numness", "numbness"),
        ("tinglin", "tingling"),
        ("buttok", "buttock"),
        ("ocne", "once"),
        ("wahts", "whats"),
        ("swollin", "swollen"),
        ("blader", "bladder"),
        ("piriformas", "piriformis"),
    ],
)
def test_a_misspelled_word_is_put_right(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize("word", ["bun", "loo", "sit", "mist", "once", "numb", "hip", "xyzq", "back"])
def test_an_ordinary_or_short_word_is_left_alone(speller: Speller, word: str) -> None:
    assert speller.correct(word) == word
