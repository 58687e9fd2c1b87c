"""Whole made-up conversations through the real model: no exception, no silence, always a next step."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.texts import messages
from trigger_points.rasa_parts.topic_action import trouble
from trigger_points.replies.models import Answer
from trigger_points.server.assistant import Assistant

TURNS = 8


@dataclass
class Tally:
    """What was tried."""

    conversations: int = 0
    texts: int = 0
    choices: int = 0
    longest: int = 0
    types: dict[str, int] = field(default_factory=dict)


class Silence(logging.Handler):
    """Fails on any error that our own code logs."""

    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(f"logged: {record.getMessage()}") from (record.exc_info[1] if record.exc_info else None)

    def handleError(self, record: logging.LogRecord) -> None:
        raise


def offers_of(value: Any) -> list[str]:
    """Every payload inside a reply."""
    if isinstance(value, list):
        return [payload for item in value for payload in offers_of(item)]
    if not isinstance(value, dict):
        return []
    own = [value["payload"]] if "payload" in value else []
    return [*own, *value.get("payloads", []), *(p for item in value.values() for p in offers_of(item))]


def fuzz(assistant: Assistant, run: Callable[[Any], Any], conversations: int, start: int | None = None) -> Tally:
    """Hold ``conversations`` made-up conversations; ``start`` seeds them (``None``: the same ones each time)."""
    tally = Tally()
    sorry = trouble().text

    @settings(
        max_examples=conversations,
        deadline=None,
        database=None,
        derandomize=start is None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def talk(data: st.DataObject) -> None:
        who, offers = uuid4().hex, ["welcome"]
        tally.conversations += 1
        for _ in range(data.draw(st.integers(1, TURNS))):
            if offers and data.draw(st.integers(0, 3)) == 0:
                what = {"choice": data.draw(st.sampled_from(offers))}
                tally.choices += 1
            else:
                what = {"text": data.draw(messages())}
                tally.texts += 1
                tally.longest = max(tally.longest, len(what["text"]))
            reaction = run(assistant.hear(who, **what))
            assert reaction.replies, "silence"
            assert not reaction.words_only, "the model failed"
            json.dumps(reaction.replies, ensure_ascii=False).encode()
            Answer(replies=reaction.replies, care_level=reaction.care_level)
            for reply in reaction.replies:
                assert reply["text"].strip(), "a reply without words"
                assert reply["text"] != sorry, "an exception in an action"
                tally.types[reply["type"]] = tally.types.get(reply["type"], 0) + 1
            offers = offers_of(reaction.replies)
            assert offers_of(reaction.replies[-1]), f"a dead end after {what}"

    logger = logging.getLogger("trigger_points")
    handler = Silence(level=logging.ERROR)
    logger.addHandler(handler)
    try:
        (seed(start)(talk) if start is not None else talk)()
    finally:
        logger.removeHandler(handler)
    return tally
