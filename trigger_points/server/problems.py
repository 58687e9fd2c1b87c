"""Refusals of the chat API: status, code and words for people (``content/wording.yml``)."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import shared_desk

STATUS = {
    "bad_json": 400,
    "bad_request": 400,
    "no_session": 401,
    "bad_session": 401,
    "expired_session": 401,
    "not_found": 404,
    "bad_method": 405,
    "too_slow": 408,
    "other_message": 409,
    "unknown_choice": 409,
    "too_long": 413,
    "bad_type": 415,
    "empty": 422,
    "slow_down": 429,
    "internal": 500,
    "unavailable": 503,
}
RETRY_AFTER = {"unavailable": 5, "slow_down": 5}
"""Seconds to wait when nothing better is known."""


class Refusal(Exception):
    """The request cannot be served; ``code`` is one of :data:`STATUS`."""

    def __init__(self, code: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUS[code]
        self.retry_after = retry_after or RETRY_AFTER.get(code)

    def body(self) -> dict[str, dict[str, str]]:
        """The JSON body."""
        return {"error": {"code": self.code, "message": shared_desk().wording.say(f"error.{self.code}")}}
