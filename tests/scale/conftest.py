"""Two workers as processes over real PostgreSQL, Redis and nginx.

Missing programs: skip with one line, but never in CI.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.scale.services import (
    MissingToolError,
    Service,
    find_tool,
    shared_settings,
    start_nginx,
    start_postgres,
    start_redis,
)


@pytest.fixture(scope="package")
def folder() -> Iterator[Path]:
    """A folder that the database's own user can enter."""
    try:
        programs = (("initdb", "usr/lib/postgresql/*/bin/initdb"), ("redis-server", ""), ("nginx", "usr/sbin/nginx"))
        for name, place in programs:
            find_tool(name, place)
    except MissingToolError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    path = Path(tempfile.mkdtemp(prefix="guide-scale-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="package")
def postgres_and_address(folder: Path) -> Iterator[tuple[Service, str]]:
    """A PostgreSQL of its own."""
    service, address = start_postgres(folder)
    yield service, address
    service.stop()


@pytest.fixture(scope="package")
def postgres(postgres_and_address: tuple[Service, str]) -> Service:
    """The running PostgreSQL."""
    return postgres_and_address[0]


@pytest.fixture(scope="package")
def database(postgres_and_address: tuple[Service, str]) -> str:
    """Its address."""
    return postgres_and_address[1]


@pytest.fixture(scope="package")
def redis(folder: Path) -> Iterator[Service]:
    """A Redis of its own."""
    service = start_redis(folder)
    yield service
    service.stop()


@pytest.fixture(scope="package")
def workers(model: Path, folder: Path, database: str, redis: Service) -> Iterator[list[Server]]:
    """Two workers that start at once, on an empty database."""
    data = folder / "data"
    data.mkdir()
    workers = [Server(data, **shared_settings(database, redis)) for _ in range(2)]
    for worker in workers:
        worker.launch()
    for worker in workers:
        worker.wait()
    yield workers
    for worker in workers:
        worker.stop()


@pytest.fixture(scope="package")
def front(folder: Path, workers: list[Server]) -> Iterator[str]:
    """Nginx in front of both."""
    service = start_nginx(folder, [worker.port for worker in workers])
    yield f"http://127.0.0.1:{service.port}"
    service.stop()
