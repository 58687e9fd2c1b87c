"""Connections: slow and countless ones must not hold up the others."""

from __future__ import annotations

from asyncio import BaseTransport

from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol

MAX_CONNECTIONS = 900
"""Open at once in one process; more are closed at once (1,024 open files is a usual limit)."""


class PatientProtocol(HttpProtocol):
    """Sanic's protocol with two gaps closed (Sanic 21.12).

    Sanic counts a request's time from the last byte received, so a client that drips bytes is never too slow.
    Here the time runs from the first byte. And Sanic takes any number of connections.
    """

    def connection_made(self, transport: BaseTransport) -> None:
        """Take the connection, if there is room."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            self.abort()

    def data_received(self, data: bytes) -> None:
        """Take in bytes; only the first of a request starts the clock."""
        http = getattr(self, "_http", None)  # not set before the first turn of the event loop
        waiting = http is None or http.stage is Stage.IDLE
        since = getattr(self, "_time", 0.0)
        super().data_received(data)
        if not waiting:
            self._time = since  # type: ignore[misc]

