"""The phrase language."""

from __future__ import annotations

import pytest

from trigger_points.understanding.phrases import PhraseError, PhraseMatcher, compile_phrase, longest
from trigger_points.understanding.reader import Reader, blank_language


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("outer hip", "my OUTER hip", True),
        ("outer hip", "outer left hip", False),
        ("hip|hips", "both hips", True),
        ("tingl*", "tingling toes", True),
        ("tingl*", "a tangle", False),
        ("my? bum", "bum", True),
        ("numb ... legs", "numb in both my legs", True),
        ("numb ... legs", "numb one two three four five legs", False),
        ("numb ... legs", "numb. legs", False),
        ("cant feel", "I can’t feel it", True),
        ("side lying", "side-lying roller", True),
        ("numb|tingl*", "numbers", False),
    ],
)
def test_phrase(phrase: str, text: str, matches: bool) -> None:
    nlp = blank_language()
    found = PhraseMatcher(nlp, {"x": [phrase]}).find(Reader(nlp).read(text))
    assert bool(found) is matches


@pytest.mark.parametrize("phrase", ["", "... hip", "hip ...", "my? the?", "a|b c|"])
def test_bad_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        compile_phrase(phrase)


def test_longest_match_wins() -> None:
    nlp = blank_language()
    matcher = PhraseMatcher(nlp, {"hip": ["hip"], "side_hip": ["outer hip"]})
    assert [f.label for f in longest(matcher.find(Reader(nlp).read("outer hip and hip")))] == ["side_hip", "hip"]
