"""Follow-ups that make sense only from where the talk is: "the second one", "and for running?", "safe for me?"."""

from __future__ import annotations

from trigger_points.conversation import answering, explaining, handover, lacking, returning, safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import go
from trigger_points.replies.models import Reply

SHORT = 8
"""Words up to which a message may be a mere pointer."""
LISTABLE = ("muscle", "look_alike", "question", "cause", "treatment", "glossary", "technique")
"""Offers that count as a list one can point into."""
ORDINALS = ("first", "second", "third")
NEW_MATTER = frozenset({"describe_symptom", "describe_cause", "rate_pain", "greet", "restart_or_delete"})
"""Intents that do not ask about what was said before."""
WISHES = frozenset({"ask_technique", "technique_control"})
"""Intents with which "something else" is another exercise."""
TAKEN_FOR_ANSWERS = frozenset({"greet", "affirm", "deny", "nlu_fallback", "out_of_scope", "thanks_bye"})
"""Intents that a short question ("how often?", "and heat?") is taken for."""
HALF_SURE = 0.6
"""An intent that the model is less sure of may be any for such a question."""
BRIEF = 5
"""Words up to which such a question is looked up with less certainty."""
PLANNABLE = frozenset({"ask_technique", "technique_control", "ask_treatment", "out_of_scope", "affirm"})


def remember_list(talk: Talk, replies: list[Reply]) -> None:
    """Keep what this turn lists, so that the next message can point at it; buttons beside an answer are no list."""
    for reply in replies:
        items = [f"{item.kind}:{item.id}" for item in getattr(reply, "items", []) if hasattr(item, "kind")]
        offers = [c.payload for c in reply.choices if c.payload.partition(":")[0] in LISTABLE]
        if items or (len(offers) > 1 and reply.text.rstrip().endswith("?")):
            talk.state.listed = items or offers


def follow(talk: Talk) -> list[Reply] | None:
    """The answer to a follow-up, or ``None`` if the message stands on its own."""
    return (
        _wish(talk)
        or handover.about_the_advice(talk)
        or _pointer(talk)
        or _same_for_another(talk)
        or _about_the_ranking(talk)
        or _short_question(talk)
    )


def _wish(talk: Talk) -> list[Reply] | None:
    """Summary, plan, scores, "is this safe for me"."""
    words, state = talk.turn.found("words"), talk.state
    if "summary" in words:
        return go(talk, "summary")
    if "what_it_means" in words and state.asking and not safety.withheld(talk):
        return go(talk, "continue")  # asked again, in other words
    if "trend" in words and (state.scores or state.trials):
        return returning.trend(talk)
    if "plan" in words and (state.trials or talk.turn.intent in PLANNABLE):
        return go(talk, "plan")
    known = state.player is not None or state.ranked or state.flagged("asserted")
    if "safe_for_me" in words and known:
        of_a_condition = talk.turn.flags.get("escalate")
        direct = None if of_a_condition else answering.by_meaning(talk, answering.SURE)
        return direct or go(talk, "safe")
    if "avoid" in words and talk.turn.intent not in NEW_MATTER:
        return answering.by_meaning(talk, answering.SURE - 0.05) or explaining.what_to_avoid(talk)
    if "instead" in words and talk.turn.found("equipment") and state.playing:
        return lacking.instead(talk, talk.turn.found("equipment")[0])
    return None


def _pointer(talk: Talk) -> list[Reply] | None:
    """ "The second one", "the other muscle", "that one"."""
    words, state = talk.turn.found("words"), talk.state
    listed = _listed(talk)
    if talk.turn.intent in NEW_MATTER or len(talk.turn.text.split()) > SHORT or not listed:
        return None
    if state.in_a_step and talk.turn.intent == "technique_control" and "muscles" not in words:
        return None  # "back to the first one" is about steps
    number = next((n for n, word in enumerate(ORDINALS) if word in words), None)
    if number is None and "other_one" in words:
        current = [n for n, offer in enumerate(listed) if state.muscle and offer.endswith(f":{state.muscle}")]
        number = current[0] + 1 if current else 1
    if number is None:
        return None
    offer = listed[number % len(listed)] if "other_one" in words else _nth(listed, number)
    if offer is None:
        return None
    kind, _, record = offer.partition(":")
    if kind in ("muscle", "look_alike") and talk.turn.intent == "ask_technique":
        offer = f"suggest:{record}"
    return go(talk, offer)


