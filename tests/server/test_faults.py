"""What goes wrong in a running server: a calm reply, nothing lost, nothing said in the log (docs/operations.md)."""

from __future__ import annotations

import os
import re
import resource
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Server
from tests.server.test_api import Person, error

pytestmark = pytest.mark.model
MARKER = "quizzaciously"
HURTS = f"my {MARKER} left buttock aches when I sit"


class Faulty(Server):
    """A server whose parts fail on request."""

    def __init__(self, data: Path, **env: str) -> None:
        self.faults = data / "faults"
        self.faults.mkdir(parents=True)
        super().__init__(data, "tests.server.faulty", FAULTS=str(self.faults), **env)

    @contextmanager
    def failing(self, fault: str, how: str = "") -> Iterator[None]:
        """``fault`` is on inside the block."""
        (self.faults / fault).write_text(how)
        try:
            yield
        finally:
            (self.faults / fault).unlink()


@pytest.fixture(scope="module")
def faulty(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    running = Faulty(tmp_path_factory.mktemp("faulty"), FAULT_SECONDS="2", FAULT_CONNECTIONS="60")
    running.start()
    yield running
    running.stop()
    log = running.log.read_text(encoding="utf-8")
    assert MARKER not in log, "something that was said is in the log"
    assert "Traceback" not in log


@pytest.fixture
def sufferer(faulty: Faulty) -> Person:
    return Person(faulty.url)


def said(person: Person, text: str) -> int:
    """How often ``text`` stands in the history."""
    history = person.http.get("/chat/messages", headers=person.headers)
    assert history.status_code == 200, history.text
    return sum(m["from"] == "person" and m["text"] == text for m in history.json()["messages"])


def calm(body: dict[str, Any]) -> None:
    """A reply with words and something to do next."""
    assert body["replies"][-1]["text"].strip()
    assert body["replies"][-1]["choices"]


@pytest.mark.parametrize("fault", ["topic", "executor"])
def test_an_action_raises(faulty: Faulty, sufferer: Person, fault: str) -> None:
    sufferer.say("my right hip is sore")
    with faulty.failing(fault):
        body = sufferer.say(HURTS)
        calm(body)
        assert "emergency number" in body["replies"][-1]["text"]
    assert said(sufferer, HURTS) == 1
    assert sufferer.say("it has been two weeks")["replies"][0]["type"] in ("choices", "ranking")
    assert "right" in sufferer.http.get("/chat/summary", headers=sufferer.headers).text, "what was known stays known"


def test_the_embedding_model_fails(faulty: Faulty, sufferer: Person) -> None:
    with faulty.failing("encoder"):
        body = sufferer.say(HURTS)
        calm(body)
        assert "duration:" in str(body), "the place was read by words, so the next question is asked"
        urgent = Person(faulty.url).say("I am numb between my legs and I cannot control my bladder")
        assert urgent["care_level"] == "emergency"
        assert urgent["replies"][0]["type"] == "care_advice"
        calm(Person(faulty.url).say(" ".join(["and then it hurt a bit more in the hip."] * 20)))
    assert said(sufferer, HURTS) == 1
    assert sufferer.say("two weeks")["replies"]
    assert '"event": "model.failed"' in faulty.log.read_text()


def test_the_database_is_locked(faulty: Faulty, sufferer: Person) -> None:
    key = {"Idempotency-Key": "while-locked"}
    other = sqlite3.connect(faulty.data / "conversations.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        refused = sufferer.post({"text": HURTS}, **key)
        assert error(refused) == (503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert httpx.get(f"{faulty.url}/chat/health").status_code == 200
        erased = sufferer.http.delete("/chat/session", headers=sufferer.headers)
        assert error(erased) == (503, "unavailable"), "no one is told that something is erased that is not"
    finally:
        other.execute("ROLLBACK")
        other.close()
    first = sufferer.post({"text": HURTS}, **key)
    assert first.status_code == 200
    assert sufferer.post({"text": HURTS}, **key).json()["replies"][0]["text"] == first.json()["replies"][0]["text"]
    assert said(sufferer, HURTS) == 1


def test_a_locked_database_holds_up_nobody_else(faulty: Faulty) -> None:
    """Health is answered and reading goes on while those who write wait (that they wait side by side: test_conversation_store)."""
    people = [Person(faulty.url) for _ in range(3)]
    other = sqlite3.connect(faulty.data / "conversations.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with ThreadPoolExecutor(3) as pool:
            sent = [pool.submit(person.post, {"text": HURTS}) for person in people]
            answered = 0
            while not any(each.done() for each in sent):
                answered += httpx.get(f"{faulty.url}/chat/health", timeout=30).status_code == 200
                time.sleep(0.05)
        assert [error(each.result()) for each in sent] == [(503, "unavailable")] * 3
        assert answered >= 5, "health waits for the database"
        assert said(people[0], HURTS) == 0, "reading works meanwhile"
    finally:
        other.execute("ROLLBACK")
        other.close()
    calm(people[0].say(HURTS))


def test_what_was_not_erased_is_not_called_erased(faulty: Faulty, sufferer: Person) -> None:
    sufferer.say(HURTS)
    sufferer.say("delete everything I told you")
    erase = next(c["payload"] for c in sufferer.replies[-1]["choices"] if c["title"] == "Yes, erase it")
    key = {"Idempotency-Key": "erase"}
    with faulty.failing("forget"):
        assert error(sufferer.post({"choice": erase}, **key)) == (503, "unavailable")
        assert error(sufferer.post({"choice": erase}, **key)) == (503, "unavailable"), "not erased yet"
        assert said(sufferer, HURTS) == 1
    assert sufferer.post({"choice": erase}, **key).status_code == 200
    assert sufferer.http.get("/chat/messages", headers=sufferer.headers).json()["messages"] == []


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        if os.environ.get("CI"):
            pytest.fail("CI must be able to mount a small disk: run the tests as root")
        pytest.skip("a full disk needs the right to mount one: run the tests as root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Every byte of the disk is used up."""
    path = folder / "filler"
    with path.open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    yield
    path.unlink()


@contextmanager
def no_longer_files(server: Server) -> Iterator[None]:
    """The kernel lets the server make no file longer: needs no rights, so this is never skipped."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    longest = max(file.stat().st_size for file in server.data.glob("conversations.db*"))
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (longest, before[1]))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("how", ["full disk", "no longer files"])
def test_the_disk_takes_no_more(model: Path, tmp_path: Path, how: str) -> None:
    with small_disk(tmp_path / "disk") if how == "full disk" else nullcontext(tmp_path) as disk:
        server = Server(disk)
        server.log = tmp_path / "server.log"
        server.start()
        try:
            person = Person(server.url)
            person.say("my right hip is sore")
            key = {"Idempotency-Key": "while-full"}
            with full(disk) if how == "full disk" else no_longer_files(server):
                for _ in range(3):
                    refused = person.post({"text": HURTS}, **key)
                    assert error(refused) == (503, "unavailable")
                    assert "emergency number" in refused.json()["error"]["message"]
                assert error(httpx.post(f"{server.url}/chat/session"))[0] == 503
                assert said(person, "my right hip is sore") == 1, "what was stored can be read"
                assert said(person, HURTS) == 0
            assert person.post({"text": HURTS}, **key).status_code == 200
            assert said(person, HURTS) == 1
            server.stop()
            assert sqlite3.connect(disk / "conversations.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)
        finally:
            server.stop()
        assert MARKER not in server.log.read_text()


def test_the_clock_jumps(faulty: Faulty, sufferer: Person) -> None:
    sufferer.say("my right hip is sore")
    for seconds in (-86400, 3600, -3600 * 5, 0):
        with faulty.failing("clock", str(seconds)):
            text = f"{HURTS} {seconds}"
            calm(sufferer.say(text))
            assert said(sufferer, text) == 1
            summary = sufferer.http.get("/chat/summary", headers=sufferer.headers).text
            assert "buttock" in summary.lower(), f"forgotten after {seconds} s"
            sufferer.say("I am numb between my legs and cannot pee")
            assert sufferer.say("show me a stretch")["care_level"] == "emergency", "a red flag stands"
    with faulty.failing("clock", str(40 * 86400)):
        assert error(sufferer.post({"text": "hello"})) == (401, "expired_session")
    assert sufferer.post({"text": "hello"}).status_code == 200


PATHS = (
    "/chat/../pyproject.toml",
    "/chat/../../../../../../etc/passwd",
    "/chat/%2e%2e/site.yml",
    "/chat/..%2fsite.yml",
    "/chat/..%5csite.yml",
    "/chat/figures/../red_flags.yml",
    "/chat/figures/..%2f..%2fsite.yml",
    "/chat/v/000000000000/../../../site.yml",
    "/chat//etc/passwd",
    "/chat/%252e%252e/site.yml",
    "/chat/./../site.yml",
    "//etc/passwd",
    "/chat/widget.js/../../../site.yml",
)


@pytest.mark.parametrize("path", PATHS)
def test_paths_out_of_the_folder_as_they_are_written(faulty: Faulty, path: str) -> None:
    """As bytes: clients such as httpx tidy a path up before they send it."""
    connection = raw(faulty, f"GET {path} HTTP/1.1\r\nHost: chat\r\nConnection: close\r\n\r\n".encode())
    answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert int(answer.split(b" ")[1]) in (400, 404), answer
    for secret in (b"root:", b"country:", b"[project]"):
        assert secret not in answer


def raw(server: Server, data: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    connection.sendall(data)
    return connection


def request_of(person: Person, text: str, key: str) -> bytes:
    body = f'{{"text": "{text}"}}'.encode()
    head = (
        f"POST /chat/messages HTTP/1.1\r\nHost: chat\r\nAuthorization: Bearer {person.token}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def test_the_client_is_gone_before_the_reply(faulty: Faulty, sufferer: Person) -> None:
    connection = raw(faulty, request_of(sufferer, HURTS, "gone"))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset, not a polite end
    connection.close()
    again = sufferer.post({"text": HURTS}, **{"Idempotency-Key": "gone"})
    assert again.status_code == 200
    calm(again.json())
    assert said(sufferer, HURTS) == 1


def test_a_retry_while_the_first_is_running_is_processed_once(faulty: Faulty, sufferer: Person) -> None:
    connections = [raw(faulty, request_of(sufferer, HURTS, "twice")) for _ in range(8)]
    for connection in connections[::2]:
        connection.close()
    assert all(c.recv(65536).startswith(b"HTTP/1.1 200") for c in connections[1::2])
    assert said(sufferer, HURTS) == 1


def test_slow_clients_are_cut_off_and_hold_nobody_up(faulty: Faulty, sufferer: Person) -> None:
    request = request_of(sufferer, HURTS, "slow")
    dripping = [raw(faulty, request[:20]) for _ in range(10)]  # in the header
    dripping += [raw(faulty, request[:-10]) for _ in range(10)]  # in the body
    started = time.monotonic()
    calm(sufferer.say("my right hip is sore"))
    open_ones = set(dripping)
    answers = []
    while open_ones and time.monotonic() - started < 60:
        for connection in list(open_ones):
            try:
                connection.sendall(b" ")
                connection.settimeout(0.02)
                answers.append(connection.recv(65536))
            except TimeoutError:
                continue
            except OSError:
                pass
            open_ones.discard(connection)
        time.sleep(0.1)
    assert not open_ones, "a client that drips bytes is held on to"
    assert any(b" 408 " in answer or b" 400 " in answer for answer in answers)
    calm(sufferer.say("it has been two weeks"))
    assert said(sufferer, HURTS) == 0


def memory_mb(server: Server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def test_clients_that_do_not_read_hold_nobody_up(faulty: Faulty, sufferer: Person) -> None:
    """Each asks for far more than the buffers between hold, and reads none of it."""
    large = "/chat/figures/body_back.svg"
    size = len(httpx.get(f"{faulty.url}{large}", headers={"Accept-Encoding": "identity"}).content)
    times = 20_000_000 // size
    before = memory_mb(faulty)
    deaf = []
    try:
        for _ in range(3):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(10)
            connection.connect(("127.0.0.1", faulty.port))
            connection.sendall(f"GET {large} HTTP/1.1\r\nHost: chat\r\n\r\n".encode() * times)
            deaf.append(connection)
        for _ in range(3):
            calm(sufferer.say("my right hip is sore"))
        assert memory_mb(faulty) - before < 40, "60 MB were asked for; they must not pile up"
        assert b" 200 " in deaf[0].recv(1000), "its answers were on their way"
    finally:
        for connection in deaf:
            connection.close()
    calm(sufferer.say("it has been two weeks"))


def test_more_connections_than_there_is_room_for(faulty: Faulty, sufferer: Person) -> None:
    crowd = [socket.create_connection(("127.0.0.1", faulty.port), timeout=10) for _ in range(200)]
    try:
        calm(sufferer.say("my right hip is sore"))  # on a connection that was open before
        closed = 0
        for connection in crowd:
            connection.settimeout(0.01)
            try:
                closed += connection.recv(1) == b""
            except ConnectionError:
                closed += 1
            except TimeoutError:
                pass
        assert closed >= 140
    finally:
        for connection in crowd:
            connection.close()
    calm(Person(faulty.url).say("my right hip is sore"))


@pytest.mark.parametrize(
    "head",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /chat/messages HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST /chat/messages HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /chat/session HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /chat/session HTTP/1.1\r\nExpect: a miracle\r\nContent-Length: 2\r\n\r\n{}",
        b"GET /chat/\xff\xfe HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"GET /chat/%00.js HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /chat/" + b"a" * 300 + b".js HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /chat/messages HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n" + b"x" * 70_000,
    ],
)
def test_broken_requests_are_refused(faulty: Faulty, head: bytes) -> None:
    connection = raw(faulty, head)
    answer = connection.recv(65536)
    connection.close()
    status = int(answer.split(b" ")[1]) if answer else 400
    assert 400 <= status < 500, answer
    assert httpx.get(f"{faulty.url}/chat/health").status_code == 200
