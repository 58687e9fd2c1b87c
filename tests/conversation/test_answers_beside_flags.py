"""Answers say nothing that a standing flag forbids; the advice that stands is said in full once, then shortly."""

from __future__ import annotations

import re

import pytest

from tests.conversation.conftest import Chat
from trigger_points.content.schema import CareLevel
from trigger_points.content.store import load_content

STORE = load_content()
URGENT = [f.id for f in STORE.red_flags.values() if f.level in (CareLevel.urgent, CareLevel.emergency)]
TELLS = re.compile(
    r"(?:^|[;:,] )(?:(?:then|so|or|in a cramp,) )?(?:gently )?(?:press|roll|stretch|massage (?:the|that|your|it)|lean|walk for|hold for|try|start|"
    r"use (?:a|the) (?:soft )?ball|do (?:eight|about half)|easy running|cut back|rest on a sore)\b|strength work|gentle pressing",
    re.IGNORECASE,
)
"""How a sentence tells someone to press, roll or load."""
FORBIDS = re.compile(r"\b(?:not|never|no|before|needs?|nobody)\b", re.IGNORECASE)


def asserted(chat: Chat, flag: str) -> None:
    chat.say("something", "describe_symptom", regions=["groin"], flags={"escalate": [flag]})


@pytest.mark.parametrize("flag", URGENT)
def test_no_answer_tells_to_press_or_load_while_something_urgent_stands(chat: Chat, flag: str) -> None:
    asserted(chat, flag)
    offers = [
        *(f"question:{q}" for q in STORE.questions),
        *(f"treatment:{t}" for t in STORE.treatments),
        *(f"cause:{c}" for c in STORE.causes),
        *(f"glossary:{g}" for g in STORE.glossary),
    ]
    own = STORE.red_flags[flag].advice
    wrong = []
    for offer in offers:
        (reply,) = chat.choose(offer)
        said = f"{reply.text} {getattr(reply, 'more', None) or ''}"
        for words in (own.meanwhile or "", own.how_soon):
            said = said.replace(words, "")
        told = [s for s in re.split(r"(?<=[.!?]) ", said) if not FORBIDS.search(s) and TELLS.search(s)]
        wrong += [f"{offer}: {sentence}" for sentence in told]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("and for running?", "affirm", {"words": ["follow_up"], "causes": ["overuse"]}),
        ("should I stop running?", "ask_treatment", {"words": ["avoid"]}),
        ("what should I avoid", "ask_treatment", {"words": ["avoid"]}),
        ("can I use a foam roller?", "ask_treatment", {"treatments": ["foam_rolling"]}),
        ("what about a massage gun?", "ask_treatment", {"words": ["follow_up"], "treatments": ["massage_gun"]}),
        ("do bridges help?", "ask_treatment", {"answers": [("strengthen_glutes", 0.95)]}),
    ],
)
def test_the_advice_of_an_alarm_leads(chat: Chat, text: str, intent: str, found: dict) -> None:  # type: ignore[type-arg]
    asserted(chat, "stress_fracture")
    chat.say(text, intent, **found)
    assert "Stop running and jumping" in chat.replies[-1].text
    assert "advice" in chat.offers
    assert "half as much" not in chat.replies[-1].text


def test_what_merely_informs_is_still_answered(chat: Chat) -> None:
    asserted(chat, "dvt")
    chat.choose("question:painkillers_help")
    assert "pharmacist" in chat.replies[-1].text
    assert "your doctor or urgent advice line" in chat.replies[-1].text, "what comes first is said first"
    chat.choose("glossary:sciatic_nerve")
    assert "thickest nerve" in chat.replies[-1].text


def test_a_muscle_shows_no_way_to_press_on_it_beside_an_alarm(chat: Chat) -> None:
    asserted(chat, "dvt")
    label = chat.desk.wording.say("anatomy.check")
    chat.choose("muscle:piriformis")
    assert label not in [fact.label for fact in chat.replies[0].facts]  # type: ignore[attr-defined]


@pytest.mark.parametrize("treatment", ["foam_rolling", "massage_gun", "self_massage"])
@pytest.mark.parametrize("flag", ["anticoagulant", "easy_bruising"])
def test_with_a_blood_thinner_tools_are_left_out(chat: Chat, treatment: str, flag: str) -> None:
    chat.state.flags[flag] = "asserted"
    (reply,) = chat.choose(f"treatment:{treatment}")
    assert "Leave balls, rollers and massage guns out" in reply.text
    assert STORE.treatments[treatment].what.split(".")[0] not in reply.text
    assert STORE.treatments[treatment].what.split(".")[0] in (reply.more or "")  # type: ignore[attr-defined]


