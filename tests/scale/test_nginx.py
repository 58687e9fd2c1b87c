"""What nginx answers by itself can be read by the sites that may show the chat, and by no others."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, free_port
from tests.scale.services import start_nginx
from trigger_points.rasa_parts.topic_action import shared_desk

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


def raw(nginx: str, request: bytes) -> tuple[int, dict[str, str], bytes]:
    host, _, port = nginx.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    return int(lines[0].split()[1]), {n.lower(): v for n, _, v in (line.partition(": ") for line in lines[1:])}, body


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, "not_found"),
        (b"GET /chat/ HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", 400, "bad_request"),
        (b"POST /chat/plan HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413, "too_long"),
        (b"GET /chat/" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "too_long"),
    ],
    ids=["address", "length", "body", "line"],
)
def test_what_nginx_refuses_is_in_the_form_of_the_api(nginx: str, request_: bytes, status: int, code: str) -> None:
    got, headers, body = raw(nginx, request_)
    assert got == status
    assert json.loads(body)["error"]["code"] == code
    assert headers["content-type"] == "application/json"
    for name, value in (("x-content-type-options", "nosniff"), ("cache-control", "no-store"), ("server", "nginx")):
        assert headers[name] == value
    assert "default-src 'none'" in headers["content-security-policy"]


def test_refusals_carry_the_headers_of_all_answers(nginx: str) -> None:
    for answer in (httpx.get(f"{nginx}/chat/"), *(send(nginx, None) for _ in range(2))):
        assert answer.status_code in (429, 503)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in answer.headers, "over plain HTTP it means nothing"


def test_the_words_are_those_of_the_server() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    spoken = dict(re.findall(r'"code": "(\w+)", "message": "([^"]+)"', text))
    for code in ("bad_request", "not_found", "too_slow", "too_long"):
        assert spoken[code] == shared_desk().wording.say(f"error.{code}")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2::6", "2001:db8:1:2"),
        ("2001:db8:1::6", "2001:db8:1"),
        ("2001:db8::1:2:3:4", "2001:db8"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("198.51.100.7", None),
        ("::1", None),
    ],
)
def test_an_ipv6_address_counts_as_its_network(address: str, network: str | None) -> None:
    block = (ROOT / "deploy" / "nginx.conf").read_text().partition("map $remote_addr $network {")[2].partition("}\n")[0]
    patterns = [p.replace("(?<", "(?P<") for p in re.findall(r'"~([^"]+)" \$net;', block)]
    assert len(patterns) == 3
    found = next((m["net"] for m in (re.search(p, address) for p in patterns) if m), None)
    assert found == network
