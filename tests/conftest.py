"""Shared fixtures. The model is trained once per run, by the product's own command."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model of the present files."""
    with FileLock(ROOT / "models" / "training.lock"):  # the tests run in several processes
        subprocess.run([sys.executable, "-m", "trigger_points.cli", "train"], cwd=ROOT, check=True)
    return ROOT / "models" / "trigger-points.tar.gz"


@pytest.fixture(scope="session")
def run() -> Iterator[Callable[[Any], Any]]:
    """Run a coroutine; one event loop for the whole session, as in the server."""
    loop = asyncio.new_event_loop()
    yield loop.run_until_complete
    loop.close()


@pytest.fixture(scope="session")
def assistant(model: Path) -> Any:
    """The real model with the real actions."""
    from trigger_points.server.assistant import Assistant

    return Assistant.load(model)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started_by(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have started."""
    direct = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return direct + [each for child in direct for each in started_by(child)]


class Server:
    """The real server as a process of its own."""

    def __init__(self, data: Path, program: str = "trigger_points.cli", cwd: Path = ROOT, **env: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self._program = program
        self._cwd = cwd
        self._env = {**os.environ, **env}
        self.log = data / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start it without waiting."""
        command = [sys.executable, "-m", self._program, "serve", "--port", str(self.port)]
        command += ["--host", "127.0.0.1", "--data", str(self.data)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self._cwd, stdout=log, stderr=log, env=self._env)

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            assert self._process is not None and self._process.poll() is None, self.log.read_text()
            try:
                if httpx.get(f"{self.url}/chat/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError(f"the server did not start: {self.log.read_text()}")

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running process."""
        assert self._process is not None, "not started"
        return self._process

    def kill(self) -> None:
        """Stop it as a crash would: no time for anything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop it politely."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None


@pytest.fixture(scope="session")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server on a port of its own."""
    running = Server(tmp_path_factory.mktemp("server"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium. Missing: skip with one line, but never in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; CI must install it")
        pytest.skip("Chromium was not found: install it to run the browser tests (apt-get install chromium)")
    return path
