"""Note in the case what a message tells: where, which side, what sets it off, how long, what they have at hand."""

from __future__ import annotations

from typing import cast

from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import OPPOSITE, Side

TELLING = frozenset({"describe_symptom", "describe_cause", "ask_technique", "rate_pain", "ask_causes", "ask_treatment"})
"""Intents whose places, causes and cues are about the person."""
OPEN_QUESTIONS = frozenset({"region", "side", "trigger", "duration"})
"""What is asked about the trouble."""
VAGUE = "hip"
"""What many people call the whole area."""
SHORT = 3
"""In a technique, up to so many words with a side ("the left one") put the side right."""


def tells_facts(talk: Talk) -> bool:
    """Whether the message holds facts about the trouble: a place, a side, what sets it off, how long."""
    turn = talk.turn
    told = turn.found("regions") or turn.found("causes") or turn.found("cues") or turn.findings.get("side")
    return bool(told) or turn.fact("duration_days") is not None or talk.side_told


def absorb(talk: Talk) -> None:
    """Add the facts of this message to what is known; corrections replace."""
    turn, case = talk.turn, talk.state.case
    if turn.choice or not turn.findings:
        return
    answering = talk.state.asking in OPEN_QUESTIONS | {"correct"}
    by_words = {"correcting", "puts_right"} & set(turn.found("words"))
    correcting = bool(by_words) or turn.intent == "deny" or talk.state.asking == "correct"
    if _about_their_side(talk, answering, correcting):
        _absorb_side(talk, correcting)
    if (turn.intent not in TELLING and not answering and not correcting) or _merely_asks(talk):
        _absorb_means(talk)
        return
    known = {*case.regions, *case.cues}
    regions = [r for r in turn.found("regions") if r in talk.store.regions]
    vague = set(talk.store.ranking.neighbours.get(VAGUE, ()))
    if correcting and regions == [VAGUE] and case.regions and set(case.regions) <= vague:
        regions = []  # "sorry, the right hip" puts the side right, not the place
    if regions:
        if correcting and case.regions and set(regions) != set(case.regions):
            talk.corrected.append("region")
        case.regions = regions if correcting else list(dict.fromkeys([*case.regions, *regions]))
    case.regions = [r for r in case.regions if r not in turn.found("denied_regions")]
    case.not_there = [r for r in dict.fromkeys([*case.not_there, *turn.found("denied_regions")]) if r not in regions]
    case.causes = list(dict.fromkeys([*case.causes, *turn.found("causes")]))
    case.cues = list(dict.fromkeys([*case.cues, *turn.found("cues")]))
    case.muscles = list(dict.fromkeys([*case.muscles, *turn.found("muscles")]))
    talk.told = [fact for fact in (*case.regions, *case.cues) if fact not in known]
    if turn.fact("duration_days") is not None:
        if correcting and case.duration_days not in (None, turn.fact("duration_days")):
            talk.corrected.append("duration")
        case.duration_days = turn.fact("duration_days")
    if turn.fact("age") is not None:
        case.age = turn.fact("age")
    bare = turn.text.strip().isdigit() and talk.state.asking in OPEN_QUESTIONS  # "2" may be the second choice
    if turn.fact("score") is not None and case.severity is None and not bare:
        case.severity = turn.fact("score")
    _absorb_means(talk)


def _merely_asks(talk: Talk) -> bool:
    """ "And for running?", "could it be sciatica?": what is asked about is not told."""
    pointing = {"follow_up", "could_it_be"} & set(talk.turn.found("words"))
    return bool(pointing) and talk.turn.text.rstrip().endswith("?")


def _about_their_side(talk: Talk, answering: bool, correcting: bool) -> bool:
    """Whether a side in this message is the sore side. A known side changes only when that is said."""
    turn, state = talk.turn, talk.state
    if state.case.side is None and len(turn.text.split()) <= SHORT:
        return True
    if state.case.side is None:
        return turn.intent in TELLING or answering or correcting
    question = turn.text.rstrip().endswith("?")
    if "as_well" in turn.found("words") and turn.intent in TELLING:
        return not question
    if state.playing and state.player is not None and state.player.step > 0:  # "should my left foot be flat?"
        return not question and (correcting or len(turn.text.split()) <= SHORT)
    return (
        answering
        or (correcting and not question)
        or turn.intent in ("describe_symptom", "describe_cause")
        or (turn.intent in TELLING and bool(turn.found("regions")))
    )


def _short_side(talk: Talk) -> Side | None:
    """ "L" or "rt" after "which side?"."""
    words = talk.turn.found("words")
    if talk.state.asking != "side" or len(talk.turn.text.split()) > SHORT:
        return None
    return "left" if "short_left" in words else "right" if "short_right" in words else None


def _side_said(talk: Talk, correcting: bool) -> Side | None:
    """The sore side by this message: once it is known or asked for, "the other one" and "not the left" say it too."""
    turn, state = talk.turn, talk.state
    side = turn.findings.get("side") or _short_side(talk)
    if side is not None:
        return cast(Side, side)
    other, denied = bool(turn.findings.get("other_side")), turn.found("denied_sides")
    known = state.case.side
    if known in ("left", "right"):
        if other and "as_well" in turn.found("words"):
            return "both"
        return OPPOSITE[known] if correcting and (other or known in denied) else None
    if state.asking == "side" and len(denied) == 1:
        return OPPOSITE.get(denied[0])
    return None


def _absorb_side(talk: Talk, correcting: bool) -> None:
    """The side that is said; a technique under way follows a correction."""
    side, state = _side_said(talk, correcting), talk.state
    if side is None or (state.asking or "").startswith("score:"):  # "right, then a 4"
        return
    if state.case.side in ("left", "right") and "as_well" in talk.turn.found("words"):
        side = "both" if side != state.case.side else side
    if state.case.side not in (None, side):
        talk.corrected.append("side")
    state.case.side = side
    talk.side_told = True
    if state.player is not None and state.player.side is not None and side in ("left", "right"):
        state.player.side = side


def _absorb_means(talk: Talk) -> None:
    """What they have at hand, where they can do it, and how much time there is."""
    turn, case = talk.turn, talk.state.case
    words = turn.found("words")
    lacks = turn.found("denied_equipment")
    if "no_floor" in words:
        case.floor = False
    elif "floor_ok" in words:
        case.floor = True
    case.lacks_equipment = list(dict.fromkeys([*case.lacks_equipment, *lacks]))
    case.equipment = [e for e in dict.fromkeys([*case.equipment, *turn.found("equipment")]) if e not in lacks]
    if turn.intent in ("ask_technique", "technique_control"):
        if turn.fact("minutes") is not None:
            case.minutes = turn.fact("minutes")
        place = next((p for p in ("chair", "standing", "bed") if f"at_{p}" in words), None)
        case.position = place or case.position
