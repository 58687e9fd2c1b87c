"""Whole made-up conversations through the real model: no exception, no silence, always a next step."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random
from typing import Any
from uuid import uuid4

from tests.fuzz.texts import message
from trigger_points.rasa_parts.topic_action import trouble
from trigger_points.replies.models import Answer
from trigger_points.server.assistant import Assistant, Reaction

TURNS = 12
"""The longest conversation."""


class Finding(AssertionError):
    """Something that must not happen, with the conversation that shows it."""


@dataclass
class Tally:
    """What was tried."""

    conversations: int = 0
    texts: int = 0
    choices: int = 0
    longest: int = 0
    types: dict[str, int] = field(default_factory=dict)
    different: set[int] = field(default_factory=set)
    """A number for each text that differs."""

    def note(self, text: str) -> None:
        """A text is about to be tried."""
        self.texts += 1
        self.longest = max(self.longest, len(text))
        self.different.add(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big"))


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


def fuzz(assistant: Assistant, run: Callable[[Any], Any], conversations: int, start: int = 0) -> Tally:
    """Hold ``conversations`` made-up conversations, others for another ``start``.

    Raises:
        Finding: what went wrong, and the conversation up to there.

    """
    tally = Tally()
    logger = logging.getLogger("trigger_points")
    handler = Silence(level=logging.ERROR)
    logger.addHandler(handler)
    try:
        for number in range(conversations):
            _talk(assistant, run, Random(f"{start} {number}"), tally)
    finally:
        logger.removeHandler(handler)
    return tally


def _talk(assistant: Assistant, run: Callable[[Any], Any], chance: Random, tally: Tally) -> None:
    """One conversation of ``chance``."""
    who, offers, said = uuid4().hex, ["welcome"], list[dict[str, str]]()
    taps = chance.choice((0.1, 0.3, 0.8))  # who taps gets further: into techniques, scores and plans
    tally.conversations += 1
    for _ in range(chance.randint(1, TURNS)):
        if offers and chance.random() < taps:
            said.append({"choice": chance.choice(offers)})
            tally.choices += 1
        else:
            said.append({"text": message(chance)})
            tally.note(said[-1]["text"])
        try:
            reaction = run(assistant.hear(who, **said[-1]))
            _check(reaction)
        except Exception as error:
            raise Finding(f"{type(error).__name__}: {error}\nafter {json.dumps(said, indent=1)}") from error
        for reply in reaction.replies:
            tally.types[reply["type"]] = tally.types.get(reply["type"], 0) + 1
        offers = offers_of(reaction.replies)


def _check(reaction: Reaction) -> None:
    """What holds for every answer."""
    assert reaction.replies, "silence"
    assert not reaction.words_only, "the model failed"
    json.dumps(reaction.replies, ensure_ascii=False).encode()
    Answer(replies=reaction.replies, care_level=reaction.care_level)
    for reply in reaction.replies:
        assert reply["text"].strip(), "a reply without words"
        assert reply["text"] != trouble().text, "an exception in an action"
    assert offers_of(reaction.replies[-1]), "a dead end"
