"""What a message says, by words alone (the trained heads add to this)."""

from __future__ import annotations

import pytest

from trigger_points.content.store import load_content
from trigger_points.understanding.understand import Understander

STORE = load_content()


@pytest.mark.parametrize(("cue", "text"), [(c.id, t) for c in STORE.cues.values() for t in c.examples])
def test_cue_is_shown_by_its_example(cue: str, text: str, words_only: Understander) -> None:
    assert cue in words_only.understand(text).cues


@pytest.mark.parametrize(
    ("text", "regions", "side"),
    [
        ("left buttock ache", ["buttock"], "left"),
        ("my right outer hip is sore", ["side_hip"], "right"),
        ("both hips hurt", ["hip"], "both"),
        ("it hurts right now in my lower back", ["low_back"], None),
        ("all right, my knee", ["knee"], None),
        ("pain in the left hip and the right hip", ["hip"], "both"),
        ("the back of my thigh", ["thigh_back"], None),
        ("my buttok and my hamsting", ["buttock", "thigh_back"], None),
    ],
)
def test_place_and_side(text: str, regions: list[str], side: str | None, words_only: Understander) -> None:
    found = words_only.understand(text)
    assert (found.regions, found.side) == (regions, side)


def test_a_denied_place_is_apart(words_only: Understander) -> None:
    found = words_only.understand("sore hip but no knee pain")
    assert found.regions == ["hip"]
    assert found.denied_regions == ["knee"]


@pytest.mark.parametrize("text", ["", "   ", "🍕🍕", "x" * 5000, "<script>alert(1)</script>", "\u0000\u202e", "....."])
def test_odd_input_is_read_calmly(text: str, words_only: Understander) -> None:
    assert words_only.understand(text).flags.escalate == []
