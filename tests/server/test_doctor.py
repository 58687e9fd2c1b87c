"""``doctor`` finds what is wrong and says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from trigger_points import doctor


@pytest.mark.model
def test_a_good_installation_is_fine(model: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "trigger_points.cli", "doctor", "--data", str(tmp_path / "var")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = ended.stdout.splitlines()
    wrong = [line for line in lines if line.startswith("FAIL") and "packages are the locked ones" not in line]
    assert wrong == [], ended.stdout + ended.stderr
    assert "ok   a message is answered" in lines
    assert len(lines) >= 15
    assert "Traceback" not in ended.stderr


def test_a_failing_check_is_a_finding() -> None:
    def check() -> str:
        raise OSError("no such thing")

    finding = doctor._examine("something", check)
    assert str(finding) == "FAIL something: OSError: no such thing"


def test_what_is_wrong_with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRIGGER_POINTS_SECRET", raising=False)
    database = tmp_path / "conversations.db"
    assert doctor._database(database) == ""
    database.write_bytes(b"no database" * 1000)
    database.chmod(0o600)
    assert "file is not a database" in str(doctor._examine("x", lambda: doctor._database(database)))
    database.chmod(0o644)
    assert "chmod 600" in doctor._database(database)
    secret = tmp_path / "secret"
    secret.write_text("x" * 40)
    secret.chmod(0o644)
    assert "chmod 600" in str(doctor._examine("x", lambda: doctor._secret(secret)))
    tmp_path.chmod(0o755)
    assert "chmod 700" in doctor._data(tmp_path)
    tmp_path.chmod(0o700)
    assert doctor._data(tmp_path) == ""
    assert doctor._data(tmp_path / "new") == ""
    monkeypatch.setattr(doctor, "FREE_BYTES", 2**60)
    assert "free some" in doctor._space(tmp_path)


def test_what_is_wrong_with_settings_clock_and_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIGGER_POINTS_RETENTION_DAYS", "soon")
    assert "TRIGGER_POINTS_RETENTION_DAYS" in str(doctor._examine("settings", doctor._settings))
    monkeypatch.setattr(doctor.time, "time", lambda: 0.0)
    assert "set it" in doctor._clock()
    monkeypatch.setattr(doctor, "OPEN_FILES", 10**9)
    assert "ulimit -n" in doctor._open_files()
    monkeypatch.setattr(doctor, "EARLIEST", -1.0)
    assert doctor._clock() == ""


def test_services_that_do_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIGGER_POINTS_REDIS", "redis://127.0.0.1:1/0")
    assert "refused" in str(doctor._examine("services", doctor._services))


def test_packages_that_are_not_the_locked_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.lock").write_text("pytest==0.0.1 \\\n    --hash=x\nno-such-package==1.0\n")
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    assert doctor._packages().startswith("pytest is ")
    assert "no-such-package is missing" in doctor._packages()
    assert os.sep not in doctor._packages()
