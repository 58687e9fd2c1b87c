"""Steer a technique that is being walked through: next, back, pause, easier, another one and so on."""

from __future__ import annotations

from collections.abc import Callable

from trigger_points.content.schema import Technique
from trigger_points.conversation import answering, choosing, guiding, means, noting, trouble
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import OPPOSITE, Player
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import ChoicesReply, Reply

ONWARD = ("next", "skip", "done", "resume", "stop", "pause")
"""Verbs that move on: too much for what may be a mere question ("can my husband do it for me?")."""
AGAINST_GOING_ON = ("stop", "done", "pause", "harder", "easier", "another")
"""What the model may take "carry on with the exercise" for, and what is never meant by it."""
LEAVING = ("stop", "done", "another", "cannot")
"""Verbs that leave a technique: they work even when it must not go on."""
PASSABLE = (*noting.OPEN_QUESTIONS, *means.QUESTIONS)
"""Open questions that "next" passes over: that counts as not sure."""
BRIEF = 6
"""Up to so many words, "and then?" means the next step; more is a question about something."""


def control(talk: Talk) -> list[Reply]:
    """Do what the message asks of the player; a question that is known gets its answer first."""
    verb = _verb(talk)
    if talk.turn.text.rstrip().endswith("?") and verb != "hurts":
        known = answering.by_meaning(talk, answering.SURE + (-0.1 if verb in ONWARD else 0.12))
        if known:
            return known
    return steer(talk, verb)


def take_answer(talk: Talk) -> list[Reply] | None:
    """ "Okay, and after that?" in the middle of a step asks for the next one, whatever it looks like."""
    if not talk.state.in_a_step or talk.state.asking or len(talk.turn.text.split()) > BRIEF:
        return None
    return steer(talk, "next") if "and_then" in talk.turn.found("words") else None


def _verb(talk: Talk) -> str:
    """The verb that is meant: plain words outrank the model, which may take "tougher" for its opposite."""
    words, verb = talk.turn.found("words"), talk.turn.findings.get("control") or "next"
    if "go_on" in words and verb in AGAINST_GOING_ON:
        return "resume"
    if verb in ("harder", "easier"):
        return next((v for v in ("harder", "easier") if f"make_{v}" in words), verb)
    return "why" if "ask_why" in words else str(verb)


@offered_with("control")
def steer(talk: Talk, verb: str) -> list[Reply]:
    """Run one control ``verb``; without a technique under way, offer to choose one."""
    player = talk.state.player
    held = guiding.held_back(talk)
    if held:
        if verb in ("stop", "done"):
            guiding.remember(talk, stopped=True)
        return held
    if player is None or player.finished:
        return _without_player(talk, verb)
    if player.step == 0 and verb in ("done", "stop"):
        return _leave_preview(talk, player, verb)
    if talk.state.asking == "score:before" and verb in ("next", "start", "skip", "resume"):
        return guiding.show_step(talk, 1)
    technique = talk.store.techniques[player.technique]
    if guiding.barred(talk) and verb not in LEAVING:
        return guiding.refuse(talk, technique, choosing.verdict(talk, technique))
    return _VERBS.get(verb, _next)(talk, player, technique)


def _without_player(talk: Talk, verb: str) -> list[Reply]:
    asking = talk.state.asking or ""
    if asking in PASSABLE and verb in ("next", "skip", "start"):
        return go(talk, f"{asking}:unsure")
    if asking in PASSABLE and verb in ("easier", "harder", "repeat", "resume"):
        return go(talk, "continue")
    if asking == "checklist" and verb in ("next", "start"):
        return go(talk, "continue")
    if verb == "other_side" and talk.state.player is not None:
        return go(talk, "other_side")
    if verb == "start" and not (talk.state.case.regions or talk.state.case.muscles or talk.state.muscle):
        return go(talk, "ask_region")
    if verb in ("next", "start", "resume", "repeat", "another", "easier", "harder", "other_side", "cannot"):
        if talk.state.case.regions or talk.state.case.muscles or talk.state.muscle:
            return go(talk, "suggest")
    known = answering.by_meaning(talk, answering.SURE - 0.1) if not talk.turn.choice else None
    if known and verb not in ("stop", "done"):
        return known
    if verb in ("stop", "done"):
        return [talk.text("player.none.stop", [talk.offer("suggest"), talk.offer("summary")])]
    return [talk.text("player.none", [talk.offer("suggest"), talk.offer("rank")])]


def _leave_preview(talk: Talk, player: Player, verb: str) -> list[Reply]:
    """ "Stop" or "done" before the first step: nothing was begun, so nothing is scored."""
    talk.state.asking = None
    if verb == "done":
        start = talk.offer(f"start:{player.technique}", "start")
        return [talk.text("player.not_begun", [start, talk.offer("control:another")])]
    player.finished = True
    return [talk.text("player.none.stop", [talk.offer("suggest", "suggest.more"), talk.offer("rank")])]