@pytest.mark.parametrize("order", [("anticoagulant", "osteoporosis"), ("osteoporosis", "anticoagulant")])
def test_of_two_precautions_the_stricter_wins(chat: Chat, order: tuple[str, str]) -> None:
    for flag in order:
        chat.say("I have that", "out_of_scope", flags={"escalate": [flag]})
    assert "soft ball" not in " ".join(reply.text for reply in chat.replies)
    for offer in ("safe", "question:deep_tissue_painful", "question:kinds_of_massage", "treatment:self_massage"):
        chat.choose(offer)
        assert "soft ball" not in chat.replies[-1].text, offer


def test_every_note_that_recommends_a_ball_gives_way_to_a_stricter_one() -> None:
    for kind in ("questions", "treatments", "causes"):
        for record in getattr(STORE, kind).values():
            for note in record.personal:
                if "soft ball" in note.say:
                    assert {"anticoagulant", "easy_bruising"} <= set(note.stricter), record.id


def test_a_cause_has_a_word_for_the_person(chat: Chat) -> None:
    chat.state.flags["hip_replacement"] = "asserted"
    (reply,) = chat.choose("cause:crossed_legs")
    assert reply.text.startswith("With a replaced hip, do not cross your legs")


def test_what_to_avoid_is_answered_before_any_explanation(chat: Chat) -> None:
    chat.say("right groin sore", "describe_symptom", regions=["groin"], side="right", causes=["overuse"])
    assert chat.state.muscle is None
    chat.say("what should I stay off?", "ask_treatment", words=["avoid"])
    assert "Tell me where it hurts" not in chat.replies[-1].text
    assert chat.replies[-1].text.startswith("For now, leave these out")


def test_the_full_advice_is_said_once_and_stays_one_tap_away(chat: Chat) -> None:
    asserted(chat, "dvt")
    full = chat.replies[0].text
    assert 'You can say: "One leg is swollen' in full
    assert "Who can help: your doctor" in full
    said = []
    for _ in range(3):
        chat.say("my calf is swollen", "describe_symptom", flags={"escalate": ["dvt"]})
        assert chat.types == ["care_advice"]
        said.append(chat.replies[0].text)
        assert len(said[-1]) < 0.6 * len(full)
        assert "your doctor or urgent advice line" in said[-1]
        assert "advice" in chat.offers
    assert said[0] != said[1]
    chat.choose("advice")
    assert chat.replies[0].text == full


def test_something_new_is_said_in_full(chat: Chat) -> None:
    asserted(chat, "dvt")
    chat.say("and I cannot breathe", "describe_symptom", flags={"escalate": ["dvt_pe"]})
    assert "Who can help: emergency services" in chat.replies[0].text
    assert chat.replies[0].why  # type: ignore[attr-defined]
    chat.choose("flag:dvt_pe:no")
    chat.choose("flag:dvt:no")
    asserted(chat, "dvt")
    assert chat.replies[0].why, "after it was taken back it is news again"  # type: ignore[attr-defined]


def test_hints_in_brackets_are_not_put_into_the_mouth_of_the_person(chat: Chat) -> None:
    asserted(chat, "dvt")
    assert "(" not in chat.replies[0].text
    assert '" Mention a recent trip' in chat.replies[0].text


def test_goodbye_beside_an_alarm_names_it(chat: Chat) -> None:
    asserted(chat, "dvt")
    chat.say("thanks, bye", "thanks_bye")
    assert "your doctor or urgent advice line" in chat.replies[0].text


def test_a_precaution_is_not_said_twice_in_one_turn(chat: Chat) -> None:
    chat.say(
        "left buttock",
        "describe_symptom",
        regions=["buttock"],
        side="left",
        causes=["driving"],
        facts={"duration_days": 3},
    )
    for text, intent, words in (
        ("can I do this pregnant?", "technique_control", ["safe_for_me"]),
        ("I take warfarin", "out_of_scope", []),
        ("I have thin bones as well", "deny", []),
    ):
        flag = {"c": "pregnancy", "t": "anticoagulant", "h": "osteoporosis"}[
            text.split()[1][0] if text[0] == "I" else "c"
        ]
        chat.say(text, intent, words=words, flags={"escalate": [flag]})
        sentences = re.split(r"(?<=[.!?]) ", " ".join(reply.text for reply in chat.replies))
        assert len(sentences) == len(set(sentences)), text
        assert "What would you like to do instead" not in chat.replies[-1].text
