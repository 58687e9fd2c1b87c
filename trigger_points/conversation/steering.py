"""Steer a technique that is being walked through: next, back, pause, easier, another one and so on."""

from __future__ import annotations

from collections.abc import Callable

from trigger_points.content.schema import Technique
from trigger_points.conversation import answering, choosing, guiding, lacking, means, noting, trouble
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import OPPOSITE, Player
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import Reply

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
        whether = verb == "other_side" and "asking_how" in talk.turn.found("words")  # "can I do both sides?"
        margin = -0.1 if verb in ONWARD else 0.0 if whether else 0.12
        known = answering.by_meaning(talk, answering.SURE + margin)
        if known:
            return known
    return steer(talk, verb)


def take_answer(talk: Talk) -> list[Reply] | None:
    """What is about the technique on show, whatever it looks like: "and after that?", "which step?", "no wall here"."""
    turn, words = talk.turn, set(talk.turn.found("words"))
    if not talk.state.playing or talk.state.asking:
        return None
    if lacking.told(talk):
        return steer(talk, "cannot")
    if _another_one(talk):
        return steer(talk, "another")
    if "picture" in words and "trend" not in words and not turn.found("muscles") and not turn.found("regions"):
        return guiding.resume(talk)
    if not talk.state.in_a_step:
        return None
    if "which_step" in words and (turn.text.rstrip().endswith("?") or len(turn.text.split()) <= BRIEF):
        return where(talk)
    brief = len(turn.text.split()) <= BRIEF
    question = turn.text.rstrip().endswith("?")
    if brief and turn.findings.get("control") == "how_long" and "asking_how" in words and not turn.found("treatments"):
        return steer(talk, "how_long")
    if brief and not question and _feels_good(talk):
        return _going_well(talk)
    if brief and turn.intent == "thanks_bye" and "goodbye" not in words:
        return [talk.text("player.thanks"), *guiding.resume(talk)]
    onward = "and_then" in words or ("found_it" in words and turn.intent not in ("deny", "ask_technique"))
    return steer(talk, "next") if brief and onward else None


def _feels_good(talk: Talk) -> bool:
    """ "It's easing", "that's lovely": the model may hear a pause or even pain; "I'd better stop" is none of it."""
    words, verb = set(talk.turn.found("words")), talk.turn.findings.get("control")
    if "go_on" in words or "and_then" in words or talk.turn.fact("score") is not None:
        return False
    if "feels_good" in words:
        return verb not in (*LEAVING, "skip", "easier", "harder", "other_side")
    return "better" in words and verb in ("hurts", "pause", "resume")


def _going_well(talk: Talk) -> list[Reply]:
    """ "It's easing" in a step: no trouble and no pause, but what the step is for."""
    onward = [talk.offer("control:next"), talk.offer("resume"), talk.offer("control:done")]
    return guiding.held_back(talk) or [talk.text("player.going_well", onward)]


def _another_one(talk: Talk) -> bool:
    """ "Show me another one", taken for the wish for a technique: another than the one on show."""
    turn = talk.turn
    named = any(turn.found(kind) for kind in ("techniques", "muscles", "regions", "equipment", "causes"))
    kinds = set(choosing.KINDS_BY_WORD) & set(turn.found("words"))
    brief = len(turn.text.split()) <= BRIEF and turn.fact("minutes") is None
    wish = turn.intent == "ask_technique" and turn.findings.get("control") == "another"
    return wish and brief and not named and not kinds


def where(talk: Talk) -> list[Reply]:
    """Which step they are at, and how many are left."""
    player = talk.state.player
    if player is None or guiding.held_back(talk):
        return guiding.resume(talk)
    technique = talk.store.techniques[player.technique]
    numbers = [n for n, _ in choosing.steps(talk, technique)]
    step = sum(n <= player.step for n in numbers) or 1
    key = "player.where" if step < len(numbers) else "player.where.last"
    onward = [talk.offer("resume"), talk.offer("control:next" if step < len(numbers) else "control:done")]
    left = len(numbers) - step
    return [talk.text(key, onward, step=step, steps=len(numbers), name=technique.name, left=left)]


def _verb(talk: Talk) -> str:
    """The verb that is meant: plain words outrank the model, which may take "tougher" for its opposite."""
    words, verb = talk.turn.found("words"), talk.turn.findings.get("control") or "next"
    if "go_on" in words and verb in AGAINST_GOING_ON:
        return "resume"
    away = talk.state.in_a_step and talk.state.player is not None and talk.state.player.away
    if away and verb == "next" and {"go_on", "more"} & set(words):  # "go on", after something else was answered
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
    if verb == "cannot" and "no_floor" in talk.turn.found("words"):
        talk.notes.append(talk.text("means.no_floor"))
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
    elif player.step:
        parts.insert(0, talk.say("player.no_hold"))
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
    if sore_side_only(talk, technique):
        return [talk.text("player.sore_side_only", [talk.offer("resume")])]
    if player.side:
        player.side = OPPOSITE.get(player.side, player.side)
    return [talk.text("player.other_side"), *guiding.show_step(talk, 1)]


def sore_side_only(talk: Talk, technique: Technique) -> bool:
    """Whether there is no other side to do: one presses where it is sore, and only one side is."""
    return technique.kind == "release" and talk.state.case.side in ("left", "right")


def _skip(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    return _next(talk, player, technique)


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
    "cannot": lacking.cannot,
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
    if sore_side_only(talk, technique):
        return [talk.text("player.sore_side_only", [talk.offer("suggest", "suggest.more"), talk.offer("plan")])]
    talk.state.player = Player(
        technique=technique.id, side=OPPOSITE.get(player.side, player.side) if player.side else None
    )
    return [talk.text("player.other_side"), *guiding.show_step(talk, 1)]
