"""What is measured: the product, the starter bot of ``rasa init``, and a bare server that only echoes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import ROOT, Server, free_port, started_by

RASA_ENV = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}


PATIENCE = 600
"""Seconds after which a server that does not answer is given up."""


def memory_mb(pid: int) -> int:
    """Resident memory of a process and those it has started; what they share counts once."""
    return sum(_pss_kb(each) for each in (pid, *started_by(pid))) // 1024


def _pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1])


def forget_files() -> None:
    """Take the project and its packages out of the page cache, as after a boot."""
    for top in (ROOT, Path(sys.prefix), Path(sys.base_prefix) / "lib"):
        for folder, _, names in os.walk(top):
            for name in names:
                try:
                    handle = os.open(os.path.join(folder, name), os.O_RDONLY)
                except OSError:
                    continue
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(handle)


def end(process: subprocess.Popen[bytes], patience: float = 20) -> None:
    """Stop a process politely, and after ``patience`` seconds at once: the measuring goes on."""
    process.terminate()
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Product:
    """The assistant as ``serve`` starts it."""

    kind = "product"

    def __init__(self, folder: Path, cwd: Path = ROOT, **env: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._server = Server(folder, cwd=cwd, **env)
        self.url = self._server.url
        self.port = self._server.port

    def start(self) -> float:
        """Start; returns the seconds until the first answer."""
        began = time.perf_counter()
        self._server.launch()
        self._server.wait()
        Person(self.url).say("my hip hurts")
        return time.perf_counter() - began

    @property
    def memory(self) -> int:
        """Megabytes now."""
        return memory_mb(self._server.process.pid)

    def stop(self) -> None:
        """Stop it."""
        try:
            self._server.stop()
        except subprocess.TimeoutExpired:
            self._server.kill()


class Person:
    """Someone who talks to the product over HTTP."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60)
        opened = self.http.post("/chat/session")
        opened.raise_for_status()
        self._headers = {"Authorization": f"Bearer {opened.json()['session']}"}
        self._offers = _payloads(opened.json())
        self._sent = 0
        self.kind = ""
        """Of the last answer."""
        self.missed = 0
        """Offers that were not there; "go on" was typed instead."""

    def say(self, step: str | tuple[str, ...]) -> float:
        """Type words, or take the first offer that starts with one of several; returns milliseconds."""
        body = {"text": step} if isinstance(step, str) else self._choice(step)
        self._sent += 1
        headers = {**self._headers, "Idempotency-Key": f"turn-{self._sent}"}
        began = time.perf_counter()
        answer = self.http.post("/chat/messages", json=body, headers=headers)
        taken = (time.perf_counter() - began) * 1000
        answer.raise_for_status()
        self._offers = _payloads(answer.json())
        self.kind = answer.json()["replies"][-1]["type"]
        return taken

    def _choice(self, wanted: tuple[str, ...]) -> dict[str, str]:
        found = [offer for start in wanted for offer in self._offers if offer.startswith(start)]
        self.missed += not found
        return {"choice": found[0]} if found else {"text": "go on"}


def _payloads(value: Any) -> list[str]:
    if isinstance(value, list):
        return [payload for item in value for payload in _payloads(item)]
    if isinstance(value, dict):
        own = [value["payload"]] if "payload" in value else []
        return own + [payload for item in value.values() for payload in _payloads(item)]
    return []


class Starter:
    """The bot that ``rasa init`` makes, trained and served by Rasa's own commands."""

    kind = "starter"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def train(self) -> float:
        """Make it and train it, which ``rasa init`` does in one go; returns the seconds."""
        began = time.perf_counter()
        self._rasa("init", "--no-prompt", "--init-dir", str(self._folder))
        return time.perf_counter() - began

    def start(self) -> float:
        """Start; returns the seconds until the first answer."""
        began = time.perf_counter()
        command = [sys.executable, "-m", "rasa", "run", "-p", str(self.port), "-i", "127.0.0.1"]
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log, env=self._env())
        while True:
            assert self._process.poll() is None, (self._folder / "server.log").read_text()[-2000:]
            assert time.perf_counter() - began < PATIENCE, "the starter bot does not answer"
            try:
                if StarterPerson(self.url).http.get("/").status_code == 200:
                    StarterPerson(self.url).say("hello")
                    return time.perf_counter() - began
            except (httpx.TransportError, httpx.HTTPStatusError):
                time.sleep(0.2)

    @property
    def memory(self) -> int:
        """Megabytes now."""
        assert self._process is not None
        return memory_mb(self._process.pid)

    def stop(self) -> None:
        """Stop it."""
        if self._process is not None:
            end(self._process)
            self._process = None

    def _rasa(self, *arguments: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "rasa.log").open("ab") as log:
            command, settings = [sys.executable, "-m", "rasa", *arguments], {"cwd": self._folder, "env": self._env()}
            subprocess.run(command, stdout=log, stderr=log, check=True, timeout=2 * PATIENCE, **settings)

    @staticmethod
    def _env() -> dict[str, str]:
        return {**os.environ, **RASA_ENV}


class StarterPerson:
    """Someone who types the same words to the starter bot; offers become plain words."""

    _number = 0

    def __init__(self, url: str) -> None:
        StarterPerson._number += 1
        self._sender = f"person-{StarterPerson._number}"
        self.http = httpx.Client(base_url=url, timeout=120)
        self.kind = "text"
        self.missed = 0

    def say(self, step: str | tuple[str, ...]) -> float:
        """Returns milliseconds."""
        body = {"sender": self._sender, "message": step if isinstance(step, str) else "go on"}
        began = time.perf_counter()
        self.http.post("/webhooks/rest/webhook", json=body).raise_for_status()
        return (time.perf_counter() - began) * 1000


class EchoPerson:
    """Someone whose words come back."""

    kind = "text"
    missed = 0

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60)

    def say(self, step: str | tuple[str, ...]) -> float:
        """Returns milliseconds."""
        body = {"text": step} if isinstance(step, str) else {"choice": step[0]}
        began = time.perf_counter()
        self.http.post("/chat/messages", json=body).raise_for_status()
        return (time.perf_counter() - began) * 1000


class Echo:
    """The same web server with nothing behind it: the floor."""

    kind = "echo"

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start; returns the seconds until it answers."""
        began = time.perf_counter()
        command = [sys.executable, str(Path(__file__).with_name("echo.py")), str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            assert self._process.poll() is None and time.perf_counter() - began < PATIENCE, "the echo does not answer"
            try:
                httpx.post(f"{self.url}/chat/messages", json={"text": "hi"}).raise_for_status()
                return time.perf_counter() - began
            except httpx.TransportError:
                time.sleep(0.05)

    @property
    def memory(self) -> int:
        """Megabytes now."""
        assert self._process is not None
        return memory_mb(self._process.pid)

    def stop(self) -> None:
        """Stop it."""
        if self._process is not None:
            end(self._process)
            self._process = None
