"""What is old is deleted, in the bytes of the file, and nothing else."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.server.test_api import Person
from trigger_points.server import store_tables as tables
from trigger_points.server.assistant import Assistant
from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.metrics import Metrics
from trigger_points.server.retention import DAY, Retention


def bytes_of(folder: Path) -> bytes:
    """Everything in the database's files, the write-ahead log included."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("conversations.db*")))


@pytest.mark.model
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
    retention = Retention(store, 30, Metrics())
    assert run(retention.round(now, 1000)) == 0, "what is old at the first look only is not deleted"
    assert b"oldruritanian" in bytes_of(tmp_path)
    assert run(retention.round(now + 600, 1600)) == 1
    left = bytes_of(tmp_path)
    assert b"oldruritanian" not in left
    assert b"revivedruritanian" in left
    assert b"youngruritanian" in left
    assert sorted(run(store.keys())) == ["revived", "young"]


@pytest.mark.model
def test_a_running_server_deletes_by_itself(model: Path, tmp_path: Path) -> None:
    server = Server(
        tmp_path, "tests.server.faulty", TRIGGER_POINTS_RETENTION_DAYS="0.00001", FAULT_RETENTION_SECONDS="1.5"
    )
    server.start()
    try:
        person = Person(server.url)
        person.say("my ruritanian hip is sore")
        time.sleep(5)
        assert person.http.get("/chat/messages", headers=person.headers).json()["messages"] == []
    finally:
        server.stop()
    assert b"ruritanian" not in bytes_of(tmp_path)


@pytest.mark.model
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


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore.sqlite(tmp_path / "conversations.db")


def put(store: ConversationStore, who: str, *ages: float, key: str | None = None) -> None:
    """Store an event for each age in days."""
    with store.engine.begin() as connection:
        for age in ages:
            row = {"sender_id": who, "type_name": "user", "timestamp": NOW - age * DAY, "data": "{}"}
            connection.execute(tables.events.insert(), [row])
        if key:
            connection.execute(tables.handled.insert(), [{"sender_id": who, "key": key, "after": 0}])


def left(store: ConversationStore, run: Callable[[Any], Any]) -> list[str]:
    return sorted(run(store.keys()))


NOW = 2_000_000_000.0


def test_a_clock_that_jumps_ahead_deletes_nothing(store: ConversationStore, run: Callable[[Any], Any]) -> None:
    put(store, "one", 5)
    retention = Retention(store, 30, Metrics())
    run(retention.round(NOW, 0))
    jumped = NOW + 40 * DAY
    assert run(retention.round(jumped + 3600, 3600)) == 0
    assert run(retention.round(jumped + 7200, 7200)) == 0, "it takes a look before that was believed, too"
    assert run(retention.round(NOW + 10800, 10800)) == 0, "and it was set right again"
    assert left(store, run) == ["one"]


def test_a_wrong_clock_at_start_deletes_nothing(store: ConversationStore, run: Callable[[Any], Any]) -> None:
    put(store, "one", 40)
    put(store, "two", 35)
    retention = Retention(store, 30, Metrics())
    assert run(retention.round(NOW, 0)) == 0
    assert run(retention.round(NOW + 600, 600)) == 0, "everything looked old at start: that look does not count"
    assert left(store, run) == ["one", "two"]
    assert run(retention.round(NOW + 4200, 4200)) == 2, "a site that nobody visits is cleaned up in the end"


def test_who_comes_back_during_a_round_loses_nothing(store: ConversationStore, run: Callable[[Any], Any]) -> None:
    put(store, "back", 40)
    put(store, "gone", 40)
    put(store, "young", 1)
    real = store._delete_idle

    def just_before(connection: Any, conversation: str, moment: float) -> bool:
        if conversation == "back":  # between the look and the deletion
            row = {"sender_id": "back", "type_name": "user", "timestamp": NOW, "data": "{}"}
            connection.execute(tables.events.insert(), [row])
        return real(connection, conversation, moment)

    store._delete_idle = just_before  # type: ignore[method-assign]
    assert store.sweep(NOW - 30 * DAY) == (1, None)
    assert left(store, run) == ["back", "young"]


def test_many_are_deleted_in_batches_with_their_keys(
    store: ConversationStore, run: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(300):
        put(store, f"old-{number}", 50, 49, 48, key="a")
    put(store, "living", 40, 1, key="a")
    wiped = []
    wipe = store.wipe
    monkeypatch.setattr(store, "wipe", lambda: (wiped.append(1), wipe()))
    monkeypatch.setattr("trigger_points.server.retention.BREATH", 0)
    retention = Retention(store, 30, Metrics())
    run(retention.round(NOW, 0))
    assert run(retention.round(NOW + 600, 600)) == 300
    assert left(store, run) == ["living"]
    with store.engine.connect() as connection:
        assert len(connection.execute(tables.handled.select()).all()) == 1
    assert len(wiped) == 2, "once a round, whatever there was to delete"


def test_whatever_fails_the_next_round_is_tried(
    store: ConversationStore, run: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = []

    async def fail(now: float, steady: float) -> int:
        rounds.append(now)
        if len(rounds) == 3:
            raise asyncio.CancelledError
        raise TypeError("not a database error")

    monkeypatch.setattr("trigger_points.server.retention.SOON", 0)
    monkeypatch.setattr("trigger_points.server.retention.EVERY", 0)
    retention = Retention(store, 30, Metrics())
    monkeypatch.setattr(retention, "round", fail)
    with pytest.raises(asyncio.CancelledError):
        run(retention.run())
    assert len(rounds) == 3


def test_a_reader_that_keeps_the_log_from_being_emptied_is_noticed(
    store: ConversationStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "BUSY_SECONDS", 0.1)
    put(store, "one", 1)
    with closing(sqlite3.connect(str(store.engine.url.database))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchall()
        put(store, "one", 0)
        with caplog.at_level("WARNING"):
            store.wipe()
    assert "wipe.busy" in caplog.text
