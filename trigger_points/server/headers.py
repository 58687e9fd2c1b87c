"""Security headers of every response. Who may embed the chat from elsewhere: ``origins.py``."""

from __future__ import annotations

from sanic import Request
from sanic.response import HTTPResponse

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
NOT_STORED = {"Cache-Control": "no-store"}
"""For everything that may hold what a person said: all answers that do not say otherwise."""


class SecurityHeaders:
    """Response middleware; ``https`` adds HSTS."""

    def __init__(self, https: bool) -> None:
        self._headers = {**HEADERS, **NOT_STORED, **(HSTS if https else {})}

    async def __call__(self, request: Request, response: HTTPResponse) -> None:
        """Add what is not set."""
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
