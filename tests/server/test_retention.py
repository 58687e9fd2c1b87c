"""What is old is deleted, in the bytes of the file, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.server.test_api import Person
from trigger_points.server.assistant import Assistant
from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.metrics import Metrics
from trigger_points.server.retention import DAY, Retention

pytestmark = pytest.mark.model


def bytes_of(folder: Path) -> bytes:
    """Everything in the database's files, the write-ahead log included."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("conversations.db*")))


def test_old_conversations_go_and_young_ones_stay(
    model: Path, tmp_path: Path, run: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ConversationStore.sqlite(tmp_path / "conversations.db")
    assistant = Assistant.load(model, store)
    now = time.time()
    for who, days in (("old", 31.0), ("revived", 31.0), ("young", 29.0)):
        monkeypatch.setattr(time, "time", lambda days=days: now - days * DAY)
        run(assistant.hear(who, text=f"my {who}ruritanian hip is sore"))
    monkeypatch.setattr(time, "time", lambda: now - DAY)
    run(assistant.hear("revived", text="still sore"))
    monkeypatch.undo()
    assert b"oldruritanian" in bytes_of(tmp_path)
    assert run(Retention(store, 30, Metrics()).round(now)) == 1
    left = bytes_of(tmp_path)
    assert b"oldruritanian" not in left
    assert b"revivedruritanian" in left
    assert b"youngruritanian" in left
    assert sorted(run(store.keys())) == ["revived", "young"]


def test_a_running_server_deletes_by_itself(model: Path, tmp_path: Path) -> None:
    server = Server(tmp_path, TRIGGER_POINTS_RETENTION_DAYS="0.00001")
    server.start()
    try:
        person = Person(server.url)
        person.say("my ruritanian hip is sore")
        server.stop()
        assert b"ruritanian" in bytes_of(tmp_path)
        time.sleep(1)
        server.start()
        assert person.http.get("/chat/messages", headers=person.headers).json()["messages"] == []
    finally:
        server.stop()
    assert b"ruritanian" not in bytes_of(tmp_path)


@pytest.mark.parametrize("way", ["api", "words"])
def test_on_request_at_once_while_others_write(model: Path, server: Server, way: str) -> None:
    people = [Person(server.url) for _ in range(3)]
    for number, person in enumerate(people):
        person.say(f"my {way}ruritanian{number} hip is sore")
    if way == "api":
        assert people[1].http.delete("/chat/session", headers=people[1].headers).status_code == 204
    else:
        people[1].say("delete everything I told you")
        people[1].choose("Yes, erase it")
    left = bytes_of(server.data)
    assert f"{way}ruritanian1".encode() not in left
    assert f"{way}ruritanian0".encode() in left
    assert f"{way}ruritanian2".encode() in left
    assert people[0].say("still sore")["replies"]
