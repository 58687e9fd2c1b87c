"""Answer what people tell, and ask for what is still missing: one question at a time."""

from __future__ import annotations

from functools import partial
from typing import Literal, cast

from trigger_points.content.schema import Region
from trigger_points.conversation import choosing, safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.noting import OPEN_QUESTIONS, named_look_alikes, note_duration, tells_facts
from trigger_points.conversation.state import Side
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import BodyMapReply, ChoicesReply, MapRegion, MapSide, RankingReply, Reply

BEFORE_A_TECHNIQUE = ("checklist", "equipment", "floor")
"""Open questions that stay open when more is told beside them."""
TRIGGERS = (
    "prolonged_sitting",
    "overuse",
    "side_sleeping",
    "hills",
    "lifting",
    "driving",
)
DURATIONS = (3, 14, 60, 400)
BRIEF = 8
"""Up to so many words, "which side" is a question of its own."""
MISREAD = frozenset({"technique_control", "affirm", "deny", "greet", "out_of_scope", "thanks_bye", "rate_pain"})
"""Intents that a message of bare facts ("left", "since Monday, from gardening") is easily taken for."""


@offered("describe")
def describe(talk: Talk) -> list[Reply]:
    """The person tells about their pain or what brings it on."""
    if safety.withheld(talk):  # what is told is kept for the summary; nothing leads on to a technique
        heard = cards.heard(talk)
        return [talk.text("guide.withheld.noted", heard=heard)] if heard else go(talk, "withheld")
    if not choosing.anything_allowed(talk):  # no question leads on for a child; "she's limping" changes how soon
        return go(talk, "withheld")
    if talk.state.asking in BEFORE_A_TECHNIQUE and (talk.state.ranked or not talk.turn.found("regions")):
        return go(talk, "continue")
    if (talk.state.asking or "").startswith("score:") and not tells_facts(talk):
        return go(talk, "continue")  # "did it every day", when how it is today was asked
    question = next_question(talk)
    if question is not None:
        return [question]
    return _noted(talk) or go(talk, "rank")


def _noted(talk: Talk) -> list[Reply] | None:
    """How long, told after the explanation: it changes nothing in it, so the explanation is not shown again."""
    turn = talk.turn
    anew = turn.found("regions") or turn.found("causes") or turn.found("cues") or turn.found("muscles")
    anew = anew or named_look_alikes(talk)
    if not talk.state.ranked or anew or talk.corrected:
        return None
    if turn.fact("duration_days") is None:
        return _means_noted(talk)
    onward = [talk.offer("suggest"), talk.offer("rank"), talk.offer("correct")]
    return [talk.text("heard.noted", onward, heard=cards.heard(talk))]


def _means_noted(talk: Talk) -> list[Reply] | None:
    """ "No equipment", told after the explanation: something to try that goes by it, not the explanation again."""
    turn = talk.turn
    words = turn.found("words")
    if not (turn.found("equipment") or turn.found("denied_equipment") or "nothing" in words or "no_floor" in words):
        return None
    talk.notes.append(talk.text("means.noted"))
    return go(talk, "equipment:none" if "nothing" in words else "suggest")


def next_question(talk: Talk) -> Reply | None:
    """The next thing worth asking before explaining, or ``None``."""
    state, case = talk.state, talk.state.case
    if not case.regions and not case.muscles and "region" not in case.declined:
        return ask(talk, "region")
    sided = any(talk.store.regions[r].has_side for r in case.regions if r in talk.store.regions)
    if case.side is None and sided and "side" not in state.asked:
        return ask(talk, "side")
    if not case.causes and not case.cues and "trigger" not in state.asked:
        return ask(talk, "trigger")
    if case.duration_days is None and "duration" not in state.asked:
        return ask(talk, "duration")
    return None


