"""Delete conversations in which nothing has been said for a while."""

from __future__ import annotations

import asyncio
import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.metrics import Metrics

EVERY = 3600.0
"""Seconds between two rounds; the first is at start."""
DAY = 86400.0
BATCH = 20
"""Conversations deleted before the event loop gets its turn."""
_logger = logging.getLogger(__name__)


class Retention:
    """Deletes what is older than ``days``, now and every hour."""

    def __init__(self, store: ConversationStore, days: float, metrics: Metrics, every: float = EVERY) -> None:
        self._store = store
        self._days = days
        self._metrics = metrics
        self._every = every

    async def run(self) -> None:
        """Go on until cancelled. A round that fails is tried again at the next."""
        while True:
            try:
                await self.round(time.time())
            except SQLAlchemyError as error:
                _logger.error("retention.failed kind=%s", type(error).__name__)
            await asyncio.sleep(self._every)

    async def round(self, now: float) -> int:
        """Delete what is due at ``now`` (seconds since the epoch); returns how many conversations."""
        due = self._store.idle_since(now - self._days * DAY)
        for number, conversation in enumerate(due, 1):
            self._store.forget(conversation)
            self._metrics.erased.labels("age").inc()
            if number % BATCH == 0:
                await asyncio.sleep(0)
        if due:
            _logger.info("retention deleted=%d", len(due))
        return len(due)
