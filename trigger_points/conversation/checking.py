"""Check whether it helped: pain before and after, and what follows from the change."""

from __future__ import annotations

import math
from typing import Literal

from trigger_points.conversation import guiding, returning, steering
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Score
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import CareAdviceReply, Reply
from trigger_points.understanding.quantities import pain_scores
from trigger_points.understanding.text import normalise

SEVERE = 8.0
"""From this score on a clinician should see the pain (facts: referral rules)."""
FAILURES = 2
"""Techniques in a row without effect before a clinician is suggested (facts: referral rules)."""
CHANGES = {"same", "better", "worse", "half"}
"""Word lists that tell how the pain changed."""
MAX_SCORES = 30
"""Scores remembered; older ones go first."""


def rate(talk: Talk) -> list[Reply]:
    """The person gives a score or says how it changed."""
    value = score_in(talk)
    if value is None:
        when: Literal["before", "after", "now"] = "before" if talk.state.asking == "score:before" else "now"
        if _unscored(talk):
            when = "after"
        return _said_again(talk) or ask_score(talk, when)
    return take_score(talk, value)


def ask_score(talk: Talk, when: Literal["before", "after", "now"]) -> list[Reply]:
    """Ask for the pain from 0 to 10."""
    talk.ask(f"score:{when}")
    return [cards.pain_scale(talk, when)]


def score_in(talk: Talk) -> float | None:
    """The score that a message means: a number, or words against the score before."""
    value = talk.turn.fact("score")
    words, before = talk.turn.found("words"), talk.state.before
    digits = any(character.isdigit() for character in talk.turn.text)
    if "half" in words and talk.turn.fact("score_before") is None and not digits:
        return None if before is None else float(math.ceil(before / 2))
    asked = (talk.state.asking or "").startswith("score:")
    if value is None and (asked or talk.turn.intent == "rate_pain"):
        scores = pain_scores(normalise(talk.turn.text), asked=asked, told=True)
        value = scores.now if scores else None
    if value is not None:
        return float(value)
    if "gone" in words and _about_a_score(talk):
        return 0.0
    if before is None or not _due(talk):  # out of the blue, "worse" says too little: the number is asked for
        return None
    for name, change in (("same", before), ("worse", min(10.0, before + 1)), ("better", max(0.0, before - 1))):
        if name in words:
            return change
    return None


def _about_a_score(talk: Talk) -> bool:
    """Whether "gone" is about the pain: a score is due, or little else is said."""
    return _due(talk) or len(talk.turn.text.split()) <= SHORT_ANSWER - 2


def _due(talk: Talk) -> bool:
    """Whether a score was asked for, or one is missing after a technique."""
    return _unscored(talk) or (talk.state.asking or "").startswith("score:")


def _unscored(talk: Talk) -> bool:
    """Whether the last technique still waits for its score; once another is under way, it does no more."""
    return bool(talk.state.trials) and talk.state.trials[-1].after is None and not talk.state.playing


def take_answer(talk: Talk) -> list[Reply] | None:
    """A score as the answer to the open question, or ``None``."""
    asking = talk.state.asking or ""
    if not asking.startswith("score:"):
        return None
    value = score_in(talk)
    if value is not None and talk.turn.intent not in ("describe_symptom", "technique_control", "ask_technique"):
        return take_score(talk, value, in_words=talk.turn.fact("score") is None)
    if value is not None and talk.turn.fact("score") is None and len(talk.turn.text.split()) <= SHORT_ANSWER:
        return take_score(talk, value, in_words=True)
    if value is None and asking == "score:after" and CHANGES & set(talk.turn.found("words")):
        return _without_numbers(talk)
    bare_no = talk.turn.intent == "deny" and len(talk.turn.text.split()) <= BARE_NO
    if bare_no or "not_sure" in talk.turn.found("words"):
        return skip(talk)
    return None


BARE_NO = 2
"""Words of a no to a score: "no", "no number"."""
SHORT_ANSWER = 6
"""Up to so many words, "still the same" or "bit worse" is an answer whatever the intent."""


@offered_with("score")
def score_offer(talk: Talk, value: str) -> list[Reply]:
    """A number that was tapped."""
    return take_score(talk, float(value))


def take_score(talk: Talk, value: float, in_words: bool = False) -> list[Reply]:
    """Use a score: before starts the technique, after compares, at other times it is remembered."""
    state = talk.state
    if state.asking and not state.asking.startswith("score:"):
        return _beside_a_question(talk, value)
    asking = (state.asking or "").removeprefix("score:")
    before = talk.turn.fact("score_before")
    state.asking = None
    if asking == "back":
        _keep(talk, value, "back")
        return returning.scored(talk, value)
    if _unscored(talk) and asking != "before":
        if before is not None and state.trials[-1].before is None:
            state.trials[-1].before = before
        return compare(talk, value)
    _keep(talk, value, "before" if asking == "before" else "now")
    state.case.severity = value
    talk.note_event("score", f"{value:g}")
    if _severe(talk, value):
        return [cards.care_advice(talk, state.flagged("asserted"))]
    if state.playing and asking == "before":
        return guiding.show_step(talk, 1)
    onward = [guiding.onward_offer(talk), talk.offer("rank")]
    return [talk.text("score.noted", onward, value=f"{value:g}")]


