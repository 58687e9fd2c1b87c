"""The page docs/performance.md: figures between two marks; the words around them are kept."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
PACKAGES = ("rasa", "spacy", "onnxruntime", "sanic", "tensorflow-cpu", "tensorflow")


def write(page: Path, found: dict[str, Any], note: str) -> None:
    """Put the figures of ``found`` into ``page``, and all of them beside it as JSON."""
    text = page.read_text(encoding="utf-8") if page.is_file() else f"# Performance\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{figures(found, note)}\n{END}{after}", encoding="utf-8")
    page.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def figures(found: dict[str, Any], note: str) -> str:
    """All tables."""
    ours, starter = found["product"], found["starter"]
    parts = [
        _setting(found, note),
        "## Bars\n\n" + _bars(found),
        "## One person\n\n" + _one(ours, starter, found["embedding"]),
        "## Many people at once\n\n" + _load(found),
        "## One conversation that goes on\n\n" + _growth(ours, starter),
        "## Start, memory, training\n\n" + _rest(found),
        "## One and two workers\n\n" + _workers(found),
    ]
    return "\n\n".join(parts)


def _setting(found: dict[str, Any], note: str) -> str:
    versions = []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except Exception:
            continue
    model = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), "unknown")
    kind = "quick run, for a look only" if found["quick"] else "full run"
    lines = [
        f"Measured on {time.strftime('%Y-%m-%d')} ({kind}): {len(os.sched_getaffinity(0))} cores ({model}), "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {', '.join(versions)}. "
        "Server, load generator and, where used, PostgreSQL, Redis and nginx share these cores.",
        "Command: `make bench`.",
    ]
    return "\n".join([*lines, *([note] if note else [])])


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.is_file() and sys.platform == "linux" else []


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _bars(found: dict[str, Any]) -> str:
    ours, starter = found["product"], found["starter"]
    best, theirs = (max(row["per_second"] for row in part["load"]) for part in (ours, starter))
    turns = sorted(ours["growth"], key=int)
    growth = ours["growth"][turns[-1]] / ours["growth"][turns[0]]
    errors = sum(row["errors"] for row in ours["load"])
    rows = [
        ("a turn, median", f"{ours['one']['median']:.1f} ms", "10 ms", ours["one"]["median"] <= 10),
        ("a turn, p99", f"{ours['one']['p99']:.1f} ms", "40 ms", ours["one"]["p99"] <= 40),
        ("messages/s, times the starter bot", f"{best / theirs:.1f}", "6", best / theirs >= 6),
        (f"errors at up to {ours['load'][-1]['people']} people", str(errors), "0", errors == 0),
        (f"turn {turns[-1]}, times turn {turns[0]}", f"{growth:.2f}", "1.2", growth <= 1.2),
        ("start to first answer", f"{ours['start_s']:.1f} s", "6 s", ours["start_s"] <= 6),
        ("memory of a worker, start", f"{ours['memory_start']} MB", "650 MB", ours["memory_start"] <= 650),
        ("memory after all messages", f"{ours['memory_end']} MB", "650 MB", ours["memory_end"] <= 650),
    ]
    return _table(["", "measured", "bar", "met"], [[a, b, c, "yes" if met else "**no**"] for a, b, c, met in rows])


def _one(ours: dict[str, Any], starter: dict[str, Any], embedding: dict[str, float]) -> str:
    def row(name: str, one: dict[str, Any]) -> list[str]:
        base = embedding["median"]
        return [name, *(f"{one[k]:.1f}" for k in ("median", "p95", "p99")), f"{one['median'] / base:.1f}"]

    alone = ["the sentence encoder alone", f"{embedding['median']:.1f}", "", f"{embedding['p99']:.1f}", "1.0"]
    table = _table(
        ["milliseconds a turn, over HTTP", "median", "p95", "p99", "times the encoder"],
        [row(f"this project, {ours['one']['turns']} turns", ours["one"]), row("starter bot", starter["one"]), alone],
    )
    kinds = _table(
        ["by kind of answer", "median ms"], [[f"`{k}`", f"{v:.1f}"] for k, v in ours["one"]["by_kind"].items()]
    )
    return f"{table}\n\n{kinds}"


def _load(found: dict[str, Any]) -> str:
    rows = []
    for ours, theirs, floor in zip(found["product"]["load"], found["starter"]["load"], found["echo"]["load"]):
        rows.append(
            [
                str(ours["people"]),
                f"{ours['per_second']:.0f}",
                f"{ours['p50']:.0f}",
                f"{ours['p99']:.0f}",
                str(ours["errors"]),
                f"{theirs['per_second']:.1f}",
                f"{theirs['p99']:.0f}",
                str(theirs["errors"]),
                f"{ours['per_second'] / theirs['per_second']:.1f}",
                f"{floor['per_second']:.0f}",
            ]
        )
    head = ["people", "messages/s", "p50 ms", "p99 ms", "errors", "starter messages/s", "p99 ms", "errors"]
    return _table([*head, "ratio", "echo messages/s"], rows)


def _growth(ours: dict[str, Any], starter: dict[str, Any]) -> str:
    rows = []
    for turn, value in ours["growth"].items():
        other = starter["growth"].get(turn)
        rows.append([turn, f"{value:.1f}", f"{other:.1f}" if other else "not measured"])
    return _table(["around turn", "this project, median ms", "starter bot, median ms"], rows)


def _rest(found: dict[str, Any]) -> str:
    ours, starter, bigger = found["product"], found["starter"], found["bigger"]

    def cell(value: float | None, unit: str, digits: int = 1) -> str:
        return "" if value is None else f"{value:.{digits}f} {unit}"

    rows = [
        ["start to first answer", *(cell(part["start_s"], "s") for part in (ours, bigger, starter))],
        ["the same, files not in memory", cell(ours.get("start_cold_s"), "s"), "", ""],
        ["memory at the start", *(cell(part["memory_start"], "MB", 0) for part in (ours, bigger, starter))],
        [f"memory after {ours['messages']:,} messages", cell(ours["memory_end"], "MB", 0), "", ""],
        ["a turn, median", *(cell(part["one"]["median"], "ms") for part in (ours, bigger, starter))],
        ["a turn, p99", *(cell(part["one"]["p99"], "ms") for part in (ours, bigger, starter))],
        ["training", *(cell(part.get("train_s"), "s", 0) for part in (ours, bigger, starter))],
    ]
    return _table(["", "this project", "with ten times as much content", "starter bot"], rows)


def _workers(found: dict[str, Any]) -> str:
    rows = []
    for one, two in zip(found["workers"]["1"], found["workers"]["2"]):
        rows.append(
            [
                str(one["people"]),
                f"{one['per_second']:.0f}",
                f"{one['p99']:.0f}",
                f"{two['per_second']:.0f}",
                f"{two['p99']:.0f}",
                f"{two['per_second'] / one['per_second']:.2f}",
                str(one["errors"] + two["errors"]),
            ]
        )
    head = ["people", "one worker, messages/s", "p99 ms", "two workers, messages/s", "p99 ms", "ratio", "errors"]
    return _table(head, rows)
