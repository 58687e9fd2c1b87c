"""One message at a time in a conversation: within this process, or across workers through Redis.

Rasa's own lock stores wait a second between two looks, and its Redis one can let two workers in at
once (it reads and writes in two steps). This uses the lock of redis-py, which is one step.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from weakref import WeakValueDictionary

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import LockError, RedisError

LIFETIME = 10.0
"""Seconds after which the lock of a worker that died is free again. A turn takes milliseconds."""
WAIT = 15.0
"""Seconds to wait for a lock; longer than ``LIFETIME``, so that a dead worker does not cost the message."""
LOOK_EVERY = 0.02
TIMEOUT = 2.0
"""Seconds for one answer of Redis."""
_logger = logging.getLogger(__name__)


class LocksUnavailableError(Exception):
    """Nobody can say now whether the conversation is free: Redis cannot be reached, or it took too long."""


class TurnLocks(Protocol):
    """Locks by conversation."""

    def hold(self, conversation: str) -> AbstractAsyncContextManager[None]:
        """Wait until the conversation is free, and keep it for the length of the context.

        Raises:
            LocksUnavailableError: on entering.

        """

    async def ping(self) -> None:
        """Raise :class:`LocksUnavailableError` if locks cannot be had now."""


class LocalTurnLocks:
    """For one process."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """See :class:`TurnLocks`."""
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            yield

    async def ping(self) -> None:
        """Always there."""


def _hidden(conversation: str) -> str:
    """Who may look into Redis learns no conversation ids."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:32]


class RedisTurnLocks:
    """For several workers; ``url`` as in ``redis://localhost:6379/0``."""

    def __init__(self, url: str) -> None:
        self._redis: Redis[bytes] = Redis.from_url(
            url,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            # A connection that Redis closed, by a restart for instance, is opened again without a word.
            retry=Retry(NoBackoff(), 1),
            retry_on_error=[RedisConnectionError],
        )

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """See :class:`TurnLocks`."""
        lock = self._redis.lock(
            f"trigger_points:turn:{_hidden(conversation)}", timeout=LIFETIME, sleep=LOOK_EVERY, blocking_timeout=WAIT
        )
        try:
            held = await lock.acquire()
        except RedisError as error:
            raise LocksUnavailableError(type(error).__name__) from error
        if not held:
            raise LocksUnavailableError("still held")
        try:
            yield
        finally:
            try:
                await lock.release()
            except (LockError, RedisError) as error:
                # What was done in between is stored; the lock runs out by itself.
                _logger.warning("lock.not_released kind=%s", type(error).__name__)

    async def ping(self) -> None:
        """See :class:`TurnLocks`."""
        try:
            await self._redis.ping()
        except RedisError as error:
            raise LocksUnavailableError(type(error).__name__) from error
