"""One turn of a conversation: absorb, watch for red flags, answer, offer a next step.

Rasa chooses the topic (rules map intents to actions, the safety policy outranks them);
everything that happens inside a topic is here and needs no Rasa.
"""

from __future__ import annotations

from collections.abc import Callable

from trigger_points.conversation import (
    answering,
    checking,
    explaining,
    guiding,
    handover,
    listening,
    planning,
    safety,
    screening,
    small_talk,
    steering,
)
from trigger_points.conversation.desk import Desk, Talk, Topic
from trigger_points.conversation.state import State, Turn
from trigger_points.replies.models import Reply, TextReply
from trigger_points.understanding.text import is_words

TOPICS: dict[str, Topic] = {
    "describe_symptom": listening.describe,
    "describe_cause": listening.describe,
    "ask_technique": guiding.ask_technique,
    "ask_anatomy": answering.anatomy,
    "ask_trigger_points": answering.trigger_points,
    "ask_causes": answering.causes,
    "ask_treatment": answering.treatments,
    "ask_referral": handover.referral,
    "technique_control": steering.control,
    "rate_pain": checking.rate,
    "affirm": small_talk.affirm,
    "deny": small_talk.deny,
    "greet": small_talk.greet,
    "thanks_bye": small_talk.thanks_bye,
    "restart_or_delete": small_talk.restart_or_delete,
    "bot_challenge": small_talk.bot_challenge,
    "out_of_scope": small_talk.out_of_scope,
}
"""What answers each intent."""

_PLAIN_CHOICES: dict[str, Topic] = {
    "rank": explaining.show_ranking,
    "suggest": guiding.suggest,
    "calm": guiding.calm,
    "sure": explaining.how_sure,
    "else": explaining.something_else,
    "ask_region": lambda talk: [listening.ask_region(talk)],
    "topics": answering.topics,
    "causes": lambda talk: answering.causes(talk),
    "treatments": answering.treatments,
    "referral": handover.referral,
    "summary": handover.summary,
    "plan": planning.plan,
    "resume": guiding.resume,
    "continue": listening.proceed,
    "about": small_talk.about,
    "restart": small_talk.restart,
    "welcome": small_talk.greet,
    "other_side": lambda talk: steering.again_on_other_side(talk),
    "skip": checking.skip,
}

_CHOICES: dict[str, Callable[[Talk, str], list[Reply]]] = {
    "region": lambda talk, value: listening.take_choice(talk, "region", value),
    "side": lambda talk, value: listening.take_choice(talk, "side", value),
    "trigger": lambda talk, value: listening.take_choice(talk, "trigger", value),
    "duration": lambda talk, value: listening.take_choice(talk, "duration", value),
    "score": lambda talk, value: checking.take_score(talk, float(value)),
    "control": steering.steer,
    "hurts": steering.kind_of_hurt,
    "technique": guiding.preview,
    "start": guiding.start,
    "suggest": lambda talk, value: _suggest_for(talk, value),
    "muscle": explaining.about_muscle,
    "look_alike": explaining.about_muscle,
    "cause": lambda talk, value: [answering.cause(talk, talk.store.causes[value])],
    "treatment": lambda talk, value: [answering.treatment(talk, talk.store.treatments[value])],
    "glossary": lambda talk, value: [answering.glossary(talk, talk.store.glossary[value])],
    "question": lambda talk, value: [answering.question(talk, talk.store.questions[value])],
    "check": lambda talk, value: screening.take_checks(talk, [] if value == "none" else [value]),
    "flag": lambda talk, value: _flag_choice(talk, value),
    "delete": small_talk.delete,
    "back": lambda talk, value: _back_with(talk, value),
}

SURE_OF_EMOJI = 0.9
"""A message of emoji alone counts only when its intent is this clear (a thumb up)."""


def respond(desk: Desk, state: State, turn: Turn, topic: str | None = None) -> list[Reply]:
    """Answer one message and change ``state``. ``topic`` overrides the intent's own."""
    talk = Talk(desk, turn, state)
    state.turns += 1
    replies = _by_choice(talk) if turn.choice or turn.choices else _by_words(talk, topic or turn.intent)
    return _with_next_step(talk, [*talk.notes, *replies])


