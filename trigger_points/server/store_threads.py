"""Threads in which the database is waited for, so that the event loop never has to.

A database that is slow, locked or frozen then costs the messages that need it, with a time limit, and nothing else:
health is answered, pages are served. These are not the threads of ``concurrent.futures`` because Python waits for
those when it ends, for as long as a frozen database takes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 8.0
"""Seconds for one call, waiting for a free thread included."""


class StoreError(Exception):
    """What was asked for did not happen now; asking again helps."""


class SlowStoreError(StoreError):
    """The database did not answer in time. What was under way may still be stored, under its idempotency key."""


class StoreThreads:
    """A few threads, started when they are first needed."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._started = 0
        self._calls: SimpleQueue[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = SimpleQueue()

    async def run(self, call: Callable[..., T], *arguments: Any) -> T:
        """Do ``call`` in a thread.

        Raises:
            SlowStoreError: it took too long. A call that had not begun is left out.

        """
        if self._started < self._number:
            self._started += 1
            threading.Thread(target=self._work, name="store", daemon=True).start()
        future: Future[T] = Future()
        self._calls.put((future, call, arguments))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), PATIENCE)
        except asyncio.TimeoutError:
            raise SlowStoreError from None

    def _work(self) -> None:
        while True:
            future, call, arguments = self._calls.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call(*arguments))
            except BaseException as error:
                future.set_exception(error)
            del future, call, arguments  # else they are kept until the next call
