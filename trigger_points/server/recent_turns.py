"""The last turn of the conversations that are going on, so that the next message need not wait for the database."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

from rasa.shared.core.events import Event

SIZE = 300
"""Conversations that are remembered, the latest ones; about 30 kB each."""


class RecentTurn(NamedTuple):
    """The events from which a conversation goes on, and the number of the last one in the database."""

    events: Sequence[Event]
    last: int


class RecentTurns:
    """A few :class:`RecentTurn` by conversation. May be used from several threads."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._turns: OrderedDict[str, RecentTurn] = OrderedDict()
        self._lock = Lock()

    def get(self, conversation: str) -> RecentTurn | None:
        """The last turn of ``conversation``, if it is remembered."""
        with self._lock:
            return self._turns.get(conversation)

    def keep(self, conversation: str, turn: RecentTurn) -> None:
        """Remember ``turn``, and forget the conversation that has been silent for longest if there are too many."""
        with self._lock:
            self._turns[conversation] = turn
            self._turns.move_to_end(conversation)
            if len(self._turns) > self._size:
                self._turns.popitem(last=False)

    def drop(self, conversation: str) -> None:
        """Forget ``conversation``."""
        with self._lock:
            self._turns.pop(conversation, None)
