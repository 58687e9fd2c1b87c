"""Messages read in a process beside the server: the same reading, and no harm if the process is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from tests.conftest import ROOT
from trigger_points.rasa_parts.reading_ahead import read_ahead, vector_of
from trigger_points.server import reading_process
from trigger_points.server.assistant import Assistant
from trigger_points.server.reading_process import ReadingProcess, ReadingProcessError
from trigger_points.server.settings import load_settings

MESSAGES = [
    "hello",
    "my left hip hurts when I sit",
    "I am numb between my legs and cannot pee",
    "My buttok has been sore since Monday. It came on after a run. The bladder is fine, and I have no fever.",
    "is heat or ice better? \U0001f600 \u00fc",
]


def _parse(text: str) -> dict[str, Any]:
    if text == "fail":
        raise ValueError("cannot read")
    if text == "slow":
        time.sleep(0.3)
    return {"text": text, "pid": os.getpid(), "files": sorted(os.listdir("/proc/self/fd"))}


@pytest.fixture
def process(run: Any) -> Iterator[ReadingProcess]:
    process = ReadingProcess(_parse)
    yield process
    run(process.close())


def gone(pid: int) -> bool:
    """Whether the process ends within seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_it_reads_elsewhere_and_holds_nothing_of_the_server(run: Any, tmp_path: Path) -> None:
    with (tmp_path / "conversations").open("w"):
        process = ReadingProcess(_parse)
    read = run(process.read("hello"))
    assert read["text"] == "hello" and read["pid"] == process.pid != os.getpid()
    assert len(read["files"]) <= 5, "the standard ones, the socket, and the folder that is listed"
    run(process.close())
    assert gone(process.pid)


def test_answers_come_to_who_asked_even_if_someone_has_left(process: ReadingProcess, run: Any) -> None:
    async def many() -> list[str]:
        tasks = [asyncio.create_task(process.read(text)) for text in ("slow", "leaving", "one", "x" * 100_000, "two")]
        await asyncio.sleep(0.05)
        tasks[1].cancel()
        del tasks[1]
        return [read["text"] for read in await asyncio.gather(*tasks)]

    assert run(many()) == ["slow", "one", "x" * 100_000, "two"]


def test_many_may_be_the_first(process: ReadingProcess, run: Any) -> None:
    async def many() -> list[str]:
        return [read["text"] for read in await asyncio.gather(*(process.read(str(n)) for n in range(50)))]

    assert run(many()) == [str(n) for n in range(50)]
    assert process.alive


def test_a_text_that_cannot_be_read_is_given_back(process: ReadingProcess, run: Any) -> None:
    with pytest.raises(ReadingProcessError):
        run(process.read("fail"))
    assert run(process.read("next"))["text"] == "next"


def test_a_process_that_is_killed_is_noticed_at_once(
    process: ReadingProcess, run: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def killed() -> None:
        await process.read("hello")
        waiting = asyncio.create_task(process.read("slow"))
        await asyncio.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(ReadingProcessError):
            await waiting
        with pytest.raises(ReadingProcessError):
            await process.read("again")

    run(killed())
    assert not process.alive and "reading_process.lost" in caplog.text


def test_a_process_that_hangs_is_ended(process: ReadingProcess, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_process, "PATIENCE", 0.1)
    with pytest.raises(ReadingProcessError):
        run(process.read("slow"))
    assert not process.alive and gone(process.pid)


def test_signals_to_all_leave_it_at_work(process: ReadingProcess, run: Any) -> None:
    run(process.read("hello"))
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(process.pid, number)
    assert run(process.read("still here"))["text"] == "still here"


def test_it_ends_with_the_server_however_that_ends() -> None:
    program = (
        "import os, signal; from trigger_points.server.reading_process import ReadingProcess;"
        "print(ReadingProcess(lambda text: {}).pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert gone(int(done.stdout))


def test_threads_of_before_the_fork_are_not_waited_for(run: Any) -> None:
    async def ahead() -> bool:
        async with read_ahead("my hip is sore"):
            return vector_of("my hip is sore") is not None

    assert run(ahead()), "now there are threads"
    process = ReadingProcess(lambda text: {"ahead": asyncio.new_event_loop().run_until_complete(ahead())})
    assert run(process.read("x")) == {"ahead": True}
    run(process.close())


def test_one_worker_with_cores_to_spare_reads_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, redis, wanted, apart in (
        ({0, 1}, "", "auto", True),
        ({0}, "", "auto", False),
        ({0, 1}, "redis://127.0.0.1/0", "auto", False),
        ({0}, "", "on", True),
        ({0, 1}, "", "off", False),
    ):
        monkeypatch.setattr(os, "sched_getaffinity", lambda process, cores=cores: cores)
        assert load_settings(redis=redis, read_apart=wanted).reads_apart() is apart


@pytest.mark.model
def test_the_same_is_read_here_and_there(model: Path, run: Any) -> None:
    here, apart = Assistant.load(model), Assistant.load(model, read_apart=True)
    assert apart.reading.apart and not here.reading.apart
    for text in MESSAGES:
        metadata = {"key": "k", "digest": "d"}
        read = [run(a.reading.parse(UserMessage(text, metadata=metadata))) for a in (here, apart)]
        assert read[0] == read[1] and read[0]["intent"]["name"]
    for text in MESSAGES[:3]:
        reactions = [run(assistant.hear("one", text=text)) for assistant in (here, apart)]
        assert reactions[0].replies == reactions[1].replies
    assert reactions[1].care_level.value == "emergency"
    os.kill(apart.reading._process.pid, signal.SIGKILL)
    after = run(apart.hear("two", text=MESSAGES[2]))
    assert after.care_level.value == "emergency" and not after.words_only and not apart.reading.apart