def _listed(talk: Talk) -> list[str]:
    """What was listed last; "something for the second one" is about the muscles, whatever was listed since."""
    state = talk.state
    kinds = {offer.partition(":")[0] for offer in state.listed}
    if talk.turn.intent == "ask_technique" and state.ranked and not kinds & {"muscle", "look_alike"}:
        return [f"{'look_alike' if i in talk.store.look_alikes else 'muscle'}:{i}" for i in state.ranked]
    return state.listed


def _nth(listed: list[str], number: int) -> str | None:
    return listed[number] if number < len(listed) else None


def _same_for_another(talk: Talk) -> list[Reply] | None:
    """ "And for running?", "what about the piriformis?": the same kind of answer about something else."""
    turn, store = talk.turn, talk.store
    if "follow_up" not in turn.found("words") or len(turn.text.split()) > SHORT:
        return None
    direct = answering.by_meaning(talk, answering.SURE + 0.15)
    if direct:
        return direct
    kind = (talk.state.topic or "").partition(":")[0]
    regions = [r for r in turn.found("regions") if r in store.regions]
    if regions and kind in ("anatomy", "muscle", "rank"):
        return go(talk, f"anatomy:{regions[0]}")
    for verb, name in (
        ("cause", "causes"),
        ("muscle", "muscles"),
        ("look_alike", "look_alikes"),
        ("treatment", "treatments"),
        ("technique", "techniques"),
        ("glossary", "glossary"),
    ):
        known = [record for record in turn.found(name) if record in getattr(store, name)]
        if known:
            return go(talk, f"{verb}:{known[0]}")
    if regions:
        return explaining.why_region(talk, regions[0])
    if turn.found("equipment"):
        return go(talk, "suggest")
    if talk.state.playing and turn.intent == "technique_control":  # "what about the other leg?"
        return None
    return answering.by_meaning(talk, answering.SURE - 0.1)


def _of_a_technique(talk: Talk) -> bool:
    """ "Something else" with a technique on show, or after one, asks for another one; a question may still ask why."""
    asks = talk.turn.text.rstrip().endswith("?") or "could_it_be" in talk.turn.found("words")
    return not asks and (talk.state.player is not None or bool(talk.state.trials))


def _about_the_ranking(talk: Talk) -> list[Reply] | None:
    """How sure, something else, why there, where is it."""
    words, state = talk.turn.found("words"), talk.state
    question = talk.turn.text.rstrip().endswith("?")
    if "why_here" in words and talk.turn.found("regions") and question:
        return explaining.why_region(talk, talk.turn.found("regions")[0])
    if talk.turn.intent in ("describe_symptom", "describe_cause", "rate_pain"):
        return None
    if "how_sure" in words and talk.state.turns > 1:
        return go(talk, "sure")
    wish = talk.turn.intent in WISHES or _of_a_technique(talk)
    if "something_else" in words and ("could_it_be" in words or not wish):
        return go(talk, "else")
    if not state.ranked:
        return None
    if "why_here" in words and talk.turn.found("regions"):
        return explaining.why_region(talk, talk.turn.found("regions")[0])
    if "where_is" in words and state.muscle and "that_one" in words and not talk.turn.found("muscles"):
        return explaining.about_muscle(talk, state.muscle)
    return None


def _short_question(talk: Talk) -> list[Reply] | None:
    """ "How often?", "and heat?": a few words that ask, which the model takes for a greeting or a yes."""
    turn = talk.turn
    if not asks_briefly(talk) or (turn.intent not in TAKEN_FOR_ANSWERS and turn.confidence >= HALF_SURE):
        return None
    if turn.found("treatments") and not talk.state.playing:
        return go(talk, f"treatment:{turn.found('treatments')[0]}")
    if talk.state.playing and turn.findings.get("control") == "how_long":
        return go(talk, "control:how_long")
    if turn.intent == "ask_technique" and "wish" in turn.found("words"):
        return None  # "what can I do then?"
    return answering.by_meaning(talk, answering.SURE - 0.1)


def asks_briefly(talk: Talk) -> bool:
    """Whether the message is a short question by its words or its sign."""
    turn = talk.turn
    asks = turn.text.rstrip().endswith("?") or "asking_how" in turn.found("words")
    return asks and len(turn.text.split()) <= BRIEF
