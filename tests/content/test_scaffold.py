"""A new record starts as a template whose gaps the validator lists."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from trigger_points.content.scaffold import FOLDERS, ScaffoldError, new_record
from trigger_points.content.store import CONTENT_DIR
from trigger_points.content.validator import check_all


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT_DIR, tmp_path / "content"))


@pytest.mark.parametrize(
    ("kind", "place", "gaps"),
    [
        (
            "muscle",
            "muscles/new_one.yml",
            ["name", "origin", "refers_to", "phrases", "evidence.sources", "evidence.grade"],
        ),
        ("look_alike", "look_alikes/new_one.yml", ["name", "what_it_is", "differs", "evidence.grade"]),
        ("technique", "techniques/new_one.yml", ["name", "kind", "minutes", "dose.words", "steps", "easier.text"]),
        ("question", "questions/technique.yml[new_one]", ["phrasings", "short", "evidence.sources"]),
        ("red_flag", "red_flags.yml[new_one]", ["level", "question", "advice.who", "recognise", "examples"]),
    ],
)
def test_the_validator_lists_what_to_fill_in(copy: Path, kind: str, place: str, gaps: list[str]) -> None:
    new_record(kind, "new_one", copy)
    paths = [problem.path for problem in check_all(copy)]
    assert [gap for gap in gaps if f"{place}.{gap}" not in paths] == []
    assert all(path.startswith(place) for path in paths), "a template breaks nothing else"


@pytest.mark.parametrize("name", ["Gluteus", "2nd", "has space", "../up", ""])
def test_a_name_that_is_no_id_is_refused(copy: Path, name: str) -> None:
    with pytest.raises(ScaffoldError, match="cannot be an id"):
        new_record("muscle", name, copy)


def test_nothing_is_written_over(copy: Path) -> None:
    before = (copy / "muscles" / "piriformis.yml").read_text(encoding="utf-8")
    with pytest.raises(ScaffoldError, match="already there"):
        new_record("muscle", "piriformis", copy)
    assert (copy / "muscles" / "piriformis.yml").read_text(encoding="utf-8") == before
    new_record("question", "new_one", copy)
    with pytest.raises(ScaffoldError, match="already in"):
        new_record("question", "new_one", copy)


def test_unknown_kinds_are_named() -> None:
    with pytest.raises(ScaffoldError, match=r"muscle, technique, look_alike"):
        new_record("bone", "femur")
    assert set(FOLDERS) == {"muscle", "technique", "look_alike"}
