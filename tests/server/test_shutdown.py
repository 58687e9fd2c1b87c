"""SIGTERM under load: what was accepted is finished, what was not is taken up again by a retry, once."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.conftest import Server
from tests.server.test_api import Person

pytestmark = pytest.mark.model
PEOPLE = 24
SAYINGS = ("my left hip is sore", "it began two weeks ago", "it is worse when I sit", "how sure are you", "thanks")


class Talker(threading.Thread):
    """Someone who writes as fast as answers come, and notes what became of each message."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.person = Person(url)
        self.answered: list[str] = []
        self.unanswered: tuple[str, str] | None = None
        self.answer_cut_short = False

    def run(self) -> None:
        for number in range(10_000):
            text, key = f"{SAYINGS[number % len(SAYINGS)]} {number}", f"key-{number}"
            try:
                response = self.person.post({"text": text}, **{"Idempotency-Key": key})
            except httpx.TransportError as error:
                self.unanswered = (text, key)
                # A connection may be closed before a request is taken. Half an answer must not happen.
                self.answer_cut_short = isinstance(error, httpx.RemoteProtocolError) and "incomplete" in str(error)
                return
            if response.status_code != 200:
                assert response.status_code == 503, response.text
                self.unanswered = (text, key)
                return
            self.answered.append(text)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stopping_under_load(model: Path, tmp_path: Path, how: signal.Signals) -> None:
    server = Server(tmp_path)
    server.start()
    talkers = [Talker(server.url) for _ in range(PEOPLE)]
    for talker in talkers:
        talker.start()
    time.sleep(2)
    process = server.process
    process.send_signal(how)
    assert process.wait(timeout=30) == 0
    for talker in talkers:
        talker.join(timeout=30)
    assert not any(talker.is_alive() for talker in talkers)
    assert not any(talker.answer_cut_short for talker in talkers)
    assert sum(len(talker.answered) for talker in talkers) > PEOPLE
    assert '"event": "server.stopped"' in server.log.read_text()
    assert "error" not in server.log.read_text()

    server.start()
    try:
        for talker in talkers:
            person = talker.person
            if talker.unanswered:
                text, key = talker.unanswered
                assert person.post({"text": text}, **{"Idempotency-Key": key}).status_code == 200
                talker.answered.append(text)
            history = person.http.get("/chat/messages", headers=person.headers).json()["messages"]
            said = Counter(m["text"] for m in history if m["from"] == "person")
            assert said == Counter(talker.answered), "each message once, none lost"
            assert history[-1]["from"] == "assistant"
    finally:
        server.stop()
