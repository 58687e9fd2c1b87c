"""What a model must go with: the same in every process, and touched by nothing that messages are not understood by."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from trigger_points import training
from trigger_points.content.store import CONTENT_DIR, load_content
from trigger_points.content.understood import understood_by


@pytest.fixture
def stamped(tmp_path: Path) -> Path:
    """A file with the stamp of a model that was made from the present files."""
    path = tmp_path / "some.tar.gz"
    path.write_bytes(b"a model")
    stamp = {"model": hashlib.sha256(b"a model").hexdigest(), "made_from": training.sources()}
    training.stamp_of(path).write_text(json.dumps(stamp))
    assert training.misfit(path) == ""
    return path


@pytest.mark.parametrize("source", sorted(training.sources()))
def test_every_source_counts(stamped: Path, source: str) -> None:
    stamp = json.loads(training.stamp_of(stamped).read_text())
    stamp["made_from"][source] = "as it was before"
    training.stamp_of(stamped).write_text(json.dumps(stamp))
    assert training.misfit(stamped).endswith(f"changed: {source}")
    del stamp["made_from"][source]
    training.stamp_of(stamped).write_text(json.dumps(stamp))
    assert training.misfit(stamped).endswith(f"changed: {source}")


def test_another_file_is_noticed(stamped: Path) -> None:
    stamped.write_bytes(b"another model")
    assert "another file" in training.misfit(stamped)


@pytest.mark.parametrize("stamp", [None, b"8ca7b7b0", b"\xff", b"{}", b"[]", b'{"model": 1, "made_from": 2}'])
def test_without_a_stamp_nothing_fits(stamped: Path, stamp: bytes | None) -> None:
    training.stamp_of(stamped).unlink()
    if stamp is not None:
        training.stamp_of(stamped).write_bytes(stamp)
    assert "missing or unreadable" in training.misfit(stamped)


CODE = "import json; from trigger_points.training import sources; print(json.dumps(sources()))"


def test_sources_are_the_same_in_every_process() -> None:
    found = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-W", "ignore", "-c", CODE]
        env = {**os.environ, "PYTHONHASHSEED": seed}
        found.add(subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout)
    assert len(found) == 1
    assert json.loads(found.pop()) == training.sources()


@pytest.mark.parametrize(
    ("name", "old", "new", "matters"),
    [
        ("muscles/piriformis.yml", "It turns your leg out.", "It turns the leg out.", False),
        ("muscles/piriformis.yml", "pear shaped muscle", "pear muscle", True),
        ("red_flags.yml", "level: urgent", "level: emergency", True),
        ("thresholds.yml", "sure: ", "sure: 0.99 # ", True),
    ],
)
def test_content_counts_as_far_as_messages_are_understood_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, matters: bool
) -> None:
    before = training.sources()
    root = Path(shutil.copytree(CONTENT_DIR, tmp_path / "content"))
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    edited = load_content(root)
    monkeypatch.setattr(training, "shared_content", lambda: edited)
    after = training.sources()
    assert (understood_by(edited) != understood_by(load_content())) is matters
    assert {source for source in before if before[source] != after[source]} == ({"content"} if matters else set())
