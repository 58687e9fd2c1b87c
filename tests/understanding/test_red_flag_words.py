"""Red flags by words: the examples in the content are the tests. Adding a flag adds its tests."""

from __future__ import annotations

import pytest

from trigger_points.content.schema import ContextRule, FigureOfSpeech
from trigger_points.content.store import load_content
from trigger_points.understanding.context import ContextJudge
from trigger_points.understanding.lexical_flags import LexicalFlags
from trigger_points.understanding.phrases import PhraseMatcher
from trigger_points.understanding.reader import Reader, blank_language

STORE = load_content()
FLAGS = list(STORE.red_flags.values())
assert STORE.language is not None
RULES = [rule for rule in STORE.language.context if rule.standing != "ends"]
FIGURES = STORE.language.figures_of_speech


@pytest.mark.parametrize(("flag", "text"), [(f.id, t) for f in FLAGS for t in f.examples])
def test_example_asserts_its_flag(flag: str, text: str, lexical: tuple[Reader, LexicalFlags]) -> None:
    reader, flags = lexical
    found = flags.find(reader.read(text)).get(flag)
    assert found is not None, f"nothing in '{text}' points to {flag}"
    assert found.standing in ("asserted", "unclear"), f"'{text}' counts as {found.standing}"


@pytest.mark.parametrize(("flag", "text"), [(f.id, t) for f in FLAGS for t in f.harmless])
def test_harmless_example_does_not(flag: str, text: str, lexical: tuple[Reader, LexicalFlags]) -> None:
    reader, flags = lexical
    found = flags.find(reader.read(text)).get(flag)
    assert found is None or found.standing != "asserted", f"'{text}' counts as {flag}"


@pytest.fixture(scope="module")
def concepts() -> tuple[Reader, PhraseMatcher, ContextJudge]:
    nlp = blank_language()
    assert STORE.language is not None
    phrases = {c.id: c.phrases for c in STORE.concepts.values()}
    return Reader(nlp), PhraseMatcher(phrases), ContextJudge(nlp, STORE.language)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_context_rule_is_shown_by_its_example(
    rule: ContextRule, concepts: tuple[Reader, PhraseMatcher, ContextJudge]
) -> None:
    reader, matcher, judge = concepts
    doc = reader.read(rule.example)
    standing = judge.judge(doc, matcher.find(doc))
    assert rule.standing in standing.values(), f"'{rule.example}' shows no {rule.standing}: {standing}"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_figure_of_speech_raises_nothing(figure: FigureOfSpeech, lexical: tuple[Reader, LexicalFlags]) -> None:
    reader, flags = lexical
    found = {k: v for k, v in flags.find(reader.read(figure.example)).items() if v.standing == "asserted"}
    assert found == {}


def test_an_end_stops_a_denial(lexical: tuple[Reader, LexicalFlags]) -> None:
    reader, flags = lexical
    found = flags.find(reader.read("no fever but numb between my legs"))
    assert found["cauda_equina"].standing == "asserted"


def test_every_level_has_thresholds() -> None:
    assert {flag.level.value for flag in FLAGS} <= set(STORE.thresholds)


@pytest.mark.parametrize("answer", STORE.language.short_answers)
def test_a_short_answer_belongs_to_its_question(answer: str, lexical: tuple[Reader, LexicalFlags]) -> None:
    reader, flags = lexical
    found = flags.find(reader.read(f"Am I diabetic? {answer.title()}. Is my glute like a brick? Yes."))
    assert found["diabetes"].standing == "denied"


def test_a_long_answer_does_not_deny_its_question(lexical: tuple[Reader, LexicalFlags]) -> None:
    reader, flags = lexical
    found = flags.find(reader.read("my calf is swollen and hot, can you help? no one else will look at it"))
    assert found["dvt"].standing == "asserted"
