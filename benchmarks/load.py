"""Many people at once, by wrk: each one a thread with one connection and ten-turn chats from the scenario files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from trigger_points.content.yaml_reader import read_yaml

ROOT = Path(__file__).resolve().parents[1]
TURNS = 10
LONGEST = 2000
"""Characters that the product takes; the scenarios also try longer ones."""


LAST_ANSWER = 90
"""Seconds that the last answers may take after the time is up."""


@dataclass(frozen=True)
class Load:
    """What ``people`` at once got: times in milliseconds, opening a chat included."""

    people: int
    seconds: int
    asked: int
    """Sent. Nobody is cut off at the end: each waits for the last answer."""
    answered: int
    per_second: float
    """Messages answered within the seconds; opening a chat is none."""
    p50: float
    p99: float
    refused: int
    """Answered with an error."""
    silent: int
    """Answered without a reply."""
    late: int
    """Answered after more than 30 seconds."""
    broken: int
    """Connections that broke."""
    missed: int
    """Offers of the script that were not there; "go on" was typed instead."""

    @property
    def lost(self) -> int:
        """Sent and never answered."""
        return self.asked - self.answered

    @property
    def errors(self) -> int:
        """Everything but an answer with replies within 30 seconds."""
        return self.refused + self.silent + self.late + self.broken + self.lost

    def figures(self) -> dict[str, float]:
        """All of it."""
        return {**asdict(self), "lost": self.lost, "errors": self.errors}


def write_chats(path: Path) -> int:
    """The scenario files as chats of ten turns, as a Lua table; returns how many."""
    turns = []
    for file in sorted((ROOT / "tests" / "scenarios").rglob("*.yml")):
        for scenario in read_yaml(file.read_text(encoding="utf-8")):
            for turn in scenario["turns"]:
                if 0 < len(turn.get("say", "").strip()) <= LONGEST:
                    turns.append(f"{{say={_lua(json.dumps(turn['say']))}}}")
                else:
                    turns.append(f"{{choose={_lua(turn.get('choose') or 'check:' + turn.get('tick', ['none'])[0])}}}")
    chats = [turns[start : start + TURNS] for start in range(0, len(turns) - TURNS + 1, TURNS)]
    lines = ",\n".join("{" + ",".join(chat) + "}" for chat in chats)
    path.write_text(f"return {{\n{lines}\n}}\n", encoding="utf-8")
    return len(chats)


def _lua(text: str) -> str:
    """A Lua string: ASCII, with everything that Lua reads escaped."""
    assert text.isascii()
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def load(url: str, kind: str, people: int, seconds: int, chats: Path) -> Load:
    """Drive ``url`` with ``people`` at once for ``seconds``."""
    command = ["wrk", "-t", str(people), "-c", str(people), "-d", f"{seconds + LAST_ANSWER}s", "--timeout", "100s"]
    command += ["-s", str(Path(__file__).with_name("person.lua")), url]
    env = {**os.environ, "KIND": kind, "CHATS": str(chats), "SECONDS": str(seconds)}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        _end_when_all_have_left(running, seconds)
        said = running.communicate(timeout=60)[0]
    line = next((line for line in said.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise RuntimeError(f"wrk failed: {said[-500:]}")
    got = json.loads(line.removeprefix("RESULT "))
    per_second = got.pop("in_time") / seconds
    return Load(people=people, seconds=seconds, per_second=per_second, **got)


def _end_when_all_have_left(running: subprocess.Popen[str], seconds: int) -> None:
    """Wrk waits for its time to be up even if all its threads have ended; Ctrl-C makes it print at once."""
    time.sleep(seconds)
    deadline = time.monotonic() + LAST_ANSWER
    while running.poll() is None and time.monotonic() < deadline:
        if len(os.listdir(f"/proc/{running.pid}/task")) == 1:
            running.send_signal(signal.SIGINT)
            return
        time.sleep(0.1)