def ask(talk: Talk, what: str) -> Reply:
    """Ask for one of ``OPEN_QUESTIONS``."""
    if what == "region":
        return ask_region(talk)
    talk.ask(what)
    offers = {
        "side": [talk.offer(f"side:{s}") for s in ("left", "right", "both", "unsure")],
        "trigger": [talk.offer(f"trigger:{c}") for c in (*TRIGGERS, "none")],
        "duration": [talk.offer(f"duration:{d}") for d in DURATIONS] + [talk.offer("duration:unsure", "unsure")],
    }[what]
    return ChoicesReply(text=talk.say(f"ask.{what}"), choices=offers)


def ask_again(talk: Talk, what: str) -> list[Reply]:
    """Back to an open question, unless it has been answered in passing."""
    case = talk.state.case
    known = {
        "region": case.regions or case.muscles,
        "side": case.side,
        "trigger": case.causes or case.cues,
        "duration": case.duration_days is not None,
    }[what]
    if known:
        talk.state.asking = None
        return proceed(talk)
    return [ask(talk, what)]


def ask_region(talk: Talk) -> BodyMapReply:
    """Where does it hurt? Tap or say."""
    key = "ask.region.again" if "region" in talk.state.asked else "ask.region"
    talk.ask("region")
    figures = {view: cards.figure(talk, f"body_{view}") for view in ("front", "back", "side")}
    return BodyMapReply(
        text=talk.say(key),
        figures={view: f for view, f in figures.items() if f is not None},
        regions=[
            MapRegion(id=r.id, name=r.name, views=list(r.views), payload=f"region:{r.id}", sides=_sides(talk, r))
            for r in talk.store.regions.values()
        ],
        choices=[talk.offer("region:unsure", "unsure")],
    )


@offered("ask_region")
def _region_offer(talk: Talk) -> list[Reply]:
    return [ask_region(talk)]


def _sides(talk: Talk, region: Region) -> list[MapSide]:
    """Tapping the left or the right half of the picture says which side it is."""
    if not region.has_side:
        return []
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    return [
        MapSide(
            side=side,
            name=talk.say("map.side", region=region.name, side=side),
            payload=f"region:{region.id}:{side}",
        )
        for side in sides
    ]


def tell_side(talk: Talk) -> list[Reply] | None:
    """ "Which side are we on?" is a question about what was told, at any time; it moves nothing."""
    asked = "which_side" in talk.turn.found("words") and len(talk.turn.text.split()) <= BRIEF
    if not asked or talk.state.asking == "side" or talk.state.case.side is None or talk.turn.findings.get("side"):
        return None
    return [talk.text("side.told", [talk.offer("correct")], place=cards.place(talk))]


def take_answer(talk: Talk) -> list[Reply] | None:
    """The answer to an open question in free text, or ``None`` if it is something else."""
    state, turn = talk.state, talk.turn
    asking = state.asking
    if asking == "correct" and tells_facts(talk):
        state.asking = None
        return proceed(talk)
    if asking is None or asking not in OPEN_QUESTIONS:
        return None
    other_matter = turn.intent.startswith("ask_") or turn.intent in ("technique_control", "restart_or_delete")
    direct = {
        "region": turn.found("regions"),
        "side": talk.side_told,
        "trigger": turn.found("causes") or turn.found("cues"),
        "duration": turn.fact("duration_days"),
    }[asking]
    if turn.text.rstrip().endswith("?") and (other_matter or "why_here" in turn.found("words")):
        return None
    if asking == "duration" and direct is None:
        direct = _vague_duration(talk)
    heard = bool(direct) or tells_facts(talk) or (asking == "trigger" and turn.intent in ("describe_cause", "deny"))
    vague = "not_sure" in turn.found("words")
    if not direct and ((other_matter and not vague) or not (heard or vague)):
        return None
    state.asking = None
    if vague and not tells_facts(talk):
        return _not_known(talk, asking)
    return proceed(talk)


def _vague_duration(talk: Talk) -> float | None:
    """ "Ages" or "just started", when how long was asked: days that stand for it."""
    for word, days, key in (("long_time", DURATIONS[-1], "long"), ("short_time", DURATIONS[0], "short")):
        if word in talk.turn.found("words"):
            note_duration(talk, float(days), talk.say(f"duration.{key}"))
            return float(days)
    return None


