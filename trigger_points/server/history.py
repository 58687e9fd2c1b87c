"""The messages of a conversation, from the events that Rasa keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered

WELCOME = "welcome"
"""The offer with which the server opens a conversation; not something the person said."""
WORD_JOINER = "\u2060"


def messages(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What was said, oldest first (see docs/chat-api.md)."""
    result: list[dict[str, Any]] = []
    for event in events:
        if isinstance(event, UserUttered):
            if (event.metadata or {}).get("choice") != WELCOME:
                text = (event.text or "").removeprefix(WORD_JOINER)
                result.append({"from": "person", "text": text, "at": _time(event)})
        elif isinstance(event, BotUttered):
            result.append({"from": "assistant", "reply": reply_of(event), "at": _time(event)})
    return result


def answer_to(events: Iterable[Event], key: str) -> list[dict[str, Any]] | None:
    """The replies to the message that carried idempotency ``key``, if it was processed."""
    replies: list[dict[str, Any]] | None = None
    for event in events:
        if isinstance(event, UserUttered):
            if replies is not None:
                break
            if (event.metadata or {}).get("key") == key:
                replies = []
        elif isinstance(event, BotUttered) and replies is not None:
            replies.append(reply_of(event))
    return replies


def reply_of(event: BotUttered) -> dict[str, Any]:
    """The structured reply of an event."""
    custom = (event.data or {}).get("custom")
    return custom if isinstance(custom, dict) else {"type": "text", "text": event.text or "", "choices": []}


def _time(event: Event) -> str:
    moment = datetime.fromtimestamp(event.timestamp, tz=timezone.utc)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
