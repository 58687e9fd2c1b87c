"""One turn of a conversation: absorb, watch for red flags, answer, offer a next step.

Rasa chooses the topic (rules map intents to actions, the safety policy outranks them);
everything that happens inside a topic is here and needs no Rasa.
"""

from __future__ import annotations

from trigger_points.conversation import (
    answering,
    checking,
    choosing,
    explaining,
    guiding,
    handover,
    listening,
    means,
    minding,
    noting,
    planning,  # noqa: F401  (registers its offers)
    references,
    returning,
    safety,
    screening,
    small_talk,
    steering,
    trouble,
    whose,
)
from trigger_points.conversation.desk import Desk, Talk
from trigger_points.conversation.state import State, Turn
from trigger_points.conversation.topics import Plain, go, known, offered
from trigger_points.replies.models import Choice, Reply, TechniqueStepReply, TextReply
from trigger_points.understanding.text import is_words

TOPICS: dict[str, Plain] = {
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
"""What answers each intent. What an offer leads to is registered by the topics themselves."""

IN_PLACE = frozenset({"resume", "control:next", "control:done"})
"""Offers with which a technique goes on."""
BRIEF = 5
"""Up to so many words, a length of time is all that is told."""
TAKEN_FOR_A_START = frozenset({"restart_or_delete", "thanks_bye", "greet"})
"""Intents that a mere "start", "begin" or "let's go" is easily taken for."""
HARDLY = 0.4
"""A hello that the model is less sure of is none."""
TAKEN_FOR_A_STEP = frozenset({"affirm", "greet", "technique_control"})
"""Intents that a short question about a treatment is taken for."""
WISHES = ("technique_control", "out_of_scope", "ask_treatment")
"""Intents that a time or a place for an exercise is taken for, outside a technique."""
WITHHELD = ("suggest", "technique:", "start:", "control:", "calm", "plan", "other_side", "resume")
"""Offers that lead to a technique: not made while something urgent stands."""
_ANSWERS = (
    listening.tell_side,
    returning.take_answer,
    screening.take_answer,
    trouble.take_answer,
    steering.take_answer,
    means.take_answer,
    checking.take_answer,
    listening.take_answer,
)
"""Who may take a message as the answer to the open question, in this order."""


def respond(desk: Desk, state: State, turn: Turn, topic: str | None = None) -> list[Reply]:
    """Answer one message and change ``state``. ``topic`` overrides the intent's own."""
    talk = Talk(desk, turn, state)
    returning.notice(talk)
    state.turns += 1
    replies = _by_choice(talk) if turn.choice or turn.choices else _by_words(talk, topic or turn.intent)
    state.last_at = turn.at
    if state.player is not None and replies:
        state.player.away = not any(isinstance(reply, TechniqueStepReply) for reply in replies)
    explaining.keep_current(talk)
    return _with_next_step(talk, [*talk.notes, *replies])


def _by_words(talk: Talk, topic: str) -> list[Reply]:
    topic = _put_right(talk, topic)
    then = minding.before(talk)
    noting.absorb(talk)
    explaining.keep_current(talk)
    whose.take_back(talk)
    before = talk.state.flagged("asserted")
    taken = safety.watch(talk)
    whose.remember_question(talk, before)
    taken = taken or minding.judge_anew(talk, then)
    if taken:
        talk.state.misses = 0
        return taken
    if topic != "out_of_scope" and not topic.startswith("ask_"):
        talk.state.misses = 0
    if talk.own_case:
        return listening.describe(talk)
    if talk.state.asking == "delete" and topic in ("affirm", "deny"):
        return small_talk.delete(talk, "yes" if topic == "affirm" else "no")
    for take in _ANSWERS:
        replies = take(talk)
        if replies is not None:
            talk.state.misses = 0
            return listening.say_back(talk, replies)
    if topic == "affirm" and talk.state.proposal and not (talk.state.playing and "start" in talk.turn.found("words")):
        return go(talk, talk.state.proposal)
    missed = talk.state.misses
    replies = (
        _start_in_words(talk)
        or listening.acknowledge(talk)
        or references.follow(talk)
        or TOPICS.get(topic, small_talk.out_of_scope)(talk)
    )
    if talk.state.misses == missed:  # understood
        talk.state.misses = 0
    return replies


def _put_right(talk: Talk, topic: str) -> str:
    """The topic, where the intent alone would mislead: emoji, and bare facts outside a technique."""
    turn = talk.turn
    if not is_words(turn.text):
        topic = _emoji(talk)
    elif topic == "greet" and turn.confidence < HARDLY:
        topic = "out_of_scope"  # "asdf" is no hello
    elif topic in TAKEN_FOR_A_START and _merely_starts(talk):
        topic = "technique_control"
        talk.turn.findings["control"] = "start"
    elif topic in TAKEN_FOR_A_STEP and turn.found("treatments") and references.asks_briefly(talk):
        topic = "ask_treatment"  # "and heat?"
    elif topic in WISHES and not talk.state.playing and _asks_for_something(talk, topic):
        topic = "ask_technique"
    elif topic in listening.MISREAD and not _steers(talk, topic) and not _answers_something(talk):
        if noting.tells_facts(talk) and not turn.found("techniques"):
            topic = "describe_symptom"
        elif topic == "out_of_scope" and _names_what_we_know(talk):
            topic = "ask_anatomy"
    elif topic.startswith("ask_") and _merely_how_long(talk):
        topic = "describe_symptom"
    if topic != turn.intent and turn.intent != "deny":  # a no still corrects
        talk.turn = turn.copy(update={"intent": topic})
    return topic


def _merely_starts(talk: Talk) -> bool:
    words = talk.turn.found("words")
    return "start" in words and not {"restart", "delete"} & set(words)


def _answers_something(talk: Talk) -> bool:
    """Whether a yes, a no or a word may be the answer to what was asked or shown last."""
    state, turn = talk.state, talk.turn
    if state.asking in listening.BEFORE_A_TECHNIQUE or (state.asking or "").startswith("flag:"):
        return turn.intent in ("affirm", "deny")
    if state.asking:
        return state.asking not in noting.OPEN_QUESTIONS
    starts = turn.intent == "affirm" or "start" in turn.found("words")
    return turn.fact("score") is not None or (state.playing and starts)


def _names_what_we_know(talk: Talk) -> bool:
    """ "What is bursitis": a few words with a term, condition or muscle that we explain, and no other place."""
    turn = talk.turn
    named = turn.found("glossary") or turn.found("look_alikes") or turn.found("muscles")
    return bool(named) and len(turn.text.split()) <= references.SHORT


def _merely_how_long(talk: Talk) -> bool:
    """ "More than two weeks", and nothing else: that is told, whatever it was taken for."""
    text = talk.turn.text.rstrip()
    brief = len(text.split()) <= BRIEF and not text.endswith("?")
    return brief and talk.turn.fact("duration_days") is not None


def _steers(talk: Talk, topic: str) -> bool:
    """Whether the message is about the technique on show or under way."""
    return talk.state.in_a_step or (talk.state.playing and topic == "technique_control")


def _asks_for_something(talk: Talk, topic: str) -> bool:
    """A wish, a time, a place or a kind of exercise, said outside a technique: "I have two minutes at my desk"."""
    words = talk.turn.found("words")
    here = any(word in words for word in ("wish", "at_chair", "at_standing", "at_bed"))
    known = bool(talk.state.case.regions or talk.state.case.muscles)
    if topic == "out_of_scope":  # "2 mins at my desk", and not "hot today"
        return here and known
    if topic == "ask_treatment":  # "what can I do about it": something for what was told, and no list of treatments
        return "wish" in words and known and not talk.turn.found("treatments") and not safety.withheld(talk)
    return here or any(kind in words for kind in choosing.KINDS_BY_WORD) or talk.turn.fact("minutes") is not None


def _emoji(talk: Talk) -> str:
    """A message of signs alone: thumbs count as yes or no, anything else says too little."""
    for topic in ("affirm", "deny"):
        if any(sign in talk.turn.text for sign in talk.say(f"emoji.{topic}")):
            return topic
    return "out_of_scope"


def _start_in_words(talk: Talk) -> list[Reply] | None:
    """ "Start" or "yes" under a preview starts the technique."""
    player = talk.state.player
    if player is None or player.finished or player.step:
        return None
    if "start" in talk.turn.found("words") or (talk.turn.intent == "affirm" and not talk.state.asking):
        return guiding.start(talk, player.technique)
    return None


def _by_choice(talk: Talk) -> list[Reply]:
    if talk.turn.choices:
        return screening.take_checks(talk, [c.split(":", 1)[1] for c in talk.turn.choices if c.startswith("check:")])
    choice = talk.turn.choice or ""
    return go(talk, choice) if known(choice) else small_talk.out_of_scope(talk)


@offered("continue")
def go_on(talk: Talk) -> list[Reply]:
    """Back to the question that is still open, or to where the person was."""
    asking, state = talk.state.asking or "", talk.state
    what, _, about = asking.partition(":")
    if what in noting.OPEN_QUESTIONS:
        return listening.ask_again(talk, what)
    if what == "flag":
        return [safety.check_again(talk, about)]
    if what == "checklist":
        return [screening.show_checklist(talk)]
    if asking == "score:back":
        return returning.ask_today(talk)
    if what == "score":
        return checking.ask_score(talk, "before" if about == "before" else "after" if about == "after" else "now")
    if what == "equipment":
        return [means.ask_equipment(talk)]
    if what == "floor":
        return [means.ask_floor(talk)]
    if what == "hurts":
        return steering.steer(talk, "hurts")
    if what == "back":
        return returning.welcome(talk)
    if what == "correct":
        return listening.correct(talk)
    if what == "delete":
        return small_talk.ask_delete(talk)
    return guiding.resume(talk) if state.playing else listening.proceed(talk)


def _with_next_step(talk: Talk, replies: list[Reply]) -> list[Reply]:
    """Every turn ends with something the person can do next; an open question or technique keeps its place."""
    if not replies:
        replies = [talk.text("answer.unknown")]
    last, state = replies[-1], talk.state
    if not choosing.anything_allowed(talk):
        last.choices = [c for c in last.choices if not c.payload.startswith(WITHHELD)] or _while_waiting(talk, last)
    elif guiding.barred(talk):
        last.choices = [c for c in last.choices if c.payload not in IN_PLACE]
    offers = {choice.payload for choice in last.choices}
    onward = _way_back(talk)
    in_place = any(offer.startswith("start:") or offer in IN_PLACE for offer in offers)
    if onward and not talk.asked and not in_place and onward not in offers:
        last.choices = [*last.choices, talk.offer(onward)]
    if not last.choices and not hasattr(last, "none"):
        last.choices = [talk.offer("suggest"), talk.offer("topics")]
    references.remember_list(talk, replies)
    proposes = isinstance(last, TextReply) and last.text.rstrip().endswith("?") and bool(last.choices)
    state.proposal = last.choices[0].payload if proposes else None
    return replies


def _while_waiting(talk: Talk, last: Reply) -> list[Choice]:
    """What is left to offer while techniques are withheld."""
    return [talk.offer("referral"), talk.offer("summary")] if last.choices or not hasattr(last, "none") else []


def _way_back(talk: Talk) -> str | None:
    """The offer that leads back to what a digression interrupted."""
    state = talk.state
    if safety.withheld(talk):
        return "continue" if safety.open_flag(state) else None
    if state.asking:
        return "continue"
    return "resume" if state.playing and not guiding.barred(talk) else None
