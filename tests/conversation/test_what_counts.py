"""What is known is used as it is known: time, scores, sides, how long, and a ranking that follows the facts."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat
from trigger_points.conversation.engine import respond
from trigger_points.conversation.state import Turn


@pytest.mark.parametrize(
    "text",
    [
        "it's in the buttock, not the back",
        "no it's the buttock, not my back",
        "not the back, the buttock",
        "it's my bum not the lower back",
    ],
)
def test_the_ranking_follows_another_place(chat: Chat, text: str) -> None:
    chat.hear("left low back sore from lifting, 5 days")
    assert "erector_spinae" in chat.state.ranked
    chat.choose("suggest")
    chat.choose("check:none")
    assert chat.state.asking == "equipment"
    chat.hear(text)
    assert chat.types == ["ranking"]
    assert "left buttock" in chat.replies[-1].text
    assert "left low back" not in chat.replies[-1].text  # only, perhaps, as where another pain would be
    assert "erector_spinae" not in chat.state.ranked
    chat.choose("suggest")
    chat.choose("summary")
    assert "Erector" not in chat.replies[-1].text
    assert chat.state.muscle in chat.state.ranked


def test_the_ranking_follows_what_is_taken_back_with_an_alarm(chat: Chat) -> None:
    chat.hear("left buttock sore from driving, 5 days")
    ranked = list(chat.state.ranked)
    chat.say("and my calf is swollen", "describe_symptom", regions=["calf"], cues=["bruise_or_swelling"],
             flags={"escalate": ["dvt"]})  # fmt: skip
    chat.choose("flag:dvt:no")
    assert chat.state.ranked == ranked


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("two minutes at my desk, left glute sore", 2),
        ("only a tennis ball and about 2 minutes, left glute sore", 2),
        ("I have five minutes, my left glute hurts", 5),
        ("I've only got 3 mins, left bum sore", 3),
        ("left glute sore and just ten minutes to spare", 10),
        ("my left glute hurts after 20 minutes at the desk", None),
        ("it takes ten minutes of walking before my left glute hurts", None),
        ("left glute aches when I sit for 30 minutes", None),
    ],
)
def test_minutes_to_spare_count_whatever_else_is_told(chat: Chat, text: str, minutes: float | None) -> None:
    chat.hear(text)
    assert chat.state.case.minutes == minutes


def test_two_minutes_and_a_ball_is_two_minutes(chat: Chat) -> None:
    chat.hear("left buttock sore from sitting, 5 days, only a tennis ball and about 2 minutes")
    chat.state.screened = True
    chat.choose("suggest")
    assert chat.types == ["technique"]
    assert chat.replies[-1].minutes <= 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("more than two weeks", "for more than two weeks"),
        ("over a year", "for over a year"),
        ("2-3 weeks", "for 2 to 3 weeks"),
        ("since Christmas", "since Christmas"),
        ("for ages", "for a long time"),
        ("a few days", "for a few days"),
        ("for weeks", "for weeks"),
        ("a day or two", "for a day or two"),
        ("since yesterday", "since yesterday"),
        ("about 3 months", "for about 3 months"),
    ],
)
def test_how_long_is_said_back_in_their_words(chat: Chat, text: str, heard: str) -> None:
    chat.hear("left buttock hurts from driving")
    assert chat.state.asking == "duration"
    chat.hear(text, "rate_pain")
    assert f"left buttock, {heard}, from driving" in chat.replies[-1].text


@pytest.mark.parametrize(("words", "heard"), [("long_time", "a long time"), ("short_time", "a short time")])
def test_ages_and_just_started_are_no_number(chat: Chat, words: str, heard: str) -> None:
    chat.hear("left buttock hurts from driving")
    chat.say("that", "out_of_scope", words=[words])
    assert f"for {heard}," in chat.replies[-1].text


def test_a_button_keeps_its_band(chat: Chat) -> None:
    chat.hear("left buttock hurts from driving")
    chat.choose("duration:60")
    assert "for more than two weeks," in chat.replies[-1].text


def test_days_later_the_summary_says_when_it_was_told(chat: Chat) -> None:
    chat.hear("left buttock hurts from driving, 5 days")
    chat.replies = respond(chat.desk, chat.state, Turn(choice="summary", at="2026-01-10T10:00:00"))
    assert "5 days (told on 2026-01-02)" in chat.replies[-1].text


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("no, nothing like that for years", "deny"),
        ("I had a hip replacement last year", "describe_symptom"),
        ("I had my hip operation two years ago", "describe_symptom"),
        ("broke my leg 3 years ago", "describe_cause"),
        ("I had a scan a month ago", "describe_symptom"),
    ],
)
def test_what_happened_at_another_time_is_not_how_long(chat: Chat, text: str, intent: str) -> None:
    chat.hear("left buttock hurts")
    chat.hear(text, intent)
    assert chat.state.case.duration_days is None


def test_more_than_two_weeks_alone_is_told(chat: Chat) -> None:
    chat.hear("left buttock hurts from driving")
    chat.state.asking = None
    chat.hear("More than two weeks", "ask_treatment")
    assert chat.types == ["ranking"]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("no it's like a 4", 4),
        ("he says 4", 4),
        ("it's down to a 2 now", 2),
        ("still about a 5", 5),
        ("it's a solid 7", 7),
    ],
)
def test_a_score_is_not_asked_again(chat: Chat, text: str, score: float) -> None:
    chat.hear("left buttock hurts from driving, 5 days")
    chat.hear(text, "rate_pain")
    assert "pain_scale" not in chat.types
    assert chat.state.before == score


@pytest.mark.parametrize(
    "text", ["it hurts after 10 minutes", "it is a bit worse", "it's at one spot", "up to 2 weeks"]
)
def test_other_numbers_are_no_score(chat: Chat, text: str) -> None:
    chat.hear("left buttock hurts from driving, 5 days")
    chat.hear(text, "rate_pain")
    assert chat.state.before is None


@pytest.mark.parametrize("question", ["floor", "equipment", "checklist", "trigger"])
def test_a_score_leaves_another_question_open(chat: Chat, question: str) -> None:
    chat.hear("left buttock hurts")
    chat.state.asking = question
    chat.hear("3", "rate_pain")
    assert chat.state.asking == question
    assert chat.state.before == 3
    assert "noted 3 out of 10" in chat.replies[0].text
    assert len(chat.replies) == 2


@pytest.mark.parametrize(
    "text",
    [
        "my other hip started too",
        "the other hip has started as well",
        "now my other hip hurts too",
        "the other one aches as well",
        "the other side has joined in",
        "now in my other hip",
        "it has spread to the other side",
    ],
)
def test_the_other_one_too_is_both(chat: Chat, text: str) -> None:
    chat.hear("my left hip hurts from driving, 5 days")
    chat.hear(text)
    assert chat.state.case.side == "both"
    assert "on both sides" in chat.replies[-1].text


@pytest.mark.parametrize("text", ["no, it's the other side", "wrong side, the other one"])
def test_the_other_one_instead_is_the_other(chat: Chat, text: str) -> None:
    chat.hear("my left hip hurts from driving, 5 days")
    chat.hear(text, "deny")
    assert chat.state.case.side == "right"


@pytest.mark.parametrize(
    "text", ["my back hurts in the open plan office", "I plan to walk more", "my work schedule is busy"]
)
def test_no_plan_is_wanted(chat: Chat, text: str) -> None:
    chat.hear("left buttock hurts from driving, 5 days")
    assert "plan" not in chat.words_only.understand(text).words  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["make me a plan", "plan please", "the plan", "a two week plan"])
def test_a_plan_is_wanted(chat: Chat, text: str) -> None:
    assert "plan" in chat.words_only.understand(text).words  # type: ignore[union-attr]


def test_something_else_after_worse_is_another_technique(chat: Chat) -> None:
    chat.hear("left buttock hurts from driving, 5 days")
    chat.state.screened = True
    chat.choose("start:figure_four_chair")
    chat.choose("score:4")
    chat.say("done", "technique_control", control="done")
    chat.say("worse", "rate_pain", words=["worse"])
    chat.hear("something else", "ask_technique")
    assert "look_alike" not in " ".join(chat.offers)
    chat.hear("could it be something else?", "ask_causes")
    assert "look_alike" in " ".join(chat.offers)
