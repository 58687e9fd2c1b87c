"""Which other sites may show the chat in their own pages (CORS). None, unless the operator names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sanic import Request
from sanic.response import HTTPResponse, empty

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "600",
}


def parse_origins(text: str) -> frozenset[str]:
    """Origins separated by commas, such as ``https://www.example.org, https://example.org:8443``.

    Raises:
        ValueError: one of them is not a plain origin. There is no "all".

    """
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    for part in parts:
        if not _ORIGIN.fullmatch(part):
            raise ValueError(f"'{part}' is not an origin; write scheme and host only, such as https://www.example.org")
    return frozenset(parts)


class Origins:
    """Answers preflights and marks answers for the origins in ``allowed``; everybody else gets no CORS header."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = frozenset(allowed)

    async def preflight(self, request: Request) -> HTTPResponse | None:
        """Request middleware: the browser asks before it sends."""
        if request.method == "OPTIONS" and self._allows(request) and "Access-Control-Request-Method" in request.headers:
            return empty(status=204, headers=dict(_PREFLIGHT))
        return None

    async def mark(self, request: Request, response: HTTPResponse) -> None:
        """Response middleware."""
        if not self.allowed:
            return
        vary = response.headers.get("Vary")
        response.headers["Vary"] = f"{vary}, Origin" if vary else "Origin"
        if self._allows(request):
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    def _allows(self, request: Request) -> bool:
        return request.headers.get("Origin", "") in self.allowed
