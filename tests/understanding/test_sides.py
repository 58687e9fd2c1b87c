"""Which side is the sore one when a message names more than one, or takes one back."""

from __future__ import annotations

import pytest

from trigger_points.understanding.understand import Understander


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("left glute aches, nothing wrong with the right", "left"),
        ("right buttock sore, the left is fine", "right"),
        ("it's not the left hip, it's the other one", "right"),
        ("not left, right", "right"),
        ("had my left hip replaced in 2019 and it's fine. It's the right buttock that has been tight", "right"),
        ("I broke my right hip in 2015 and now my left groin hurts", "left"),
        ("my right leg is weaker since polio as a kid but it's the left bum that hurts", "left"),
        ("if I cross my right leg over my left, the left buttock burns", "left"),
        ("I lie on my right side because the left buttock hurts", "left"),
        ("my mate's left hip went last year, now my right aches", "right"),
        ("sore right glute from running, no wait left", "left"),
        ("my left, sorry I mean my right thigh", "right"),
        ("mostly the left", "left"),
    ],
)
def test_one_of_two_sides_is_sore(text: str, side: str, words_only: Understander) -> None:
    assert words_only.understand(text).side == side


@pytest.mark.parametrize(
    "text",
    [
        "pain in the left hip and the right hip",
        "left hip and right knee sore",
        "left glute started in January, now the right as well",
        "left worse than right",
        "it's the left that hurts and now the right too",
    ],
)
def test_two_sore_sides_stay_two(text: str, words_only: Understander) -> None:
    assert words_only.understand(text).side == "both"


@pytest.mark.parametrize(
    "text", ["my left hip replacement hurts", "hurts when I lie on my left side", "my left hip since 2019"]
)
def test_a_side_named_only_once_counts(text: str, words_only: Understander) -> None:
    assert words_only.understand(text).side == "left"


def test_a_denied_side_alone_is_apart(words_only: Understander) -> None:
    found = words_only.understand("no not the right")
    assert (found.side, found.denied_sides) == (None, ["right"])


@pytest.mark.parametrize("text", ["wrong side, it's the other one", "no my other left"])
def test_the_other_one_is_noticed(text: str, words_only: Understander) -> None:
    found = words_only.understand(text)
    assert (found.side, found.other_side) == (None, True)


@pytest.mark.parametrize(
    "text", ["my hip hasn't been right since the fall", "it hurts right now", "I have an hour left"]
)
def test_left_and_right_that_mean_no_side(text: str, words_only: Understander) -> None:
    found = words_only.understand(text)
    assert (found.side, found.denied_sides) == (None, [])


def test_a_place_that_is_taken_back_is_apart(words_only: Understander) -> None:
    found = words_only.understand("my left calf... no sorry, my left buttock hurts")
    assert (found.regions, found.denied_regions, found.side) == (["buttock"], ["calf"], "left")
