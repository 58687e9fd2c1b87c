"""The store on PostgreSQL: the same tests as on SQLite."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain

from tests.server import test_conversation_store as on_sqlite
from trigger_points.server.conversation_store import ConversationStore


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
test_forgetting = on_sqlite.test_forgetting_takes_one_conversation_with_its_keys
