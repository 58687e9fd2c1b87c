"""In the middle of a technique: open safety questions, trouble, conditions told late, and the place that is kept."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat


def in_step(chat: Chat, technique: str = "glute_ball_wall", step: int = 2) -> None:
    """A sore left buttock, screened, at ``step`` of ``technique``."""
    chat.tell_sore_buttock()
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


@pytest.mark.parametrize("text", ["it hurts", "hurts", "pain", "it's sore", "my knee hurts now"])
def test_hurting_in_a_step_is_about_the_step(chat: Chat, text: str) -> None:
    in_step(chat)
    chat.say(text, "describe_symptom", control="hurts", regions=["knee"] if "knee" in text else [])
    assert chat.state.asking == "hurts"
    chat.say("a dull ache", "describe_symptom", words=["hurts_ache"], control="hurts")
    assert "resume" in chat.offers
    chat.choose("resume")
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "told", [{"causes": ["hills"]}, {"cues": ["worse_stairs"]}, {"facts": {"duration_days": 60.0}}]
)
def test_what_hurts_at_other_times_is_no_trouble_in_the_step(chat: Chat, told: dict) -> None:  # type: ignore[type-arg]
    in_step(chat)
    chat.say("it is worse on stairs", "describe_symptom", control="hurts", **told)
    assert chat.state.asking != "hurts"


def test_cramp_is_let_go_and_burning_stops(chat: Chat) -> None:
    in_step(chat)
    chat.say("getting cramp", "describe_symptom", words=["hurts_cramp"], cues=["tight_band"])
    assert "cramp" in said(chat)
    assert chat.state.playing
    chat.say("it's burning", "technique_control", words=["hurts_sharp"], control="hurts")
    assert not chat.state.playing


@pytest.mark.parametrize(
    ("text", "intent", "words", "flags", "facts", "goes_on"),
    [
        ("hard to say", "affirm", ["not_sure"], {}, {}, True),
        ("about a 7", "rate_pain", [], {}, {"score": 7.0}, True),
        ("no tingling, an ache", "deny", ["hurts_tingling", "hurts_ache"], {"denied": ["nerve_signs"]}, {}, True),
        ("not sharp, a pulling", "describe_symptom", ["hurts_sharp", "not_sharp", "hurts_ache"], {}, {}, True),
        ("stabbing", "out_of_scope", ["hurts_sharp"], {}, {}, False),
    ],
)
def test_what_kind_of_pain_takes_any_answer(
    chat: Chat,
    text: str,
    intent: str,
    words: list[str],
    flags: dict,
    facts: dict,
    goes_on: bool,  # type: ignore[type-arg]
) -> None:
    in_step(chat)
    chat.choose("control:hurts")
    chat.say(text, intent, words=words, flags=flags, facts=facts)
    assert chat.types == ["text"]
    assert chat.state.asking is None
    assert ("resume" in chat.offers) == goes_on


@pytest.mark.parametrize(
    ("text", "intent", "control", "flag"),
    [
        ("I forgot to say I have diabetes", "affirm", "harder", "diabetes"),
        ("I have thin bones", "technique_control", "harder", "osteoporosis"),
        ("I'm pregnant by the way", "describe_symptom", "cannot", "pregnancy"),
    ],
)
def test_a_condition_told_in_a_step_changes_the_step_and_nothing_else(
    chat: Chat, text: str, intent: str, control: str, flag: str
) -> None:
    in_step(chat)
    chat.say(text, intent, control=control, flags={"escalate": [flag]})
    assert chat.types == ["text", "text", "technique_step"]
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]
    rules = chat.desk.store.techniques["glute_ball_wall"].contraindications
    assert next(rule.say for rule in rules if flag in rule.flags) in said(chat)


def test_a_condition_that_rules_the_technique_out_ends_it_with_a_reason(chat: Chat) -> None:
    in_step(chat, "figure_four_chair")
    chat.say("I had a hip replacement last year", "deny", control="other_side", flags={"escalate": ["hip_replacement"]})
    assert "hip team" in said(chat)
    assert "technique_step" not in chat.types
    assert "resume" not in chat.offers
    assert {"suggest", "calm", "referral"} <= set(chat.offers)
    for verb in ("next", "harder", "resume", "repeat"):
        chat.say(verb, "technique_control", control=verb)
        assert chat.types == ["text"], verb
        assert "hip team" in said(chat)
        assert "resume" not in chat.offers
    chat.choose("calm")
    assert chat.types == ["technique"]


def test_a_feature_in_a_command_counts_and_can_be_taken_back(chat: Chat) -> None:
    in_step(chat)
    chat.say("there's a big bruise there", "technique_control", control="hurts", cues=["bruise_or_swelling"])
    assert "bruise" in said(chat)
    assert "unsay" in chat.offers
    chat.say("next", "technique_control", control="next")
    assert "technique_step" not in chat.types
    chat.say("no, it is not a bruise", "deny", words=["correcting"])
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]
    assert "bruise_or_swelling" not in chat.state.case.cues


def test_a_question_with_a_condition_still_gets_its_answer(chat: Chat) -> None:
    in_step(chat, "glute_ball_floor")
    chat.say("I have thin bones, what is a trigger point?", "ask_trigger_points", flags={"escalate": ["osteoporosis"]})
    assert "not a good idea" in said(chat)
    assert "trigger point is" in said(chat).lower()
    assert "resume" not in chat.offers


def test_a_sign_that_was_misheard_is_put_right_in_words(chat: Chat) -> None:
    in_step(chat, "figure_four_chair")
    chat.say("stop, tingling down my leg", "technique_control", control="stop", words=["hurts_tingling"],
             cues=["tingling_below_knee"], flags={"escalate": ["nerve_signs"]})  # fmt: skip
    assert "resume" not in chat.offers
    chat.say("go on", "technique_control", control="next")
    assert "Numbness, tingling" in said(chat), "a reason"
    assert "flag:nerve_signs:no" in chat.offers
    assert "resume" not in chat.offers
    chat.say("no, it was just my trousers, gone now", "deny", words=["takes_back"])
    assert chat.state.asking == "flag:nerve_signs"
    chat.say("no", "deny")
    assert "resume" in chat.offers
    chat.say("go on", "technique_control", control="resume")
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]
    assert chat.state.case.cues == []


def test_a_no_to_something_else_doubts_no_flag(chat: Chat) -> None:
    chat.say(
        "tingling in my foot, buttock pain",
        "describe_symptom",
        regions=["buttock"],
        flags={"escalate": ["nerve_signs"]},
    )
    chat.choose("calm")
    chat.choose("start:heat_pack")
    chat.say("no", "deny")
    assert chat.state.asking != "flag:nerve_signs"


def test_taking_a_flag_back_keeps_what_else_was_told(chat: Chat) -> None:
    chat.say("runner, left hip, worse lying on it, hurts each step", "describe_symptom", regions=["side_hip"], side="left",
             cues=["worse_lying_on_side"], causes=["overuse"], flags={"escalate": ["stress_fracture"]},
             facts={"duration_days": 20})  # fmt: skip
    chat.choose("flag:stress_fracture:no")
    case = chat.state.case
    assert (case.regions, case.cues, case.side, case.duration_days) == (
        ["side_hip"],
        ["worse_lying_on_side"],
        "left",
        20,
    )


def test_after_a_no_only_the_sign_itself_is_forgotten(chat: Chat) -> None:
    chat.say("calf and buttock, a bit swollen", "describe_symptom", regions=["calf", "buttock"], side="left",
             cues=["bruise_or_swelling"], flags={"ask": ["dvt"]})  # fmt: skip
    chat.say("no", "deny")
    assert chat.state.case.regions == ["calf", "buttock"]
    assert chat.state.case.cues == []


def test_adaptations_come_along_in_the_steps(chat: Chat) -> None:
    chat.state.flags["pregnancy"] = "asserted"
    in_step(chat, "hamstring_chair_stretch", 3)
    assert "only a little" in said(chat)
    chat.choose("control:next")
    assert "For you:" in said(chat)
    assert "For you:" in chat.replies[-1].instruction  # type: ignore[attr-defined]


def test_steps_that_are_left_out_are_not_counted(chat: Chat) -> None:
    chat.state.flags["easy_bruising"] = "asserted"
    in_step(chat, "quad_hand_massage_chair", 3)
    assert chat.replies[-1].steps == 4  # type: ignore[attr-defined]
    chat.choose("control:next")
    assert chat.replies[-1].step == 4  # type: ignore[attr-defined]
    assert "control:done" in chat.offers
    chat.choose("control:back")
    assert chat.replies[-1].step == 3  # type: ignore[attr-defined]
    chat.say("go to step 4", "technique_control", control="repeat")
    assert chat.replies[-1].step == 4  # type: ignore[attr-defined]
    chat.choose("control:next")
    assert chat.types == ["pain_scale"]


def test_a_step_that_is_no_longer_for_them_gives_way_to_the_next(chat: Chat) -> None:
    in_step(chat, "quad_hand_massage_chair", 5)
    chat.say("I bruise easily", "technique_control", control="harder", flags={"escalate": ["easy_bruising"]})
    assert chat.types[-1] == "technique_step"
    assert "Let go" in chat.replies[-1].text


def deny(chat: Chat, text: str, technique: str = "glute_ball_wall", **findings: object) -> None:
    in_step(chat, technique)
    chat.say(text, "deny", **findings)


def test_no_wall_is_not_answered_with_socks(chat: Chat) -> None:
    deny(chat, "no wall here", denied_equipment=["wall"])
    assert "socks" not in said(chat)
    assert "door" in said(chat)
    others = [o.removeprefix("technique:") for o in chat.offers if o.startswith("technique:")]
    assert others
    assert all("wall" not in chat.desk.store.techniques[o].equipment for o in others)


def test_no_ball_is_answered_with_what_stands_in(chat: Chat) -> None:
    deny(chat, "no ball", denied_equipment=["massage_ball"])
    assert "socks" in said(chat)
    assert "resume" in chat.offers


@pytest.mark.parametrize("technique", ["glute_ball_wall", "figure_four_chair"])
def test_no_floor_changes_nothing_where_none_is_needed(chat: Chat, technique: str) -> None:
    deny(chat, "no floor", technique, words=["no_floor"])
    assert "do not need the floor" in said(chat)
    assert "resume" in chat.offers
    assert chat.state.case.floor is False
    assert chat.state.player is not None
    assert chat.state.player.step == 2


@pytest.mark.parametrize(
    ("technique", "word"),
    [("glute_ball_wall", "cannot_stand"), ("figure_four_chair", "cannot_sit"), ("glute_ball_floor", "no_floor")],
)
def test_what_is_not_possible_leads_to_another_place(chat: Chat, technique: str, word: str) -> None:
    in_step(chat, technique)
    chat.say("I can't for long", "technique_control", control="cannot", words=[word])
    assert chat.types == ["text", "technique"]
    shown = chat.desk.store.techniques[chat.replies[-1].id]  # type: ignore[attr-defined]
    assert shown.position != chat.desk.store.techniques[technique].position
    assert "socks" not in said(chat)


@pytest.mark.parametrize("words", [[], ["more"]])
def test_after_something_else_ok_and_go_on_show_the_step_where_they_were(chat: Chat, words: list[str]) -> None:
    in_step(chat)
    chat.say("what is a trigger point", "ask_trigger_points")
    chat.say("ok", "affirm") if not words else chat.say("go on", "technique_control", control="next", words=words)
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]
    chat.say("ok", "affirm")
    assert chat.replies[-1].step == 3, "with the step in view it means the next one"  # type: ignore[attr-defined]


def test_which_step_is_told(chat: Chat) -> None:
    in_step(chat)
    chat.say(
        "how many steps are left?",
        "technique_control",
        control="how_long",
        words=["which_step", "asking_how"],
        side="left",
    )
    assert "step 2 of 8" in said(chat)
    assert "6 more" in said(chat)
    assert "resume" in chat.offers


def test_the_picture_comes_with_the_step(chat: Chat) -> None:
    in_step(chat)
    chat.say("can you show me the picture?", "ask_technique", words=["show", "picture"])
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]
    assert chat.replies[-1].figure is not None  # type: ignore[attr-defined]


def test_a_question_without_an_answer_does_not_swap_the_technique(chat: Chat) -> None:
    in_step(chat)
    chat.say("should I stretch my ITB by crossing my leg over?", "ask_technique", words=["asking_how", "stretch"],
             answers=[["crossed_legs_cause", 0.6]])  # fmt: skip
    assert "technique" not in chat.types
    assert "resume" in chat.offers
    assert chat.state.player is not None
    assert chat.state.player.step == 2


def test_a_found_spot_is_the_next_step_and_a_mere_no_keeps_the_place(chat: Chat) -> None:
    in_step(chat, step=3)
    chat.say("found it", "technique_control", control="done", words=["found_it"])
    assert chat.replies[-1].step == 4  # type: ignore[attr-defined]
    chat.say("no", "deny")
    assert "step 4 of 8" in said(chat)


def test_pressing_has_no_other_side_and_stretching_names_it(chat: Chat) -> None:
    in_step(chat)
    chat.say("now the other side", "technique_control", control="other_side")
    assert "sore side only" in said(chat)
    assert chat.state.player is not None
    assert chat.state.player.side == "left"
    chat.choose("start:figure_four_chair")
    chat.say("now the other side", "technique_control", control="other_side")
    chat.choose("control:next")
    assert "Lift the right leg" in said(chat)


def test_a_condition_hinted_at_after_none_of_these_is_asked_about(chat: Chat) -> None:
    chat.state.flags["pregnancy"] = "denied"
    in_step(chat, "figure_four_chair", 4)
    chat.say("I'm pregnant", "out_of_scope", flags={"ask": ["pregnancy"]})
    assert chat.state.asking == "flag:pregnancy"
    chat.say("yes", "affirm")
    chat.say("go on", "technique_control", control="next", words=["more"])
    assert "Stay upright" in said(chat)


def test_another_one_taken_for_a_wish_is_another_than_this(chat: Chat) -> None:
    in_step(chat, "figure_four_chair")
    chat.say("show me another one", "ask_technique", control="another", words=["show"])
    assert chat.types[-1] == "technique"
    assert chat.replies[-1].id != "figure_four_chair"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "intent", "control", "words"),
    [
        ("it's easing", "technique_control", "hurts", ["better"]),
        ("that feels good", "affirm", "next", ["feels_good"]),
        ("feels better already", "rate_pain", "hurts", ["better"]),
        ("ooh lovely", "thanks_bye", "pause", ["feels_good"]),
    ],
)
def test_good_news_in_a_step_is_no_trouble(chat: Chat, text: str, intent: str, control: str, words: list[str]) -> None:
    in_step(chat)
    chat.say(text, intent, control=control, words=words)
    assert "control:next" in chat.offers
    assert chat.state.asking is None
    assert chat.state.player is not None
    assert (chat.state.player.step, chat.state.player.paused, chat.state.player.finished) == (2, False, False)


@pytest.mark.parametrize(
    ("text", "control", "words", "step"),
    [("make it easier", "easier", ["better", "make_easier"], 2), ("better, carry on", "next", ["better", "go_on"], 3)],
)
def test_what_is_asked_beside_good_news_is_done(
    chat: Chat, text: str, control: str, words: list[str], step: int
) -> None:
    in_step(chat)
    chat.say(text, "technique_control", control=control, words=words)
    assert chat.state.player is not None
    assert chat.state.player.step == step
    assert "control:done" not in chat.offers


def test_thanks_in_a_step_are_no_goodbye(chat: Chat) -> None:
    in_step(chat)
    chat.say("ok thanks", "thanks_bye", control="next")
    assert chat.types[-1] == "technique_step"
    assert chat.replies[-1].step == 2  # type: ignore[attr-defined]
    chat.say("thanks, bye", "thanks_bye", control="stop", words=["goodbye"])
    assert chat.types == ["text"]


def test_how_long_in_a_step_is_about_this_step(chat: Chat) -> None:
    in_step(chat, "desk_reset", 2)
    answers = [("hold_how_long", 0.95)]
    chat.say("how long do I hold?", "ask_technique", control="how_long", words=["asking_how"], answers=answers)
    assert "nothing to hold in this step" in said(chat)
