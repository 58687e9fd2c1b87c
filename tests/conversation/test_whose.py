"""What is told of someone else does not become the person's own."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat


def child(chat: Chat) -> None:
    chat.hear("my daughter is 9 and her left hip hurts")
    assert chat.state.flags["under_16"] == "asserted"
    assert chat.state.case.about_another


@pytest.mark.parametrize(
    "text", ["she's limping", "she has been limping since football", "it's her left side", "for two weeks now"]
)
def test_more_about_a_child_leads_to_no_exercise(chat: Chat, text: str) -> None:
    child(chat)
    chat.hear(text)
    assert chat.types[-1] == "care_advice"
    assert "same day" in chat.replies[-1].text
    assert chat.state.asking is None


def test_nothing_calm_is_offered_to_a_child(chat: Chat) -> None:
    child(chat)
    assert not [o for o in chat.offers if o == "calm" or o.startswith(("suggest", "technique", "start"))]
    chat.say("what is a trigger point", "ask_trigger_points")
    assert not [o for o in chat.offers if o == "calm" or o.startswith(("suggest", "technique", "start"))]


@pytest.mark.parametrize(
    "text",
    [
        "and me, my back is sore",
        "me too, my back is sore",
        "now me: my lower back hurts",
        "as for me, my back aches",
        "what about me, my back hurts",
        "my back is sore too",
    ],
)
def test_and_me_begins_the_persons_own_case(chat: Chat, text: str) -> None:
    child(chat)
    chat.hear(text)
    case = chat.state.case
    assert (case.regions, case.side, case.about_another) == (["low_back"], None, False)
    assert chat.state.asking == "flag:under_16", "care first: it is asked whether that still holds"
    chat.say("no", "deny")
    assert chat.state.flags["under_16"] == "cleared"
    assert chat.state.asking in ("side", "trigger")
    assert chat.state.case.regions == ["low_back"]


def test_a_question_about_me_begins_it_too(chat: Chat) -> None:
    chat.hear("my husband has a sore left hip from golf, 2 weeks")
    chat.hear("what about me, my right groin hurts", "ask_causes")
    assert (chat.state.case.regions, chat.state.case.side) == (["groin"], "right")
    assert chat.state.ranked == []
    assert chat.state.asking == "trigger"


def test_an_emergency_of_someone_else_stands_until_it_is_denied(chat: Chat) -> None:
    chat.hear("asking for my mum, her left hip hurts")
    chat.say("she can't tell when she needs a wee", "describe_symptom", flags={"escalate": ["cauda_equina"]})
    chat.hear("and me, my back is sore")
    assert chat.state.asking == "flag:cauda_equina"
    assert chat.state.flags["cauda_equina"] == "asserted"


@pytest.mark.parametrize(
    "text", ["my wife's right knee is bad too", "my son has a sore right knee", "my friend's right knee hurts"]
)
def test_someone_mentioned_beside_changes_nothing(chat: Chat, text: str) -> None:
    chat.hear("left buttock sore from sitting, 2 weeks")
    chat.hear(text)
    assert (chat.state.case.regions, chat.state.case.side) == (["buttock"], "left")


def test_my_own_and_a_mates_in_one_breath(chat: Chat) -> None:
    chat.hear("my mate's left knee went last year, now my right buttock aches")
    assert (chat.state.case.regions, chat.state.case.side) == (["buttock"], "right")


@pytest.mark.parametrize(
    "text",
    ["no I'm asking for my sister", "it's for my sister", "not me, a friend", "just asking", "I was only wondering"],
)
def test_a_condition_that_was_only_asked_about_is_taken_back(chat: Chat, text: str) -> None:
    chat.hear("left buttock sore from driving, 2 weeks")
    chat.hear("can I do this pregnant?", "technique_control")
    assert chat.state.flags["pregnancy"] == "asserted"
    chat.hear(text, "deny")
    assert chat.state.flags["pregnancy"] == "cleared"
    assert "taken this off" in chat.replies[0].text


@pytest.mark.parametrize(
    "text", ["I'm pregnant, can I do this?", "I'm 20 weeks pregnant. Is that ok?", "I am pregnant"]
)
def test_a_condition_that_is_told_stays(chat: Chat, text: str) -> None:
    chat.hear("left buttock sore from driving, 2 weeks")
    chat.hear(text, "technique_control")
    chat.hear("just asking, how long does it take", "ask_technique")
    assert chat.state.flags["pregnancy"] == "asserted"
