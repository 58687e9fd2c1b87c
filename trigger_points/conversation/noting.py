"""Note in the case what a message tells: where, which side, what sets it off, how long, what they have at hand."""

from __future__ import annotations

from typing import cast

from trigger_points.conversation import whose
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import OPPOSITE, Side

TELLING = frozenset({"describe_symptom", "describe_cause", "ask_technique", "rate_pain", "ask_causes", "ask_treatment"})
"""Intents whose places, causes and cues are about the person."""
OPEN_QUESTIONS = frozenset({"region", "side", "trigger", "duration"})
"""What is asked about the trouble."""
ASKING = frozenset({"ask_anatomy", "ask_causes", "ask_referral", "ask_treatment", "ask_trigger_points"})
"""Intents that ask about a thing rather than tell of it."""
LONG = ("ages", "forever")
"""Words for a long time that say nothing more."""
VAGUE = "hip"
"""What many people call the whole area."""
SHORT = 3
"""In a technique, up to so many words with a side ("the left one") put the side right."""


def tells_facts(talk: Talk) -> bool:
    """Whether the message holds facts about the trouble: a place, a side, what sets it off, how long."""
    turn = talk.turn
    other = turn.findings.get("other_side") and {"correcting", "puts_right"} & set(turn.found("words"))
    told = other or turn.found("regions") or turn.found("causes") or turn.found("cues") or turn.findings.get("side")
    return bool(told) or bool(named_look_alikes(talk)) or turn.fact("duration_days") is not None or talk.side_told


def absorb(talk: Talk) -> None:
    """Add the facts of this message to what is known; corrections replace."""
    turn = talk.turn
    if turn.choice or not turn.findings:
        return
    answering = talk.state.asking in OPEN_QUESTIONS | {"correct"}
    if not whose.theirs(talk, answering):
        _absorb_means(talk)
        return
    case = talk.state.case
    by_words = {"correcting", "puts_right"} & set(turn.found("words"))
    correcting = bool(by_words) or turn.intent == "deny" or talk.state.asking == "correct"
    if _about_their_side(talk, answering, correcting):
        _absorb_side(talk, correcting)
    known = {*case.regions, *case.cues}
    _absorb_look_alikes(talk)
    if (turn.intent not in TELLING and not answering and not correcting) or _merely_asks(talk):
        if talk.state.playing and not turn.text.rstrip().endswith("?"):
            _absorb_warnings(talk)
            talk.told = [cue for cue in case.cues if cue not in known]
        _absorb_means(talk)
        return
    regions = [r for r in turn.found("regions") if r in talk.store.regions]
    vague = set(talk.store.ranking.neighbours.get(VAGUE, ()))
    if correcting and regions == [VAGUE] and case.regions and set(case.regions) <= vague:
        regions = []  # "sorry, the right hip" puts the side right, not the place
    if regions:
        if correcting and case.regions and set(regions) != set(case.regions):
            talk.corrected.append("region")
        case.regions = regions if correcting else list(dict.fromkeys([*case.regions, *regions]))
    denied = turn.found("denied_regions")
    if known & set(denied) and "region" not in talk.corrected:  # "it's in the buttock, not the back"
        talk.corrected.append("region")
    case.regions = [r for r in case.regions if r not in denied]
    case.not_there = [r for r in dict.fromkeys([*case.not_there, *denied]) if r not in regions]
    case.causes = list(dict.fromkeys([*case.causes, *turn.found("causes")]))
    if not _asks_what_is_allowed(talk):
        case.cues = list(dict.fromkeys([*case.cues, *turn.found("cues")]))
    case.muscles = list(dict.fromkeys([*case.muscles, *turn.found("muscles")]))
    talk.told = [fact for fact in (*case.regions, *case.cues) if fact not in known]
    of_a_condition = bool(turn.flags.get("escalate")) and case.duration_days is not None  # "new hip, last year"
    denies = turn.intent == "deny" and not by_words and talk.state.asking not in ("duration", "correct")
    if not of_a_condition and not denies:  # "no, not in years" is none
        _absorb_duration(talk, correcting)
    if turn.fact("age") is not None:
        case.age = turn.fact("age")
    bare = turn.text.strip().isdigit() and talk.state.asking in OPEN_QUESTIONS  # "2" may be the second choice
    if turn.fact("score") is not None and case.severity is None and not bare:
        case.severity = turn.fact("score")
    _absorb_means(talk)


