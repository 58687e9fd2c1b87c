"""Whether messages can be answered now, asked at most once a second however many want to know."""

from __future__ import annotations

import asyncio
import time

from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.turn_locks import TurnLocks

FRESH = 1.0
"""Seconds for which an answer holds."""


class Readiness:
    """Asks the database and Redis."""

    def __init__(self, store: ConversationStore, turns: TurnLocks) -> None:
        self._store = store
        self._turns = turns
        self._asking: asyncio.Future[None] | None = None
        self._until = 0.0

    async def check(self) -> None:
        """Raise what the database or Redis raises; those who ask meanwhile wait for the same answer."""
        if self._asking is None or (self._asking.done() and time.monotonic() >= self._until):
            self._asking = asyncio.ensure_future(self._ask())
        await asyncio.shield(self._asking)

    async def _ask(self) -> None:
        try:
            await self._store.reading(self._store.ping)
            await self._turns.ping()
        finally:
            self._until = time.monotonic() + FRESH
