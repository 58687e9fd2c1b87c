"""The chat API over HTTP, against the real server in a process of its own."""

from __future__ import annotations

import json
from typing import Any

import httpx
import jsonschema
import pytest

from tests.conftest import ROOT, Server

pytestmark = pytest.mark.model
SCHEMA = json.loads((ROOT / "docs" / "replies.schema.json").read_text(encoding="utf-8"))


class Person:
    """Someone with a session."""

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        self.http = httpx.Client(base_url=url, timeout=30, headers=headers)
        opened = self.http.post("/chat/session")
        assert opened.status_code == 201, opened.text
        body = opened.json()
        self.token = body["session"]
        self.replies: list[dict[str, Any]] = body["replies"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, body: Any, **headers: str) -> httpx.Response:
        return self.http.post("/chat/messages", json=body, headers={**self.headers, **headers})

    def say(self, text: str) -> dict[str, Any]:
        return self._take(self.post({"text": text}))

    def choose(self, title: str) -> dict[str, Any]:
        offers = [c for r in self.replies for c in [*r.get("choices", []), *([r["none"]] if r.get("none") else [])]]
        payload = next(c["payload"] for c in offers if c["title"] == title)
        return self._take(self.post({"choice": payload}))

    def _take(self, response: httpx.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        jsonschema.validate(body, SCHEMA)
        self.replies = body["replies"]
        return body


@pytest.fixture
def person(server: Server) -> Person:
    return Person(server.url)


def error(response: httpx.Response) -> tuple[int, str]:
    body = response.json()
    assert body["error"]["message"].strip()
    return response.status_code, body["error"]["code"]


def test_a_technique_is_walked_to_its_end(person: Person) -> None:
    person.say("my left buttock aches when I sit at my desk, for three weeks now")
    person.choose("Show me something to try")
    person.choose("None of these")
    body = person.choose("a tennis or massage ball")
    assert body["replies"][-1]["type"] == "technique"
    steps = body["replies"][-1]["steps"]
    person.choose("Start")
    body = person.say("6")
    for number in range(1, steps + 1):
        step = body["replies"][-1]
        assert (step["type"], step["step"], step["steps"]) == ("technique_step", number, steps)
        body = person.choose("Next" if number < steps else "Done")
    assert body["replies"][-1]["type"] == "pain_scale"
    body = person.say("3")
    assert "from 6 down to 3" in body["replies"][-1]["text"].lower()


def test_a_red_flag_leads_to_care(person: Person) -> None:
    body = person.say("numb between my legs since last night and I cannot pee")
    assert body["care_level"] == "emergency"
    advice = body["replies"][0]
    assert advice["type"] == "care_advice"
    assert any(contact["tel"] == "999" for contact in advice["contacts"])


def test_history_and_real_erasure(person: Person, server: Server) -> None:
    secret = "my zanzibarian hip is sore"
    person.say(secret)
    said = person.http.get("/chat/messages", headers=person.headers).json()["messages"]
    assert [m["text"] for m in said if m["from"] == "person"] == [secret]
    assert person.http.delete("/chat/session", headers=person.headers).status_code == 204
    assert person.http.get("/chat/messages", headers=person.headers).json()["messages"] == []
    for file in server.data.glob("conversations.db*"):
        if not file.name.endswith("-wal"):
            assert b"zanzibarian" not in file.read_bytes()


def test_erasing_in_words_asks_first(person: Person) -> None:
    person.say("my hip is sore")
    person.say("delete everything I told you")
    person.choose("Yes, erase it")
    assert person.http.get("/chat/messages", headers=person.headers).json()["messages"] == []


def test_a_retry_with_the_same_key_is_processed_once(person: Person) -> None:
    key = {"Idempotency-Key": "abc-123"}
    first = person.post({"text": "my hip is sore"}, **key)
    again = person.post({"text": "my hip is sore"}, **key)
    assert first.json() == again.json()
    said = person.http.get("/chat/messages", headers=person.headers).json()["messages"]
    assert [m["from"] for m in said].count("person") == 1


@pytest.mark.parametrize(
    "text",
    [
        "🍕🍕🍕",
        "/restart",
        '/choice{"payload": "plan"}',
        "/greet",
        "<script>alert(1)</script>",
        "me duele la cadera izquierda",
        "asdfghjkl",
        "x" * 2000,
        "a " * 999,
        "\u202e\u0000 hip",
        "'; DROP TABLE events; --",
        "{state}",
        "%s %d {0}",
    ],
)
def test_odd_text_gets_a_clear_answer(person: Person, text: str) -> None:
    body = person.say(text)
    assert body["replies"]
    assert body["replies"][-1]["text"].strip()
    assert person.say("my hip hurts")["replies"][-1]["type"] in ("choices", "ranking")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": ""}, 422, "empty"),
        ({"text": "  \n "}, 422, "empty"),
        ({"text": "x" * 10_000}, 413, "too_long"),
        ({}, 400, "bad_request"),
        ({"text": 5}, 400, "bad_request"),
        ({"text": "a", "choice": "b"}, 400, "bad_request"),
        ([1, 2], 400, "bad_request"),
        ({"choice": "plan"}, 409, "unknown_choice"),
        ({"choice": "plan~forged"}, 409, "unknown_choice"),
        ({"choices": []}, 400, "bad_request"),
        ({"choices": ["check:none"]}, 409, "unknown_choice"),
    ],
)
def test_bad_bodies_are_refused_in_words(person: Person, body: Any, status: int, code: str) -> None:
    assert error(person.post(body)) == (status, code)
    assert person.say("my hip hurts")["replies"]


