"""The phrase language."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.matcher import Matcher

from trigger_points.content.store import load_content
from trigger_points.evaluation.rows import read_rows
from trigger_points.understanding.phrases import Found, PhraseError, PhraseMatcher, compile_phrase, longest, spellings
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
    found = PhraseMatcher({"x": [phrase]}).find(Reader(nlp).read(text))
    assert bool(found) is matches


@pytest.mark.parametrize("phrase", ["", "... hip", "hip ...", "my? the?", "a|b c|"])
def test_bad_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        compile_phrase(phrase)


def test_longest_match_wins() -> None:
    nlp = blank_language()
    matcher = PhraseMatcher({"hip": ["hip"], "side_hip": ["outer hip"]})
    assert [f.label for f in longest(matcher.find(Reader(nlp).read("outer hip and hip")))] == ["side_hip", "hip"]


def test_same_results_as_spacys_own_matcher() -> None:
    """On the phrases of the content and on messages of the evaluation sets."""
    store = load_content()
    phrases = {
        f"{kind}:{r.id}": r.phrases for kind in ("regions", "cues", "concepts") for r in getattr(store, kind).values()
    }
    nlp = blank_language()
    stock = Matcher(nlp.vocab)
    for label, items in phrases.items():
        stock.add(label, [compile_phrase(item) for item in items])
    ours, reader = PhraseMatcher(phrases), Reader(nlp)
    folder = Path(__file__).parents[1] / "evaluation"
    texts = [
        row.messages[0] for name in ("red_flags", "intents") for row in list(read_rows(folder / f"{name}.jsonl"))[::16]
    ]
    assert len(texts) > 40
    for text in texts:
        doc = reader.read(text)
        expected = {Found(nlp.vocab.strings[key], start, end) for key, start, end in stock(doc)}
        assert set(ours.find(doc)) == expected, text


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("my? bum|bums", ["bum", "bums", "my bum", "my bums"]),
        ("cant feel", ["cant feel"]),
        ("tingl*", None),
        ("a ... b", None),
    ],
)
def test_spellings(phrase: str, written: list[str] | None) -> None:
    found = spellings(phrase)
    assert (sorted(found) if found else found) == written
