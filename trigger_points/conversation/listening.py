"""Take in what people tell, and ask for what is still missing: one question at a time."""

from __future__ import annotations

from typing import cast

from trigger_points.conversation import explaining
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Side
from trigger_points.replies import cards
from trigger_points.replies.models import BodyMapReply, ChoicesReply, MapRegion, Reply

TELLING = frozenset({"describe_symptom", "describe_cause", "ask_technique", "rate_pain", "ask_causes", "ask_treatment"})
"""Intents whose places, causes and cues are about the person."""
OPEN_QUESTIONS = frozenset({"region", "side", "trigger", "duration"})
TRIGGERS = (
    "prolonged_sitting",
    "overuse",
    "side_sleeping",
    "hills",
    "lifting",
    "driving",
)
DURATIONS = (3, 14, 60, 400)


def absorb(talk: Talk) -> None:
    """Add the facts of this message to what is known; corrections replace."""
    turn, case = talk.turn, talk.state.case
    if turn.choice or not turn.findings:
        return
    answering = talk.state.asking in OPEN_QUESTIONS
    correcting = "correcting" in turn.found("words") or turn.intent == "deny"
    if turn.intent in TELLING or answering or correcting:
        _absorb_side(talk)
    if turn.intent not in TELLING and not answering:
        _absorb_means(talk)
        return
    regions = [r for r in turn.found("regions") if r in talk.store.regions]
    if regions:
        case.regions = regions if correcting else list(dict.fromkeys([*case.regions, *regions]))
    case.regions = [r for r in case.regions if r not in turn.found("denied_regions")]
    case.causes = list(dict.fromkeys([*case.causes, *turn.found("causes")]))
    case.cues = list(dict.fromkeys([*case.cues, *turn.found("cues")]))
    case.muscles = list(dict.fromkeys([*case.muscles, *turn.found("muscles")]))
    for name in ("duration_days", "age"):
        if turn.fact(name) is not None:
            setattr(case, name, turn.fact(name))
    if turn.fact("score") is not None and case.severity is None:
        case.severity = turn.fact("score")
    _absorb_means(talk)


def _absorb_side(talk: Talk) -> None:
    """The side that is said; a technique under way follows a correction."""
    side, state = talk.turn.findings.get("side"), talk.state
    if side is None or (state.asking or "").startswith("score:"):  # "right, then a 4"
        return
    state.case.side = side
    if state.player is not None and side in ("left", "right"):
        state.player.side = side


def _absorb_means(talk: Talk) -> None:
    turn, case = talk.turn, talk.state.case
    lacks = turn.found("denied_equipment")
    if "no_floor" in turn.found("words"):
        case.floor = False
    case.lacks_equipment = list(dict.fromkeys([*case.lacks_equipment, *lacks]))
    case.equipment = [e for e in dict.fromkeys([*case.equipment, *turn.found("equipment")]) if e not in lacks]
    if turn.fact("minutes") is not None and turn.intent in ("ask_technique", "technique_control"):
        case.minutes = turn.fact("minutes")


def describe(talk: Talk) -> list[Reply]:
    """The person tells about their pain or what brings it on."""
    question = next_question(talk)
    if question is not None:
        return [question]
    return explaining.show_ranking(talk)


def next_question(talk: Talk) -> Reply | None:
    """The next thing worth asking before explaining, or ``None``."""
    state, case = talk.state, talk.state.case
    if not case.regions and not case.muscles and "region" not in case.declined:
        return ask_region(talk)
    sided = any(talk.store.regions[r].has_side for r in case.regions if r in talk.store.regions)
    if case.side is None and sided and "side" not in state.asked:
        talk.ask("side")
        return ChoicesReply(
            text=talk.say("ask.side"), choices=[talk.offer(f"side:{s}") for s in ("left", "right", "both", "unsure")]
        )
    if not case.causes and not case.cues and "trigger" not in state.asked:
        talk.ask("trigger")
        offers = [talk.offer(f"trigger:{c}") for c in (*TRIGGERS, "none")]
        return ChoicesReply(text=talk.say("ask.trigger"), choices=offers)
    if case.duration_days is None and "duration" not in state.asked:
        talk.ask("duration")
        return ChoicesReply(
            text=talk.say("ask.duration"),
            choices=[talk.offer(f"duration:{d}") for d in DURATIONS] + [talk.offer("duration:unsure", "unsure")],
        )
    return None


def ask_region(talk: Talk) -> BodyMapReply:
    """Where does it hurt? Tap or say."""
    key = "ask.region.again" if "region" in talk.state.asked else "ask.region"
    talk.ask("region")
    figures = {view: cards.figure(talk, f"body_{view}") for view in ("front", "back", "side")}
    return BodyMapReply(
        text=talk.say(key),
        figures={view: f for view, f in figures.items() if f is not None},
        regions=[
            MapRegion(id=r.id, name=r.name, views=list(r.views), payload=f"region:{r.id}")
            for r in talk.store.regions.values()
        ],
        choices=[talk.offer("region:unsure", "unsure")],
    )


def take_answer(talk: Talk) -> list[Reply] | None:
    """The answer to an open question in free text, or ``None`` if it is something else."""
    state, turn = talk.state, talk.turn
    asking = state.asking
    if asking not in OPEN_QUESTIONS:
        return None
    other_matter = turn.intent.startswith("ask_") or turn.intent in ("technique_control", "restart_or_delete")
    direct = {
        "region": turn.found("regions"),
        "side": turn.findings.get("side"),
        "trigger": turn.found("causes") or turn.found("cues"),
        "duration": turn.fact("duration_days"),
    }[asking]
    told = turn.found("regions") or turn.found("causes") or turn.found("cues") or turn.findings.get("side")
    told = told or turn.fact("duration_days") is not None
    heard = bool(told) or (asking == "trigger" and turn.intent in ("describe_cause", "deny"))
    vague = "not_sure" in turn.found("words")
    if not direct and (other_matter or not (heard or vague)):
        return None
    state.asking = None
    if vague and not heard:
        state.case.declined.append(asking)
    return proceed(talk)


def proceed(talk: Talk) -> list[Reply]:
    """Go on to what the person wanted: the technique that waits, or the explanation."""
    if talk.state.wants_technique is not None:
        from trigger_points.conversation import guiding

        question = None if talk.state.case.regions or talk.state.case.muscles else next_question(talk)
        return [question] if question else guiding.suggest(talk)
    return describe(talk)


def take_choice(talk: Talk, verb: str, value: str) -> list[Reply]:
    """An answer by button: region, side, trigger or duration."""
    case = talk.state.case
    talk.state.asking = None
    if value == "unsure":
        case.declined.append(verb)
        if verb == "region":
            return [
                talk.text("ask.region.unsure", [talk.offer("calm"), talk.offer("referral"), talk.offer("ask_region")])
            ]
    elif verb == "region":
        case.regions = list(dict.fromkeys([*case.regions, value]))
    elif verb == "side" and value in ("left", "right", "both"):
        case.side = cast(Side, value)
    elif verb == "trigger" and value != "none":
        case.causes = list(dict.fromkeys([*case.causes, value]))
    elif verb == "duration":
        case.duration_days = float(value)
    return proceed(talk)
