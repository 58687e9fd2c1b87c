"""Figures count and hold no words; they are not on the chat's port."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import Server, free_port
from tests.server.test_api import Person
from trigger_points.conversation.state import State
from trigger_points.server.metrics import outcome_of

TEXT = [{"type": "text", "text": "hi"}]


@pytest.mark.parametrize(
    ("kind", "replies", "state", "raised", "outcome"),
    [
        ("text", TEXT, State(), [], "answered"),
        ("text", [], State(), [], "failed"),
        ("text", TEXT, State(asking="flag:dvt"), [], "asked"),
        ("text", TEXT, State(asking="flag:dvt"), [("dvt", "urgent")], "escalated"),
        ("text", TEXT, State(misses=1), [], "fallback"),
        ("choice", TEXT, State(misses=1), [], "answered"),
    ],
)
def test_outcomes(kind: str, replies: Any, state: State, raised: Any, outcome: str) -> None:
    assert outcome_of(kind, replies, state, raised) == outcome


@pytest.mark.model
def test_figures_of_a_running_server(model: Path, tmp_path: Path) -> None:
    port = free_port()
    server = Server(tmp_path, TRIGGER_POINTS_METRICS_PORT=str(port))
    server.start()
    try:
        person = Person(server.url)
        person.say("what is the capital of France")
        person.say("my quizzaciously sore hip is numb between the legs and I cannot pee")
        person.say("I still cannot pee")
        person.post({"text": ""})
        person.http.delete("/chat/session", headers=person.headers)
        text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert httpx.get(f"{server.url}/metrics").status_code == 404
    finally:
        server.stop()
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found[("guide_sessions_opened_total",)] == 1
    assert found[("guide_escalations_total", ("flag", "cauda_equina"), ("level", "emergency"))] == 1, (
        "once, not per turn"
    )
    assert found[("guide_turns_total", ("kind", "text"), ("outcome", "escalated"))] == 1
    assert found[("guide_turns_total", ("kind", "text"), ("outcome", "fallback"))] == 1
    assert found[("guide_turn_seconds_count", ("kind", "text"))] == 3
    assert found[("guide_refusals_total", ("code", "empty"))] == 1
    assert found[("guide_conversations_erased_total", ("by", "api"))] == 1
    assert "quizzaciously" not in text
    assert person.token not in text
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", text.replace("3.10.13", "")), "no address"
