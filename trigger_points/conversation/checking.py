"""Check whether it helped: pain before and after, and what follows from the change."""

from __future__ import annotations

from typing import Literal

from trigger_points.conversation import guiding
from trigger_points.conversation.desk import Talk
from trigger_points.replies import cards
from trigger_points.replies.models import Reply
from trigger_points.understanding.quantities import pain_scores
from trigger_points.understanding.text import normalise

SEVERE = 8.0
"""From this score on a clinician should see the pain (facts: referral rules)."""
FAILURES = 2
"""Techniques in a row without effect before a clinician is suggested."""


def rate(talk: Talk) -> list[Reply]:
    """The person gives a score or says how it changed."""
    value = score_in(talk)
    if value is None:
        when: Literal["before", "after", "now"] = "before" if talk.state.asking == "score:before" else "now"
        if talk.state.trials and talk.state.trials[-1].after is None:
            when = "after"
        talk.ask(f"score:{when}")
        return [cards.pain_scale(talk, when)]
    return take_score(talk, value)


def score_in(talk: Talk) -> float | None:
    """The score that a message means: a number, or words against the score before."""
    value = talk.turn.fact("score")
    if "half" in talk.turn.found("words") and talk.state.before is not None and talk.turn.fact("score_before") is None:
        if not any(character.isdigit() for character in talk.turn.text):
            return round(talk.state.before / 2, 1)
    if value is None and (talk.state.asking or "").startswith("score:"):
        scores = pain_scores(normalise(talk.turn.text), asked=True)
        value = scores.now if scores else None
    if value is not None:
        return float(value)
    words = talk.turn.found("words")
    before = talk.state.before
    if "gone" in words:
        return 0.0
    if before is None:
        return None
    for name, change in (
        ("half", before / 2),
        ("same", before),
        ("worse", min(10.0, before + 1)),
        ("better", max(0.0, before - 1)),
    ):
        if name in words:
            return round(change, 1)
    return None


def take_answer(talk: Talk) -> list[Reply] | None:
    """A score as the answer to the open question, or ``None``."""
    asking = talk.state.asking or ""
    if not asking.startswith("score:"):
        return None
    value = score_in(talk)
    if value is not None and talk.turn.intent not in ("describe_symptom", "technique_control", "ask_technique"):
        return take_score(talk, value)
    if "not_sure" in talk.turn.found("words"):
        return skip(talk)
    return None


def take_score(talk: Talk, value: float) -> list[Reply]:
    """Use a score: before starts the technique, after compares, at other times it is remembered."""
    state = talk.state
    asking = (state.asking or "").removeprefix("score:")
    before = talk.turn.fact("score_before")
    state.asking = None
    if state.trials and state.trials[-1].after is None and asking != "before":
        if before is not None and state.trials[-1].before is None:
            state.trials[-1].before = before
        return compare(talk, value)
    state.before = value
    state.case.severity = value
    talk.note_event("score", f"{value:g}")
    if _severe(talk, value):
        return [cards.care_advice(talk, state.flagged("asserted"))]
    if state.playing and asking == "before":
        return guiding.show_step(talk, 1)
    return [
        talk.text(
            "score.noted",
            [talk.offer("resume") if state.playing else talk.offer("suggest"), talk.offer("rank")],
            value=f"{value:g}",
        )
    ]


def _severe(talk: Talk, value: float) -> bool:
    """Whether this score newly raises the flag for severe pain."""
    if value < SEVERE or talk.state.flags.get("severe_pain") is not None:
        return False
    talk.state.flags["severe_pain"] = "asserted"
    return True


def skip(talk: Talk) -> list[Reply]:
    """The person does not want to give a score."""
    asking = talk.state.asking or ""
    talk.state.asking = None
    talk.state.case.declined.append(asking)
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
    state.before = after
    talk.note_event("score", f"{trial.technique}: {_number(trial.before)} -> {after:g}")
    name = talk.store.techniques[trial.technique].name
    if _severe(talk, after):
        return [cards.care_advice(talk, state.flagged("asserted"))]
    if trial.before is None:
        return [
            talk.text(
                "score.noted", [talk.offer("suggest"), talk.offer("plan"), talk.offer("summary")], value=f"{after:g}"
            )
        ]
    values = {"before": _number(trial.before), "after": f"{after:g}", "name": name}
    if after < trial.before:
        return [
            talk.text(
                "check.better",
                [
                    talk.offer("plan"),
                    talk.offer("other_side"),
                    talk.offer("suggest", "suggest.more"),
                    talk.offer("summary"),
                ],
                **values,
            )
        ]
    failed = [t for t in state.trials if t.before is not None and t.after is not None and t.after >= t.before]
    if len(failed) >= FAILURES:
        if "not_improving" in talk.store.red_flags:
            talk.note_event("referred", "two techniques without effect")
        return [talk.text("check.refer", [talk.offer("referral"), talk.offer("summary"), talk.offer("calm")], **values)]
    key = "check.worse" if after > trial.before else "check.same"
    ranked = [m for m in state.ranked if m != state.muscle]
    if ranked:
        state.muscle = ranked[0]
    return [
        talk.text(key, [talk.offer("suggest", "suggest.other"), talk.offer("calm"), talk.offer("referral")], **values)
    ]


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
