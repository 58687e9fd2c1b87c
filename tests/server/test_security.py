"""Over HTTP: headers, other people's conversations, limits, and what is not served (docs/security.md)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Server
from tests.server.test_api import Person, error

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def limited(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Behind a proxy on this machine, with small limits and HTTPS."""
    running = Server(
        tmp_path_factory.mktemp("limited"),
        TRIGGER_POINTS_PROXIES="127.0.0.1",
        TRIGGER_POINTS_HTTPS="1",
        TRIGGER_POINTS_LIMIT_MESSAGES_PER_SESSION="3 per minute",
        TRIGGER_POINTS_LIMIT_SESSIONS_PER_ADDRESS="4 per minute",
        TRIGGER_POINTS_LIMIT_REQUESTS_PER_ADDRESS="25 per minute",
    )
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 302),
        ("GET", "/chat/", 200),
        ("GET", "/chat/widget.js", 200),
        ("GET", "/chat/health", 200),
        ("GET", "/chat/nothing", 404),
        ("GET", "/nothing", 404),
        ("PUT", "/chat/messages", 405),
        ("GET", "/chat/messages", 401),
        ("POST", "/chat/messages", 401),
    ],
)
def test_every_response_has_the_security_headers(server: Server, method: str, path: str, status: int) -> None:
    response = httpx.request(method, f"{server.url}{path}")
    assert response.status_code == status
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in str(policy)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert policy["frame-ancestors"] == "'self'"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in response.headers, "only where people reach it over HTTPS"
    assert "Set-Cookie" not in response.headers
    assert "Server" not in response.headers
    if response.headers["Content-Type"].startswith("application/json"):
        assert response.headers["Cache-Control"] == "no-store"


def test_what_a_person_said_is_not_cached(person: Person) -> None:
    person.say("my hip is sore")
    for path in ("messages", "summary"):
        assert person.http.get(f"/chat/{path}", headers=person.headers).headers["Cache-Control"] == "no-store"


def test_over_https_browsers_are_told_to_stay_there(limited: Server) -> None:
    assert "max-age" in httpx.get(f"{limited.url}/chat/").headers["Strict-Transport-Security"]


@pytest.fixture
def person(server: Server) -> Person:
    return Person(server.url)


def test_nobody_reaches_the_conversation_of_another(server: Server) -> None:
    """Reading, going on, taking offers, and erasing, with tokens made from everything an attacker has."""
    victim, attacker = Person(server.url), Person(server.url)
    victim.say("my left hip is sore")
    offer = victim.replies[-1]["choices"][0]["payload"]
    conversation, moment, signature = victim.token.split(".")
    own_conversation, own_moment, own_signature = attacker.token.split(".")
    tries = {
        f"{conversation}.{own_moment}.{own_signature}",
        f"{conversation}.{moment}.{own_signature}",
        f"{own_conversation}.{moment}.{signature}",
        f"{conversation}.{moment}.",
        f"{conversation}..{signature}",
        conversation,
        f"{conversation}.{moment}.{signature[:-3]}AAA",
        f"{conversation}.{moment}.{signature} , {attacker.token}",
        "null",
        "0",
        "undefined",
        *(f"{conversation}.{moment}.{secrets.token_urlsafe(20)}" for _ in range(50)),
    }
    for token in tries:
        headers = {"Authorization": f"Bearer {token}"}
        for method, path, body in (
            ("GET", "messages", None),
            ("GET", "summary", None),
            ("GET", "plan", None),
            ("GET", "plan.ics", None),
            ("POST", "messages", {"text": "I am an attacker"}),
            ("DELETE", "session", None),
        ):
            response = attacker.http.request(method, f"/chat/{path}", headers=headers, json=body)
            assert error(response)[0] == 401, (method, path, token)
    for scheme in ("Basic", "bearer ", "Token"):
        headers = {"Authorization": f"{scheme} {victim.token}"}
        assert attacker.http.get("/chat/messages", headers=headers).status_code == 401
    for place in (f"?session={victim.token}", f"?token={victim.token}&sender={conversation}"):
        assert attacker.http.get(f"/chat/messages{place}").status_code == 401
    assert error(attacker.post({"choice": offer})) == (409, "unknown_choice")
    for body in ({"text": "hi", "sender": conversation}, {"text": "hi", "conversation_id": conversation}):
        assert error(attacker.post(body)) == (400, "bad_request")
    assert attacker.http.delete("/chat/session", headers=attacker.headers).status_code == 204
    history = victim.http.get("/chat/messages", headers=victim.headers).json()["messages"]
    assert [m["text"] for m in history if m["from"] == "person"] == ["my left hip is sore"]


def test_a_client_cannot_choose_its_conversation(server: Server) -> None:
    for body in ({"sender": "default"}, {"sender_id": "default"}, {"session": "default"}):
        opened = [httpx.post(f"{server.url}/chat/session", json=body).json()["session"] for _ in range(2)]
        assert len(set(opened)) == 2


