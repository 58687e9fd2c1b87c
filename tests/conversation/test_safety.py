"""Escalate, ask once, go on; in every state."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat
from trigger_points.content.schema import CareLevel
from trigger_points.content.store import load_content

FLAGS = load_content().red_flags
SERIOUS = [f.id for f in FLAGS.values() if f.level in (CareLevel.emergency, CareLevel.urgent)]
PRECAUTIONS = [f.id for f in FLAGS.values() if f.level is CareLevel.precaution]


def in_technique(chat: Chat) -> None:
    chat.tell_sore_buttock()
    chat.choose("suggest")
    chat.choose("check:none")
    chat.choose("equipment:massage_ball")
    assert chat.state.player is not None
    chat.choose(f"start:{chat.state.player.technique}")
    chat.choose("score:5")
    assert chat.types == ["technique_step"]


@pytest.mark.parametrize("flag", SERIOUS)
def test_serious_flag_withholds_techniques_until_corrected(chat: Chat, flag: str) -> None:
    in_technique(chat)
    chat.say("something serious", "describe_symptom", flags={"escalate": [flag]})
    assert chat.types == ["care_advice"]
    for attempt in ("control:next", "suggest", "resume", "calm", "plan", "control:another"):
        chat.choose(attempt)
        assert not {"technique", "technique_step", "plan"} & set(chat.types), attempt
    chat.say("what is a trigger point", "ask_trigger_points")
    assert chat.types[-1] == "text", "questions still get answers"
    chat.choose(f"flag:{flag}:no")
    assert chat.state.flags[flag] == "cleared"
    chat.choose("resume")
    assert "technique_step" in chat.types


@pytest.mark.parametrize("flag", PRECAUTIONS)
def test_precaution_is_noted_and_the_question_answered(chat: Chat, flag: str) -> None:
    chat.say("show me something", "ask_technique", regions=["buttock"], flags={"escalate": [flag]})
    assert chat.types[0] == "text"
    assert len(chat.types) == 2
    assert chat.state.flags[flag] == "asserted"


def test_a_doubt_is_asked_once_and_settled_by_no(chat: Chat) -> None:
    chat.say("odd feeling down there", "describe_symptom", flags={"ask": ["cauda_equina"]})
    assert chat.state.asking == "flag:cauda_equina"
    chat.say("no", "deny")
    assert chat.state.flags["cauda_equina"] == "denied"
    chat.say("odd feeling again", "describe_symptom", regions=["hip"], flags={"ask": ["cauda_equina"]})
    assert chat.state.asking != "flag:cauda_equina", "nothing is asked twice"


def test_none_of_these_does_not_silence_a_later_hint(chat: Chat) -> None:
    in_technique(chat)
    assert chat.state.flags["cauda_equina"] == "denied"
    chat.say("it's gone numb down there", "rate_pain", words=["gone"], flags={"ask": ["cauda_equina"]})
    assert chat.state.asking == "flag:cauda_equina"
    chat.say("no", "deny")
    assert chat.state.flags["cauda_equina"] == "denied"
    assert "resume" in chat.offers
    chat.say("numb down there", "rate_pain", flags={"ask": ["cauda_equina"]})
    assert chat.state.asking != "flag:cauda_equina", "a direct no holds"


def test_after_a_no_the_talk_goes_on_by_itself(chat: Chat) -> None:
    chat.say(
        "left buttock since driving",
        "describe_symptom",
        regions=["buttock"],
        side="left",
        causes=["driving"],
        facts={"duration_days": 3},
        flags={"ask": ["cauda_equina"]},
    )
    chat.say("no", "deny")
    assert chat.types == ["text", "ranking"]


@pytest.mark.parametrize(("answer", "intent"), [("yes", "affirm")])
def test_a_doubt_is_settled_by_yes(chat: Chat, answer: str, intent: str) -> None:
    chat.say("odd feeling down there", "describe_symptom", flags={"ask": ["cauda_equina"]})
    chat.say(answer, intent)
    assert chat.types == ["care_advice"]


def test_not_sure_counts_as_yes(chat: Chat) -> None:
    chat.say("odd feeling down there", "describe_symptom", flags={"ask": ["cauda_equina"]})
    chat.choose("flag:cauda_equina:unsure")
    assert chat.types == ["care_advice"]


def test_a_denied_flag_can_still_be_asserted_later(chat: Chat) -> None:
    chat.say("no fever", "describe_symptom", regions=["hip"], flags={"denied": ["infection"]})
    chat.say("now I have a fever and my hip is hot", "describe_symptom", flags={"escalate": ["infection"]})
    assert chat.types == ["care_advice"]


def test_the_highest_level_leads_and_the_others_are_named(chat: Chat) -> None:
    chat.say("both", "describe_symptom", flags={"escalate": ["cancer_history", "cauda_equina"]})
    advice = chat.replies[0].dict()
    assert advice["level"] == "emergency"
    assert {flag["id"] for flag in advice["flags"]} == {"cauda_equina", "cancer_history"}


def test_crisis_gets_its_own_reply_and_no_technique(chat: Chat) -> None:
    chat.say("I want to end it", "out_of_scope", flags={"escalate": ["crisis"]})
    advice = chat.replies[0].dict()
    assert any("Samaritans" in contact["name"] for contact in advice["contacts"])
    chat.choose("suggest")
    assert not {"technique", "technique_step"} & set(chat.types)


def test_a_child_gets_no_technique(chat: Chat) -> None:
    chat.say("my son is 9, his hip hurts", "describe_symptom", regions=["hip"], flags={"escalate": ["under_16"]})
    for attempt in ("calm", "suggest"):
        chat.choose(attempt)
        assert not {"technique", "technique_step"} & set(chat.types)


def test_ticked_lines_count(chat: Chat) -> None:
    chat.say("buttock", "ask_technique", regions=["buttock"])
    assert chat.types == ["checklist"]
    chat.tick("dvt")
    assert chat.types == ["care_advice"]
    assert chat.state.flags["infection"] == "denied"


def test_contraindicated_techniques_are_never_offered(chat: Chat) -> None:
    for flag in PRECAUTIONS:
        fresh = Chat(chat.desk)
        fresh.say("buttock", "ask_technique", regions=["buttock"], flags={"escalate": [flag]})
        fresh.state.case.equipment, fresh.state.case.floor = ["massage_ball"], True
        fresh.choose("check:none")
        for _ in range(12):
            assert fresh.types[-1] in ("technique", "text")
            if fresh.types[-1] != "technique":
                break
            technique = chat.desk.store.techniques[fresh.replies[-1].id]  # type: ignore[attr-defined]
            assert not [r for r in technique.contraindications if r.do == "avoid" and flag in r.flags]
            fresh.choose("control:another")


def test_an_adult_taken_for_a_child_is_asked_again(chat: Chat) -> None:
    chat.say("my son is 9", "describe_symptom", regions=["hip"], flags={"escalate": ["under_16"]})
    chat.say("no sorry, it is me, I am 42", "describe_symptom", words=["correcting"], facts={"age": 42})
    assert chat.state.asking == "flag:under_16"
    assert chat.state.flags["under_16"] == "asserted"
    chat.say("no", "deny")
    assert chat.state.flags["under_16"] == "cleared"


def test_a_known_condition_said_again_is_no_riddle(chat: Chat) -> None:
    chat.say("osteoporosis", "ask_treatment", regions=["buttock"], flags={"escalate": ["osteoporosis"]})
    chat.say("I have osteoporosis", "out_of_scope", flags={"escalate": ["osteoporosis"]})
    assert "keep that in mind" in chat.replies[-1].text


def test_more_told_under_an_alarm_is_noted_and_nothing_is_asked(chat: Chat) -> None:
    chat.say("my calf is hot and swollen", "describe_symptom", regions=["calf"], flags={"escalate": ["dvt"]})
    chat.say("my buttock hurts too when I sit", "describe_symptom", regions=["buttock"], causes=["prolonged_sitting"])
    assert chat.state.asking is None
    assert "buttock" in chat.state.case.regions
    assert "buttock" in chat.replies[-1].text
    assert {"referral", "summary"} & set(chat.offers)


def test_a_side_put_right_is_no_yes_to_a_question(chat: Chat) -> None:
    chat.say("both hips ache on stairs", "describe_symptom", flags={"ask": ["progressive_weakness"]})
    assert chat.state.asking == "flag:progressive_weakness"
    chat.say("actually mostly the right", "affirm", side="right", words=["correcting"])
    assert chat.state.flags["progressive_weakness"] == "asked"
    chat.say("yes the right one", "affirm", side="right")
    assert chat.state.flags["progressive_weakness"] == "asserted"


def test_a_bare_no_long_after_the_checklist_does_not_answer_it(chat: Chat) -> None:
    chat.tell_sore_buttock()
    chat.choose("suggest")
    assert chat.types == ["checklist"]
    chat.say("should I stop running?", "ask_causes", answers=[("run_or_rest", 0.9)])
    chat.say("no just the muscle", "deny")
    assert not chat.state.screened
    assert chat.types == ["checklist"]
    chat.say("no", "deny")
    assert chat.state.screened


def test_none_of_these_answers_the_checklist_at_any_time(chat: Chat) -> None:
    chat.tell_sore_buttock()
    chat.choose("suggest")
    chat.say("what is a knot?", "ask_trigger_points", answers=[("what_a_knot_is", 0.9)])
    chat.say("none of these", "deny", words=["nothing"])
    assert chat.state.screened
