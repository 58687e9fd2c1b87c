"""What needs no running server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.shared.core.events import BotUttered

from trigger_points.content.schema import CareLevel
from trigger_points.server import history
from trigger_points.server.chat import Chat
from trigger_points.server.readiness import Readiness
from trigger_points.server.sessions import Sessions


def test_there_is_always_a_reply() -> None:
    """A turn whose action gave nothing is stored without replies; a retry must not be answered with silence."""
    gate: Any = SimpleNamespace(metrics=None)
    nothing: Any = None
    chat = Chat(nothing, nothing, Sessions("s" * 32), gate, nothing)
    replies = chat._answer("one", [], CareLevel.self_care)["replies"]
    assert replies[-1]["text"].strip()
    assert replies[-1]["choices"]


def test_the_search_for_the_words_on_an_offer_ends() -> None:
    read = []

    def replies() -> Iterator[BotUttered]:
        while True:
            read.append(1)
            yield BotUttered(
                data={"custom": {"type": "text", "text": "x", "choices": [{"title": "A", "payload": "a"}]}}
            )

    assert history.titles_of(replies(), ["a", "never-offered"]) == "A"
    assert len(read) == history.LOOKED_THROUGH


class Store:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def reading(self, call: Callable[[], None]) -> None:
        self.asked += 1
        await asyncio.sleep(0.01)
        call()

    def ping(self) -> None:
        if self.asked == 2:
            raise ConnectionError


class Turns:
    async def ping(self) -> None:
        pass


def test_readiness_is_asked_once_a_second(run: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    store: Any = Store()
    turns: Any = Turns()

    async def many() -> None:
        readiness = Readiness(store, turns)
        await asyncio.gather(*(readiness.check() for _ in range(50)))
        assert store.asked == 1
        monkeypatch.setattr("trigger_points.server.readiness.FRESH", 0)
        readiness._until = 0
        failed = await asyncio.gather(*(readiness.check() for _ in range(50)), return_exceptions=True)
        assert all(isinstance(each, ConnectionError) for each in failed)
        await readiness.check()
        assert store.asked == 3, "and it is asked again"

    run(many())
