"""Delete conversations in which nothing has been said for a while.

Age is told by the clock of the machine, and a clock can be wrong: one that jumps ahead must not delete everything.
So the clock is compared with one that cannot be set, nothing is deleted that was not old at the look before, too, and
a start after which everything would be old is not believed.
"""

from __future__ import annotations

import asyncio
import logging
import time

from trigger_points.server.conversation_store import ConversationStore
from trigger_points.server.metrics import Metrics

EVERY = 3600.0
"""Seconds between two looks."""
SOON = 600.0
"""Seconds from the first look, at start, to the second, which is the first that deletes."""
DAY = 86400.0
JUMP = 3600.0
"""Seconds by which the clock may be off from one look to the next."""
BREATH = 0.05
"""Seconds between two batches, for messages that want to be stored."""
_logger = logging.getLogger(__name__)


class Retention:
    """Deletes what is older than ``days``."""

    def __init__(self, store: ConversationStore, days: float, metrics: Metrics) -> None:
        self._store = store
        self._seconds = days * DAY
        self._metrics = metrics
        self._last: tuple[float, float] | None = None
        """The time of the last look, by the clock and by the one that cannot be set."""
        self._old_before: float | None = None
        """What was said before this was old at the last look already."""

    async def run(self) -> None:
        """Go on until cancelled. A round that fails is tried again at the next."""
        pause = SOON
        while True:
            try:
                await self.round(time.time(), time.monotonic())
            except Exception as error:
                _logger.error("retention.failed kind=%s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = EVERY

    async def round(self, now: float, steady: float) -> int:
        """Delete what is due ``now`` (seconds since the epoch) and was at the last look; returns how many.

        ``steady`` is the same moment on a clock that cannot be set.
        """
        doubt = await self._doubt(now, steady)
        self._last = (now, steady)
        before, self._old_before = self._old_before, None if doubt else now - self._seconds
        deleted = 0
        if doubt:
            _logger.warning("retention.skipped reason=%s", doubt)
        elif before is not None and self._old_before is not None:
            deleted = await self._delete(min(before, self._old_before))
        await self._store.writing(self._store.wipe)
        if deleted:
            _logger.info("retention deleted=%d", deleted)
        return deleted

    async def _doubt(self, now: float, steady: float) -> str:
        """Why the clock is not to be believed this time; empty if it is."""
        if self._last is not None:
            gone, really = now - self._last[0], steady - self._last[1]
            return "clock-jumped" if abs(gone - really) > JUMP else ""
        newest = await self._store.reading(self._store.newest)
        return "everything-looks-old" if newest and now - newest > max(self._seconds, DAY) else ""

    async def _delete(self, moment: float) -> int:
        total, after = 0, 0
        while True:
            deleted, go_on = await self._store.writing(self._store.sweep, moment, after)
            self._metrics.erased.labels("age").inc(deleted)
            total += deleted
            if go_on is None:
                return total
            after = go_on
            await asyncio.sleep(BREATH)
