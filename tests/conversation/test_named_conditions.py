"""A look-alike that the person names sets off its contraindications, until they take it back."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat
from trigger_points.content.store import load_content
from trigger_points.conversation import choosing
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Turn

STORE = load_content()
TOLD = [
    ("proximal_hamstring_tendinopathy", "My physio says I have hamstring tendinopathy"),
    ("proximal_hamstring_tendinopathy", "I've got high hamstring tendonitis"),
    ("proximal_hamstring_tendinopathy", "it's tendinopathy of the hamstring, the back of my thigh hurts"),
    ("lumbar_radiculopathy", "I have a slipped disc, my left buttock hurts"),
    ("lumbar_radiculopathy", "scan showed a herniated disc, right buttock sore"),
    ("lumbar_radiculopathy", "MRI says the disc is bulging"),
    ("lumbar_radiculopathy", "my GP says it's sciatica"),
    ("gluteal_tendinopathy", "I have a gluteus medius tear"),
    ("gluteal_tendinopathy", "torn glute med on the left"),
    ("gluteal_tendinopathy", "doctor said bursitis of the hip"),
    ("gluteal_tendinopathy", "I was diagnosed with gluteal tendinopathy last year"),
    ("hip_joint", "I've got hip arthritis on the right"),
    ("hip_joint", "I have arthritis in my left hip"),
    ("hip_joint", "the surgeon found FAI"),
    ("hip_joint", "I have a labral tear"),
    ("sacroiliac_joint", "I have SI joint dysfunction"),
    ("sacroiliac_joint", "my physio thinks it's the sacroiliac joint"),
    ("meralgia", "I was told I have meralgia paraesthetica"),
]
NOT_TOLD = [
    "they ruled out a slipped disc",
    "the scan showed no slipped disc",
    "a slipped disc was ruled out",
    "it's not sciatica",
    "I don't have arthritis in my hip",
    "is it sciatica?",
    "could it be bursitis",
    "what is hip arthritis?",
    "my sister had a slipped disc",
    "I had sciatica years ago and it cleared up",
    "I have arthritis in my hands",
    "I have a slipped disc in my neck",
]


def avoided(look_alike: str) -> list[str]:
    return [
        t.id
        for t in STORE.techniques.values()
        if any(look_alike in rule.look_alikes and rule.do == "avoid" for rule in t.contraindications)
    ]


def allowed(chat: Chat) -> set[str]:
    talk = Talk(chat.desk, Turn(), chat.state)
    return {t.id for t in STORE.techniques.values() if choosing.verdict(talk, t).allowed}


@pytest.mark.parametrize(("look_alike", "text"), TOLD)
def test_what_is_named_withholds_what_does_not_suit_it(chat: Chat, look_alike: str, text: str) -> None:
    chat.hear(text)
    assert chat.state.case.look_alikes == [look_alike]
    assert avoided(look_alike)
    assert not set(avoided(look_alike)) & allowed(chat)


@pytest.mark.parametrize("text", NOT_TOLD)
@pytest.mark.parametrize("intent", ["describe_symptom", "ask_causes"])
def test_what_is_not_theirs_withholds_nothing(chat: Chat, intent: str, text: str) -> None:
    chat.hear(text, intent)
    assert chat.state.case.look_alikes == []


@pytest.mark.parametrize("look_alike", list(STORE.look_alikes))
def test_none_of_its_avoided_techniques_is_ever_shown(chat: Chat, look_alike: str) -> None:
    main = [r.region for r in STORE.look_alikes[look_alike].refers_to if r.strength == "main"]
    chat.say("I have it, on the left", "describe_symptom", regions=main, side="left", causes=["driving"],
             facts={"duration_days": 5.0}, look_alikes=[look_alike])  # fmt: skip
    assert look_alike in chat.state.ranked
    assert "you named it" in chat.replies[-1].text
    chat.state.screened = True
    for technique in avoided(look_alike):
        chat.choose(f"technique:{technique}")
        assert "technique" not in chat.types, technique
    chat.choose("suggest")
    for _ in range(12):
        if chat.types[-1] != "technique":
            break
        assert chat.replies[-1].id not in avoided(look_alike)  # type: ignore[attr-defined]
        chat.choose("control:another")


def test_it_is_taken_back_in_words_and_the_ranking_follows(chat: Chat) -> None:
    chat.hear("I have a slipped disc, my left buttock hurts from driving, 3 weeks")
    assert chat.state.ranked[0] == "lumbar_radiculopathy"
    chat.hear("they ruled out a slipped disc", "describe_cause")
    assert chat.state.case.look_alikes == []
    assert chat.state.ranked[0] != "lumbar_radiculopathy"
    assert chat.types == ["ranking"]


def test_a_name_told_in_a_technique_stops_what_does_not_suit(chat: Chat) -> None:
    chat.hear("my left hamstring aches from driving, 5 days")
    chat.state.screened = True
    chat.choose("technique:hamstring_ball_chair")
    chat.choose("start:hamstring_ball_chair")
    chat.choose("score:4")
    chat.hear("my physio says I have hamstring tendinopathy", "out_of_scope")
    chat.choose("control:next")
    assert "technique_step" not in chat.types


def test_it_stands_in_the_summary(chat: Chat) -> None:
    chat.hear("I have hip arthritis on the left")
    chat.choose("summary")
    assert "Hip joint pain" in chat.replies[-1].text
