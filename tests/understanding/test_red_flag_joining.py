"""How words and model scores join into the three outcomes: escalate, ask, go on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from trigger_points.content.schema import CareLevel
from trigger_points.content.store import ContentStore
from trigger_points.understanding.heads import Head
from trigger_points.understanding.lexical_flags import LexicalFlags
from trigger_points.understanding.reader import blank_language
from trigger_points.understanding.red_flags import FlagReading, RedFlagReader

FLAG = "cauda_equina"


def reading(
    store: ContentStore,
    whole: float,
    sentences: Sequence[float] = (),
    text: str = "well now",
    flag: str = FLAG,
) -> FlagReading:
    """What comes of these scores of the whole message and of its sentences, beside the words of ``text``."""
    nlp = blank_language()
    assert store.language is not None
    lexical = LexicalFlags(nlp, store.red_flags, store.concepts, store.language)
    scores = np.array([[whole], *([s] for s in sentences)], dtype=np.float64)
    as_they_are = Head((flag,), np.ones((1, 1), np.float32), np.zeros(1, np.float32), False)
    limits = {CareLevel(level): values for level, values in store.thresholds.items()}
    reader = RedFlagReader(store.red_flags, lexical, as_they_are, None, None, limits)
    return reader.read(nlp(text), np.log(scores / (1 - scores)))


def outcome(found: FlagReading, flag: str = FLAG) -> str:
    return "escalate" if flag in found.escalate else "ask" if flag in found.ask else "go on"


def test_the_model_alone_escalates_asks_or_goes_on(store: ContentStore) -> None:
    limits = store.thresholds["emergency"]
    assert outcome(reading(store, limits.sure + 0.01)) == "escalate"
    assert outcome(reading(store, limits.ask + 0.01)) == "ask"
    assert outcome(reading(store, limits.ask - 0.01)) == "go on"


@pytest.mark.parametrize(
    ("whole", "sentence", "expected"), [(0.001, 0.95, "ask"), (0.001, 0.6, "go on"), (0.01, 0.95, "escalate")]
)
def test_a_sentence_of_which_the_whole_shows_no_trace_asks_at_most(
    store: ContentStore, whole: float, sentence: float, expected: str
) -> None:
    assert outcome(reading(store, whole, [0.01, sentence])) == expected


@pytest.mark.parametrize(("score", "expected"), [(0.5, "ask"), (0.95, "escalate")])
def test_an_emergency_that_is_asked_about_is_escalated_when_certain(
    store: ContentStore, score: float, expected: str
) -> None:
    assert store.red_flags["pregnancy_warning"].alone == "ask"
    assert outcome(reading(store, score, flag="pregnancy_warning"), "pregnancy_warning") == expected
    assert outcome(reading(store, score, flag="stress_fracture"), "stress_fracture") == "ask"  # no emergency


def test_clear_words_outrank_a_doubtful_model(store: ContentStore) -> None:
    words = "i am numb between my legs and i wet myself"
    assert outcome(reading(store, 0.06, text=words)) == "escalate"
    assert outcome(reading(store, 0.01, text=words)) == "ask"
