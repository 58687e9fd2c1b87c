"""Figures for Prometheus. They count; they hold no words, no ids and no addresses.

They are served on a port of their own, on the loopback address unless set otherwise, and only if
``TRIGGER_POINTS_METRICS_PORT`` is set: a route of the chat server would be open to whoever reaches nginx.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from trigger_points.conversation.state import State

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12)
"""Seconds of a turn."""


class Metrics:
    """All figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.opened = self._counter("sessions_opened", "Conversations opened.")
        self.erased = self._counter("conversations_erased", "Conversations erased.", "by")
        self.turns = self._counter("turns", "Messages answered, by kind and by what came of them.", "kind", "outcome")
        self.escalations = self._counter("escalations", "Red flags newly raised.", "flag", "level")
        self.replies = self._counter("replies", "Replies sent, by type.", "type")
        self.refusals = self._counter("refusals", "Requests refused, by error code.", "code")
        self.words_only = self._counter("words_only", "Messages read by words alone, because the model failed.")
        self.running = Gauge("guide_turns_running", "Messages being answered now.", registry=self.registry)
        self.seconds = Histogram(
            "guide_turn_seconds", "Time to answer a message.", ["kind"], buckets=BUCKETS, registry=self.registry
        )

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"guide_{name}", what, labels, registry=self.registry)

    def watch_reading(self, apart: Callable[[], bool]) -> None:
        """Show whether messages are read in a process of their own (1) or in the server's (0)."""
        figure = Gauge("guide_reading_apart", "Messages are read in a process of their own.", registry=self.registry)
        figure.set_function(lambda: float(apart()))

    def count_turn(
        self, kind: str, replies: list[dict[str, Any]], state: State, raised: Sequence[tuple[str, str]]
    ) -> None:
        """One message was answered; ``raised`` are the flags it raised with their care levels."""
        self.turns.labels(kind, outcome_of(kind, replies, state, raised)).inc()
        for flag, level in raised:
            self.escalations.labels(flag, level).inc()
        for reply in replies:
            self.replies.labels(reply["type"]).inc()

    def serve(self, host: str, port: int) -> int:
        """Serve the figures at ``http://host:port/metrics``; returns the port (for 0, the one that was free)."""
        server, _ = start_http_server(port, addr=host, registry=self.registry)
        return int(server.server_port)


def outcome_of(kind: str, replies: list[dict[str, Any]], state: State, raised: Sequence[tuple[str, str]]) -> str:
    """What came of a turn: ``failed``, ``escalated``, ``asked`` (about a red flag), ``fallback`` or ``answered``."""
    if not replies:
        return "failed"
    if raised:
        return "escalated"
    if (state.asking or "").startswith("flag:"):
        return "asked"
    return "fallback" if kind == "text" and state.misses else "answered"