def test_broken_json_and_other_types(person: Person) -> None:
    headers = {**person.headers, "Content-Type": "application/json"}
    assert error(person.http.post("/chat/messages", content=b'{"text": ', headers=headers)) == (400, "bad_json")
    headers["Content-Type"] = "text/plain"
    assert error(person.http.post("/chat/messages", content=b"hi", headers=headers)) == (415, "bad_type")


def test_keys_are_printable_ascii(person: Person) -> None:
    for key in (b"", b"a b", b"\xff\xfe", "schl\u00fcssel".encode(), b"k" * 65):
        headers = {**{k.encode(): v.encode() for k, v in person.headers.items()}, b"Idempotency-Key": key}
        assert error(person.http.post("/chat/messages", json={"text": "hi"}, headers=headers)) == (400, "bad_request")


def test_a_key_stands_for_one_message(person: Person) -> None:
    """Another message under the same key is not dropped in silence."""
    key = {"Idempotency-Key": "one-key"}
    first = person.post({"text": "my left hip hurts"}, **key)
    assert first.status_code == 200
    assert error(person.post({"text": "I cannot pee and I am numb between my legs"}, **key)) == (409, "other_message")
    assert error(person.post({"choice": "welcome"}, **key)) == (409, "other_message")
    again = person.post({"text": "my left hip hurts"}, **key)
    assert [r["text"] for r in again.json()["replies"]] == [r["text"] for r in first.json()["replies"]]
    history = person.http.get("/chat/messages", headers=person.headers).json()["messages"]
    assert [m["text"] for m in history if m["from"] == "person"] == ["my left hip hurts"]


def test_a_wrong_method_is_told_the_right_ones(server: Server) -> None:
    assert "GET" in httpx.put(f"{server.url}/chat/health").headers["Allow"]


@pytest.mark.parametrize("token", [None, "x", "nonsense", "e30.Zm9v.YmFy"])
def test_missing_or_forged_session(server: Server, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    for method, path in (("GET", "messages"), ("GET", "summary"), ("GET", "plan.ics"), ("DELETE", "session")):
        response = httpx.request(method, f"{server.url}/chat/{path}", headers=headers)
        assert error(response)[0] == 401
    assert error(httpx.post(f"{server.url}/chat/messages", json={"text": "hi"}, headers=headers))[0] == 401


def test_offers_of_one_conversation_do_not_work_in_another(person: Person, server: Server) -> None:
    payload = person.replies[0]["choices"][0]["payload"]
    assert error(Person(server.url).post({"choice": payload})) == (409, "unknown_choice")


@pytest.mark.parametrize(
    "path",
    [
        "/chat/../pyproject.toml",
        "/chat/%2e%2e/site.yml",
        "/chat/figures/../red_flags.yml",
        "/chat/nothing.js",
        "/webhooks/rest/webhook",
        "/model/parse",
        "/conversations/x/tracker",
    ],
)
def test_nothing_else_is_served(server: Server, path: str) -> None:
    assert httpx.get(f"{server.url}{path}").status_code == 404
    assert httpx.post(f"{server.url}{path}", json={}).status_code in (404, 405)


def test_pages_summary_plan_and_calendar(person: Person) -> None:
    get = person.http.get
    assert get("/chat/").status_code == 200
    assert get("/chat/widget.js").headers["content-type"].startswith("text/javascript")
    assert get("/chat/figures/body_back.svg").headers["content-type"].startswith("image/svg+xml")
    assert get("/chat/plan.ics", headers=person.headers).status_code == 404
    person.say("right hip sore from running for ten days")
    page = get("/chat/summary", headers={**person.headers, "Accept": "text/html"})
    assert "<h1>" in page.text
    assert get("/chat/summary", headers=person.headers).json()["type"] == "summary"


def test_nothing_said_is_logged(person: Person, server: Server) -> None:
    person.say("my quizzaciously sore hip, numb between the legs")
    person.post({"choice": "quizzaciously"})
    log = server.log.read_text(encoding="utf-8")
    assert "quizzaciously" not in log
    assert person.token not in log


def test_conversations_survive_a_restart(model: Any, tmp_path: Any) -> None:
    server = Server(tmp_path)
    server.start()
    try:
        person = Person(server.url)
        person.say("my left hip is sore from driving")
        server.stop()
        server.start()
        assert len(person.http.get("/chat/messages", headers=person.headers).json()["messages"]) >= 3
        assert person.say("next")["replies"]
    finally:
        server.stop()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_who_comes_back_within_the_hour_finds_the_place_and_the_scores(person: Person) -> None:
    """Who comes back after days is in tests/scenarios/returning, where the clock can be moved."""
    person.say("my left buttock aches when I sit at my desk, for three weeks now")
    person.choose("Show me something to try")
    person.choose("None of these")
    person.choose("a tennis or massage ball")
    person.choose("Start")
    person.say("6")
    person.say("stop")
    person.say("4")
    body = person._take(person.post({"choice": "welcome"}))
    assert "Hello again" in body["replies"][-1]["text"]
    assert body["replies"][-1]["choices"]
    body = person.say("how have my scores changed?")
    trend = next(reply for reply in body["replies"] if reply["type"] == "trend")
    assert [point["score"] for point in trend["points"]] == [6, 4]
