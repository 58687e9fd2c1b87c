"""In the middle of a technique: open safety questions, trouble, conditions told late, and the place that is kept."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat


def in_step(chat: Chat, technique: str = "glute_ball_wall", step: int = 2) -> None:
    """A sore left buttock, screened, at ``step`` of ``technique``."""
    chat.say(
        "left buttock, from sitting",
        "describe_symptom",
        regions=["buttock"],
        side="left",
        causes=["prolonged_sitting"],
        facts={"duration_days": 5},
    )
    chat.state.screened = True
    chat.choose(f"start:{technique}")
    if chat.state.asking == "score:before":
        chat.choose("score:5")
    for _ in range(step - 1):
        chat.choose("control:next")
    assert chat.replies[-1].step == step  # type: ignore[attr-defined]


def said(chat: Chat) -> str:
    return " ".join(reply.text for reply in chat.replies)


ROADS = ["control:next", "control:start", "control:back", "control:repeat", "control:easier", "control:harder",
         "control:another", "control:other_side", "control:cannot", "resume", "suggest", "suggest:piriformis", "calm",
         "technique:heat_pack", "start:heat_pack", "start:glute_ball_wall", "other_side", "plan"]  # fmt: skip


@pytest.mark.parametrize("flag", ["dvt", "progressive_weakness", "nerve_signs"])
@pytest.mark.parametrize("road", ROADS)
def test_no_road_passes_an_open_safety_question(chat: Chat, flag: str, road: str) -> None:
    in_step(chat)
    chat.say("something odd", "describe_symptom", flags={"ask": [flag]})
    asked = chat.replies[-1].text
    assert chat.state.asking == f"flag:{flag}"
    chat.choose(road)
    assert chat.state.asking == f"flag:{flag}"
    assert chat.replies[-1].text != asked, "in other words the second time"
    assert f"flag:{flag}:no" in chat.offers
    chat.say("next", "technique_control", control="next")
    assert chat.types == ["choices"]
    chat.say("no", "deny")
    chat.choose("resume")
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]


def test_stop_is_heard_before_the_answer(chat: Chat) -> None:
    in_step(chat)
    chat.say("my calf is a bit swollen", "out_of_scope", flags={"ask": ["dvt"]})
    chat.say("stop", "technique_control", control="stop")
    assert not chat.state.playing
    assert chat.state.asking == "flag:dvt"
