"""Many people at once, by wrk: each one a thread with one connection and ten-turn chats from the scenario files."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from trigger_points.content.yaml_reader import read_yaml

ROOT = Path(__file__).resolve().parents[1]
TURNS = 10
LONGEST = 2000
"""Characters that the product takes; the scenarios also try longer ones."""


@dataclass(frozen=True)
class Load:
    """What ``people`` at once got: times in milliseconds, opening a chat included."""

    people: int
    messages: int
    per_second: float
    p50: float
    p99: float
    errors: int
    """Refused, silent, cut off or later than 30 seconds."""


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
    command = ["wrk", "-t", str(people), "-c", str(people), "-d", f"{seconds}s", "--timeout", "30s"]
    command += ["-s", str(Path(__file__).with_name("person.lua")), url]
    env = {**os.environ, "KIND": kind, "CHATS": str(chats)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=seconds + 90)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    got = json.loads(line.removeprefix("RESULT "))
    return Load(
        people=people,
        messages=got["messages"],
        per_second=got["messages"] / got["seconds"],
        p50=got["p50"],
        p99=got["p99"],
        errors=got["refused"] + got["silent"] + got["lost"],
    )