def _beside_a_question(talk: Talk, value: float) -> list[Reply]:
    """A score given while something else was asked: it is noted, and that question stays open."""
    question, state = talk.state.asking, talk.state
    state.asking = None
    replies = take_score(talk, value)
    if isinstance(replies[-1], CareAdviceReply):
        return replies
    state.asking = question
    return [talk.text("score.kept", value=f"{value:g}"), *go(talk, "continue")]


def _keep(talk: Talk, value: float, when: Literal["before", "after", "now", "back"]) -> None:
    """Remember a score for the next comparison and for the trend."""
    state = talk.state
    state.before = value
    technique = state.trials[-1].technique if when == "after" and state.trials else None
    if when == "before" and state.player is not None:
        technique = state.player.technique
    state.scores.append(Score(at=talk.turn.at, value=value, when=when, technique=technique))
    del state.scores[:-MAX_SCORES]


def _severe(talk: Talk, value: float) -> bool:
    """Whether this score newly raises the flag for severe pain."""
    if value < SEVERE or talk.state.flags.get("severe_pain") is not None:
        return False
    talk.state.flags["severe_pain"] = "asserted"
    return True


@offered("skip")
def skip(talk: Talk) -> list[Reply]:
    """The person does not want to give a score."""
    asking = talk.state.asking or ""
    talk.state.asking = None
    talk.state.case.declined.append(asking)
    if asking == "score:back":
        return returning.scored(talk, None)
    if asking == "score:before" and talk.state.playing:
        return guiding.show_step(talk, 1)
    if talk.state.trials:
        return [talk.text("score.skipped", [talk.offer("suggest"), talk.offer("plan"), talk.offer("summary")])]
    return [talk.text("score.skipped", [talk.offer("suggest"), talk.offer("summary")])]


def compare(talk: Talk, after: float) -> list[Reply]:
    """What the change means, and the next step."""
    state = talk.state
    trial = state.trials[-1]
    trial.after = after
    _keep(talk, after, "after")
    talk.note_event("score", f"{trial.technique}: {_number(trial.before)} -> {after:g}")
    if _severe(talk, after):
        return [cards.care_advice(talk, state.flagged("asserted"))]
    more = talk.offer("suggest", "suggest.more")
    if trial.before is None:
        onward = [more, talk.offer("plan"), talk.offer("summary")]
        return [talk.text("score.noted", onward, value=f"{after:g}")]
    name = talk.store.techniques[trial.technique].name
    values = {"before": _number(trial.before), "after": f"{after:g}", "name": name}
    if after < trial.before:
        onward = [talk.offer("plan"), talk.offer("other_side"), more, talk.offer("trend"), talk.offer("summary")]
        technique = talk.store.techniques[trial.technique]
        if not technique.one_sided or steering.sore_side_only(talk, technique):
            onward.pop(1)
        return [talk.text("check.better", onward, **values)]
    return _no_better(talk, after > trial.before, values)


def _without_numbers(talk: Talk) -> list[Reply]:
    """The same, better or worse, and no score before to count from: that is answer enough."""
    talk.state.asking = None
    talk.note_event("in_words", talk.turn.text)
    if {"better", "half"} & set(talk.turn.found("words")):
        onward = [talk.offer("plan"), talk.offer("suggest", "suggest.more"), talk.offer("summary")]
    else:
        onward = [talk.offer("suggest", "suggest.other"), talk.offer("calm"), talk.offer("referral")]
    return [talk.text("score.in_words", onward)]


def _said_again(talk: Talk) -> list[Reply] | None:
    """ "Still the same", right after the score that said so: no number is asked for once more."""
    state = talk.state
    last = next((e for e in reversed(state.events) if e["what"] in ("score", "referred")), None)
    just_scored = last is not None and last.get("turn", 0) >= state.turns - 2 and bool(state.trials)
    if not just_scored or state.asking or state.playing or not CHANGES & set(talk.turn.found("words")):
        return None
    return _without_numbers(talk)


def failures_in_a_row(talk: Talk) -> int:
    """How many techniques since the last one that helped changed nothing or made it worse."""
    known = [trial.outcome for trial in reversed(talk.state.trials) if trial.outcome is not None]
    return known.index("better") if "better" in known else len(known)


def _no_better(talk: Talk, worse: bool, values: dict[str, str]) -> list[Reply]:
    """Once: another muscle. Twice in a row: a clinician, with another muscle still open."""
    state = talk.state
    others = [m for m in state.ranked if m != state.muscle]
    if others:
        state.muscle = others[0]
    other = talk.offer("suggest", "suggest.other")
    if failures_in_a_row(talk) >= FAILURES:
        talk.note_event("referred", "two techniques without effect")
        onward = [talk.offer("referral"), talk.offer("summary"), *([] if worse else [other]), talk.offer("calm")]
        return [talk.text("check.refer", onward, **values)]
    key, onward = ("check.worse", [talk.offer("calm"), other]) if worse else ("check.same", [other, talk.offer("calm")])
    return [talk.text(key, [*onward, talk.offer("referral")], **values)]


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
