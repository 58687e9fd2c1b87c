"""Words of everyday talk that name no feature and no cause; all of them would land in the summary."""

from __future__ import annotations

import pytest

from trigger_points.understanding.understand import Understander

INNOCENT = [
    "Good morning, my left buttock hurts",
    "my hip has been sore since this morning",
    "I have an appointment in the morning",
    "my right glute is sore",
    "sore right bum cheek",
    "right arse cheek aches",
    "it's the right buttock that hurts",
    "I can't get down on the floor",
    "I can get down on the floor if I must",
    "I live upstairs",
    "let's kick off",
    "that football club",
    "I watch football on telly",
    "my son plays football",
    "my husband drives a lorry",
    "my wife runs marathons",
    "I caught the bus to work",
    "could you catch me up",
    "I pop in to the physio on Friday",
    "snap, same here",
    "lock the door",
    "back to the daily grind",
    "I can't stand this any more",
    "I can't stand the pain",
    "I stand corrected",
    "I run a shop",
    "I run my own business",
    "in the long run",
    "it runs in the family",
    "walk me through the steps",
    "I work in an office park",
    "a change in the weather",
    "I have a cold and a cough sweet",
    "I'm sitting at my desk right now",
    "I drove here",
    "it drives me mad",
    "I hardly ever drive",
    "let me sleep on it",
    "my back pocket is empty",
    "I can lift my leg fine",
    "I'm in labour relations",
    "the birth of my nephew was last week",
    "I read in a magazine about squats",
    "I'd rather not do squats",
    "I have an electric car",
    "does massage help a knot",
    "is it arthritis?",
    "sciatica?",
    "what is bursitis",
    "where is the piriformis",
    "no pain when I cough",
    "coughing doesn't hurt",
    "stairs don't bother it",
    "sitting does not hurt",
]
"""Each told something that nobody said before its phrases were narrowed."""


@pytest.mark.parametrize("text", INNOCENT)
def test_nothing_is_made_of_it(text: str, words_only: Understander) -> None:
    found = words_only.understand(text)
    assert (found.cues, found.causes) == ([], [])


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("worse_morning", "it's stiff in the mornings"),
        ("worse_morning", "my hip is worst in the morning"),
        ("worse_morning", "every morning it takes an hour to loosen"),
        ("worse_squatting", "it hurts to get down to the floor"),
        ("deep_buttock", "deep in my right buttock"),
        ("deep_buttock", "right in the middle of my bum"),
        ("worse_standing", "I can't stand for long"),
        ("worse_running", "it hurts on a long run"),
        ("clicks_or_catches", "my hip catches and pops"),
        ("clicks_or_catches", "I feel a pop in the joint"),
        ("shooting_pain", "it shoots down my leg"),
        ("worse_coughing", "it hurts when I cough"),
        ("worse_driving", "driving makes it worse"),
        ("worse_stairs", "going upstairs hurts"),
        ("worse_kicking", "sore after football"),
        ("dimple_pain", "my SI joint is sore"),
    ],
)
def test_what_is_told_still_counts(cue: str, text: str, words_only: Understander) -> None:
    assert cue in words_only.understand(text).cues


@pytest.mark.parametrize("text", ["my vmo is sore", "vastus medialis hurts", "it's the vastus intermedius"])
def test_the_inner_front_muscle_is_not_the_outer_one(text: str, words_only: Understander) -> None:
    found = words_only.understand(text)
    assert "vastus_lateralis" not in found.muscles
    assert found.regions == ["thigh_front"]


def test_a_tendon_is_not_its_muscle(words_only: Understander) -> None:
    found = words_only.understand("I have a gluteus medius tear")
    assert (found.muscles, found.look_alikes) == ([], ["gluteal_tendinopathy"])


def test_a_wifes_hip_is_not_wiped(words_only: Understander) -> None:
    assert words_only.understand("my wife's left hip").words == ["for_another"]
