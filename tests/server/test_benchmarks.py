"""The benchmark counts what it claims to count: nothing cut off at the end, equal steps compared, a page at any time."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, free_port

sys.path.insert(0, str(ROOT / "benchmarks"))

import measure
import report
import setting
from load import Load, load, write_chats
from targets import end

SLOW = """
import asyncio, sys
from sanic import Sanic
from sanic.response import json
app = Sanic("slow", configure_logging=False)
asked = []

@app.post("/chat/messages")
async def answer(request):
    asked.append(request)
    if len(asked) == 3:
        request.transport.abort()
    await asyncio.sleep(1.5)
    return json({"replies": [{"type": "text"}]})

app.run(host="127.0.0.1", port=int(sys.argv[1]), access_log=False, motd=False, workers=1)
"""


def wait_for(port: int) -> None:
    """Until something listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the slow server does not listen")


def test_load_waits_for_the_last_answers_and_counts_a_broken_one(tmp_path: Path) -> None:
    if shutil.which("wrk") is None:
        if os.environ.get("CI"):
            pytest.fail("wrk is missing; CI must install it")
        pytest.skip("wrk was not found: apt-get install wrk")
    write_chats(tmp_path / "chats.lua")
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", SLOW, str(port)], stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            began = time.monotonic()
            got = load(f"http://127.0.0.1:{port}", "echo", people=6, seconds=1, chats=tmp_path / "chats.lua")
            took = time.monotonic() - began
        finally:
            end(server)
    assert (got.asked, got.answered, got.lost) == (6, 6, 0), got
    assert got.per_second == 0, "nothing was answered within the second"
    assert (got.broken, got.errors) == (1, 1)
    assert got.p99 > 1400, "times are not cut off"
    assert took < 60, "it ends when all have their answers"


def test_a_server_that_does_not_stop_is_killed() -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end(process, patience=0.3)
        assert process.returncode == -9


def test_only_the_same_step_with_the_same_kind_of_answer_is_compared() -> None:
    first = [(50.0, "checklist"), (50.0, "text")]
    early = [(10.0, "text"), (20.0, "ranking")]
    late = [(15.0, "text"), (500.0, "technique")]  # the second step became another one
    got = measure.same_steps([*first, *early * 3, *late * 3], length=2)
    assert (got["compared"], got["steps"]) == (1, 2)
    assert got["ratio"] == got["worst"] == 1.5


def test_offers_that_were_not_there_are_not_compared() -> None:
    assert measure.same_steps([(10.0, "")] * 8, length=2) == {"compared": 0}


class Talker:
    """Takes no time; the offer of the script is there only in the beginning."""

    kind = "text"

    def __init__(self) -> None:
        self.missed = self.said = 0

    def say(self, step: Any) -> float:
        self.said += 1
        self.missed += isinstance(step, tuple) and self.said > 10
        return 1.0


def test_missing_offers_are_published() -> None:
    found = measure.growth(Talker(), turns=40, at=(20, 40))
    assert found["missed"] > 0
    assert measure.one_person(Talker, turns=30)["missed"] == 2


def test_the_script_has_a_red_flag_and_a_long_message() -> None:
    kinds = dict(measure.SCRIPT)
    assert measure.RED_FLAG in kinds
    assert measure.RED_FLAG not in dict(measure.ON_AND_ON)
    assert len(str(kinds["100 words"]).split()) >= 100


def test_the_page_is_written_before_everything_is_measured(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    report.write(page, {"quick": True, "done": []}, note="")
    text = page.read_text()
    assert "Not measured yet: product, starter" in text
    for name in ("wrk", "PostgreSQL", "Redis", "nginx", "GB of memory"):
        assert name in text
    assert setting.tool_version("no-such-program", "", "-v") == "not installed"


def test_all_tables_can_be_written(tmp_path: Path) -> None:
    """With made-up figures; every figure of another system has a ratio beside it."""
    one = {**measure.spread([1.0, 2.0, 4.0]), "missed": 1, "by_kind": {"score": measure.spread([2.0])}}
    same = {"compared": 15, "steps": 17, "rounds": 5, "early": 10.0, "late": 11.0, "ratio": 1.1, "worst": 1.3}
    growth = {"turns": 1000, "missed": 2, "around": {"20": 10.0, "1000": 11.0}, "same_steps": same}
    rows = [Load(200, 40, 5000, 4999, 120.0, 1.0, 9.0, 1, 0, 0, 0, 7).figures()]
    server = {
        "one": one, "growth": growth, "load": rows, "start_s": 5.0, "memory_start": 300, "memory_end": 310,
        "messages": 10_000, "train_s": 60.0,
    }  # fmt: skip
    found = {name: server for name in ("product", "starter", "echo", "training", "bigger")}
    found |= {"embedding": measure.spread([3.0]), "workers": {"1": rows, "2": rows}}
    page = tmp_path / "page.md"
    report.write(page, {**found, "quick": False, "done": list(found)}, note="A note.")
    text = page.read_text()
    assert "Not measured yet" not in text
    assert "| lost at 200 people, of 5,000 sent | 1 | 0 | **no** |" in text
    assert "| the last of 1000 turns, times the first | 1.10 | 1.2 | yes |" in text
    assert "| messages until then | 10,000 | 10,000 | 10,000 | 10,000 |  |" in text
