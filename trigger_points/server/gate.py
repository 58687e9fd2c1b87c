"""Who may come in: rate limits by address and session, before anything costs time."""

from __future__ import annotations

import logging
import time

from sanic import Request
from sanic.response import HTTPResponse

from trigger_points.server.addresses import Client, client_of
from trigger_points.server.metrics import Metrics
from trigger_points.server.problems import Refusal
from trigger_points.server.rate_limits import RateLimits
from trigger_points.server.settings import Settings

COUNTED = {"/chat/session", "/chat/messages", "/chat/summary", "/chat/plan", "/chat/plan.ics"}
"""Paths that cost more than a file."""
_logger = logging.getLogger(__name__)


class Gate:
    """Admits requests or refuses them with ``slow_down``. This machine itself, without a proxy, is not limited."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.metrics = metrics
        self._limits = RateLimits(settings)
        self._proxies = settings.networks()
        self._warned = False

    @staticmethod
    async def check_length(request: Request) -> None:
        """Before the body is read: Sanic 21.12 waits for ever for a negative length and fails on one that is no number.

        Two statements about the length are refused, because a proxy may believe the other one.
        """
        lengths = request.headers.getall("content-length", [])
        if not all(length.isdecimal() for length in lengths):
            raise Refusal("bad_request")
        if len(lengths) + len(request.headers.getall("transfer-encoding", [])) > 1:
            raise Refusal("bad_request")

    async def admit(self, request: Request) -> None:
        """Request middleware: count what may be costly by address."""
        request.ctx.since = time.perf_counter()
        request.ctx.client = self._client(request)
        if request.path in COUNTED and request.ctx.client.key:
            _wait(self._limits.request(request.ctx.client.key))

    def admit_session(self, request: Request) -> None:
        """A new conversation."""
        if request.ctx.client.key:
            _wait(self._limits.session(request.ctx.client.key))

    def admit_message(self, request: Request, conversation: str) -> None:
        """A message of ``conversation``."""
        if not request.ctx.client.local:
            _wait(self._limits.message(conversation))

    def admit_read(self, request: Request, conversation: str) -> None:
        """Somebody wants to see what was said in ``conversation``."""
        if not request.ctx.client.local:
            _wait(self._limits.read(conversation))

    async def note(self, request: Request, response: HTTPResponse) -> None:
        """Response middleware: one line in the log for each request that may be costly, without address or words."""
        since = getattr(request.ctx, "since", None)
        if request.path in COUNTED and since is not None:
            ms = (time.perf_counter() - since) * 1000
            _logger.info(
                "request method=%s path=%s status=%d ms=%.1f", request.method, request.path, response.status, ms
            )

    def _client(self, request: Request) -> Client:
        headers = request.headers.getall("x-forwarded-for", [])
        forwarded = ",".join(headers) if headers else None
        client = client_of(request.conn_info.client_ip if request.conn_info else "", forwarded, self._proxies)
        if forwarded is not None and client.key is None and not self._warned:
            self._warned = True
            _logger.warning("proxy.unknown advice=set-TRIGGER_POINTS_PROXIES-or-nobody-is-limited-by-address")
        return client


def _wait(seconds: int) -> None:
    if seconds:
        raise Refusal("slow_down", retry_after=seconds)
