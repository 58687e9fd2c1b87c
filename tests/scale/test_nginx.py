"""What nginx answers by itself can be read by the sites that may show the chat, and by no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import free_port
from tests.scale.services import start_nginx

SITE = "https://clinic.example"


@pytest.fixture(scope="module")
def nginx(folder: Path) -> Iterator[str]:
    place = folder / "alone"
    place.mkdir()
    service = start_nginx(place, [free_port()], limits=True, origin=SITE)  # nobody behind it
    yield f"http://127.0.0.1:{service.port}"
    service.stop()


def send(nginx: str, origin: str | None, method: str = "POST") -> httpx.Response:
    return httpx.request(method, f"{nginx}/chat/session", headers={"Origin": origin} if origin else {})


@pytest.mark.parametrize(("status", "code", "times"), [(503, "unavailable", 1), (429, "slow_down", 40)])
def test_refusals_can_be_read_by_allowed_sites(nginx: str, status: int, code: str, times: int) -> None:
    for _ in range(times):
        send(nginx, None)
    for origin in (SITE, "https://elsewhere.example", None):
        answer = send(nginx, origin)
        assert answer.status_code == status
        assert answer.json()["error"]["code"] == code
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Vary"] == "Origin"
        assert answer.headers.get("Access-Control-Allow-Origin") == (SITE if origin == SITE else None)
        assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"


def test_questions_before_sending_are_not_counted(nginx: str) -> None:
    assert send(nginx, SITE).status_code == 429
    assert send(nginx, SITE, "OPTIONS").status_code != 429
