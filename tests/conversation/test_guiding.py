"""The player keeps its place; every technique can be walked to its end."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat
from trigger_points.content.store import load_content

TECHNIQUES = list(load_content().techniques)


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_is_walked_to_its_end(chat: Chat, technique: str) -> None:
    chat.state.screened = True
    chat.choose(f"technique:{technique}")
    assert chat.types == ["technique"]
    steps = chat.replies[0].steps  # type: ignore[attr-defined]
    chat.choose(f"start:{technique}")
    chat.choose("score:5")
    for number in range(1, steps + 1):
        assert chat.types == ["technique_step"]
        assert chat.replies[0].step == number  # type: ignore[attr-defined]
        chat.choose("control:next" if number < steps else "control:done")
    assert chat.types == ["pain_scale"]
    chat.choose("score:3")
    assert "plan" in chat.offers


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what is the piriformis", "ask_anatomy"),
        ("weather?", "out_of_scope"),
        ("are you a robot", "bot_challenge"),
        ("does cupping help", "ask_treatment"),
    ],
)
def test_a_digression_keeps_the_place(chat: Chat, text: str, intent: str) -> None:
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:5")
    chat.choose("control:next")
    chat.say(text, intent)
    assert "resume" in chat.offers
    chat.choose("resume")
    assert chat.replies[0].step == 2  # type: ignore[attr-defined]


def test_the_side_stays_the_side(chat: Chat) -> None:
    chat.say(
        "left buttock",
        "describe_symptom",
        regions=["buttock"],
        side="left",
        causes=["driving"],
        facts={"duration_days": 3},
    )
    chat.state.screened = True
    chat.choose("technique:figure_four_chair")
    assert chat.replies[0].side == "left"  # type: ignore[attr-defined]
    chat.say("no, the right one", "describe_symptom", side="right", words=["correcting"])
    assert chat.state.case.side == "right"


def test_sharp_pain_stops_and_tingling_asks(chat: Chat) -> None:
    chat.state.screened = True
    for kind in ("sharp", "tingling"):
        chat.choose("start:figure_four_chair")
        if chat.state.asking:
            chat.choose("score:4")
        chat.say("it hurts", "technique_control", control="hurts")
        chat.choose(f"hurts:{kind}")
        assert chat.state.player is not None
        assert chat.state.player.finished
    assert chat.state.asking == "flag:nerve_signs"


def test_two_failures_lead_to_a_clinician(chat: Chat) -> None:
    chat.say(
        "buttock", "describe_symptom", regions=["buttock"], side="left", causes=["driving"], facts={"duration_days": 3}
    )
    chat.state.screened = True
    for technique in ("figure_four_chair", "glute_ball_wall"):
        chat.choose(f"start:{technique}")
        if chat.state.asking:
            chat.choose("score:5")
        chat.choose("control:done")
        chat.choose("score:5")
    assert "referral" in chat.offers
    assert chat.offers[0] == "referral"


def test_a_left_side_gets_left_pictures(chat: Chat) -> None:
    chat.say("left buttock hurts", "describe_symptom", regions=["buttock"], side="left")
    chat.choose("muscle:piriformis")
    assert chat.replies[-1].figure.url == "figures/piriformis-left.svg"  # type: ignore[union-attr]
    assert "left side" in chat.replies[-1].figure.title  # type: ignore[union-attr]
    chat.choose("rank")
    urls = [item.figure.url for reply in chat.replies for item in getattr(reply, "items", [])]
    assert urls
    assert all(url.endswith("-left.svg") for url in urls)
    chat.choose("technique:piriformis_ball_wall")
    chat.tick()
    chat.choose("check:none")
    figures = [reply.figure for reply in chat.replies if getattr(reply, "figure", None)]
    assert [figure.url for figure in figures] == ["figures/piriformis_ball_wall-left.svg"]


def test_the_other_side_turns_the_picture(chat: Chat) -> None:
    chat.say("right buttock hurts", "describe_symptom", regions=["buttock"], side="right")
    chat.choose("technique:piriformis_ball_wall")
    chat.choose("check:none")
    assert chat.replies[-1].figure.url == "figures/piriformis_ball_wall.svg"  # type: ignore[union-attr]
    assert "right side" in chat.replies[-1].figure.title  # type: ignore[union-attr]


@pytest.mark.parametrize("intent", ["describe_symptom", "technique_control", "out_of_scope"])
def test_who_feels_dizzy_stops(chat: Chat, intent: str) -> None:
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:5")
    chat.say("I feel a bit dizzy", intent, words=["unwell"], control="harder")
    assert not chat.state.playing
    assert "referral" in chat.offers
    assert "resume" not in chat.offers


@pytest.mark.parametrize(
    ("text", "step"), [("okay, and after that?", 2), ("and after that long drive what should i do first", 1)]
)
def test_and_then_means_the_next_step(chat: Chat, text: str, step: int) -> None:
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:5")
    chat.say(text, "ask_technique", words=["and_then"])
    assert chat.state.player is not None
    assert chat.state.player.step == step
