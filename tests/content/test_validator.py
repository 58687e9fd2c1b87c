"""What the validator refuses: sloppy numbers, unsafe doses, missing rules, diagnoses; and nothing hides behind another."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from trigger_points.content.doses import check_doses, longest_hold
from trigger_points.content.schema import Dose, Step
from trigger_points.content.store import CONTENT_DIR, ContentStore, load_content
from trigger_points.content.validator import check_all
from trigger_points.content.words import check_words

STORE = load_content()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT_DIR, tmp_path / "content"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def one(technique: str, dose: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    """The dose problems of one technique with changes."""
    record = STORE.techniques[technique]
    if dose:
        changes["dose"] = record.dose.copy(update=dose)
    store = ContentStore(techniques={technique: record.copy(update=changes)})
    return [str(problem) for problem in check_doses(store)]


def test_one_broken_file_hides_no_other_problem(copy: Path) -> None:
    edit(copy / "muscles" / "piriformis.yml", "nerve:", "nerf:")
    with (copy / "causes.yml").open("a", encoding="utf-8") as file:
        file.write("\n]: [broken")
    (copy / "figures" / "finger_press.svg").unlink()
    edit(copy / "muscles" / "iliopsoas.yml", "techniques: [", "techniques: [levitation, ")
    edit(copy / "wording.yml", "bye:\n", "bye: []\nbye_now:\n")
    edit(copy / "techniques" / "heat_pack.yml", "feel: ", "feel: This will cure you. ")
    told = [str(problem) for problem in check_all(copy)]
    for expected in (
        "muscles/piriformis.yml.nerf: extra fields",
        "causes.yml: is not valid YAML",
        "there is no figures/finger_press.svg",
        "there is no 'levitation' in techniques",
        "sounds like a diagnosis or a promise",
    ):
        assert any(expected in line for line in told), expected
    cascades = [line for line in told if "in causes" in line or "'piriformis' in muscles" in line]
    assert cascades == [], "a record that is only broken is not called missing"
    assert not any("leads here" in line or "weighs this cause" in line for line in told)


@pytest.mark.parametrize("value", [2.5, True, "30", 0, -1, 5000])
def test_seconds_are_whole_numbers_in_reason(value: Any) -> None:
    for make in (lambda v: Dose(words="Hold.", hold_seconds=v), lambda v: Step(text="Hold.", hold_seconds=v)):
        with pytest.raises(ValidationError):
            make(value)


@pytest.mark.parametrize(
    "field", ["repetitions", "sets", "times_per_day", "days_per_week", "spots_per_session", "hold_seconds_max"]
)
@pytest.mark.parametrize("value", [1.5, True, "2", 0, 100000])
def test_counts_are_whole_numbers_in_reason(field: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        Dose(words="Do it.", **{field: value})


def test_the_content_keeps_its_doses() -> None:
    assert [str(problem) for problem in check_doses(STORE)] == []
    assert longest_hold(STORE.techniques["glute_ball_wall"]) == 90
    assert longest_hold(STORE.techniques["piriformis_ball_wall"]) == 60
    assert longest_hold(STORE.techniques["heat_pack"]) is None


@pytest.mark.parametrize(
    ("technique", "dose", "says"),
    [
        ("glute_ball_wall", {"hold_seconds_max": 600}, "pressure may be held for 90 seconds at most"),
        ("piriformis_ball_wall", {"hold_seconds_max": 90}, "pressure may be held for 60 seconds at most"),
        ("childs_pose", {"hold_seconds": 120}, "a stretch may be held for 60 seconds at most"),
        ("glute_ball_wall", {"spots_per_session": 4}, "may be 3 at most"),
        ("glute_ball_wall", {"times_per_day": 3}, "say at most 2 a day, but times_per_day is 3"),
        ("glute_ball_floor", {"times_per_day": 2}, "say at most 1 a day, but times_per_day is 2"),
        ("glute_bridge", {"days_per_week": 7}, "do not agree with days_per_week 7"),
        ("figure_four_chair", {"words": "Hold for 45 seconds. Once or twice a day."}, "say 45 seconds"),
    ],
)
def test_a_dose_out_of_bounds_is_refused(technique: str, dose: dict[str, Any], says: str) -> None:
    assert any(says in line for line in one(technique, dose)), one(technique, dose)


@pytest.mark.parametrize("technique", ["glute_ball_wall", "childs_pose", "glute_bridge"])
def test_pressing_stretching_and_strength_need_a_rule(technique: str) -> None:
    assert any("for whom is it not?" in line for line in one(technique, contraindications=[]))
    assert one("walk_after", contraindications=[]) == []


@pytest.mark.parametrize(
    "text",
    [
        "You have a torn muscle.",
        "You've got sciatica.",
        "The pain is caused by sport.",
        "It is mostly due to your job.",
        "This will cure you.",
        "You have an irritated nerve.",
    ],
)
def test_a_diagnosis_is_refused(text: str) -> None:
    for kind, name, field in (("techniques", "heat_pack", "feel"), ("regions", "hip", "description")):
        record = getattr(STORE, kind)[name].copy(update={field: text})
        store = ContentStore(**{kind: {name: record}})
        assert any("sounds like a diagnosis or a promise" in str(problem) for problem in check_words(store)), text
    flag = STORE.red_flags["dvt"]
    flag = flag.copy(update={"advice": flag.advice.copy(update={"why": text})})
    assert list(check_words(ContentStore(red_flags={"dvt": flag}))), text


@pytest.mark.parametrize(
    "text", ["If you have a torn muscle, rest it.", "As you have had cancer before, ask.", "Do you have a broken bone?"]
)
def test_a_condition_is_no_diagnosis(text: str) -> None:
    record = STORE.techniques["heat_pack"].copy(update={"feel": text})
    assert list(check_words(ContentStore(techniques={"heat_pack": record}))) == []


def test_a_diagnosis_in_fixed_wording_is_refused(copy: Path) -> None:
    edit(copy / "wording.yml", "deny:\n", "deny:\n  - You have a trapped nerve.\n")
    assert any(str(p).startswith("wording.yml[deny]: 'You have a trapped nerve'") for p in check_all(copy))


def test_a_thing_that_nothing_uses_is_named(copy: Path) -> None:
    with (copy / "equipment.yml").open("a", encoding="utf-8") as file:
        file.write("\n- {id: trapeze, name: a trapeze, phrases: [trapeze]}\n")
    assert any(str(p).startswith("equipment.yml[trapeze]: no technique") for p in check_all(copy))


def test_muscles_and_techniques_name_each_other(copy: Path) -> None:
    edit(copy / "techniques" / "childs_pose.yml", "muscles: [erector_spinae, ", "muscles: [iliopsoas, ")
    told = [str(problem) for problem in check_all(copy)]
    for technique in STORE.techniques.values():  # of our own, all agree; one without muscles suits all
        listed = {muscle.id for muscle in STORE.muscles.values() if technique.id in muscle.techniques}
        assert not technique.muscles or listed == set(technique.muscles), technique.id
    assert "techniques/childs_pose.yml.muscles: muscles/iliopsoas.yml does not list this technique" in told


def test_the_counts_in_the_documents_are_right() -> None:
    text = (CONTENT_DIR.parent / "docs" / "content.md").read_text(encoding="utf-8").split("## What is there")[1]
    for kind, words in {
        "muscles": "muscles", "look_alikes": "look-alikes", "techniques": "techniques", "causes": "causes",
        "symptoms": "pain patterns", "questions": "questions", "treatments": "treatments", "glossary": "terms",
        "red_flags": "red flags", "sources": "sources", "wording_evidence": "entries for fixed sentences",
    }.items():  # fmt: skip
        assert f"{len(getattr(STORE, kind))} {words}" in text, f"docs/content.md: number of {words}"
