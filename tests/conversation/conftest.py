"""A conversation without Rasa: intents given, findings by words alone."""

from __future__ import annotations

from typing import Any

import pytest

from trigger_points.content.figures import load_figures
from trigger_points.content.site import load_site
from trigger_points.content.store import load_content
from trigger_points.conversation.desk import Desk
from trigger_points.conversation.engine import respond
from trigger_points.conversation.state import State, Turn
from trigger_points.replies.models import Reply
from trigger_points.replies.wording import Wording
from trigger_points.understanding.encoder import shared_encoder
from trigger_points.understanding.understand import Understander


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(store=load_content(), wording=Wording.load(), site=load_site(), figures=load_figures())


@pytest.fixture(scope="session")
def words_only(desk: Desk) -> Understander:
    """Understanding by words alone: no trained heads."""
    return Understander(desk.store, {}, shared_encoder())


class Chat:
    """One conversation. Findings are given by the test, as understanding would give them."""

    def __init__(self, desk: Desk, words_only: Understander | None = None) -> None:
        self.desk = desk
        self.words_only = words_only
        self.state = State()
        self.replies: list[Reply] = []

    def say(self, text: str, intent: str, **findings: Any) -> list[Reply]:
        flags = {"escalate": [], "ask": [], "denied": [], "scores": {}, **findings.pop("flags", {})}
        facts = findings.pop("facts", {})
        turn = Turn(
            text=text, intent=intent, findings={**findings, "flags": flags, "facts": facts}, at="2026-01-02T10:00:00"
        )
        self.replies = respond(self.desk, self.state, turn)
        return self.replies

    def tell_sore_buttock(self, **other: Any) -> list[Reply]:
        """A sore left buttock, from sitting, for five days; ``other`` findings come on top or instead."""
        told = {"regions": ["buttock"], "side": "left", "causes": ["prolonged_sitting"], "facts": {"duration_days": 5}}
        return self.say("left buttock, from sitting", "describe_symptom", **{**told, **other})

    def hear(self, text: str, intent: str = "describe_symptom", at: str = "2026-01-02T10:00:00") -> list[Reply]:
        """Say something and have it read by words; only the intent is given."""
        assert self.words_only is not None
        turn = Turn(text=text, intent=intent, findings=self.words_only.understand(text).as_dict(), at=at)
        self.replies = respond(self.desk, self.state, turn)
        return self.replies

    def choose(self, payload: str) -> list[Reply]:
        self.replies = respond(self.desk, self.state, Turn(choice=payload, at="2026-01-02T10:00:00"))
        return self.replies

    def tick(self, *flags: str) -> list[Reply]:
        turn = Turn(choices=[f"check:{flag}" for flag in flags], at="2026-01-02T10:00:00")
        self.replies = respond(self.desk, self.state, turn)
        return self.replies

    @property
    def types(self) -> list[str]:
        return [reply.type for reply in self.replies]  # type: ignore[attr-defined]

    @property
    def offers(self) -> list[str]:
        return [choice.payload for reply in self.replies for choice in reply.choices]


@pytest.fixture
def chat(desk: Desk, words_only: Understander) -> Chat:
    return Chat(desk, words_only)
