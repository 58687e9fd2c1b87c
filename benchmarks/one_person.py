"""One person, many turns, over HTTP: latency by turn, memory, and start to first answer.

    .venv/bin/python benchmarks/one_person.py [TURNS]

Starts the real server on a port of its own and talks to it as one client: complaints, questions,
techniques walked step by step, scores. A new conversation begins every ten turns or so.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.conftest import Server  # noqa: E402

SCRIPT: list[str | tuple[str, ...]] = [
    "my left buttock aches when I sit at my desk, about three weeks now",
    "what is the piriformis and where is it",
    ("suggest",),
    ("check:none", "control:next"),
    ("equipment:massage_ball", "control:next"),
    ("start:", "resume", "control:next"),
    "6 out of 10",
    "next",
    "how long do I hold this",
    "next",
    "does dry needling help",
    ("resume", "control:next"),
    "stop",
    "4",
    "who should I see about this",
    "thanks, bye",
]


def offers(value: Any) -> list[str]:
    """All signed payloads in a body."""
    if isinstance(value, list):
        return [p for item in value for p in offers(item)]
    if isinstance(value, dict):
        own = [value["payload"]] if "payload" in value else []
        return own + [p for item in value.values() for p in offers(item)]
    return []


def main(turns: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        began = time.perf_counter()
        server.start()
        http = httpx.Client(base_url=server.url, timeout=30)
        http.post("/chat/session").raise_for_status()
        first = time.perf_counter() - began
        assert server._process is not None
        status = Path(f"/proc/{server._process.pid}/status")
        at_start = _memory(status)
        times: list[float] = []
        by_kind: dict[str, list[float]] = defaultdict(list)
        while len(times) < turns:
            _conversation(http, times, by_kind, turns)
        print(
            json.dumps(
                {
                    "machine": f"{platform.machine()}, {len(__import__('os').sched_getaffinity(0))} cores",
                    "python": platform.python_version(),
                    "turns": len(times),
                    "median_ms": round(statistics.median(times), 1),
                    "p95_ms": round(_quantile(times, 0.95), 1),
                    "p99_ms": round(_quantile(times, 0.99), 1),
                    "median_by_kind_ms": {k: round(statistics.median(v), 1) for k, v in sorted(by_kind.items())},
                    "memory_mb_at_start": at_start,
                    "memory_mb_at_end": _memory(status),
                    "start_to_first_answer_s": round(first, 1),
                },
                indent=2,
            )
        )
        server.stop()


def _conversation(http: httpx.Client, times: list[float], by_kind: dict[str, list[float]], turns: int) -> None:
    opened = http.post("/chat/session").json()
    headers = {"Authorization": f"Bearer {opened['session']}"}
    known = offers(opened)
    for step in SCRIPT:
        if len(times) >= turns:
            return
        if isinstance(step, str):
            body = {"text": step}
        else:
            found = [p for wanted in step for p in known if p.startswith(wanted)]
            body = {"choice": found[0]} if found else {"text": "go on"}
        began = time.perf_counter()
        response = http.post("/chat/messages", json=body, headers=headers)
        taken = (time.perf_counter() - began) * 1000
        response.raise_for_status()
        times.append(taken)
        by_kind[response.json()["replies"][-1]["type"]].append(taken)
        known = offers(response.json())


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _memory(status: Path) -> int:
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
