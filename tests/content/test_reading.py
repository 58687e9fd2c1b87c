"""Everything people read has a Flesch-Kincaid grade of at most 6 on average, by record type."""

from __future__ import annotations

import pytest

from trigger_points.content.reading import LIMIT, averages, grade, readings

READINGS = readings()
AVERAGES = averages(READINGS)


def test_a_plain_text_is_easier_than_a_learned_one() -> None:
    plain = "Sit on the chair. Put the ball under your thigh. Hold for 30 seconds."
    learned = "Ischaemic compression of the myofascial trigger point is recommended for symptomatic individuals."
    assert grade(plain) < 2
    assert grade(learned) > 12


def test_words_that_no_dictionary_has_are_counted() -> None:
    assert grade("The gluteus medius and the fasciae lie at L5. Meralgia is 1 of 2.") > 0


@pytest.mark.parametrize("group", sorted(AVERAGES))
def test_reading_grade(group: str) -> None:
    _, mean = AVERAGES[group]
    hardest = sorted((r for r in READINGS if r.group == group), key=lambda r: -r.grade)[:5]
    assert mean <= LIMIT, "too hard on average; start with " + ", ".join(f"{r.path} ({r.grade:.1f})" for r in hardest)
