"""Every contraindication is walked: what triggers it withholds or adapts the technique, what does not leaves it alone."""

from __future__ import annotations

import re

import pytest

from trigger_points.content.schema import CareLevel, Contraindication, Technique
from trigger_points.content.store import load_content
from trigger_points.triage import CALM_KINDS, NO_SELF_CARE, Verdict, at_least, judge, level_of

STORE = load_content()
RULES = [
    pytest.param(technique, rule, id=f"{technique.id}-{number}")
    for technique in STORE.techniques.values()
    for number, rule in enumerate(technique.contraindications)
]


def triggers(rule: Contraindication) -> list[dict[str, list[str]]]:
    """Each single thing that must set the rule off."""
    return [
        *({"flags": [flag]} for flag in rule.flags),
        *({"look_alikes": [item]} for item in rule.look_alikes),
        *({"cues": [cue]} for cue in rule.cues),
    ]


def verdict(technique: Technique, state: dict[str, list[str]]) -> Verdict:
    flags = state.get("flags", [])
    return judge(technique, level_of(STORE, flags), flags, state.get("look_alikes", []), state.get("cues", []))


@pytest.mark.parametrize(("technique", "rule"), RULES)
def test_a_rule_does_what_it_says(technique: Technique, rule: Contraindication) -> None:
    for state in triggers(rule):
        ruling = verdict(technique, state)
        if rule.do == "avoid":
            assert not ruling.allowed, f"{technique.id} is offered with {state}"
        elif ruling.allowed:
            assert rule.say in ruling.say, f"{technique.id} says nothing about {state}"
        else:  # a stricter rule, or the care level, withholds it altogether
            assert withheld_otherwise(technique, rule, state), f"{technique.id} is withheld with {state} without a rule"


def withheld_otherwise(technique: Technique, rule: Contraindication, state: dict[str, list[str]]) -> bool:
    level = level_of(STORE, state.get("flags", []))
    if at_least(level, CareLevel.urgent) or NO_SELF_CARE & set(state.get("flags", [])):
        return True
    if level is CareLevel.see_clinician and technique.kind not in CALM_KINDS:
        return True
    return any(
        other.do == "avoid" and any(s in triggers(other) for s in [state]) for other in technique.contraindications
    )


@pytest.mark.parametrize("technique", STORE.techniques.values(), ids=lambda t: t.id)
def test_what_no_rule_names_leaves_a_technique_alone(technique: Technique) -> None:
    assert verdict(technique, {}) == Verdict(True, ())
    named = {item for rule in technique.contraindications for item in (*rule.flags, *rule.look_alikes, *rule.cues)}
    for flag in STORE.red_flags.values():
        if flag.id not in named and flag.level in (CareLevel.precaution, CareLevel.self_care):
            assert verdict(technique, {"flags": [flag.id]}) == Verdict(True, ())
    for cue in STORE.cues:
        if cue not in named:
            assert verdict(technique, {"cues": [cue]}) == Verdict(True, ())
    for look_alike in STORE.look_alikes:
        if look_alike not in named:
            assert verdict(technique, {"look_alikes": [look_alike]}) == Verdict(True, ())


MUST_WITHHOLD = {
    "gluteal_tendinopathy": ["knee_to_opposite_shoulder", "piriformis_stretch_floor", "lying_glute_stretch",
                             "figure_four_chair", "tfl_standing_side_lean", "tfl_half_kneel_side_lean",
                             "gmin_ball_side_lying", "side_lying_foam_roller"],
    "proximal_hamstring_tendinopathy": ["hamstring_strap_stretch", "hamstring_chair_stretch", "glute_ball_floor"],
    "lumbar_radiculopathy": ["piriformis_ball_floor", "hamstring_strap_stretch"],
    "meralgia": ["tfl_ball_wall", "outer_thigh_foam_roller"],
}  # fmt: skip


@pytest.mark.parametrize("look_alike", MUST_WITHHOLD)
def test_what_would_feed_a_look_alike_is_withheld(look_alike: str) -> None:
    offered = [
        t for t in MUST_WITHHOLD[look_alike] if verdict(STORE.techniques[t], {"look_alikes": [look_alike]}).allowed
    ]
    assert offered == []