def _next(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    if player.step == 0:
        return guiding.start(talk, technique.id)
    later = [n for n, _ in choosing.steps(talk, technique) if n > player.step]
    return guiding.show_step(talk, later[0]) if later else guiding.finish(talk)


def _back(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    earlier = [n for n, _ in choosing.steps(talk, technique) if n < player.step]
    return guiding.show_step(talk, earlier[-1]) if earlier else guiding.resume(talk)


def _repeat(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    steps = choosing.steps(talk, technique)
    asked = [int(n) for n in talk.turn.text.split() if n.isdigit() and 1 <= int(n) <= len(steps)]
    return guiding.show_step(talk, steps[asked[0] - 1][0]) if asked else guiding.resume(talk)


def _pause(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    player.paused = True
    return [talk.text("player.paused", [talk.offer("resume"), talk.offer("control:stop")], step=max(player.step, 1))]


def _start(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return guiding.resume(talk) if player.step else guiding.start(talk, technique.id)


def _resume(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return guiding.resume(talk)


def _stop(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return guiding.finish(talk, stopped=True)


def _done(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return guiding.finish(talk)


def _how_long(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    step = next((s for n, s in choosing.steps(talk, technique) if n >= player.step), technique.steps[-1])
    parts = [cards.sentence(technique.dose.words)]
    if player.step and step.hold_seconds:
        parts.insert(0, talk.say("player.hold", seconds=step.hold_seconds))
    return [talk.text("player.how_long", [talk.offer("resume")], words=" ".join(parts))]


def _why(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    reply = talk.text(
        "player.why", [talk.offer("resume"), talk.offer("control:another")], why=cards.sentence(technique.why)
    )
    reply.source = cards.source_note(talk, technique.evidence)
    return [reply]


def _easier(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return _variant(talk, technique, technique.easier.text, technique.easier.technique)


def _harder(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return _variant(talk, technique, technique.harder.text, technique.harder.technique)


def _variant(talk: Talk, technique: Technique, text: str, other: str | None) -> list[Reply]:
    choices = [talk.offer("resume")]
    if other and other != technique.id and choosing.verdict(talk, talk.store.techniques[other]).allowed:
        choices.insert(0, talk.offer(f"technique:{other}", "technique", name=talk.store.techniques[other].name))
    return [talk.text("player.variant", choices, text=cards.sentence(text))]


def _another(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    guiding.remember(talk, stopped=True)
    talk.state.skipped = sorted({*talk.state.skipped, technique.id})
    talk.state.asking = None
    candidate = choosing.best(talk, talk.state.muscle, fresh_only=True)
    if candidate is not None:
        return guiding.preview(talk, candidate.id)
    return [talk.text("player.no_other", [talk.offer("rank"), talk.offer("calm"), talk.offer("referral")])]


def _other_side(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    if not technique.one_sided:
        return [talk.text("player.both_sides", [talk.offer("resume")])]
    if player.side:
        player.side = OPPOSITE.get(player.side, player.side)
    return [talk.text("player.other_side"), *guiding.show_step(talk, 1)]


def _skip(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return _next(talk, player, technique)


def _cannot(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    """No ball, no floor, cannot do it: something that stands in for it, or another technique."""
    case, turn = talk.state.case, talk.turn
    things = [*turn.found("denied_equipment"), *turn.found("equipment")]
    missing = [e for e in things if e in technique.equipment]
    if things and not missing:
        names = cards.join([talk.store.equipment[e].name for e in things])
        return [talk.text("player.not_needed", [talk.offer("resume"), talk.offer("control:another")], things=names)]
    if not things and ("no_floor" in turn.found("words") or technique.position == "floor"):
        case.floor = False
    elif technique.equipment:
        case.lacks_equipment = sorted({*case.lacks_equipment, *(missing or technique.equipment)})
        case.equipment = [e for e in case.equipment if e not in case.lacks_equipment]
        if technique.substitutes:
            text = talk.say("player.substitute", things=cards.join_or(list(technique.substitutes)))
            return [ChoicesReply(text=text, choices=[talk.offer("resume"), talk.offer("control:another")])]
    easier = talk.store.techniques.get(technique.easier.technique or "")
    suits = easier is not None and (case.floor is not False or easier.position != "floor")
    if easier is not None and suits and not set(easier.equipment) & set(case.lacks_equipment):
        if easier.id != technique.id and choosing.verdict(talk, easier).allowed:
            guiding.remember(talk, stopped=True)
            return [talk.text("player.cannot"), *guiding.preview(talk, easier.id)]
    return _another(talk, player, technique)


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


_VERBS: dict[str, Callable[[Talk, Player, Technique], list[Reply]]] = {
    "next": _next,
    "start": _start,
    "back": _back,
    "repeat": _repeat,
    "pause": _pause,
    "resume": _resume,
    "stop": _stop,
    "done": _done,
    "how_long": _how_long,
    "why": _why,
    "easier": _easier,
    "harder": _harder,
    "another": _another,
    "other_side": _other_side,
    "skip": _skip,
    "hurts": trouble.hurts,
    "cannot": _cannot,
}


@offered("other_side")
def again_on_other_side(talk: Talk) -> list[Reply]:
    """The technique just done, on the other side."""
    player = talk.state.player
    if player is None or guiding.held_back(talk):
        return go(talk, "suggest")
    technique = talk.store.techniques[player.technique]
    if not technique.one_sided:
        return [talk.text("player.both_sides", [talk.offer("suggest", "suggest.more"), talk.offer("plan")])]
    talk.state.player = Player(
        technique=technique.id, side=OPPOSITE.get(player.side, player.side) if player.side else None
    )
    return [talk.text("player.other_side"), *guiding.show_step(talk, 1)]
