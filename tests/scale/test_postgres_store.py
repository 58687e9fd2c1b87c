"""The store on PostgreSQL: the same tests as on SQLite."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from tests.scale.services import Service
from tests.server import test_conversation_store as on_sqlite
from trigger_points.server import store_tables as tables
from trigger_points.server import store_threads
from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.store_threads import SlowStoreError


@pytest.fixture
def store(database: str) -> ConversationStore:
    store = ConversationStore(database)
    store.domain = Domain.from_dict({"slots": {"state": {"type": "any", "mappings": [{"type": "custom"}]}}})
    for conversation in ("one", "two"):
        store.forget(conversation)
    return store


test_only_the_last_turn = on_sqlite.test_only_the_last_turn_is_replayed_and_all_is_kept
test_a_slot_set_long_ago = on_sqlite.test_a_slot_set_long_ago_is_known
test_nothing_before_a_new_session = on_sqlite.test_nothing_before_a_new_session_is_replayed
test_a_turn_by_its_key = on_sqlite.test_a_turn_is_found_by_its_key_and_stored_once
test_replies_newest_first = on_sqlite.test_replies_come_newest_first_over_all_pages
test_two_that_write = on_sqlite.test_of_two_that_write_at_once_one_is_told
test_two_that_begin = on_sqlite.test_of_two_that_begin_at_once_one_is_told
test_history = on_sqlite.test_the_history_is_bounded
test_old_ones = on_sqlite.test_old_ones_are_swept
test_forgetting = on_sqlite.test_forgetting_takes_one_conversation_with_its_keys


def test_events_are_counted_with_64_bits(store: ConversationStore, run: Any) -> None:
    with store.engine.begin() as connection:
        kinds = dict(
            connection.exec_driver_sql(
                "SELECT table_name || '.' || column_name, data_type FROM information_schema.columns "
                "WHERE (table_name, column_name) IN (('events', 'id'), ('handled_messages', 'after'))"
            ).all()
        )
        assert kinds == {"events.id": "bigint", "handled_messages.after": "bigint"}
        before = connection.exec_driver_sql("SELECT nextval('events_id_seq')").scalar()
        connection.exec_driver_sql("SELECT setval('events_id_seq', 3000000000)")
    run(on_sqlite.say(store, on_sqlite.turn(1, "a"), on_sqlite.turn(2, "b")))
    assert on_sqlite.texts(store.turn_with("one", "b")) == ["words 2"]
    store.forget("one")
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT setval('events_id_seq', {before})")


def test_of_two_workers_one_sweeps(store: ConversationStore, database: str, run: Any) -> None:
    run(on_sqlite.say(store, on_sqlite.turn(1)))
    with store.engine.begin() as connection:
        connection.execute(tables.events.update().values(timestamp=1000.0))
        assert connection.execute(tables.SWEEPING).scalar()
        assert ConversationStore(database).sweep(2000.0) == (0, None)
    assert store.sweep(2000.0)[0] == 1


def test_a_frozen_database_costs_its_own_messages_only(
    store: ConversationStore, postgres: Service, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_threads, "PATIENCE", 1.0)
    store.ping()

    async def ask() -> float:
        longest, asked = 0.0, asyncio.gather(*(store.reading(store.ping) for _ in range(9)), return_exceptions=True)
        while not asked.done():
            began = time.monotonic()
            await asyncio.sleep(0.02)
            longest = max(longest, time.monotonic() - began)
        assert all(isinstance(each, SlowStoreError) for each in await asked)
        return longest

    with postgres.frozen():
        began = time.monotonic()
        assert run(ask()) < 0.8, "the event loop waited for the database"
        assert time.monotonic() - began < 4
    monkeypatch.setattr(store_threads, "PATIENCE", 20.0)
    run(store.reading(store.ping))
