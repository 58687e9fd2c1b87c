"""Hand-over in the right order, follow-ups from where the talk is, and an honest "I do not know"."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversation.conftest import Chat


def told(chat: Chat, **more: Any) -> None:
    facts = {"regions": ["side_hip"], "side": "right", "causes": ["overuse"], "facts": {"duration_days": 10}, **more}
    chat.say("right outer hip from running", "describe_symptom", **facts)
    assert chat.types == ["ranking"]


@pytest.mark.parametrize("nearest", ["what_to_tell_the_doctor", "what_a_physio_does", "check_a_therapist"])
def test_whether_to_see_a_doctor_is_not_what_to_tell_one(chat: Chat, nearest: str) -> None:
    told(chat)
    chat.say("should I see a doctor?", "ask_referral", words=["see_who"], answers=[(nearest, 0.89)])
    assert chat.replies[-1].text == chat.desk.wording.say("referral.general")


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("what do I say to them?", "when_to_see_someone"), ("what do I tell the physio?", "what_a_physio_does")],
)
def test_what_to_say_is_said_in_the_facts_of_the_person(chat: Chat, text: str, nearest: str) -> None:
    told(chat)
    chat.say(text, "ask_referral", words=["what_to_say"], answers=[(nearest, 0.89)])
    assert 'You can say: "My pain is here: right outer hip, for 10 days, from overuse."' in chat.replies[-1].text
    assert "summary" in chat.offers


def test_with_advice_standing_its_own_words_are_given(chat: Chat) -> None:
    chat.say("my foot tingles", "describe_symptom", flags={"escalate": ["nerve_signs"]})
    chat.say("and what do I tell her?", "out_of_scope", words=["what_to_say"])
    assert 'You can say: "I have numbness, tingling or weakness in my leg."' in chat.replies[-1].text
    chat.say("how soon?", "technique_control", words=["see_when"], control="how_long")
    assert chat.replies[-1].text.lower().count("in the next few days") == 1


def test_another_question_about_therapists_keeps_its_answer(chat: Chat) -> None:
    told(chat)
    chat.say(
        "what do I say if the therapist presses too hard?",
        "ask_referral",
        words=["what_to_say"],
        answers=[("deep_tissue_painful", 0.97)],
    )
    assert chat.state.topic == "question:deep_tissue_painful"
    chat.say(
        "should I see an osteopath or a physio?",
        "ask_referral",
        words=["see_who"],
        treatments=["manual_therapy"],
        answers=[("physio_osteo_chiro", 0.82)],
    )
    assert chat.state.topic == "question:physio_osteo_chiro"


def test_something_else_before_anything_is_known_asks_for_the_place(chat: Chat) -> None:
    chat.say(
        "could it be something else?",
        "ask_causes",
        words=["could_it_be", "something_else"],
        answers=[("could_it_be_infection", 0.74)],
    )
    assert "emergency" not in chat.replies[-1].text
    assert "ask_region" in chat.offers


def test_related_questions_are_no_list_to_point_at(chat: Chat) -> None:
    told(chat)
    second = chat.state.ranked[1]
    chat.choose("question:hills_and_stairs_cause")
    chat.say("show me something for the second one", "ask_technique", words=["second", "wish"])
    assert chat.state.muscle == second


def test_something_for_the_second_one_is_about_muscles_even_after_other_lists(chat: Chat) -> None:
    told(chat)
    second = chat.state.ranked[1]
    chat.say("why oh why?", "ask_causes", words=["why_here"], answers=[("is_it_cramp", 0.6), ("running_with_it", 0.55)])
    chat.say("show me something for the second one", "ask_technique", words=["second", "wish"])
    assert chat.state.muscle == second


@pytest.mark.parametrize(
    "text", ["why does it hurt in the cold?", "is it normal that it hums?", "why is it worse today"]
)
def test_an_unknown_why_is_not_answered_with_a_lecture(chat: Chat, text: str) -> None:
    told(chat)
    words = ["is_it_normal" if "normal" in text else "why_here"]
    chat.say(text, "ask_causes", words=words, answers=[("cold_or_water", 0.58), ("is_it_cramp", 0.55)])
    assert chat.replies[-1].text in chat.desk.wording.entries["answer.unsure"]
    assert "question:cold_or_water" in chat.offers
    chat.say(text, "ask_causes", words=words)
    assert chat.replies[-1].text == chat.desk.wording.say("answer.unknown")


def test_what_brings_it_on_is_still_answered_from_the_case(chat: Chat) -> None:
    told(chat)
    chat.say("what causes this?", "ask_causes", words=["what_brings_it"])
    assert chat.state.topic == "cause:overuse"


def test_safe_for_me_is_not_answered_by_a_question_that_is_merely_near(chat: Chat) -> None:
    told(chat)
    chat.say("is this safe for me?", "ask_treatment", words=["safe_for_me"], answers=[("how_often", 0.6)])
    assert chat.state.topic != "question:how_often"


def test_short_questions_are_not_taken_for_a_hello_or_a_yes(chat: Chat) -> None:
    told(chat)
    chat.choose("suggest")
    assert chat.state.asking == "checklist"
    chat.say("how often?", "greet", words=["asking_how"], answers=[("how_often", 0.66)])
    assert chat.state.topic == "question:how_often"
    chat.say("and heat?", "affirm", words=["heat"], treatments=["heat_and_ice"])
    assert chat.state.topic == "treatment:heat_and_ice"
    assert "continue" in chat.offers, "the checklist is still open"


def test_a_hello_that_is_hardly_one_is_not_greeted(chat: Chat) -> None:
    from trigger_points.conversation.engine import respond
    from trigger_points.conversation.state import Turn

    (reply,) = respond(
        chat.desk, chat.state, Turn(text="asdf", intent="greet", confidence=0.31, findings={"flags": {}})
    )
    assert reply.text not in chat.desk.wording.entries["greet"]


def test_a_wish_for_something_else_is_no_doubt(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.say("show me something else", "ask_technique", words=["something_else", "wish"])
    assert "Have a look at how they differ" not in chat.replies[-1].text


@pytest.mark.parametrize("key", ["duration", "equipment", "floor", "side", "trigger"])
def test_every_question_has_another_wording_for_the_second_time(chat: Chat, key: str) -> None:
    assert len(set(chat.desk.wording.entries[f"ask.{key}"])) > 1


def test_a_question_asked_again_is_asked_in_other_words(chat: Chat) -> None:
    chat.say("left buttock when I sit", "describe_symptom", regions=["buttock"], side="left", causes=["driving"])
    assert chat.state.asking == "duration"
    said = [chat.replies[-1].text]
    for _ in range(2):
        chat.choose("continue")
        said.append(chat.replies[-1].text)
    assert len(set(said)) == 3
    chat.say("4 days", "describe_symptom", facts={"duration_days": 4})
    chat.choose("suggest")
    lists = []
    for _ in range(3):
        chat.choose("checklist")
        lists.append(chat.replies[-1].text)
    assert len(set(lists)) == 3


def test_a_new_fact_is_not_called_a_change(chat: Chat) -> None:
    chat.say("left buttock", "describe_symptom", regions=["buttock"], side="left", causes=["driving"])
    chat.choose("duration:unsure")
    assert chat.types == ["ranking"]
    chat.say("since about two weeks now", "describe_symptom", facts={"duration_days": 14})
    assert "chang" not in chat.replies[0].text


def test_the_plan_in_words_names_days_all_doses_and_when_to_stop(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    names = ("figure_four_chair", "knees_to_chest")
    for name in names:
        chat.choose(f"start:{name}")
        if chat.state.asking == "score:before":
            chat.choose("score:6")
        chat.choose("control:done")
        chat.choose("score:3")
        chat.state.before = 6
    (plan,) = chat.choose("plan")
    for item in plan.items:  # type: ignore[attr-defined]
        assert item.name in plan.text
        assert item.days in plan.text
        assert item.dose in plan.text
    assert plan.stop_rules[0] in plan.text  # type: ignore[attr-defined]
    assert "two weeks" in plan.text


def test_what_does_not_fit_is_named_where_candidates_differ(chat: Chat) -> None:
    chat.say(
        "buttock from the car, nothing at the base of the spine",
        "describe_symptom",
        regions=["buttock"],
        denied_regions=["sacrum"],
        side="left",
        causes=["driving"],
        facts={"duration_days": 4},
    )
    ranking = chat.replies[-1]
    found = [why for item in ranking.items for why in item.does_not_fit]  # type: ignore[attr-defined]
    assert found
    assert all(len(item.does_not_fit) <= 1 for item in ranking.items)  # type: ignore[attr-defined]
    assert found[0] in ranking.text


def test_advice_that_stands_is_explained_and_repeated_when_asked(chat: Chat) -> None:
    chat.say("my calf is swollen", "describe_symptom", flags={"escalate": ["dvt"]})
    full = chat.replies[0].text
    chat.say("what does that mean?", "technique_control", words=["what_it_means"], control="repeat")
    assert "blood clot" in chat.replies[-1].text
    chat.say("do I really need to go today?", "ask_treatment", words=["see_who"], answers=[("how_many_visits", 0.64)])
    assert chat.types == ["care_advice"]
    chat.say("what was your advice again?", "out_of_scope", words=["advice_again"])
    assert chat.replies[-1].text == full


def test_pressing_with_a_check_due_is_answered_by_what_holds_until_then(chat: Chat) -> None:
    chat.state.flags["groin_lump"] = "asserted"
    (reply,) = chat.choose("question:roll_or_hold_still")
    assert reply.text.startswith("Do not press or roll it")


def test_a_question_about_nothing_known_does_not_list_treatments(chat: Chat) -> None:
    told(chat)
    chat.say("does moonlight do it any good?", "ask_treatment")
    assert "Therapists offer" not in chat.replies[-1].text
    chat.say("what treatments are there?", "ask_treatment", words=["what_helps"])
    assert "Therapists offer" in chat.replies[-1].text


def test_what_can_you_do_is_told(chat: Chat) -> None:
    chat.say("what can you do?", "bot_challenge", answers=[("what_you_can_do", 0.84)])
    assert chat.state.topic == "question:what_you_can_do"


def test_a_term_that_we_explain_is_never_refused(chat: Chat) -> None:
    """Whatever a bare "what is bursitis" is taken for."""
    named = ["gluteal_tendinopathy"]
    chat.say("what is bursitis", "out_of_scope", glossary=["bursitis"], look_alikes=named, not_own=named)
    assert chat.types == ["anatomy"]
    assert chat.state.muscle == "gluteal_tendinopathy"
    chat.say("what is a hernia", "out_of_scope")
    assert chat.state.misses == 1


def test_what_can_help_is_a_wish_once_the_trouble_is_told(chat: Chat) -> None:
    told(chat)
    chat.say("what can I do about it", "ask_treatment", words=["wish"], answers=[("how_often", 0.66)])
    assert chat.types == ["checklist"]  # before the first technique


def test_nothing_at_hand_is_noted_and_leads_on(chat: Chat) -> None:
    told(chat)
    chat.say("no equipment", "describe_cause", words=["nothing"])
    assert "ranking" not in chat.types
    assert chat.state.case.lacks_equipment


def test_a_denial_does_not_bring_the_explanation_again(chat: Chat) -> None:
    told(chat)
    chat.say("no not after a fall", "deny", flags={"denied": ["trauma_unable_to_bear_weight"]})
    assert "ranking" not in chat.types
    assert chat.replies[-1].choices


def test_still_the_same_after_the_score_asks_for_no_number(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.choose("start:side_leg_hold_wall")
    for choice in ("score:6", "control:done", "score:6"):
        chat.choose(choice)
    chat.say("still the same", "rate_pain", words=["same"])
    assert chat.types == ["text"]
    assert "referral" in chat.offers


def test_a_treatment_comes_with_what_the_likeliest_look_alike_forbids(chat: Chat) -> None:
    where: dict[str, Any] = {"side": "right", "causes": ["overuse"], "facts": {"duration_days": 10}}
    for regions, cues, warned in ((["side_hip"], ["worse_lying_on_side"], True), (["thigh_front"], [], False)):
        chat.choose("restart")
        chat.say("it hurts there from running", "describe_symptom", regions=regions, cues=cues, **where)
        chat.say("should I foam roll it", "ask_treatment", treatments=["foam_rolling"])
        assert (chat.state.ranked[0] in chat.desk.store.look_alikes) is warned
        assert ("one thing to keep in mind" in chat.replies[-1].text) is warned
