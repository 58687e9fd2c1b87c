"""References, what is at hand, safety for me, coming back, and never the same fallback twice."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.conversation.conftest import Chat
from trigger_points.conversation.engine import respond
from trigger_points.conversation.state import Turn


def told(chat: Chat, **more: Any) -> None:
    facts = {"regions": ["buttock"], "side": "left", "causes": ["driving"], "facts": {"duration_days": 3}, **more}
    chat.say("left buttock from driving", "describe_symptom", **facts)
    assert chat.types == ["ranking"]


def test_the_second_one_is_the_second_of_the_list(chat: Chat) -> None:
    told(chat)
    second = chat.state.ranked[1]
    chat.say("what about the second one?", "technique_control", words=["follow_up", "second"], control="another")
    assert chat.types == ["anatomy"]
    assert chat.replies[0].id == second  # type: ignore[attr-defined]
    chat.say("show me where that muscle is", "ask_anatomy", words=["that_one", "where_is"])
    assert chat.replies[0].id == second  # type: ignore[attr-defined]


def test_something_for_the_second_one(chat: Chat) -> None:
    told(chat)
    second = chat.state.ranked[1]
    chat.say("a stretch for the second one", "ask_technique", words=["second", "stretch"])
    assert chat.state.muscle == second


def test_the_same_answer_about_something_else(chat: Chat) -> None:
    told(chat)
    chat.choose("cause:driving")
    chat.say("and for running?", "affirm", words=["follow_up"], causes=["overuse"])
    assert chat.state.topic == "cause:overuse"


@pytest.mark.parametrize(("verb", "words"), [("harder", ["make_easier"]), ("easier", ["make_harder"])])
def test_plain_words_decide_between_easier_and_harder(chat: Chat, verb: str, words: list[str]) -> None:
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:4")
    chat.say("a gentler or a tougher one", "technique_control", control=verb, words=words)
    technique = chat.desk.store.techniques["figure_four_chair"]
    meant = technique.easier if words == ["make_easier"] else technique.harder
    assert meant.text in chat.replies[0].text


def test_equipment_and_floor_are_asked_only_when_they_matter(chat: Chat) -> None:
    told(chat)
    chat.choose("suggest")
    chat.choose("check:none")
    assert chat.state.asking == "equipment"
    chat.say("nothing", "deny", words=["nothing"])
    if chat.state.asking == "floor":
        chat.say("no", "deny")
    technique = chat.desk.store.techniques[chat.replies[-1].id]  # type: ignore[attr-defined]
    assert not {"massage_ball", "foam_roller"} & set(technique.equipment)
    assert technique.position != "floor"
    chat.choose("control:another")
    assert chat.state.asking not in ("equipment", "floor"), "nothing is asked twice"


def test_two_minutes_at_the_desk(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.say(
        "two minutes at my desk", "technique_control", words=["at_chair"], control="how_long", facts={"minutes": 2.0}
    )
    assert chat.types[-1] == "technique"
    technique = chat.desk.store.techniques[chat.replies[-1].id]  # type: ignore[attr-defined]
    assert technique.minutes <= 2
    assert technique.position in ("chair", "any")


def test_a_preview_that_was_not_begun_is_not_scored(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.choose("technique:figure_four_chair")
    chat.say("done", "technique_control", control="done")
    assert chat.types == ["text"]
    chat.say("stop", "technique_control", control="stop")
    assert chat.types == ["text"]
    assert chat.state.trials == []


def test_safe_for_me_uses_what_is_known(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.choose("technique:glute_ball_wall")
    chat.say("is this safe for me?", "ask_treatment", words=["safe_for_me"])
    assert "nothing speaks against" in chat.replies[-1].text
    chat.say("can I do this pregnant?", "technique_control", words=["safe_for_me"], flags={"escalate": ["pregnancy"]})
    rules = [r for r in chat.desk.store.techniques["glute_ball_wall"].contraindications if "pregnancy" in r.flags]
    assert rules
    assert rules[0].say.rstrip(".") in chat.replies[-1].text


def test_what_came_with_an_alarm_goes_with_it(chat: Chat) -> None:
    chat.say(
        "my right calf is swollen",
        "describe_symptom",
        regions=["calf"],
        side="right",
        cues=["bruise_or_swelling"],
        flags={"escalate": ["dvt"]},
    )
    chat.choose("flag:dvt:no")
    assert chat.state.case.regions == []
    assert chat.state.case.cues == []


def test_never_the_same_fallback_twice_in_a_row(chat: Chat) -> None:
    said = []
    for _ in range(6):
        chat.say("mumble", "out_of_scope")
        said.append(chat.replies[-1].text)
        chat.say("mumble?", "ask_anatomy")
        said.append(chat.replies[-1].text)
    assert all(a != b for a, b in pairwise(said))
    assert "referral" in chat.offers, "in the end a person"


def _done(chat: Chat, before: int, after: int) -> None:
    told(chat)
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose(f"score:{before}")
    chat.choose("control:done")
    chat.choose(f"score:{after}")


def _later(chat: Chat, text: str, intent: str, days: int, **findings: Any) -> None:
    at = f"2026-01-{2 + days:02}T10:00:00"
    findings = {"flags": {"escalate": [], "ask": [], "denied": []}, "facts": {}, **findings}
    chat.replies = respond(chat.desk, chat.state, Turn(text=text, intent=intent, findings=findings, at=at))


def test_coming_back_after_a_week_no_better(chat: Chat) -> None:
    _done(chat, 6, 4)
    _later(chat, "hi again", "greet", 7)
    assert "6 to 4" in chat.replies[-1].text
    assert chat.offers[:3] == ["back:better", "back:same", "back:worse"]
    _later(chat, "about the same", "rate_pain", 7, words=["same"])
    assert chat.types == ["pain_scale"]
    _later(chat, "6", "rate_pain", 7, facts={"score": 6.0})
    assert chat.types == ["trend", "text"]
    points = chat.replies[0].points  # type: ignore[attr-defined]
    assert [p.score for p in points] == [6, 4, 6]
    assert points[0].when < points[-1].when
    assert chat.offers[-3:] == ["referral", "summary", "suggest"]


def test_two_weeks_without_a_change_is_long_enough(chat: Chat) -> None:
    _done(chat, 6, 4)
    _later(chat, "hello", "greet", 15)
    _later(chat, "no better", "rate_pain", 15, words=["same"])
    _later(chat, "7", "rate_pain", 15, facts={"score": 7.0})
    assert "long enough" in chat.replies[-1].text


def test_who_comes_back_with_a_question_is_welcomed_in_a_line(chat: Chat) -> None:
    _done(chat, 6, 4)
    _later(chat, "what is a trigger point", "ask_trigger_points", 3)
    assert "welcome back" in chat.replies[0].text.lower()
    assert len(chat.replies) == 2


def test_an_alarm_outlasts_the_week(chat: Chat) -> None:
    _done(chat, 6, 4)
    chat.say("numb between my legs", "describe_symptom", flags={"escalate": ["cauda_equina"]})
    _later(chat, "hi again", "greet", 7)
    assert chat.types == ["care_advice"]


def test_half_is_rounded_with_care_and_scores_in_words_compare(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:7")
    chat.choose("control:done")
    chat.say("about half", "rate_pain", words=["half"], facts={"score": 0.5})
    assert chat.state.trials[-1].after == 4


def test_worse_at_the_return_counts_as_a_failure(chat: Chat) -> None:
    _done(chat, 6, 4)
    _later(chat, "hi again", "greet", 7)
    _later(chat, "worse", "rate_pain", 7, words=["worse"])
    chat.choose("skip")
    assert chat.state.trials[-1].since == "worse"
    chat.state.before = 6
    chat.choose("start:knees_to_chest")
    chat.choose("control:done")
    chat.say("still the same", "rate_pain", words=["same"])
    assert chat.offers[0] == "referral", "two without effect: a clinician"


def test_better_at_the_return_breaks_the_row(chat: Chat) -> None:
    _done(chat, 6, 6)
    _later(chat, "hi again", "greet", 7)
    chat.choose("back:better")
    chat.choose("score:3")
    chat.choose("start:knees_to_chest")
    chat.choose("control:done")
    chat.say("still the same", "rate_pain", words=["same"])
    assert chat.offers[0] == "suggest"


def test_a_score_in_the_next_technique_is_not_that_of_the_one_left(chat: Chat) -> None:
    told(chat)
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:6")
    chat.choose("control:another")
    assert chat.state.player is not None
    chat.choose(f"start:{chat.state.player.technique}")
    chat.say("5", "rate_pain", facts={"score": 5})
    assert chat.state.trials[0].after is None
    assert chat.state.scores[-1].value == 5


def test_a_greeting_seconds_later_is_no_return(chat: Chat) -> None:
    _done(chat, 6, 4)
    chat.say("hello again", "greet")
    assert "Last time you tried" not in chat.replies[-1].text
    assert "plan" in chat.offers
