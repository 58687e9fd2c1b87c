"""Rate limits that workers share in Redis, and deleting by age in PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from tests.scale.services import Service
from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.metrics import Metrics
from trigger_points.server.rate_limits import RateLimits
from trigger_points.server.retention import DAY, Retention
from trigger_points.server.settings import Settings
from trigger_points.server.turn_locks import RedisTurnLocks


def test_no_conversation_id_is_in_redis(redis: Service, run: Callable[[Any], Any]) -> None:
    import redis as client

    url = f"redis://127.0.0.1:{redis.port}/0"

    async def look() -> list[bytes]:
        async with RedisTurnLocks(url).hold("a-secret-conversation"):
            return list(client.Redis.from_url(url).keys("*"))

    keys = run(look())
    assert len([key for key in keys if key.startswith(b"trigger_points:turn:")]) == 1
    assert not [key for key in keys if b"a-secret-conversation" in key]


def test_workers_count_together_and_a_lost_redis_lets_people_through(redis: Service) -> None:
    settings = Settings(
        limits_store=f"redis://127.0.0.1:{redis.port}/2", limit_messages_per_session="5 per minute; 100 per hour"
    )
    one, two = RateLimits(settings), RateLimits(settings)
    one.storage.reset()
    assert [worker.message("a chat") for worker in (one, two, one, two, one)] == [0] * 5
    assert 1 <= two.message("a chat") <= 61
    assert two.message("another chat") == 0
    assert b"a chat" not in b"".join(one.storage.storage.keys("*")), "Redis learns no ids"
    redis.stop()
    try:
        assert one.message("a chat") == 0
    finally:
        redis.start()
    assert two.message("a chat") == 0, "and goes on counting when it is back"


def test_old_conversations_go(database: str) -> None:
    store = ConversationStore(database)
    store.domain = Domain.empty()
    now = time.time()

    async def go() -> None:
        for who, days in (("limits-old", 31), ("limits-young", 29)):
            event = UserUttered("my hip hurts", timestamp=now - days * DAY)
            await store.save(DialogueStateTracker.from_events(who, [event]))
        retention = Retention(store, 30, Metrics())
        for seconds in (0, 600):
            await retention.round(now + seconds, seconds)
        left = set(await store.keys())
        assert "limits-young" in left
        assert "limits-old" not in left

    asyncio.run(go())
    store.forget("limits-young")
    store.close()
