"""A running server keeps the last good content, takes over good edits, and waits with what needs training."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from trigger_points.content.site import SITE_FILE
from trigger_points.content.store import CONTENT_DIR
from trigger_points.rasa_parts.topic_action import read_desk, shared_desk, use_desk
from trigger_points.server.content_watch import ContentWatch


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    before = shared_desk()
    root = Path(shutil.copytree(CONTENT_DIR, tmp_path / "content"))
    shutil.copy(SITE_FILE, tmp_path / "site.yml")
    use_desk(read_desk(root, tmp_path / "site.yml"))
    yield root
    use_desk(before)


@pytest.fixture
def watch(root: Path) -> ContentWatch:
    return ContentWatch(root, root.parent / "site.yml")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_happens_without_an_edit(watch: ContentWatch) -> None:
    assert watch.look() == "unchanged"


def test_a_good_edit_is_taken_over(root: Path, watch: ContentWatch) -> None:
    edit(root / "muscles" / "piriformis.yml", "It turns your leg out.", "It turns the leg out.")
    edit(root / "wording.yml", "Let go for a moment.", "Let go for a while.")
    assert watch.look() == "taken"
    assert shared_desk().store.muscles["piriformis"].role.startswith("It turns the leg out.")
    assert any("Let go for a while." in text for text in shared_desk().wording.entries["player.hurts"])
    assert watch.look() == "unchanged"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("muscles/piriformis.yml", "nerve:", "nerf:"),
        ("causes.yml", "- id: wallet", "- id: [wallet"),
        ("techniques/finger_press.yml", "times_per_day: ", "times_per_day: often # "),
        ("muscles/piriformis.yml", "techniques: [", "techniques: [levitation, "),
        ("wording.yml", "player.none: ", "player.nobody: "),
    ],
)
def test_a_bad_edit_leaves_the_last_good_content(
    root: Path, watch: ContentWatch, name: str, old: str, new: str
) -> None:
    good = shared_desk()
    before = (root / name).read_text(encoding="utf-8")
    edit(root / name, old, new)
    assert watch.look() == "problems"
    assert shared_desk() is good
    (root / name).write_text(before, encoding="utf-8")
    assert watch.look() == "taken"


def test_a_removed_picture_is_still_shown(root: Path, watch: ContentWatch) -> None:
    (root / "figures" / "finger_press.svg").unlink()
    assert watch.look() == "problems"
    assert shared_desk().figures["finger_press"].svg.startswith("<svg")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("muscles/piriformis.yml", "pear shaped muscle", "pear muscle"),
        ("thresholds.yml", "sure: ", "sure: 0.99 # "),
    ],
)
def test_what_the_model_was_trained_from_waits(root: Path, watch: ContentWatch, name: str, old: str, new: str) -> None:
    good = shared_desk()
    edit(root / name, old, new)
    assert watch.look() == "needs_training"
    assert shared_desk() is good


def test_broken_contacts_leave_the_good_ones(root: Path, watch: ContentWatch) -> None:
    good = shared_desk()
    (root.parent / "site.yml").write_text("country: nowhere", encoding="utf-8")
    assert watch.look() == "problems"
    assert shared_desk() is good
