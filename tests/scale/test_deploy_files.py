"""The files of deploy/ hang together."""

from __future__ import annotations

import yaml

from tests.conftest import ROOT
from trigger_points.server.settings import PREFIX, Settings

DEPLOY = ROOT / "deploy"


def test_compose_starts_what_the_guide_describes() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text())["services"]
    assert set(services) == {"database", "locks", "worker1", "worker2", "nginx"}
    for name in ("worker1", "worker2"):
        settings = services[name]["environment"]
        known = {f"{PREFIX}{name.upper()}" for name in Settings.__fields__} | {"TRIGGER_POINTS_SECRET"}
        assert set(settings) <= known
        assert "@database/" in settings["TRIGGER_POINTS_DATABASE"]
        assert "//locks:" in settings["TRIGGER_POINTS_REDIS"]
        assert (DEPLOY / services[name]["build"]["context"] / services[name]["build"]["dockerfile"]).is_file()
    for number in (1, 2):
        assert f"worker{number}:5005" in services["nginx"]["command"]
    for written in ("127.0.0.1:5005", "127.0.0.1:5006"):
        assert written in (DEPLOY / "nginx.conf").read_text() and written in services["nginx"]["command"]


def test_no_secret_gets_into_the_image() -> None:
    """The Dockerfile copies the whole folder; what must stay outside is listed."""
    assert "COPY --chown=guide . ." in (DEPLOY / "Dockerfile").read_text()
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {"var", ".git", ".venv*", "models/*", ".rasa", ".tools", "**/*.db*"} <= set(left_out)
    assert not [line for line in left_out if line.startswith("!")]


def test_the_unit_names_what_workers_share() -> None:
    unit = (DEPLOY / "trigger-points@.service").read_text()
    for name in ("database", "redis", "limits_store", "proxies"):
        assert name in Settings.__fields__ and f"{PREFIX}{name.upper()}" in unit
