"""Real PostgreSQL, Redis and nginx on ports of their own, and two workers as processes.

Installed from Debian: postgresql, redis-server, nginx-light. Missing: skip with one line, but never in CI.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Server, free_port


def _tool(name: str, *places: str) -> str:
    """Where a program is."""
    found = [shutil.which(name), *(str(path) for place in places for path in sorted(Path("/").glob(place)))]
    for path in reversed([path for path in found if path]):
        return path
    line = f"{name} was not found: install postgresql, redis-server and nginx-light to test several workers"
    if os.environ.get("CI"):
        pytest.fail(line)
    pytest.skip(line)


def wait_for_port(port: int) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on port {port}")


class Service:
    """A program that can be stopped and started again."""

    def __init__(self, command: list[str], port: int, log: Path, user: str | None = None) -> None:
        self.port = port
        self._command = command
        self._log = log
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it listens."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, user=self._user, cwd="/"
            )
        wait_for_port(self.port)

    def stop(self) -> None:
        """Stop at once (PostgreSQL: "immediate" would be SIGQUIT, SIGINT rolls back and disconnects)."""
        if self._process is not None:
            self._process.send_signal(2)
            self._process.wait(timeout=30)
            self._process = None


@pytest.fixture(scope="package")
def folder() -> Iterator[Path]:
    """A folder that the database's own user can enter."""
    path = Path(tempfile.mkdtemp(prefix="guide-scale-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="package")
def postgres(folder: Path) -> Iterator[Service]:
    """A PostgreSQL cluster of its own. It refuses to run as root, so there it runs as ``nobody``."""
    user = "nobody" if os.geteuid() == 0 else None
    place = folder / "postgres"
    place.mkdir()
    if user:
        shutil.chown(place, user)
    port = free_port()
    initdb = _tool("initdb", "usr/lib/postgresql/*/bin/initdb")
    create = [initdb, "-D", str(place / "data"), "-U", "guide", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(create, check=True, user=user, capture_output=True, cwd="/")
    command = [str(Path(initdb).with_name("postgres")), "-D", str(place / "data"), "-p", str(port)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={place}"]
    service = Service(command, port, folder / "postgres.log", user)
    service.start()
    yield service
    service.stop()


@pytest.fixture(scope="package")
def database(postgres: Service) -> str:
    """The address of the database, once it takes queries."""
    import psycopg2

    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg2.connect(host="127.0.0.1", port=postgres.port, user="guide", dbname="postgres").close()
            return f"postgresql://guide@127.0.0.1:{postgres.port}/postgres"
        except psycopg2.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture(scope="package")
def redis(folder: Path) -> Iterator[Service]:
    """Redis without files, as in deploy/compose.yml."""
    port = free_port()
    command = [_tool("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    service = Service(command, port, folder / "redis.log")
    service.start()
    yield service
    service.stop()


@pytest.fixture(scope="package")
def workers(model: Path, folder: Path, database: str, redis: Service) -> Iterator[list[Server]]:
    """Two workers that start at once, on an empty database."""
    data = folder / "data"
    data.mkdir()
    (data / "secret").write_text("a secret that both workers share")
    (data / "secret").chmod(0o600)
    options = ["--database", database, "--redis", f"redis://127.0.0.1:{redis.port}/0"]
    workers = [Server(data, options) for _ in range(2)]
    for worker in workers:
        worker.launch()
    for worker in workers:
        worker.wait()
    yield workers
    for worker in workers:
        worker.stop()


@pytest.fixture(scope="package")
def front(folder: Path, workers: list[Server]) -> Iterator[str]:
    """Nginx with deploy/nginx.conf, on other ports and without the limits for one address."""
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/run/nginx.pid", str(folder / "nginx.pid"))
    for written, worker in zip(("127.0.0.1:5005", "127.0.0.1:5006"), workers):
        assert written in text
        text = text.replace(written, f"127.0.0.1:{worker.port}")
    text, limits = re.subn(r"\n +limit_req zone=[^;]+;", "", text)
    assert limits == 2
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    text = text.replace("http {", "http {\n" + "".join(f"{p}_temp_path {folder}/{p};\n" for p in paths), 1)
    (folder / "nginx.conf").write_text(text)
    command = [_tool("nginx", "usr/sbin/nginx"), "-c", str(folder / "nginx.conf"), "-g", "daemon off;", "-e", "stderr"]
    service = Service(command, port, folder / "nginx.log")
    service.start()
    yield f"http://127.0.0.1:{port}"
    service.stop()