def _not_known(talk: Talk, what: str) -> list[Reply]:
    """Not sure, or does not want to say: that is an answer. Without a place we can still be kind."""
    talk.state.case.declined.append(what)
    if what == "region":
        return [talk.text("ask.region.unsure", [talk.offer("calm"), talk.offer("referral"), talk.offer("ask_region")])]
    return proceed(talk)


def proceed(talk: Talk) -> list[Reply]:
    """Go on to what the person wanted: the technique that waits, or the explanation."""
    if talk.state.wants_technique is not None:
        question = None if talk.state.case.regions or talk.state.case.muscles else next_question(talk)
        return [question] if question else go(talk, "suggest")
    return describe(talk)


@offered("correct")
def correct(talk: Talk) -> list[Reply]:
    """Ask which part of what was read back is not right."""
    talk.ask("correct")
    offers = [talk.offer(f"correct:{what}") for what in ("region", "side", "trigger", "duration")]
    return [ChoicesReply(text=talk.say("correct.which"), choices=offers)]


@offered_with("correct")
def correct_one(talk: Talk, what: str) -> list[Reply]:
    """Forget one thing and ask for it again."""
    case = talk.state.case
    if what == "region":
        case.regions, case.muscles = [], []
    elif what == "side":
        case.side = None
    elif what == "trigger":
        case.causes, case.cues = [], []
    elif what == "duration":
        case.duration_days = case.duration_said = None
    return [ask(talk, what)] if what in OPEN_QUESTIONS else correct(talk)


def _take_side(talk: Talk, side: Side) -> None:
    """The side of the complaint, and of a technique that is under way on one side."""
    talk.state.case.side = side
    if talk.state.player is not None and talk.state.player.side is not None:
        talk.state.player.side = side


def take_choice(verb: str, talk: Talk, value: str) -> list[Reply]:
    """An answer by button: region, side, trigger or duration."""
    case = talk.state.case
    talk.state.asking = None
    if value == "unsure":
        return _not_known(talk, verb)
    if verb == "region":
        region, _, side = value.partition(":")
        case.regions = list(dict.fromkeys([*case.regions, region]))
        if side:
            _take_side(talk, cast(Side, side))
    elif verb == "side" and value in ("left", "right", "both"):
        _take_side(talk, cast(Side, value))
    elif verb == "trigger" and value != "none":
        case.causes = list(dict.fromkeys([*case.causes, value]))
    elif verb == "duration":
        said = talk.say(f"choice.duration:{value}") if float(value) in DURATIONS else None
        note_duration(talk, float(value), said[:1].lower() + said[1:] if said else None)
    return proceed(talk)


for _verb in OPEN_QUESTIONS:
    offered_with(_verb)(partial(take_choice, _verb))


def say_back(talk: Talk, replies: list[Reply]) -> list[Reply]:
    """An answer that put the side right as well: what is known now is said back before what follows."""
    shown = any(isinstance(reply, RankingReply) for reply in replies)
    if talk.corrected and not shown and (talk.state.case.side or "region" in talk.corrected):
        return [talk.text("correct.noted", heard=cards.heard(talk)), *replies]
    return replies


def acknowledge(talk: Talk) -> list[Reply] | None:
    """A correction outside any question: say it back, and show again what it changes."""
    state = talk.state
    if not talk.corrected:
        return None
    if talk.corrected == ["side"] and state.playing:
        if state.player is not None and state.player.step and state.player.side:
            state.player.step = 1  # set up anew on the right side
        return [talk.text("correct.noted", heard=cards.heard(talk)), *go(talk, "resume")]
    if talk.corrected == ["look_alike"] and state.playing:
        return go(talk, "resume")
    if "region" in talk.corrected and state.asking in ("equipment", "floor"):
        state.asking = None  # asked for a technique of another place
    if state.ranked:
        return go(talk, "rank")
    return None
