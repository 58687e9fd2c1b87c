"""Coming back: welcome a returning person, ask how it went, and show the scores over time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, cast

from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Score
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import Choice, Reply, TextReply, TrendPoint, TrendReply

AWAY = timedelta(hours=6)
"""A pause from which on a person counts as coming back."""
LONG_ENOUGH = 14
"""Days of self-care without a change after which a clinician is suggested (facts: referral rules)."""
SHOWN = 12
"""Scores shown in a trend; the latest."""
HOW = ("better", "same", "worse")
"""Best first: of the word and the number, the worse one counts."""


def days_away(talk: Talk) -> float | None:
    """Days since the last message, if that counts as coming back."""
    then, now = _time(talk.state.last_at), _time(talk.turn.at)
    if then is None or now is None or now - then < AWAY:
        return None
    return (now - then) / timedelta(days=1)


def _time(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return None


def notice(talk: Talk) -> None:
    """Someone who comes back and starts right away is still welcomed in a line of its own."""
    if days_away(talk) is not None:
        talk.state.advised = None  # after a while the care advice is said in full again
    if days_away(talk) is None or not talk.state.trials or talk.turn.intent == "greet" or talk.turn.choice:
        return
    if talk.state.asking and not talk.state.asking.startswith("flag:"):
        talk.state.asking = None  # the question of last week is stale
    if not talk.turn.flags.get("escalate"):
        talk.notes.append(TextReply(text=talk.say("back.note", done=_done(talk))))


def welcome(talk: Talk) -> list[Reply]:
    """Say what was done last time, and ask how it has been since."""
    talk.ask("back")
    return [talk.text("greet.back", [*_how(talk), talk.offer("restart")], done=_done(talk))]


def _how(talk: Talk) -> list[Choice]:
    return [talk.offer(f"back:{how}") for how in HOW]


def _done(talk: Talk) -> str:
    """The last technique, with its scores where they are known."""
    trial = talk.state.trials[-1]
    name = talk.store.techniques[trial.technique].name
    if trial.before is None or trial.after is None:
        return talk.say("back.done", name=name)
    return talk.say("back.scored", name=name, before=f"{trial.before:g}", after=f"{trial.after:g}")


def take_answer(talk: Talk) -> list[Reply] | None:
    """How it went, in words; ``None`` if it is something else."""
    if talk.state.asking != "back":
        return None
    words = talk.turn.found("words")
    if talk.turn.fact("score") is not None and talk.turn.fact("duration_days") is None:
        talk.state.asking = "score:back"
        return None  # a number says it all: checking takes it
    for how, said in (("same", "same"), ("worse", "worse"), ("better", "gone"), ("better", "better")):
        if said in words:
            return how_it_went(talk, how)
    return None


@offered_with("back")
def how_it_went(talk: Talk, how: str) -> list[Reply]:
    """Better, the same or worse; then the score of today."""
    talk.note_event("since_then", how)
    talk.state.topic = f"back:{how}"
    _keep_since(talk, how)
    if "gone" in talk.turn.found("words"):
        talk.ask("score:back")
        return go(talk, "score:0")
    return ask_today(talk)


def ask_today(talk: Talk) -> list[Reply]:
    """Ask how bad it is today."""
    talk.ask("score:back")
    return [cards.pain_scale(talk, "now")]


def scored(talk: Talk, value: float | None) -> list[Reply]:
    """After the score of today: the trend, and what follows from it."""
    said = (talk.state.topic or "").removeprefix("back:")
    known = [how for how in (_how_by_score(talk, value), said) if how in HOW]
    how = max(known, key=HOW.index, default="same")  # who says "no better" is not cheered for a number
    _keep_since(talk, how)
    replies = trend(talk) if value is not None and len(talk.state.scores) > 1 else []
    return [*replies, _onward(talk, how)]


def _keep_since(talk: Talk, how: str) -> None:
    """What came of the last technique by the time the person is back; it counts when it did not help."""
    if talk.state.trials and how in HOW:
        talk.state.trials[-1].since = cast(Literal["better", "same", "worse"], how)


def _how_by_score(talk: Talk, value: float | None) -> str | None:
    """How it went by the number, measured from the first score of all."""
    earlier = [s.value for s in talk.state.scores[:-1]]
    if value is None or not earlier:
        return None
    first = earlier[0]
    return "better" if value < first else "worse" if value > first else "same"


def _onward(talk: Talk, how: str) -> Reply:
    if how == "better":
        return talk.text("back.better", [talk.offer("plan"), talk.offer("suggest", "suggest.more")])
    others = [m for m in talk.state.ranked if m != talk.state.muscle]
    if others:
        talk.state.muscle = others[0]
    talk.note_event("referred", "no better since last time")
    onward = [talk.offer("referral"), talk.offer("summary"), talk.offer("suggest", "suggest.other")]
    if _days_trying(talk) >= LONG_ENOUGH:
        return talk.text("back.long", onward)
    return talk.text("back.worse" if how == "worse" else "back.same", onward)


def _days_trying(talk: Talk) -> float:
    first, now = _time(talk.state.trials[0].at) if talk.state.trials else None, _time(talk.turn.at)
    return (now - first) / timedelta(days=1) if first and now else 0.0


@offered("trend")
def trend(talk: Talk) -> list[Reply]:
    """All scores so far as a chart, and the same in words."""
    scores = talk.state.scores[-SHOWN:]
    if not scores:
        return [talk.text("trend.none", [talk.offer("suggest"), talk.offer("summary")])]
    points = [TrendPoint(when=s.at, label=_label(talk, s), score=_whole(s.value)) for s in scores]
    first, last = points[0].score, points[-1].score
    key = "trend.down" if last < first else "trend.up" if last > first else "trend.level"
    summary = talk.say(key, first=first, last=last, n=len(points))
    steps = ", ".join(f"{_day(s)} {p.label} {p.score}" for s, p in zip(scores, points))
    onward = [talk.offer("suggest", "suggest.more"), talk.offer("summary")]
    return [
        TrendReply(
            text=f"{summary} {talk.say('trend.text', points=steps)}", points=points, summary=summary, choices=onward
        )
    ]


def _label(talk: Talk, score: Score) -> str:
    if score.technique in talk.store.techniques and score.when in ("before", "after"):
        return talk.say(f"trend.{score.when}", name=talk.store.techniques[score.technique].name)
    return talk.say("trend.now")


def _day(score: Score) -> str:
    moment = _time(score.at)
    return f"{moment.day} {moment:%B}:" if moment else ""


def _whole(value: float) -> int:
    """A score as a whole number; halves go up, on the careful side."""
    return int(value + 0.5)
