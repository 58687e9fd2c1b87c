"""No ball, no wall, no floor, cannot stand: what stands in for it, that it is not needed, or another technique."""

from __future__ import annotations

from trigger_points.content.schema import Technique
from trigger_points.conversation import choosing, guiding
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Player
from trigger_points.conversation.topics import go
from trigger_points.replies import cards
from trigger_points.replies.models import ChoicesReply, Reply

PLACES = {"no_floor": ("floor",), "cannot_stand": ("standing", "wall"), "cannot_sit": ("chair",)}
"""Word lists that say what is not possible, and the positions of techniques that need it."""
CLAIMS = ("deny", "technique_control", "out_of_scope")
"""Intents that "no ball" and "can't stand long" are taken for, with a technique on show."""


def told(talk: Talk) -> bool:
    """Whether the message says that something for the technique on show is missing or not possible."""
    turn = talk.turn
    says = turn.found("denied_equipment") or set(PLACES) & set(turn.found("words"))
    return bool(says) and turn.intent in CLAIMS and not turn.text.rstrip().endswith("?")


def cannot(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    """Something that stands in for what is missing, or another technique; what is not needed is said to be so."""
    case, turn = talk.state.case, talk.turn
    places = [place for place in PLACES if place in turn.found("words")]
    things = turn.found("denied_equipment") or ([] if places else turn.found("equipment"))
    missing = [e for e in things if e in technique.equipment]
    if places and not things:
        return _not_there(talk, technique, places[0])
    if things and not missing:
        return _not_needed(talk, cards.join([talk.store.equipment[e].name for e in things]))
    if not things and technique.position == "floor":
        return _not_there(talk, technique, "no_floor")
    missing = missing or technique.equipment
    case.lacks_equipment = sorted({*case.lacks_equipment, *missing})
    case.equipment = [e for e in case.equipment if e not in case.lacks_equipment]
    instead = _substitutes(talk, technique, missing[:1])
    if not instead:
        return _another_way(talk, technique)
    onward = [talk.offer("resume"), talk.offer("control:another")]
    other = _without(talk, technique)
    if other is not None:
        onward.insert(1, talk.offer(f"technique:{other.id}", "technique", name=other.name))
    return [ChoicesReply(text=talk.say("player.substitute", things=cards.join_or(instead)), choices=onward)]


def _substitutes(talk: Talk, technique: Technique, missing: list[str]) -> list[str]:
    """What stands in for the first missing thing: a technique's own list is for its tool, not for the wall."""
    if not missing:
        return []
    thing = talk.store.equipment[missing[0]]
    tools = [e for e in technique.equipment if talk.store.equipment[e].ask] or technique.equipment[:1]
    return list(technique.substitutes if thing.id in tools and technique.substitutes else thing.substitutes)


def _not_needed(talk: Talk, things: str) -> list[Reply]:
    onward = [guiding.onward_offer(talk), talk.offer("control:another")]
    return [talk.text("player.not_needed", onward, things=things)]


def _not_there(talk: Talk, technique: Technique, place: str) -> list[Reply]:
    """The floor, standing or sitting is not possible: that matters only to a technique that needs it."""
    case = talk.state.case
    if place == "no_floor":
        case.floor = False
    elif place == "cannot_stand" and case.position == "standing":
        case.position = None
    if technique.position not in PLACES[place]:
        return _not_needed(talk, talk.say(f"player.thing.{place}"))
    return _another_way(talk, technique, PLACES[place])


def _another_way(talk: Talk, technique: Technique, not_in: tuple[str, ...] = ()) -> list[Reply]:
    """The easier version or the next best one that needs nothing of what is missing."""
    other = _without(talk, technique, not_in)
    if other is None:
        return go(talk, "control:another")
    guiding.remember(talk, stopped=True)
    talk.state.skipped = sorted({*talk.state.skipped, technique.id})
    return [talk.text("player.cannot"), *guiding.preview(talk, other.id)]


def _without(talk: Talk, technique: Technique, not_in: tuple[str, ...] = ()) -> Technique | None:
    """Another technique for this person without what they lack, and not in the positions ``not_in``."""
    case, easier = talk.state.case, talk.store.techniques.get(technique.easier.technique or "")
    barred = {*not_in, *(("floor",) if case.floor is False else ())}
    for other in [*([easier] if easier else []), *choosing.by_preference(talk, talk.state.muscle)]:
        lacks = set(other.equipment) & set(case.lacks_equipment)
        seen = other.id == technique.id or other.id in choosing.seen(talk)
        if not seen and not lacks and other.position not in barred and choosing.verdict(talk, other).allowed:
            return other
    return None


def instead(talk: Talk, equipment: str) -> list[Reply]:
    """With another thing ("can I use the roller instead?"): a technique that uses it, or why not."""
    state = talk.state
    state.case.equipment = list(dict.fromkeys([*state.case.equipment, equipment]))
    fitting = [t for t in choosing.by_preference(talk, state.muscle) if equipment in t.equipment]
    allowed = [t for t in fitting if choosing.verdict(talk, t).allowed]
    if allowed:
        guiding.remember(talk, stopped=True)
        return guiding.preview(talk, allowed[0].id)
    onward = [talk.offer("resume"), talk.offer("control:another")]
    name = talk.store.equipment[equipment].name
    if fitting:
        why = " ".join(cards.sentence(s) for s in choosing.verdict(talk, fitting[0]).say)
        return [talk.text("player.instead.not", onward, thing=name, why=why)]
    return [talk.text("player.instead.none", onward, thing=name)]
