"""Ask what is at hand and whether the floor is possible, but only when the choice of technique hangs on it."""

from __future__ import annotations

from trigger_points.content.schema import Technique
from trigger_points.conversation import choosing
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import go, offered_with
from trigger_points.replies.models import ChoicesReply, Reply

QUESTIONS = ("equipment", "floor")
ELSEWHERE = {"no_floor", "at_chair", "at_standing", "at_bed"}
"""Word lists that say: not on the floor."""
NOTHING = "none"
UNSURE = "unsure"


def question(talk: Talk, muscle: str | None) -> Reply | None:
    """One question about equipment or the floor, if another answer would mean another technique."""
    case, asked = talk.state.case, talk.state.asked
    top = choosing.best(talk, muscle)
    if top is None:
        return None
    if not case.equipment and not _lacks_all(talk) and "equipment" not in asked and _needs_tool(talk, top):
        return ask_equipment(talk)
    if case.floor is None and "floor" not in asked and top.position == "floor":
        return ask_floor(talk)
    return None


def _tools(talk: Talk) -> list[str]:
    """Equipment that not every home has."""
    return [e.id for e in talk.store.equipment.values() if e.ask]


def _needs_tool(talk: Talk, technique: Technique) -> bool:
    return any(e in _tools(talk) for e in technique.equipment)


def _lacks_all(talk: Talk) -> bool:
    return set(_tools(talk)) <= set(talk.state.case.lacks_equipment)


def ask_equipment(talk: Talk) -> Reply:
    """Ask what they have at hand."""
    talk.ask("equipment")
    offers = [talk.offer(f"equipment:{e}", "equipment", name=talk.store.equipment[e].name) for e in _tools(talk)]
    return ChoicesReply(
        text=talk.say("ask.equipment"),
        choices=[*offers, talk.offer(f"equipment:{NOTHING}"), talk.offer(f"equipment:{UNSURE}", "unsure")],
    )


def ask_floor(talk: Talk) -> Reply:
    """Ask whether they can get down on the floor and up again."""
    talk.ask("floor")
    return ChoicesReply(
        text=talk.say("ask.floor"), choices=[talk.offer(f"floor:{answer}") for answer in ("yes", "no", "unsure")]
    )


def take_answer(talk: Talk) -> list[Reply] | None:
    """The answer in words, or ``None`` if it is something else."""
    asking, turn = talk.state.asking, talk.turn
    words = turn.found("words")
    if asking == "equipment":
        if turn.found("equipment") or turn.found("denied_equipment"):
            return _carry_on(talk)
        if turn.intent == "deny" or "nothing" in words:
            return take_equipment(talk, NOTHING)
        if "not_sure" in words:
            return take_equipment(talk, UNSURE)
    elif asking == "floor":
        if ELSEWHERE & set(words) or (turn.intent == "deny" and "floor_ok" not in words):
            return take_floor(talk, "no")
        if "not_sure" in words:
            return take_floor(talk, UNSURE)
        if "floor_ok" in words or turn.intent == "affirm":
            return take_floor(talk, "yes")
    return None


@offered_with("equipment")
def take_equipment(talk: Talk, value: str) -> list[Reply]:
    """Remember what is at hand; "none" and "not sure" mean: without tools."""
    case = talk.state.case
    if value in (NOTHING, UNSURE):
        case.lacks_equipment = list(dict.fromkeys([*case.lacks_equipment, *_tools(talk)]))
    else:
        case.equipment = list(dict.fromkeys([*case.equipment, value]))
    return _carry_on(talk)


@offered_with("floor")
def take_floor(talk: Talk, value: str) -> list[Reply]:
    """Remember whether the floor is possible; in doubt it is not."""
    talk.state.case.floor = value == "yes"
    return _carry_on(talk)


def _carry_on(talk: Talk) -> list[Reply]:
    talk.state.asking = None
    return go(talk, "suggest")