def test_a_sore_outer_hip_gets_no_crossed_leg_but_something_good() -> None:
    """The look-alike and gluteus medius say not to cross the legs, so even the gentle figure four is left out."""
    sore = {"look_alikes": ["gluteal_tendinopathy"], "cues": ["pain_on_bone_outer_hip"]}
    ruling = verdict(STORE.techniques["figure_four_chair"], sore)
    assert not ruling.allowed
    assert "squash the sore tendons" in " ".join(ruling.say)
    for single in ({"look_alikes": ["gluteal_tendinopathy"]}, {"cues": ["pain_on_bone_outer_hip"]}):
        assert not verdict(STORE.techniques["figure_four_chair"], single).allowed
    record = STORE.look_alikes["gluteal_tendinopathy"]
    assert record.techniques[:3] == ["side_leg_hold_wall", "glute_bridge", "heat_pack"]
    assert all(verdict(STORE.techniques[name], sore).allowed for name in record.techniques)
    assert any("pillow between your knees" in line for line in record.can_help)


def test_pressing_heeds_who_bruises_or_breaks_easily() -> None:
    for technique in STORE.techniques.values():
        if technique.kind != "release":
            continue
        for flag in (
            "anticoagulant",
            "osteoporosis",
            "pregnancy",
            "hip_replacement",
            "recent_surgery",
            "varicose_veins",
        ):
            ruling = verdict(technique, {"flags": [flag]})
            if flag == "varicose_veins" and technique.id == "back_balls_wall":
                continue  # no such veins on the back
            assert not ruling.allowed or ruling.say, f"{technique.id} takes no notice of {flag}"
        assert not verdict(technique, {"cues": ["bruise_or_swelling"]}).allowed, technique.id


@pytest.mark.parametrize("flag", ["anticoagulant", "easy_bruising"])
def test_no_ball_and_no_roller_for_who_bleeds_or_bruises_easily(flag: str) -> None:
    """The advice of the flag says "Skip balls, rollers and massage guns", so no technique may offer them."""
    assert "Skip balls, rollers" in (STORE.red_flags[flag].advice.meanwhile or "")
    tools = {"massage_ball", "foam_roller", "massage_gun"}
    pressing = [t for t in STORE.techniques.values() if tools & set(t.equipment)]
    assert pressing
    for technique in pressing:
        ruling = verdict(technique, {"flags": [flag]})
        assert not ruling.allowed, technique.id
        assert "wall version" not in " ".join(ruling.say), f"{technique.id} sends people on to a ball at the wall"
    assert verdict(STORE.techniques["finger_press"], {"flags": [flag]}).allowed


def test_nothing_presses_the_belly() -> None:
    releases = [t.id for t in STORE.techniques.values() if t.kind == "release" and "iliopsoas" in t.muscles]
    assert releases == []
    assert "release" not in {STORE.techniques[t].kind for t in STORE.muscles["iliopsoas"].techniques}


def test_pregnancy_has_one_rule_for_lying_on_the_back() -> None:
    """The careful 12 weeks of the answer ``pregnancy_safe``; techniques flat on the back heed it."""
    texts = [r.say for t in STORE.techniques.values() for r in t.contraindications if "pregnancy" in r.flags]
    texts += [note.say for q in STORE.questions.values() for note in q.personal if "pregnancy" in note.flags]
    texts.append(STORE.questions["pregnancy_safe"].long)
    told = {
        number for text in texts for number in re.findall(r"on your back for long (?:after|from) (.*?) weeks", text)
    }
    assert told == {"12"}
    flat = [t for t in STORE.techniques.values() if any("Lie on your back" in step.text for step in t.steps)]
    assert {"glute_bridge", "hamstring_strap_stretch", "knees_to_chest", "pelvic_tilt"} <= {t.id for t in flat}
    for technique in flat:
        ruling = verdict(technique, {"flags": ["pregnancy"]})
        assert not ruling.allowed or "after 12 weeks" in " ".join(ruling.say), technique.id


def test_after_an_old_clot_no_leg_is_pressed_and_the_buttock_only_by_hand() -> None:
    legs = {"adductors", "hamstrings", "rectus_femoris", "vastus_lateralis"}
    hands = ("finger_press", "find_the_spot")
    for technique in STORE.techniques.values():
        ruling = verdict(technique, {"flags": ["past_clot"]})
        if technique.kind == "release" and (legs & set(technique.muscles) or technique.id not in hands):
            on_the_back = {"erector_spinae", "quadratus_lumborum"} & set(technique.muscles)
            assert ruling.say if on_the_back else not ruling.allowed, technique.id
        elif technique.kind not in ("release", "check"):
            assert ruling == Verdict(True, ()), f"{technique.id} presses nothing"
    for name in hands:
        ruling = verdict(STORE.techniques[name], {"flags": ["past_clot"]})
        assert ruling.allowed
        assert "Do not press the leg" in " ".join(ruling.say)
