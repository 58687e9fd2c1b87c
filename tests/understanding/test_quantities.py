"""Numbers people say."""

from __future__ import annotations

import pytest

from trigger_points.understanding import quantities
from trigger_points.understanding.text import normalise


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("6", 6, None),
        ("about a 7", 7, None),
        ("7/10", 7, None),
        ("seven out of ten", 7, None),
        ("went from 8 to 3", 3, 8),
        ("two and a half", 2.5, None),
        ("5 ish", 5, None),
    ],
)
def test_pain_scores(text: str, now: float, before: float | None) -> None:
    scores = quantities.pain_scores(normalise(text))
    assert scores is not None
    assert (scores.now, scores.before) == (now, before)


@pytest.mark.parametrize("text", ["I am 45", "for two weeks", "ran 10 miles", "step 2", "hip hurts", "11/10", ""])
def test_other_numbers_are_no_scores(text: str) -> None:
    assert quantities.pain_scores(normalise(text)) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("for two weeks now", 14),
        ("about 3 months", 90),
        ("since yesterday", 1),
        ("a fortnight", 14),
        ("been 8 days", 8),
    ],
)
def test_duration(text: str, days: float) -> None:
    assert quantities.duration_days(normalise(text)) == days


@pytest.mark.parametrize(("text", "age"), [("I'm 52 and stiff", 52), ("34 years old", 34), ("28f sore hip", 28)])
def test_age(text: str, age: int) -> None:
    assert quantities.age_years(normalise(text)) == age


def test_minutes() -> None:
    assert quantities.minutes_available(normalise("I have two minutes at my desk")) == 2
    assert quantities.minutes_available(normalise("since last week I am sore")) is None
