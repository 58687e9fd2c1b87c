"""Two workers, one database: nothing is lost, nothing is handled twice, and all of it recovers."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.conftest import Server
from tests.scale.services import Service

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]
SAID = [
    "hello",
    "my left buttock aches when I sit",
    "since three weeks",
    "what is the piriformis",
    "it is a 6",
    "thanks",
]


class Person:
    """Someone who sends every message until it is acknowledged, as the widget does."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(timeout=40)
        self.token = self._until_answered(f"{url}/chat/session").json()["session"]
        self.acknowledged: list[str] = []

    def say(self, url: str, text: str, key: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or secrets.token_hex(8)}
        body: dict[str, Any] = self._until_answered(f"{url}/chat/messages", json={"text": text}, headers=headers).json()
        assert body["replies"]
        self.acknowledged.append(text)
        return body

    def once(self, url: str, text: str, key: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        return self.http.post(f"{url}/chat/messages", json={"text": text}, headers=headers)

    def history(self, url: str) -> list[str]:
        answer = self.http.get(f"{url}/chat/messages", headers={"Authorization": f"Bearer {self.token}"})
        assert answer.status_code == 200, answer.text
        return [m["text"] for m in answer.json()["messages"] if m["from"] == "person"]

    def _until_answered(self, url: str, **request: Any) -> httpx.Response:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = self.http.post(url, **request)
                if answer.status_code < 300:
                    return answer
                assert answer.status_code == 503, answer.text
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError("no answer within a minute")


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert time.monotonic() < deadline, "did not come about"
        time.sleep(0.1)


def test_a_conversation_moves_between_workers(workers: list[Server]) -> None:
    one, two = (worker.url for worker in workers)
    person = Person(one)
    person.say(one, "my left buttock aches when I sit at my desk, for three weeks")
    asked = person.say(two, "show me a stretch")
    offer = next(r["none"]["payload"] for r in asked["replies"] if r["type"] == "checklist")
    headers = {"Authorization": f"Bearer {person.token}"}
    taken = person.http.post(f"{one}/chat/messages", json={"choice": offer}, headers=headers).json()
    # After the checklist it asks what the choice hangs on, so it knows what was said to the other worker.
    assert any(step in str(taken) for step in ("equipment:", "floor:")), taken
    assert person.history(one) == person.history(two)
    assert len(person.history(two)) == 3
    assert person.http.delete(f"{two}/chat/session", headers=headers).status_code == 204
    assert person.history(one) == []


def test_a_retry_at_the_other_worker_is_not_handled_twice(workers: list[Server]) -> None:
    person = Person(workers[0].url)
    with ThreadPoolExecutor(4) as pool:
        for number in range(15):
            text, key = f"it hurts a bit, number {number}", f"key-{number}"
            urls = [workers[n % 2].url for n in range(4)]
            answers = list(pool.map(lambda url, text=text, key=key: person.once(url, text, key), urls))
            assert [a.status_code for a in answers] == [200] * 4
            words = [[reply["text"] for reply in a.json()["replies"]] for a in answers]
            assert all(w == words[0] for w in words), "every retry gets the same answer"
    assert person.history(workers[1].url) == [f"it hurts a bit, number {n}" for n in range(15)]


def test_different_messages_at_once_are_taken_in_turn(workers: list[Server]) -> None:
    person = Person(workers[0].url)
    texts = [f"and my left hip aches too, {number}" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: person.say(workers[n % 2].url, texts[n]), range(12)))
    assert sorted(person.history(workers[0].url)) == sorted(texts)


def test_a_killed_worker_loses_nothing(workers: list[Server], front: str) -> None:
    stop = threading.Event()
    people: list[Person] = []

    def talk() -> None:
        while not stop.is_set():
            person = Person(front)
            people.append(person)
            for text in SAID:
                person.say(front, text)

    threads = [threading.Thread(target=talk) for _ in range(8)]
    for thread in threads:
        thread.start()
    until(lambda: sum(len(p.acknowledged) for p in people) > 60)
    workers[0].kill()
    told = sum(len(p.acknowledged) for p in people)
    until(lambda: sum(len(p.acknowledged) for p in people) > told + 60)
    workers[0].start()
    told = sum(len(p.acknowledged) for p in people)
    until(lambda: sum(len(p.acknowledged) for p in people) > told + 60)
    stop.set()
    for thread in threads:
        thread.join(timeout=90)
        assert not thread.is_alive()
    for person in people:
        assert person.history(front) == person.acknowledged


@pytest.mark.parametrize("name", ["redis", "postgres"])
def test_a_frozen_service_is_a_clear_error_and_health_goes_on(
    name: str, workers: list[Server], request: pytest.FixtureRequest
) -> None:
    """As with a disk that hangs: connections stay open, nothing answers."""
    service: Service = request.getfixturevalue(name)
    url = workers[0].url
    person = Person(url)
    person.say(url, "my left hip aches")
    with service.frozen(), ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(person.once, url, "since monday", "late") for _ in range(3)]
        sent.append(pool.submit(httpx.get, f"{url}/chat/ready", timeout=30))
        slowest = 0.0
        while not all(each.done() for each in sent):
            asked = time.monotonic()
            assert httpx.get(f"{url}/chat/health", timeout=30).status_code == 200
            slowest = max(slowest, time.monotonic() - asked)
            time.sleep(0.05)
        assert [each.result().status_code for each in sent] == [503] * 4
        assert slowest < 3, "health waits for it"
    person.say(url, "since monday", "late")
    assert person.history(url) == ["my left hip aches", "since monday"]


@pytest.mark.parametrize("name", ["redis", "postgres"])
def test_a_stopped_service_is_a_clear_error_and_comes_back(
    name: str, workers: list[Server], front: str, request: pytest.FixtureRequest
) -> None:
    service: Service = request.getfixturevalue(name)
    person = Person(front)
    person.say(front, "my left hip aches")
    service.stop()
    try:
        for worker in workers:
            answer = person.once(worker.url, "since monday", "late")
            assert answer.status_code == 503
            assert answer.json()["error"]["code"] == "unavailable"
            assert answer.json()["error"]["message"].strip()
            # An answer about readiness holds for a second.
            until(lambda url=worker.url: person.http.get(f"{url}/chat/ready").status_code == 503)
    finally:
        service.start()
    person.say(front, "since monday", "late")
    assert person.history(front) == ["my left hip aches", "since monday"]
    for worker in workers:
        until(lambda url=worker.url: person.http.get(f"{url}/chat/ready").status_code == 200)
