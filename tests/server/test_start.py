"""What keeps the server from starting is said in a sentence, with what to do about it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Server, free_port
from trigger_points.training import stamp_of

pytestmark = pytest.mark.model
MODEL = ROOT / "models" / "trigger-points.tar.gz"
ENCODER = ROOT / "encoder"
ALLOW = {"TRIGGER_POINTS_ALLOW_STALE_MODEL": "true"}


@pytest.fixture
def models(model: Path, tmp_path: Path) -> Path:
    """A copy of the model with its stamp."""
    folder = tmp_path / "models"
    folder.mkdir()
    for path in (model, stamp_of(model)):
        shutil.copy(path, folder)
    return folder


def start(data: Path, port: int | None = None, **env: str) -> str:
    """Try to start the server; what it says, on one line."""
    command = [sys.executable, "-m", "tests.server.faulty", "serve", "--host", "127.0.0.1"]
    command += ["--port", str(port or free_port()), "--data", str(data)]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=120)
    told = ended.stdout + ended.stderr
    assert ended.returncode == 1, told
    assert "Traceback" not in told
    return " ".join(told.split())


def test_no_model(tmp_path: Path) -> None:
    assert "There is no trained model yet. Run: make train" in start(tmp_path / "var", FAULT_MODELS=str(tmp_path))


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "other"])
def test_a_corrupt_model(models: Path, tmp_path: Path, damage: str) -> None:
    bad_model = models / MODEL.name
    good = bad_model.read_bytes()
    bad = {"cut": good[: len(good) // 2], "noise": os.urandom(len(good)), "empty": b"", "other": b"not an archive"}
    bad_model.write_bytes(bad[damage])
    told = start(tmp_path / "var", FAULT_MODELS=str(models))
    assert "trigger-points.tar.gz is damaged, or is another file than the one that was trained here" in told
    assert "make train" in told
    told = start(tmp_path / "var", FAULT_MODELS=str(models), **ALLOW)
    assert "trigger-points.tar.gz cannot be read" in told
    assert "make train" in told


@pytest.mark.parametrize("changed", ["content", "encoder"])
def test_a_model_of_other_files(models: Path, tmp_path: Path, changed: str) -> None:
    stamp = json.loads(stamp_of(models / MODEL.name).read_text())
    assert changed in stamp["made_from"]
    stamp["made_from"][changed] = "as it was before"
    stamp_of(models / MODEL.name).write_text(json.dumps(stamp))
    told = start(tmp_path / "var", FAULT_MODELS=str(models))
    assert f"trigger-points.tar.gz was made before these were changed: {changed}. Run: make train" in told
    assert "TRIGGER_POINTS_ALLOW_STALE_MODEL=true" in told


def test_a_model_that_nothing_is_known_about(models: Path, tmp_path: Path) -> None:
    stamp_of(models / MODEL.name).unlink()
    told = start(tmp_path / "var", FAULT_MODELS=str(models))
    assert "trigger-points.stamp beside it is missing or unreadable. Run: make train" in told


def test_a_stale_model_is_served_on_purpose(models: Path, tmp_path: Path) -> None:
    stamp_of(models / MODEL.name).unlink()
    server = Server(tmp_path, program="tests.server.faulty", FAULT_MODELS=str(models), **ALLOW)
    server.start()
    server.stop()
    assert "model.stale" in server.log.read_text()


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_broken_encoder(model: Path, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(ENCODER, folder)
    if damage == "missing":
        (folder / "model.onnx").unlink()
    else:
        with (folder / "model.onnx").open("r+b") as file:
            file.seek(1_000_000)
            file.write(b"damage")
    told = start(tmp_path / "var", FAULT_ENCODER=str(folder))
    assert "model.onnx" in told
    assert "check out the repository again" in told


def test_a_port_that_is_taken(model: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = start(tmp_path / "var", port)
        assert f"127.0.0.1:{port}: Address already in use" in told
        assert "PORT=" in told
        told = start(tmp_path / "var", TRIGGER_POINTS_METRICS_PORT=str(port))
        assert f"127.0.0.1:{port}: Address already in use" in told
        assert "TRIGGER_POINTS_METRICS_PORT=+10000" in told


def test_a_folder_that_another_server_uses(model: Path, tmp_path: Path) -> None:
    """Without Redis each would believe to be alone, and answer the same conversation at the same time."""
    first = Server(tmp_path)
    first.start()
    try:
        told = start(tmp_path)
        assert f"{tmp_path}: another server uses this folder" in told
        assert "--data" in told and "TRIGGER_POINTS_REDIS" in told
        assert "uses this folder" in start(tmp_path, TRIGGER_POINTS_REDIS="redis://127.0.0.1:1/0")
    finally:
        first.stop()


def test_a_data_folder_that_is_none(model: Path, tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    assert "--data" in start(tmp_path / "var")


def test_a_damaged_database(model: Path, tmp_path: Path) -> None:
    tmp_path = tmp_path / ("a folder with a long name " * 4)
    tmp_path.mkdir()
    (tmp_path / "conversations.db").write_bytes(b"this is not a database " * 1000)
    told = start(tmp_path)
    assert str(tmp_path / "conversations.db") in told
    assert (tmp_path / "conversations.db").read_bytes().startswith(b"this is not"), "nothing is thrown away"


def test_bad_settings_and_secrets(model: Path, tmp_path: Path) -> None:
    told = start(tmp_path, TRIGGER_POINTS_RETENTION_DAYS="soon", TRIGGER_POINTS_PROXIES="nginx")
    assert "TRIGGER_POINTS_RETENTION_DAYS" in told
    assert "TRIGGER_POINTS_PROXIES" in told
    assert "16 characters" in start(tmp_path, TRIGGER_POINTS_SECRET="short")
    (tmp_path / "secret").write_text("s" * 40)
    (tmp_path / "secret").chmod(0o644)
    assert "chmod 600" in start(tmp_path)
