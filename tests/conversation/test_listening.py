"""Few questions, each asked once; answers like "not sure" count; corrections replace and are said back."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat
from trigger_points.content.store import load_content

MOST_QUESTIONS = 10
"""From the first complaint to the first useful step (the agreed design)."""
ASKS = {"choices", "body_map", "checklist", "pain_scale"}
REGIONS = list(load_content().regions)


def _shortest_answer(chat: Chat) -> str:
    """What a person says who knows and tells as little as possible."""
    offers = [*chat.offers, *(["check:none"] if chat.types[-1] == "checklist" else [])]
    wanted = ("check:none", "trigger:none", "unsure", "skip", "suggest", "start:", "control:next")
    for word in wanted:
        found = [o for o in offers if o == word or o.startswith(word) or o.endswith(f":{word}")]
        if found and not (word == "unsure" and found[0].startswith("region:")):
            return found[0]
    raise AssertionError(f"no way on from {chat.types}: {offers}")


@pytest.mark.parametrize("region", REGIONS)
def test_at_most_ten_questions_to_the_first_step(chat: Chat, region: str) -> None:
    chat.say("it hurts", "describe_symptom")
    asked = 1
    assert chat.types == ["body_map"]
    chat.choose(f"region:{region}")
    while chat.types[-1] != "technique_step":
        asked += chat.types[-1] in ASKS
        assert asked <= MOST_QUESTIONS
        chat.choose(_shortest_answer(chat))
    assert asked <= MOST_QUESTIONS


def test_who_has_said_much_is_asked_little(chat: Chat) -> None:
    chat.say(
        "right buttock, two weeks, from sitting, I have a ball and can get on the floor",
        "describe_symptom",
        regions=["buttock"],
        side="right",
        causes=["prolonged_sitting"],
        equipment=["massage_ball"],
        words=["floor_ok"],
        facts={"duration_days": 14},
    )
    assert chat.types == ["ranking"]
    chat.choose("suggest")
    assert chat.types == ["checklist"]
    chat.choose("check:none")
    assert chat.types == ["technique"]


def test_what_was_understood_is_read_back_once(chat: Chat) -> None:
    facts = {"regions": ["buttock"], "side": "right", "causes": ["driving"], "facts": {"duration_days": 14}}
    chat.say("right buttock, two weeks, driving", "describe_symptom", **facts)
    assert "right buttock, for 2 weeks, from driving" in chat.replies[-1].text
    assert "correct" in chat.offers
    chat.choose("rank")
    assert "right buttock, for 2 weeks" not in chat.replies[-1].text


def test_little_is_not_read_back(chat: Chat) -> None:
    chat.say("buttock", "describe_symptom", regions=["buttock"])
    for offer in ("side:unsure", "trigger:none", "duration:unsure"):
        chat.choose(offer)
    assert chat.types == ["ranking"]
    assert "correct" not in chat.offers


def test_a_correction_is_said_back_and_replaces(chat: Chat) -> None:
    facts = {"regions": ["buttock"], "side": "right", "causes": ["driving"], "facts": {"duration_days": 14}}
    chat.say("right buttock, two weeks, driving", "describe_symptom", **facts)
    chat.say("sorry, the left", "technique_control", side="left", words=["correcting"])
    assert "left buttock" in chat.replies[-1].text
    assert chat.state.case.side == "left"
    chat.choose("correct")
    chat.choose("correct:region")
    assert chat.types == ["body_map"]
    chat.choose("region:groin")
    assert chat.state.case.regions == ["groin"]


@pytest.mark.parametrize("text", ["should my left foot be flat?", "i lean on my left hand while doing this"])
def test_a_side_in_passing_does_not_move_the_technique(chat: Chat, text: str) -> None:
    chat.say(
        "right buttock",
        "describe_symptom",
        regions=["buttock"],
        side="right",
        causes=["driving"],
        facts={"duration_days": 3},
    )
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:4")
    chat.say(text, "ask_technique", side="left")
    assert chat.state.case.side == "right"
    chat.say("sorry, the left one", "technique_control", side="left", words=["correcting"])
    assert chat.types == ["text", "technique_step"]
    assert chat.replies[-1].side == "left"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "after"), [("side", ["choices"]), ("trigger", ["choices"]), ("duration", ["ranking"])]
)
def test_not_sure_is_an_answer(chat: Chat, question: str, after: list[str]) -> None:
    chat.say("buttock", "describe_symptom", regions=["buttock"])
    while chat.state.asking != question:
        chat.choose(next(o for o in chat.offers if o.endswith((":unsure", ":none"))))
    chat.say("I'd rather not say", "deny", words=["not_sure"])
    assert chat.types == after
    assert question in chat.state.case.declined
    assert chat.state.asking != question


def test_without_a_place_there_is_still_something_to_do(chat: Chat) -> None:
    chat.say("it hurts somewhere", "describe_symptom")
    chat.say("no idea", "deny", words=["not_sure"])
    assert {"calm", "referral", "ask_region"} <= set(chat.offers)
    chat.choose("calm")
    assert chat.types == ["technique"]


def test_bare_facts_count_whatever_they_were_taken_for(chat: Chat) -> None:
    chat.say("buttock", "describe_symptom", regions=["buttock"])
    chat.say("left", "technique_control", side="left", control="other_side")
    assert chat.state.case.side == "left"
    assert chat.state.asking == "trigger"


def test_a_digression_keeps_the_open_question(chat: Chat) -> None:
    chat.say("buttock", "describe_symptom", regions=["buttock"])
    chat.say("are you a robot", "bot_challenge")
    assert "continue" in chat.offers
    chat.choose("continue")
    assert chat.state.asking == "side"
    assert chat.types == ["choices"]


def test_not_sure_about_the_checklist_is_taken_with_care(chat: Chat) -> None:
    chat.say("something for my buttock", "ask_technique", regions=["buttock"])
    assert chat.types == ["checklist"]
    full = chat.replies[-1].text
    chat.say("not sure", "deny", words=["not_sure"])
    assert chat.offers[:3] == ["calm", "referral", "checklist"]
    assert not chat.state.screened
    chat.choose("checklist")
    assert len(chat.replies[-1].text) < len(full) / 4, "the second time it is said shortly"


def test_ages_is_an_answer_to_how_long(chat: Chat) -> None:
    chat.say("buttock", "describe_symptom", regions=["buttock"])
    chat.choose("side:left")
    chat.choose("trigger:driving")
    chat.say("ages", "out_of_scope", words=["long_time"])
    assert chat.types == ["ranking"]
    assert chat.state.case.duration_days is not None
    assert chat.state.case.duration_days > 365


def test_facts_beside_the_checklist_are_heard(chat: Chat) -> None:
    chat.say("something for my buttock", "ask_technique", regions=["buttock"])
    chat.say("left side", "technique_control", side="left", control="other_side")
    assert chat.state.case.side == "left"
    assert chat.types == ["checklist"]


def test_a_word_that_is_no_answer_leaves_the_question_open(chat: Chat) -> None:
    chat.say("it hurts", "describe_symptom")
    chat.say("mumble", "out_of_scope")
    assert chat.state.asking == "region"
    assert "continue" in chat.offers
