"""Loading reports every problem of every file in one pass, as ``path: message``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from trigger_points.content.problems import ContentError
from trigger_points.content.site import load_site
from trigger_points.content.store import CONTENT_DIR, load_content
from trigger_points.content.validator import check_all


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT_DIR, tmp_path / "content"))


def problems_of(root: Path) -> list[str]:
    return [str(problem) for problem in check_all(root)]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_content_is_fine() -> None:
    assert problems_of(CONTENT_DIR) == []


def test_all_problems_are_listed_at_once(copy: Path) -> None:
    edit(copy / "muscles" / "piriformis.yml", "nerve:", "nerf:")
    (copy / "causes.yml").write_text("- id: [broken", encoding="utf-8")
    (copy / "glossary.yml").unlink()
    with pytest.raises(ContentError) as caught:
        load_content(copy)
    told = [str(problem) for problem in caught.value.problems]
    assert any(t.startswith("muscles/piriformis.yml.nerve: field required") for t in told)
    assert any(t.startswith("muscles/piriformis.yml.nerf: extra fields") for t in told)
    assert any(t.startswith("causes.yml: is not valid YAML") for t in told)
    assert "glossary.yml: is missing" in told


def test_a_duplicate_id_names_both_places(copy: Path) -> None:
    text = (copy / "equipment.yml").read_text(encoding="utf-8")
    (copy / "equipment.yml").write_text(text + "- {id: wall, name: a wall, phrases: [wall]}\n", encoding="utf-8")
    assert any("the id 'wall' is already used in equipment.yml[wall]" in t for t in problems_of(copy))


def test_an_unknown_reference_is_named(copy: Path) -> None:
    edit(copy / "muscles" / "piriformis.yml", "techniques: [", "techniques: [levitation, ")
    assert any("there is no 'levitation' in techniques" in t for t in problems_of(copy))


def test_a_dose_that_is_no_number_is_refused(copy: Path) -> None:
    edit(copy / "techniques" / "finger_press.yml", "times_per_day: ", "times_per_day: often # ")
    assert any(t.startswith("techniques/finger_press.yml.dose.times_per_day") for t in problems_of(copy))


def test_a_missing_figure_is_named(copy: Path) -> None:
    (copy / "figures" / "finger_press.svg").unlink()
    (copy / "figures" / "piriformis-left.svg").unlink()
    told = problems_of(copy)
    assert any(t.startswith("techniques/finger_press.yml.figure: there is no figures/finger_press.svg") for t in told)
    assert any(t.startswith("muscles/piriformis.yml: there is no figures/piriformis-left.svg") for t in told)


def test_a_promise_is_refused(copy: Path) -> None:
    edit(copy / "techniques" / "finger_press.yml", "feel: ", "feel: This will cure you. ")
    assert any("sounds like a diagnosis or a promise" in t for t in problems_of(copy))


def test_a_fixed_sentence_with_advice_needs_a_source(copy: Path) -> None:
    edit(copy / "wording.yml", "deny:\n", "deny:\n  - Then press on the spot for a minute.\n")
    edit(copy / "wording_evidence.yml", "keys: [back.worse,", "keys: [back.gone, back.worse,")
    told = problems_of(copy)
    assert any(t.startswith("wording.yml[deny]: 'press' sounds like a fact or advice") for t in told)
    assert any("wording_evidence.yml[worse_means_stop]: there is no 'back.gone'" in t for t in told)


def test_a_file_must_be_named_after_its_id(copy: Path) -> None:
    (copy / "muscles" / "piriformis.yml").rename(copy / "muscles" / "pyriformis.yml")
    assert any("id must be 'pyriformis'" in t for t in problems_of(copy))


def test_a_bad_phrase_is_named(copy: Path) -> None:
    edit(copy / "regions.yml", "phrases: [", "phrases: [... hip, ")
    assert any("may not start or end with '...'" in t for t in problems_of(copy))


@pytest.mark.parametrize("name", ["wording.yml", "regions.yml", "muscles/piriformis.yml", "questions/safety.yml"])
def test_broken_yaml_is_a_problem_and_no_crash(copy: Path, name: str) -> None:
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n]: [broken")
    assert any(t.startswith(f"{name}: is not valid YAML at line") for t in problems_of(copy))


def test_broken_site_details_are_a_problem_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "site.yml"
    for text in ("country: [", "- a list", ""):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ContentError, match="site.yml"):
            load_site(path)


def test_a_duplicate_id_across_files_of_questions_is_found(copy: Path) -> None:
    text = (copy / "questions" / "about.yml").read_text(encoding="utf-8")
    (copy / "questions" / "again.yml").write_text(text, encoding="utf-8")
    assert any("is already used in questions/about.yml" in t for t in problems_of(copy))


def test_orphans_are_named(copy: Path) -> None:
    with (copy / "sources.yml").open("a", encoding="utf-8") as file:
        file.write("\n- {id: unread, title: A book, kind: textbook, identifier: none, checked: textbook}\n")
    with (copy / "cues.yml").open("a", encoding="utf-8") as file:
        file.write("\n- {id: unheard, name: a sign, kind: trigger, phrases: [unheard of]}\n")
    with (copy / "regions.yml").open("a", encoding="utf-8") as file:
        file.write("\n- {id: elbow, name: elbow, description: the elbow, views: [front], phrases: [elbow]}\n")
    told = problems_of(copy)
    assert any(t.startswith("sources.yml[unread]: no record") for t in told)
    assert any(t.startswith("cues.yml[unheard]: no weight") for t in told)
    assert any(t.startswith("regions.yml[elbow]: no muscle") for t in told)


def test_a_statement_needs_source_and_grade(copy: Path) -> None:
    edit(copy / "treatments.yml", "sources: [", "sources: [] # ")
    edit(copy / "muscles" / "piriformis.yml", "grade: expert_opinion", "grade: gossip")
    told = problems_of(copy)
    assert any(t.startswith("treatments.yml[") and ".evidence.sources" in t for t in told)
    assert any(t.startswith("muscles/piriformis.yml.evidence.grade") for t in told)