STOCK = (
    "/webhooks/rest/webhook",
    "/webhooks/rest/",
    "/webhooks/callback/webhook",
    "/webhooks/rasa/webhook",
    "/webhooks/slack/webhook",
    "/webhooks/socketio",
    "/webhook",
    "/socket.io/",
    "/version",
    "/status",
    "/domain",
    "/model",
    "/model/train",
    "/model/test/stories",
    "/model/test/intents",
    "/model/predict",
    "/model/parse",
    "/conversations/default/tracker",
    "/conversations/default/tracker/events",
    "/conversations/default/story",
    "/conversations/default/execute",
    "/conversations/default/predict",
    "/conversations/default/messages",
    "/conversations/default/trigger_intent",
    "/actions",
    "/metrics",
    "/docs",
    "/openapi.yml",
    "/.git/config",
    "/var/secret",
    "/site.yml",
)


@pytest.mark.parametrize("path", STOCK)
def test_nothing_of_stock_rasa_is_reachable(server: Server, path: str) -> None:
    for prefix in ("", "/chat"):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"):
            response = httpx.request(method, f"{server.url}{prefix}{path}")
            assert response.status_code in (404, 405), (method, prefix + path)


def test_no_other_port_is_open(server: Server) -> None:
    process = Path(f"/proc/{server.process.pid}")
    lines = [line.split() for name in ("tcp", "tcp6") for line in (process / "net" / name).read_text().splitlines()]
    listening = {fields[9]: int(fields[1].rsplit(":", 1)[1], 16) for fields in lines if fields[3] == "0A"}
    own = {file.readlink().name for file in (process / "fd").iterdir()}
    assert {port for inode, port in listening.items() if f"socket:[{inode}]" in own} == {server.port}


def answers_in_words(response: httpx.Response) -> dict[str, Any]:
    body = response.json()
    assert error(response) == (429, "slow_down")
    assert 1 <= int(response.headers["Retry-After"]) <= 61
    return body


def test_messages_are_limited_by_session(limited: Server) -> None:
    person = Person(limited.url, {"X-Forwarded-For": "203.0.113.1"})
    for _ in range(3):
        person.say("my hip is sore")
    refused = answers_in_words(person.post({"text": "and it hurts"}))
    assert "emergency number" in refused["error"]["message"]
    assert person.http.get("/chat/messages", headers=person.headers).status_code == 200, "reading goes on"
    assert Person(limited.url, {"X-Forwarded-For": "203.0.113.2"}).say("my hip is sore")["replies"]


def test_sessions_are_limited_by_address_and_nobody_can_lie_about_it(limited: Server) -> None:
    def opened(forwarded: str) -> httpx.Response:
        return httpx.post(f"{limited.url}/chat/session", headers={"X-Forwarded-For": forwarded})

    for number in range(4):
        assert opened(f"192.0.2.{number}, 198.51.100.9").status_code == 201, "the left part is the client's own story"
    answers_in_words(opened("192.0.2.77, 198.51.100.9"))
    assert opened("198.51.100.10").status_code == 201
    for number in range(4):
        assert opened(f"2001:db8:5:5::{number}").status_code == 201
    answers_in_words(opened("2001:db8:5:5:ffff::1"))


def test_guessing_tokens_is_limited_by_address(limited: Server) -> None:
    headers = {"X-Forwarded-For": "198.51.100.20", "Authorization": "Bearer guess"}
    codes = [httpx.get(f"{limited.url}/chat/messages", headers=headers).status_code for _ in range(30)]
    assert codes == [401] * 25 + [429] * 5


def test_this_machine_is_not_limited(limited: Server) -> None:
    person = Person(limited.url)
    for _ in range(6):
        person.say("my hip is sore")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 60_000,
        b'{"text": ' * 6_000,
        b'{"text": NaN}',
        b'{"text": "\\ud800 hip \\udfff"}',
        b'{"text": "\\u0000"}',
        b'{"text": "\xff\xfe"}',
        b'{"text": "a", "text": "b"}',
        b'{"text": 1e999}',
        b'{"__proto__": {"text": "a"}}',
        b'{"choices": [' + b'"a",' * 5_000 + b'"a"]}',
        b'{"choice": "a~\\ud800"}',
        b"\x00" * 1000,
        b"",
    ],
)
def test_strange_bodies(person: Person, body: bytes) -> None:
    headers = {**person.headers, "Content-Type": "application/json"}
    response = person.http.post("/chat/messages", content=body, headers=headers)
    assert response.status_code in (200, 400, 409, 422), response.text
    assert json.loads(response.content.decode("utf-8"))
    assert person.http.get("/chat/messages", headers=person.headers).status_code == 200


def test_too_large_bodies_are_refused(person: Person) -> None:
    assert error(person.post({"text": "x" * 70_000})) == (413, "too_long")
    assert person.say("my hip is sore")["replies"]
