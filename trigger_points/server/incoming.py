"""What arrives, before it is a message."""

from __future__ import annotations

import hashlib
from json import dumps
from typing import Any

from sanic import Request
from sanic.exceptions import SanicException

from trigger_points.server.problems import Refusal

MAX_TEXT = 2000
"""Characters of one message."""


def digest(what: dict[str, Any]) -> str:
    """Tells one message from another, for those that carry the same idempotency key."""
    return hashlib.sha256(dumps(what, sort_keys=True).encode()).hexdigest()[:32]


def storable(text: str) -> str:
    """``text`` without characters that no database takes: NUL, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that was sent."""
    if not request.content_type.startswith("application/json"):
        raise Refusal("bad_type")
    try:
        body = request.json
    except SanicException as error:
        raise Refusal("bad_json") from error
    if not isinstance(body, dict):
        raise Refusal("bad_request")
    return body
