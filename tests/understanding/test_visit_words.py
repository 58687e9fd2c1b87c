"""Words that people used in whole visits, by words alone."""

from __future__ import annotations

import pytest

from trigger_points.understanding.understand import Understander


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("yo my glutes are wrecked, L side mostly", "left"),
        ("hammy's tight after hills, r leg", "right"),
        ("sore R hip", "right"),
        ("my L4 disc", None),
    ],
)
def test_a_side_in_one_letter(text: str, side: str | None, words_only: Understander) -> None:
    assert words_only.understand(text).side == side


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("gimme something", "wish", True),
        ("something to try", "wish", True),
        ("the exercise please", "wish", True),
        ("something is wrong with it", "wish", False),
        ("could it be the sciatic nerve?", "could_it_be", True),
        ("is it a tear?", "could_it_be", True),
        ("how long will it be", "could_it_be", False),
        ("the right one is sore now too", "as_well", True),
        ("my left hip hurts as well", "as_well", True),
        ("the left one, not too bad", "as_well", False),
        ("it is too sore on the left", "as_well", False),
    ],
)
def test_word_lists(text: str, word: str, there: bool, words_only: Understander) -> None:
    assert (word in words_only.understand(text).words) is there