def _by_words(talk: Talk, topic: str) -> list[Reply]:
    listening.absorb(talk)
    if not is_words(talk.turn.text) and talk.turn.confidence < SURE_OF_EMOJI:
        topic = "out_of_scope"
    taken = safety.watch(talk)
    if taken is not None:
        return taken
    if topic != "out_of_scope":
        talk.state.misses = 0
    if talk.state.asking == "delete" and topic in ("affirm", "deny"):
        return small_talk.delete(talk, "yes" if topic == "affirm" else "no")
    for take in (screening.take_answer, steering.take_answer, checking.take_answer, listening.take_answer):
        replies = take(talk)
        if replies is not None:
            talk.state.misses = 0
            return replies
    if topic == "affirm" and talk.state.proposal:
        return _by_choice(Talk(talk.desk, talk.turn.copy(update={"choice": talk.state.proposal}), talk.state))
    return _start_in_words(talk) or _follow_up(talk) or TOPICS.get(topic, small_talk.out_of_scope)(talk)


def _start_in_words(talk: Talk) -> list[Reply] | None:
    """ "Start" or "yes" under a preview starts the technique."""
    player = talk.state.player
    if player is None or player.finished or player.step > 0:
        return None
    if "start" in talk.turn.found("words") or (talk.turn.intent == "affirm" and not talk.state.asking):
        return guiding.start(talk, player.technique)
    return None


def _follow_up(talk: Talk) -> list[Reply] | None:
    """Questions about what was just said: how sure, something else, why there."""
    words = talk.turn.found("words")
    if "summary" in words:
        return handover.summary(talk)
    if "plan" in words and talk.state.trials:
        return planning.plan(talk)
    if not talk.state.ranked or talk.turn.intent in listening.TELLING - {
        "ask_technique",
        "ask_causes",
        "ask_treatment",
    }:
        return None
    if "how_sure" in words:
        return explaining.how_sure(talk)
    if "something_else" in words:
        return explaining.something_else(talk)
    if "why_here" in words and talk.turn.found("regions"):
        return explaining.why_region(talk, talk.turn.found("regions")[0])
    return None


def _by_choice(talk: Talk) -> list[Reply]:
    if talk.turn.choices:
        return screening.take_checks(talk, [c.split(":", 1)[1] for c in talk.turn.choices if c.startswith("check:")])
    choice = talk.turn.choice or ""
    if choice in _PLAIN_CHOICES:
        return _PLAIN_CHOICES[choice](talk)
    verb, _, value = choice.partition(":")
    if verb in _CHOICES:
        return _CHOICES[verb](talk, value)
    return small_talk.out_of_scope(talk)


def _suggest_for(talk: Talk, muscle: str) -> list[Reply]:
    talk.state.muscle = muscle
    return guiding.suggest(talk, muscle)


def _flag_choice(talk: Talk, value: str) -> list[Reply]:
    flag, _, answer = value.partition(":")
    before = talk.state.flags.get(flag)
    safety.answer_flag(talk, flag, answer)
    from trigger_points.replies import cards

    if answer != "no":
        return [cards.care_advice(talk, talk.state.flagged("asserted"))]
    if before == "asserted":
        return [cards.withdrawn(talk, [flag])]
    if talk.state.playing:
        return [cards.flag_denied(talk, flag)]
    return listening.proceed(talk)


def _back_with(talk: Talk, how: str) -> list[Reply]:
    """How it went since last time."""
    if how == "better":
        return planning.plan(talk)
    if how == "worse":
        return handover.referral(talk)
    return guiding.suggest(talk)


def _with_next_step(talk: Talk, replies: list[Reply]) -> list[Reply]:
    """Every turn ends with something the person can do next; an open technique keeps its place."""
    if not replies:
        replies = [talk.text("answer.unknown")]
    last = replies[-1]
    player = talk.state.player
    held = player is not None and not player.finished and player.step > 0
    offers = {choice.payload for choice in last.choices}
    if (
        held
        and not safety.withheld(talk)
        and not offers & {"resume", "control:next", "control:done"}
        and not talk.state.asking
    ):
        last.choices = [*last.choices, talk.offer("resume")]
    if not last.choices and not hasattr(last, "none"):
        last.choices = [talk.offer("suggest"), talk.offer("topics")]
    if isinstance(last, TextReply) and talk.state.asking and not offers:
        last.choices = [*last.choices, talk.offer("continue")]
    proposes = isinstance(last, TextReply) and last.text.rstrip().endswith("?") and bool(last.choices)
    talk.state.proposal = last.choices[0].payload if proposes else None
    return replies
