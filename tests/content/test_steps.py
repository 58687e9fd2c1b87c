"""The steps of a technique keep to what its rules change: no step asks for what an adaptation forbids."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from trigger_points.content.schema import Contraindication, Technique
from trigger_points.content.store import load_content
from trigger_points.content.validator import _signs
from trigger_points.triage import steps_for

STORE = load_content()
AGAINST = [
    (r"do not lean|stay upright|sit upright|lean only a little", r"lean forward (slowly|with)|lean slowly"),
    (r"do not tip", r"\btip forward (from|again)"),
    (r"do not cross", r"\bcross the|a little behind the other"),
    (r"keep the other foot on the floor", r"draw that leg"),
    (r"only half way", r"towards your heels|sit back again|down your shins"),
    (r"half as far|only a little", r"^bring the knee up towards|^draw that leg slowly|^lean slowly"),
    (r"after 30 seconds", r"30 seconds more"),
    (r"small step", r"^step the sore leg back\. "),
    (r"step short", r"wide apart"),
    (r"on with both hands", r"(with|put) one hand"),
    (r"rest the foot on a chair", r"(hold of|take) the ankle"),
    (r"a quarter of your strength", r"half your strength"),
    (r"one knee only", r"other knee|both knees in"),
    (r"both knees together", r"lift one knee|lift the other knee"),
    (r"stroke with a flat", r"\bpress (on|softly)|keep pressing"),
    (r"test with your elbow", r"inner arm"),
    (r"for 10 minutes", r"10 minutes more"),
    (r"weight on both legs", r"shift your weight"),
    (r"straight up, not across", r"opposite shoulder"),
    (r"not lie on your back", r"^lie on your back|, or lie with"),
    (r"low on the thigh", r"middle of (the|your sore) thigh"),
    (r"feet close to the wall", r"a step away|bend and straighten"),
    (r"do this on a bed", r"on a mat|on the floor"),
]
"""What an adaptation says, and what no step may then say."""
ADAPTED = [
    pytest.param(technique, rule, id=f"{technique.id}-{number}")
    for technique in STORE.techniques.values()
    for number, rule in enumerate(technique.contraindications)
    if rule.do == "adapt"
]


@pytest.mark.parametrize(("technique", "rule"), ADAPTED)
def test_no_step_asks_for_what_an_adaptation_forbids(technique: Technique, rule: Contraindication) -> None:
    for item in (*rule.flags, *rule.look_alikes, *rule.cues):
        for note, forbidden in AGAINST:
            if re.search(note, rule.say, re.IGNORECASE):
                for _, step in steps_for(technique, [item]):
                    found = re.search(forbidden, step.text, re.IGNORECASE)
                    assert not found, f"with {item}: '{rule.say}' but the step says '{step.text}'"


@pytest.mark.parametrize(("technique", "rule"), ADAPTED)
def test_another_version_is_another_technique(technique: Technique, rule: Contraindication) -> None:
    """ "Use the chair version" withholds this one; it is no way to do it."""
    assert not re.match(r"use the chair version(?! if)", rule.say, re.IGNORECASE), rule.say


@pytest.mark.parametrize("technique", STORE.techniques.values(), ids=lambda t: t.id)
def test_every_way_through_has_steps(technique: Technique) -> None:
    plain = steps_for(technique, [])
    assert [number for number, _ in plain] == list(range(1, len(technique.steps) + 1))
    assert [step for _, step in plain] == technique.steps
    named = {i for rule in technique.contraindications for i in (*rule.flags, *rule.look_alikes, *rule.cues)}
    for item in named:
        assert len(steps_for(technique, [item])) >= 2
    assert not re.search(r"score|0 to 10", technique.steps[-1].text), "the score is asked for right after it"


def test_a_change_for_what_no_rule_names_is_a_problem() -> None:
    technique = STORE.techniques["figure_four_chair"]
    steps = [step.copy() for step in technique.steps]
    steps[3] = steps[3].copy(update={"skip_if": ["no_such_thing"]})
    store = replace(STORE, techniques={technique.id: technique.copy(update={"steps": steps})})
    problems = list(_signs(store, lambda kind, name: False))
    assert any("no_such_thing" in problem.message for problem in problems)
