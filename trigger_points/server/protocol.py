"""Connections: slow and countless ones must not hold up the others."""

from __future__ import annotations

from asyncio import AbstractEventLoop, BaseTransport

from sanic import Sanic
from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol

MAX_CONNECTIONS = 900
"""Open at once in one process; more are closed at once (1,024 open files is a usual limit)."""


def leave(app: Sanic, loop: AbstractEventLoop, patience: float) -> None:
    """Close what is idle now, and after ``patience`` seconds what is still open.

    Sanic 21.12 on uvloop waits for every connection to end before it starts to count the time of its graceful
    shutdown, so clients that go on writing, or do not read, would keep it from ever stopping.
    """
    connections: set[HttpProtocol] = getattr(app.ctx, "connections", set())
    for connection in list(connections):
        connection.close_if_idle()
    loop.call_later(patience, lambda: [connection.abort() for connection in list(connections)])


class PatientProtocol(HttpProtocol):
    """Sanic's protocol with two gaps closed (Sanic 21.12).

    Sanic counts a request's time from the last byte received, so a client that drips bytes is never too slow.
    Here the time runs from the first byte. And Sanic takes any number of connections.
    """

    def connection_made(self, transport: BaseTransport) -> None:
        """Take the connection, if there is room."""
        super().connection_made(transport)
        self.app.ctx.connections = self.connections
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
