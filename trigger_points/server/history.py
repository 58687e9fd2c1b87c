"""The messages of a conversation, from the events that Rasa keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from itertools import islice
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered

WELCOME = "welcome"
"""The offer with which the server opens a conversation; not something the person said."""
TURNS = 200
"""Messages of a person that are shown again, with the replies to them."""
LOOKED_THROUGH = 300
"""Replies that are looked through for the words on an offer."""
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


def digest_of(events: Iterable[Event], key: str) -> str | None:
    """What tells the message that carried ``key`` from another one."""
    said = (event.metadata or {} for event in events if isinstance(event, UserUttered))
    return next((metadata.get("digest") for metadata in said if metadata.get("key") == key), None)


def titles_of(newest_first: Iterable[Event], payloads: list[str]) -> str:
    """What stood on the offers that were taken, so that the history can show it.

    ``newest_first`` are the replies of the conversation; they are read only as far as needed.
    """
    titles: dict[str, str] = {}
    for event in islice(newest_first, LOOKED_THROUGH):
        if isinstance(event, BotUttered):
            titles = {**_titles(reply_of(event)), **titles}
        if titles.keys() >= set(payloads):
            break
    return ", ".join(titles.get(payload, "") for payload in payloads).strip(", ")


def _titles(value: Any) -> dict[str, str]:
    """Payload -> words of every offer inside a reply."""
    found: dict[str, str] = {}
    if isinstance(value, list):
        for item in value:
            found.update(_titles(item))
    elif isinstance(value, dict):
        if "payload" in value:
            found[value["payload"]] = value.get("title") or value.get("label") or value.get("name") or ""
        for number, payload in enumerate(value.get("payloads") or []):
            found[payload] = str(number)
        for item in value.values():
            found.update(_titles(item))
    return found


def reply_of(event: BotUttered) -> dict[str, Any]:
    """The structured reply of an event."""
    custom = (event.data or {}).get("custom")
    return custom if isinstance(custom, dict) else {"type": "text", "text": event.text or "", "choices": []}


def _time(event: Event) -> str:
    moment = datetime.fromtimestamp(event.timestamp, tz=timezone.utc)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
