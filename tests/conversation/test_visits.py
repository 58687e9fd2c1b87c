"""Turns that went wrong when people held whole visits: each with the words they used."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat
from trigger_points.conversation.choosing import CALM_KINDS
from trigger_points.conversation.state import Player, Score, Trial


def told(chat: Chat) -> None:
    chat.tell_sore_buttock(facts={"duration_days": 14.0})


def in_a_step(chat: Chat, number: int = 3) -> None:
    """In the middle of the figure four, on the sore left side."""
    told(chat)
    chat.state.screened = True
    chat.state.before = 4.0
    chat.state.player = Player(technique="figure_four_chair", step=number, side="left")


@pytest.mark.parametrize(
    ("words", "intent"), [("start", "restart_or_delete"), ("let's go", "thanks_bye"), ("begin", "greet")]
)
def test_start_is_not_a_restart(chat: Chat, words: str, intent: str) -> None:
    told(chat)
    chat.say(words, intent, words=["start"])
    assert chat.types == ["checklist"]
    chat.choose("check:none")
    chat.say(words, intent, words=["start"])  # the question about equipment is passed over
    chat.say(words, intent, words=["start"])
    assert chat.types[-1] in ("technique", "pain_scale")
    assert chat.state.case.side == "left"


def test_start_in_a_step_stays_there(chat: Chat) -> None:
    in_a_step(chat)
    chat.say("start", "restart_or_delete", words=["start"])
    assert chat.replies[-1].step == 3  # type: ignore[attr-defined]


def test_starting_over_is_still_a_restart(chat: Chat) -> None:
    told(chat)
    chat.say("start over", "restart_or_delete", words=["start", "restart"])
    assert chat.state.case.regions == []


def test_next_passes_over_a_question(chat: Chat) -> None:
    chat.say(
        "right buttock and back of thigh, from driving, 10 days",
        "describe_symptom",
        regions=["buttock", "thigh_back"],
        side="right",
        causes=["driving"],
        cues=["deep_buttock"],
        facts={"duration_days": 10.0},
    )
    chat.choose("suggest")
    chat.choose("check:none")
    if chat.state.asking == "equipment":
        chat.say("next", "technique_control", control="next")
    assert chat.state.asking == "floor"
    chat.say("next", "technique_control", control="next")
    technique = chat.desk.store.techniques[chat.replies[-1].id]  # type: ignore[attr-defined]
    assert technique.position != "floor", "in doubt the floor is not possible"


def test_lower_is_not_easier_while_a_place_is_asked_for(chat: Chat) -> None:
    chat.say("back pain", "describe_symptom", regions=["low_back"])
    assert chat.state.asking == "side"
    chat.say("lower", "technique_control", control="easier")
    assert chat.state.asking == "side"


def test_the_exercise_is_not_told_that_none_is_running(chat: Chat) -> None:
    told(chat)
    chat.say("gimme something", "technique_control", control="pause", words=["wish"])
    assert chat.types == ["checklist"]


def test_the_other_side_after_the_first_is_done(chat: Chat) -> None:
    in_a_step(chat)
    chat.choose("control:done")
    chat.choose("score:2")
    chat.say("do the other side", "technique_control", control="other_side")
    assert chat.types == ["text", "technique_step"]
    assert chat.replies[-1].side == "right"  # type: ignore[attr-defined]


def test_worse_in_a_step_asks_what_it_feels_like(chat: Chat) -> None:
    in_a_step(chat)
    chat.say("worse", "rate_pain", words=["worse"])
    assert chat.state.asking == "hurts"


def test_worse_out_of_the_blue_is_no_score(chat: Chat) -> None:
    told(chat)
    chat.state.before = 7.0
    chat.say("worse", "rate_pain", words=["worse"])
    assert chat.types == ["pain_scale"]
    assert "severe_pain" not in chat.state.flags


def test_the_wrong_side_is_set_up_anew(chat: Chat) -> None:
    in_a_step(chat)
    chat.say("wrong side, it's my right", "describe_symptom", side="right", words=["correcting"])
    step = chat.replies[-1]
    assert (step.side, step.step) == ("right", 1)  # type: ignore[attr-defined]


def test_the_other_hip_as_well_is_both_sides(chat: Chat) -> None:
    told(chat)
    chat.state.trials = [Trial(technique="figure_four_chair", before=5.0, after=3.0, at="2026-01-01T10:00:00")]
    chat.state.asking = "back"
    chat.say("a bit better but the right one is sore now too", "rate_pain", side="right", words=["better", "as_well"])
    assert chat.state.case.side == "both"
    assert "both sides" in chat.replies[0].text
    assert chat.types[-1] == "pain_scale"


def test_what_is_asked_about_is_not_told(chat: Chat) -> None:
    told(chat)
    chat.say("and for running?", "ask_causes", causes=["overuse"], words=["follow_up"])
    chat.say("could it be sciatica?", "ask_causes", cues=["shooting_pain"], words=["could_it_be"])
    assert chat.state.case.causes == ["prolonged_sitting"]
    assert chat.state.case.cues == []


def test_could_it_be_names_what_differs(chat: Chat) -> None:
    told(chat)
    chat.say("is it a tear?", "ask_causes", words=["could_it_be"])
    assert any(offer.startswith("look_alike:") for offer in chat.offers)
    chat.say(
        "could it be the sciatic nerve?", "ask_causes", look_alikes=["lumbar_radiculopathy"], words=["could_it_be"]
    )
    assert chat.types == ["anatomy"]


def test_a_condition_told_on_the_way_goes_on_with_the_question(chat: Chat) -> None:
    chat.say("sore left buttock", "describe_symptom", regions=["buttock"], side="left")
    assert chat.state.asking == "trigger"
    chat.say("I take warfarin", "out_of_scope", flags={"escalate": ["anticoagulant"]})
    assert chat.types == ["text", "choices"]
    assert chat.state.asking == "trigger"


def test_no_to_erasing_is_no_doubt_about_an_alarm(chat: Chat) -> None:
    chat.say("numb between the legs", "describe_symptom", flags={"escalate": ["cauda_equina"]})
    chat.say("delete everything", "restart_or_delete", words=["delete"])
    chat.say("no", "deny")
    assert chat.state.asking is None
    assert chat.state.flags["cauda_equina"] == "asserted"
    assert chat.types == ["text"]


def test_what_is_not_understood_under_an_alarm_is_asked_about(chat: Chat) -> None:
    chat.say("chest pain now", "describe_symptom", flags={"escalate": ["chest_pain"]})
    chat.say("it's just heartburn", "out_of_scope")
    assert chat.state.asking == "flag:chest_pain"
    chat.say("mumble", "out_of_scope")
    assert chat.types == ["care_advice"]


def test_no_answer_on_stretching_for_a_child(chat: Chat) -> None:
    chat.say("im 14 my hip hurts", "describe_symptom", regions=["hip"], flags={"escalate": ["under_16"]})
    chat.say("can i do a stretch", "ask_technique", words=["stretch"], answers=[["how_long_to_hold_stretch", 0.95]])
    assert chat.types == ["text", "care_advice"]


def test_new_advice_leads(chat: Chat) -> None:
    chat.say("six weeks of care, no better", "describe_symptom", flags={"escalate": ["not_improving"]})
    chat.say("my foot is numb", "describe_symptom", flags={"escalate": ["nerve_signs"]})
    advice = chat.desk.store.red_flags["nerve_signs"].advice
    assert advice.why.rstrip(".") in chat.replies[-1].text
    assert [flag.id for flag in chat.replies[-1].flags] == ["nerve_signs", "not_improving"]  # type: ignore[attr-defined]


def test_a_muscle_stands_for_the_place(chat: Chat) -> None:
    chat.say(
        "right hip flexor, ten days, sitting",
        "describe_symptom",
        muscles=["iliopsoas"],
        side="right",
        causes=["prolonged_sitting"],
        facts={"duration_days": 10.0},
    )
    assert "right main hip flexor" in chat.replies[-1].text
    chat.say("hi again", "greet")
    assert "continue" in chat.offers


def test_out_of_scope_does_not_ask_for_a_known_place(chat: Chat) -> None:
    told(chat)
    chat.say("what about naproxen", "out_of_scope")
    assert "left buttock" in chat.replies[-1].text
    assert "continue" in chat.offers


def test_a_personal_note_does_not_break_the_answer(chat: Chat) -> None:
    chat.state.flags["night_pain"] = "asserted"
    chat.choose("question:could_it_be_cancer")
    text = chat.replies[-1].text
    assert "In general: Cancer is very unlikely." in text


def test_conditions_stand_apart_from_warning_signs_in_the_summary(chat: Chat) -> None:
    told(chat)
    chat.choose("suggest")
    chat.choose("check:none")
    chat.choose("summary")
    sections = {s.title: s.lines for s in chat.replies[-1].sections}  # type: ignore[attr-defined]
    names = {name: chat.desk.store.red_flags[name].name for name in ("diabetes", "cauda_equina")}
    assert names["diabetes"] in sections["Conditions denied"][0]
    assert names["diabetes"] not in sections["Warning signs denied"][0]
    assert names["cauda_equina"] in sections["Warning signs denied"][0]


def test_stop_with_tingling_asks_about_the_nerve(chat: Chat) -> None:
    in_a_step(chat)
    chat.say("stop, I've got tingling down my leg", "technique_control", control="stop", words=["hurts_tingling"])
    assert chat.state.asking == "flag:nerve_signs"


def test_the_same_without_a_score_before_is_not_asked_again(chat: Chat) -> None:
    in_a_step(chat)
    chat.state.before = None
    chat.choose("control:done")
    chat.say("same", "rate_pain", words=["same"])
    assert chat.types == ["text"]
    assert "suggest" in chat.offers


def test_who_says_no_better_is_not_cheered_for_a_number(chat: Chat) -> None:
    told(chat)
    chat.state.trials = [Trial(technique="figure_four_chair", before=6.0, after=4.0, at="2026-01-01T10:00:00")]
    chat.state.scores = [Score(at="2026-01-01T10:00:00", value=6.0, when="before")]
    chat.choose("welcome")
    chat.choose("back:same")
    chat.say("5", "rate_pain", facts={"score": 5.0})
    assert "Not much change" in chat.replies[-1].text


def test_minutes_at_the_desk_are_never_out_of_scope(chat: Chat) -> None:
    told(chat)
    chat.say("2 mins at my desk", "out_of_scope", words=["at_chair"], facts={"minutes": 2.0})
    assert chat.types[-1] in ("checklist", "technique")


def test_one_way_back_into_the_technique(chat: Chat) -> None:
    in_a_step(chat)
    chat.say("should my left foot be flat?", "out_of_scope")
    assert chat.offers.count("resume") == 1
    assert "continue" not in chat.offers


def test_the_other_leg_in_a_technique(chat: Chat) -> None:
    in_a_step(chat)
    chat.say(
        "what about the other leg?",
        "technique_control",
        control="other_side",
        words=["follow_up"],
        answers=[["uneven_legs", 0.7]],
    )
    assert chat.replies[-1].side == "right"  # type: ignore[attr-defined]


def test_a_duration_told_late_does_not_repeat_the_explanation(chat: Chat) -> None:
    chat.say("left hip, when I sleep on it", "describe_symptom", regions=["hip"], side="left", causes=["side_sleeping"])
    chat.choose("duration:unsure")
    assert chat.types == ["ranking"]
    chat.say("a fortnight", "describe_symptom", facts={"duration_days": 14.0})
    assert chat.types == ["text"]
    assert "2 weeks" in chat.replies[-1].text


def test_a_technique_that_is_wished_for_is_shown(chat: Chat) -> None:
    told(chat)
    answers = [["heat_or_ice", 0.95]]
    chat.say("I have a hot water bag, show me heat pack", "ask_technique", techniques=["heat_pack"], answers=answers)
    assert chat.types == ["technique"]
    chat.say("is a heat pack better than ice?", "ask_technique", techniques=["heat_pack"], answers=answers)
    assert chat.types == ["text"]


def test_no_number_is_an_answer(chat: Chat) -> None:
    in_a_step(chat)
    chat.state.asking = "score:before"
    chat.say("no number", "deny")
    assert chat.types == ["technique_step"]


def test_at_my_desk_answers_the_question_about_the_floor(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.state.asking = "floor"
    chat.state.asked = ["equipment", "floor"]
    chat.say("2 mins at my desk", "technique_control", words=["at_chair"], facts={"minutes": 2.0})
    assert chat.types == ["technique"]
    assert chat.state.case.floor is False


def no_better_after_a_week(chat: Chat) -> None:
    in_a_step(chat)
    chat.choose("control:done")
    chat.choose("score:4")
    chat.state.asking, chat.state.topic = "score:back", "back:same"


def test_did_it_every_day_is_no_new_complaint(chat: Chat) -> None:
    no_better_after_a_week(chat)
    chat.say("did it every day", "describe_cause")
    assert chat.types == ["pain_scale"]
    chat.say("7", "rate_pain", facts={"score": 7})
    assert "referral" in chat.offers
    chat.say("worse if anything", "rate_pain", words=["worse"])
    assert "pain_scale" not in chat.types


def test_after_worse_something_safe_is_something_calm(chat: Chat) -> None:
    no_better_after_a_week(chat)
    chat.say("7", "rate_pain", facts={"score": 7})
    chat.say("is there anything safe I can do meanwhile", "ask_treatment", words=["wish"])
    assert chat.desk.store.techniques[chat.replies[-1].id].kind in CALM_KINDS  # type: ignore[attr-defined]


def test_scores_are_shown_in_a_step_too(chat: Chat) -> None:
    no_better_after_a_week(chat)
    chat.say("7", "rate_pain", facts={"score": 7})
    chat.choose("start:figure_four_chair")
    chat.choose("score:7")
    chat.say("show me how my scores went", "ask_technique", words=["picture", "trend"])
    assert "trend" in chat.types
