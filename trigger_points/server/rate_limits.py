"""How often somebody may ask: by session and by address, in bounded memory."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import OrderedDict
from math import ceil

from limits import RateLimitItem
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from trigger_points.server.settings import Settings, limits_of

MAX_KEYS = 100_000
"""Counts kept in memory (about 30 MB); the ones not touched for longest go first."""
REDIS_PATIENCE = 0.5
"""Seconds to wait for Redis before letting a request through uncounted."""
REDIS_PAUSE = 5.0
"""Seconds for which Redis is not asked again after it failed: each request would wait for it."""
_logger = logging.getLogger(__name__)


class BoundedMemoryStorage(Storage):
    """Counts of this process.

    The memory storage of ``limits`` grows without bound, sweeps all keys in a thread, and counts by the wall
    clock; this one is bounded and does not mind when the clock is set.
    """

    STORAGE_SCHEME = ["bounded"]

    def __init__(self, uri: str = "", max_keys: int = MAX_KEYS, **options: str) -> None:
        super().__init__(uri, **options)
        self._max_keys = max_keys
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()
        """Key -> count and the moment it starts anew, on the monotonic clock."""

    def incr(self, key: str, expiry: int, elastic_expiry: bool = False, amount: int = 1) -> int:
        """Count ``amount`` more within ``expiry`` seconds; returns the count."""
        now = time.monotonic()
        count, ends = self._counts.get(key, (0, 0.0))
        if ends <= now:
            count, ends = 0, now + expiry
        self._counts[key] = (count + amount, now + expiry if elastic_expiry else ends)
        self._counts.move_to_end(key)
        while len(self._counts) > self._max_keys:
            self._counts.popitem(last=False)
        return count + amount

    def get(self, key: str) -> int:
        """The count of ``key``."""
        count, ends = self._counts.get(key, (0, 0.0))
        return count if ends > time.monotonic() else 0

    def get_expiry(self, key: str) -> int:
        """When ``key`` starts anew, in seconds since the epoch."""
        return ceil(time.time() + max(0.0, self._counts.get(key, (0, 0.0))[1] - time.monotonic()))

    def clear(self, key: str) -> None:
        """Forget ``key``."""
        self._counts.pop(key, None)

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> None:
        """Forget all counts."""
        self._counts.clear()


class RateLimits:
    """The limits of :class:`Settings`. Each check returns the seconds to wait, 0 when there is room."""

    def __init__(self, settings: Settings) -> None:
        if settings.limits_store == "memory":
            self.storage = storage_from_string("bounded://")
        else:
            self.storage = storage_from_string(
                settings.limits_store, socket_timeout=REDIS_PATIENCE, socket_connect_timeout=REDIS_PATIENCE
            )
        self._limiter = FixedWindowRateLimiter(self.storage)
        self._paused_until = 0.0
        self._reads = limits_of(settings.limit_reads_per_session)
        self._messages = limits_of(settings.limit_messages_per_session)
        self._requests = limits_of(settings.limit_requests_per_address)
        self._sessions = limits_of(settings.limit_sessions_per_address)

    def message(self, conversation: str) -> int:
        """One more message of ``conversation``."""
        return self._hit(self._messages, "message", _hidden(conversation))

    def read(self, conversation: str) -> int:
        """One more look at ``conversation``."""
        return self._hit(self._reads, "read", _hidden(conversation))

    def request(self, address: str) -> int:
        """One more request of ``address``."""
        return self._hit(self._requests, "request", address)

    def session(self, address: str) -> int:
        """One more conversation opened by ``address``."""
        return self._hit(self._sessions, "session", address)

    def _hit(self, limits: list[RateLimitItem], kind: str, who: str) -> int:
        if time.monotonic() < self._paused_until:
            return 0
        try:
            for limit in limits:
                if not self._limiter.hit(limit, kind, who):
                    reset, _ = self._limiter.get_window_stats(limit, kind, who)
                    return max(1, ceil(reset - time.time()))
        except Exception as error:
            # Counting is not worth a person in trouble going unheard.
            self._paused_until = time.monotonic() + REDIS_PAUSE
            _logger.error("limits.failed kind=%s", type(error).__name__)
        return 0


def _hidden(conversation: str) -> str:
    """A store that others may read learns no conversation ids."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:32]