def _absorb_duration(talk: Talk, correcting: bool) -> None:
    """How long it has been going on, with the words it was told in."""
    turn, case = talk.turn, talk.state.case
    if turn.fact("duration_days") is None:
        return
    if correcting and case.duration_days not in (None, turn.fact("duration_days")):
        talk.corrected.append("duration")
    said = turn.fact("duration_said")
    note_duration(talk, turn.fact("duration_days"), talk.say("duration.long") if said in LONG else said)


def note_duration(talk: Talk, days: float, said: str | None) -> None:
    """Keep how long it has been going on, and when that was told: tomorrow it will be longer."""
    case = talk.state.case
    case.duration_days, case.duration_said, case.duration_at = days, said, talk.turn.at


def named_look_alikes(talk: Talk) -> list[str]:
    """Look-alikes that the person has by this message: not denied, asked about, someone else's or long over."""
    turn = talk.turn
    words = set(turn.found("words"))
    asks = "could_it_be" in words or turn.text.rstrip().endswith("?") or turn.intent in ASKING
    if "elsewhere" in words or (asks and "have_it" not in words and turn.intent != "ask_technique"):
        return []
    return [a for a in turn.found("look_alikes") if a in talk.store.look_alikes and a not in turn.found("not_own")]


def _absorb_look_alikes(talk: Talk) -> None:
    """What they were told they have, whatever the message is taken for; a no takes it back."""
    case, denied = talk.state.case, talk.turn.found("denied_look_alikes")
    if set(case.look_alikes) & set(denied):
        talk.corrected.append("look_alike")
    known = dict.fromkeys([*case.look_alikes, *named_look_alikes(talk)])
    case.look_alikes = [item for item in known if item not in denied]


def _absorb_warnings(talk: Talk) -> None:
    """With a technique on show, whatever speaks against it counts, even in what looks like a command."""
    rules = [rule for technique in talk.store.techniques.values() for rule in technique.contraindications]
    warnings = {cue for rule in rules for cue in rule.cues}
    told = [cue for cue in talk.turn.found("cues") if cue in warnings]
    talk.state.case.cues = list(dict.fromkeys([*talk.state.case.cues, *told]))


def _merely_asks(talk: Talk) -> bool:
    """ "And for running?", "could it be sciatica?": what is asked about is not told."""
    pointing = {"follow_up", "could_it_be"} & set(talk.turn.found("words"))
    return bool(pointing) and talk.turn.text.rstrip().endswith("?")


def _asks_what_is_allowed(talk: Talk) -> bool:
    """ "Is it safe to lie on my back?" says nothing of pain on the back."""
    words, turn = talk.turn.found("words"), talk.turn
    asks = turn.intent.startswith("ask_") and turn.text.rstrip().endswith("?")
    return asks and ("safe_for_me" in words or "asking_how" in words)


def _about_their_side(talk: Talk, answering: bool, correcting: bool) -> bool:
    """Whether a side in this message is the sore side. A known side changes only when that is said."""
    turn, state = talk.turn, talk.state
    if "which_step" in turn.found("words"):  # "how many steps left"
        return False
    if state.case.side is None and len(turn.text.split()) <= SHORT:
        return True
    if state.case.side is None:
        return turn.intent in TELLING or answering or correcting
    question = turn.text.rstrip().endswith("?")
    if "as_well" in turn.found("words") and turn.intent in TELLING:
        return not question
    if state.playing and state.player is not None and state.player.step > 0:  # "should my left foot be flat?"
        agrees = len(turn.text.split()) == 1 and turn.intent in ("affirm", "technique_control")  # "right", on we go
        return not question and (correcting or (len(turn.text.split()) <= SHORT and not agrees))
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
    to_spare = "time_to_spare" in words  # and not "it hurts after ten minutes at my desk"
    if turn.fact("minutes") is not None and (to_spare or turn.intent in ("ask_technique", "technique_control")):
        case.minutes = turn.fact("minutes")
    if to_spare or turn.intent in ("ask_technique", "technique_control"):
        place = next((p for p in ("chair", "standing", "bed") if f"at_{p}" in words), None)
        case.position = place or case.position
