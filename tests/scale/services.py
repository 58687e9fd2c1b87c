"""Real PostgreSQL, Redis and nginx on ports of their own, for the tests and the benchmarks.

Installed from Debian: postgresql, redis-server, nginx-light.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.conftest import ROOT, free_port, started_by


class MissingToolError(RuntimeError):
    """A program is not installed."""


def find_tool(name: str, place: str = "") -> str:
    """Where a program is; ``place`` is a pattern below ``/`` to look at besides the path."""
    there = [str(path) for path in sorted(Path("/").glob(place), reverse=True)] if place else []
    for path in (*there, shutil.which(name)):
        if path:
            return path
    raise MissingToolError(f"{name} was not found: install postgresql, redis-server and nginx-light")


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
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, user=self._user, cwd="/")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{self._command[0]} does not listen: {self._log.read_text()}")

    def stop(self) -> None:
        """Stop at once; PostgreSQL ends all connections."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It and its children stand still inside the block: connections stay open, nothing answers."""
        assert self._process is not None
        main = self._process.pid
        everyone = [main, *started_by(main)]
        try:
            self._signal(everyone, signal.SIGSTOP)
            yield
        finally:
            self._signal(everyone, signal.SIGCONT)

    @staticmethod
    def _signal(processes: list[int], which: signal.Signals) -> None:
        for pid in processes:
            with suppress(ProcessLookupError):  # a helper of the database may end by itself meanwhile
                os.kill(pid, which)


def start_postgres(folder: Path) -> tuple[Service, str]:
    """A PostgreSQL cluster in ``folder`` and its address. It refuses to run as root, so there it runs as nobody."""
    import psycopg2

    user = "nobody" if os.geteuid() == 0 else None
    place = folder / "postgres"
    place.mkdir()
    if user:
        shutil.chown(place, user)
    port = free_port()
    initdb = find_tool("initdb", "usr/lib/postgresql/*/bin/initdb")
    create = [initdb, "-D", str(place / "data"), "-U", "guide", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(create, check=True, user=user, capture_output=True, cwd="/")
    command = [str(Path(initdb).with_name("postgres")), "-D", str(place / "data"), "-p", str(port)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={place}"]
    service = Service(command, port, folder / "postgres.log", user)
    service.start()
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg2.connect(host="127.0.0.1", port=port, user="guide", dbname="postgres").close()
            return service, f"postgresql://guide@127.0.0.1:{port}/postgres"
        except psycopg2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def start_redis(folder: Path) -> Service:
    """Redis without files, as in deploy/compose.yml."""
    port = free_port()
    command = [
        find_tool("redis-server"),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    service = Service(command, port, folder / "redis.log")
    service.start()
    return service


def start_nginx(folder: Path, workers: Sequence[int], limits: bool = False, origin: str = "") -> Service:
    """Nginx with deploy/nginx.conf, on other ports; without the limits for one address unless ``limits``.

    ``origin`` is another site that may show the chat.
    """
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/run/nginx.pid", str(folder / "nginx.pid"))
    lines = "".join(f"        server 127.0.0.1:{worker} max_fails=1 fail_timeout=2s;\n" for worker in workers)
    text, upstreams = re.subn(r"( +server 127\.0\.0\.1:\d+ [^;]+;\n)+", lines, text)
    unlimited, places = re.subn(r"\n +limit_(req zone=|conn )[^;]+;", "", text)
    example = '# "https://www.example.org" $http_origin;'
    assert (upstreams, places, text.count(example)) == (1, 3, 1), "deploy/nginx.conf has another shape now"
    text = text if limits else unlimited
    text = text.replace(example, f'"{origin}" $http_origin;' if origin else example)
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    text = text.replace("http {", "http {\n" + "".join(f"{p}_temp_path {folder}/{p};\n" for p in paths), 1)
    (folder / "nginx.conf").write_text(text)
    command = [find_tool("nginx", "usr/sbin/nginx"), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    service = Service([*command, "-e", "stderr"], port, folder / "nginx.log")
    service.start()
    return service


def shared_settings(database: str, redis: Service) -> dict[str, str]:
    """What workers share, as environment; without limits for one address, from which all clients come here."""
    return {
        "TRIGGER_POINTS_DATABASE": database,
        "TRIGGER_POINTS_REDIS": f"redis://127.0.0.1:{redis.port}/0",
        "TRIGGER_POINTS_LIMITS_STORE": f"redis://127.0.0.1:{redis.port}/1",
        "TRIGGER_POINTS_PROXIES": "127.0.0.1",
        "TRIGGER_POINTS_SECRET": "one-secret-for-all-workers-of-this-run",
        "TRIGGER_POINTS_LIMIT_REQUESTS_PER_ADDRESS": "off",
        "TRIGGER_POINTS_LIMIT_SESSIONS_PER_ADDRESS": "off",
    }
