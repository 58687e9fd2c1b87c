"""Guide: preview a technique, and walk through it one step at a time."""

from __future__ import annotations

from trigger_points.content.schema import CareLevel, Technique
from trigger_points.conversation import answering, choosing, means, safety, screening
from trigger_points.conversation.choosing import verdict
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Player, Side, Trial
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import Choice, Reply
from trigger_points.replies.steps import technique_step
from trigger_points.triage import CALM_KINDS, Verdict

ANY = "any"
"""``wants_technique`` when the person wants something, and we may choose."""
MAX_TRIALS = 30
"""Techniques remembered as done; older ones go first."""


def ask_technique(talk: Talk) -> list[Reply]:
    """The person wants something to do."""
    if not choosing.anything_allowed(talk):  # nor an answer on how long to hold a stretch
        return withheld(talk)
    named = [t for t in talk.turn.found("techniques") if t in talk.store.techniques]
    if named:  # a technique says itself how long and how hard; another question must be very close
        asks = "asking_how" in talk.turn.found("words") or talk.turn.text.rstrip().endswith("?")
        return (answering.by_meaning(talk, answering.SURE + 0.15) if asks else None) or preview(talk, named[0])
    known = _asked_about(talk)
    if known:
        return known
    if talk.state.in_a_step and _merely_asks(talk):  # the step is not given up for a question without an answer
        return answering.not_known(talk)
    worse = bool(talk.state.trials) and talk.state.trials[-1].outcome == "worse"
    if worse and "wish" in talk.turn.found("words") and not talk.turn.found("muscles"):
        return calm(talk)  # "anything safe I can do meanwhile?"
    talk.state.wants_technique = ANY
    talk.state.wants_kind = choosing.wanted_kind(talk)
    muscles = [m for m in talk.turn.found("muscles") if m in talk.store.muscles]
    return suggest_for(talk, muscles[0]) if muscles else suggest(talk)


def _merely_asks(talk: Talk) -> bool:
    """ "Should I stretch it by crossing my legs?" in the middle of a step: a question, and no wish for another one."""
    words = set(talk.turn.found("words"))
    wish = {"wish", "show", "instead", *(f"at_{place}" for place in choosing.AT)} & words
    return talk.turn.text.rstrip().endswith("?") and "asking_how" in words and not wish


def _asked_about(talk: Talk) -> list[Reply] | None:
    """A question about a technique ("how hard should I press?") rather than the wish to do one."""
    words = talk.turn.found("words")
    wish = talk.turn.fact("minutes") is not None or any(f"at_{place}" in words for place in choosing.AT)
    if "asking_how" in words and not wish:
        return answering.by_meaning(talk, answering.SURE)
    return answering.by_meaning(talk, answering.SURE + 0.15)


@offered_with("suggest")
def suggest_for(talk: Talk, muscle: str) -> list[Reply]:
    """The best technique for this muscle or look-alike."""
    talk.state.muscle = muscle
    return _suggest(talk, muscle)


@offered("suggest")
def suggest(talk: Talk) -> list[Reply]:
    """The best technique for the muscle at hand that this person may and can do."""
    return _suggest(talk, None)


def _suggest(talk: Talk, muscle: str | None) -> list[Reply]:
    state = talk.state
    held = held_back(talk)
    if held:
        return held
    if muscle is None and state.muscle is None and not state.case.regions and not state.case.muscles:
        if "region" in state.case.declined:
            return calm(talk)
        state.wants_technique = ANY
        return go(talk, "ask_region")
    waiting = state.wants_technique if state.wants_technique in talk.store.techniques else None
    technique = talk.store.techniques[waiting] if waiting else choosing.best(talk, muscle)
    if technique is None:
        return calm(talk)
    if state.screened and not waiting:
        question = means.question(talk, muscle)
        if question is not None:
            state.wants_technique = ANY
            return [question]
    if not state.screened and technique.kind not in CALM_KINDS:
        state.wants_technique = state.wants_technique or ANY
        return [screening.show_checklist(talk)]
    return preview(talk, technique.id)


@offered("calm")
def calm(talk: Talk) -> list[Reply]:
    """What stays safe while waiting for a check: heat, breathing, easy movement."""
    allowed = [t for t in talk.store.techniques.values() if t.kind in CALM_KINDS and verdict(talk, t).allowed]
    fresh = [t for t in allowed if t.id not in choosing.seen(talk)]
    for technique in [*fresh, *allowed]:
        return preview(talk, technique.id)
    return withheld(talk)


@offered("withheld")
def withheld(talk: Talk) -> list[Reply]:
    """No technique now, and why."""
    flags = talk.state.flagged("asserted")
    replies: list[Reply] = [talk.text("guide.withheld")]
    return replies + ([cards.care_advice(talk, flags)] if flags else [])


def held_back(talk: Talk) -> list[Reply] | None:
    """What comes before any technique or step: something urgent, or a safety question that has no answer yet."""
    if safety.withheld(talk):
        return withheld(talk)
    waiting = safety.waiting(talk)
    return [safety.remind(talk, waiting)] if waiting else None


@offered_with("technique")
def preview(talk: Talk, technique_id: str) -> list[Reply]:
    """Screen first if needed, then show what the technique is and needs."""
    technique = talk.store.techniques[technique_id]
    held = held_back(talk)
    if held:
        if not safety.withheld(talk):
            talk.state.wants_technique = technique_id
        return held
    if not talk.state.screened and technique.kind not in CALM_KINDS:
        talk.state.wants_technique = technique_id
        return [screening.show_checklist(talk)]
    ruling = verdict(talk, technique)
    if not ruling.allowed:
        return refuse(talk, technique, ruling)
    talk.state.wants_technique = talk.state.wants_kind = None
    talk.state.asking = None
    talk.state.player = Player(technique=technique_id, side=_one_side(talk, technique))
    return [cards.technique(talk, technique, ruling.say, len(choosing.steps(talk, technique)))]


def refuse(talk: Talk, technique: Technique, ruling: Verdict) -> list[Reply]:
    """Say why this one is not for them and offer another. The place is kept, in case that is put right."""
    state = talk.state
    state.wants_technique = None
    if state.player is not None and state.player.technique == technique.id:
        state.player.paused = True
        if state.asking == "hurts" or (state.asking or "").startswith("score:before"):
            state.asking = None
    onward = [talk.offer("suggest"), talk.offer("referral")]
    if choosing.anything_allowed(talk):
        onward.insert(1, talk.offer("calm"))
    other = talk.store.techniques.get(technique.easier.technique or "")
    if other is not None and other.id != technique.id and verdict(talk, other).allowed:
        onward.insert(0, talk.offer(f"technique:{other.id}", "technique", name=other.name))
    if ruling.say:
        why = " ".join(cards.sentence(s) for s in ruling.say)
    else:  # it is the care level that speaks against it
        serious = safety.standing(talk, CareLevel.see_clinician)
        why = talk.say("guide.refused.check", names=cards.join([talk.store.red_flags[f].name for f in serious]))
        onward = [*onward[1:], *(talk.offer(f"flag:{f}:no", "flag.mistake") for f in serious[:1])]
    return [talk.text("guide.refused", onward, name=technique.name, why=why)]


def barred(talk: Talk) -> bool:
    """Whether the technique on show or under way must not go on, by what is known now."""
    player = talk.state.player
    if player is None or not talk.state.playing:
        return False
    return not verdict(talk, talk.store.techniques[player.technique]).allowed


def onward_offer(talk: Talk) -> Choice:
    """How to go on: start what is previewed, resume what is under way, else find something to try."""
    player = talk.state.player
    if player is None or player.finished or barred(talk):
        return talk.offer("suggest")
    return talk.offer("resume") if player.step > 0 else talk.offer(f"start:{player.technique}", "start")


@offered("safe")
def safe_for_me(talk: Talk) -> list[Reply]:
    """Is the technique at hand all right for this person? From what is known about them."""
    player = talk.state.player
    if safety.withheld(talk):
        return withheld(talk)
    if player is None:
        told = talk.turn.flags.get("escalate", []) if talk.notes else []  # said in the line before
        standing = [f for f in talk.state.flagged("asserted") if f not in told]
        known = [talk.store.red_flags[f] for f in standing if f in talk.store.red_flags]
        onward = [talk.offer("suggest"), talk.offer("referral")]
        if known:
            return [talk.text("safe.general", onward, advice=cards.adaptation(talk, known))]
        if told:
            return [talk.text("safe.told", onward)]
        return [talk.text("safe.unknown", onward)]
    technique = talk.store.techniques[player.technique]
    ruling = verdict(talk, technique)
    if not ruling.allowed:
        return refuse(talk, technique, ruling)
    if not talk.state.screened and technique.kind not in CALM_KINDS:
        return preview(talk, technique.id)
    onward = [onward_offer(talk), talk.offer("referral")]
    stop = cards.sentence(technique.stop_rules[0])
    if ruling.say:
        why = " ".join(cards.sentence(s) for s in ruling.say)
        return [talk.text("safe.adapt", onward, name=technique.name, why=why, stop=stop)]
    return [talk.text("safe.nothing", onward, name=technique.name, stop=stop)]


def _one_side(talk: Talk, technique: Technique) -> Side | None:
    side = talk.state.case.side
    return side if technique.one_sided and side in ("left", "right") else None


@offered_with("start")
def start(talk: Talk, technique_id: str) -> list[Reply]:
    """Ask for the pain now, unless it is known, then the first step."""
    technique = talk.store.techniques[technique_id]
    ruling = verdict(talk, technique)
    if safety.waiting(talk) or safety.withheld(talk) or (not talk.state.screened and technique.kind not in CALM_KINDS):
        return preview(talk, technique_id)
    if not ruling.allowed:
        return refuse(talk, technique, ruling)
    talk.state.player = Player(technique=technique_id, side=_one_side(talk, technique))
    if talk.state.before is None and "score:before" not in talk.state.case.declined:
        talk.ask("score:before")
        return [cards.pain_scale(talk, "before")]
    return show_step(talk, 1)


def show_step(talk: Talk, number: int) -> list[Reply]:
    """Show step ``number`` of the technique being done, or the next one if that is left out for this person."""
    player = talk.state.player
    if player is None:
        return suggest(talk)
    held = held_back(talk)
    if held:
        return held
    technique = talk.store.techniques[player.technique]
    ruling = verdict(talk, technique)
    if not ruling.allowed:
        return refuse(talk, technique, ruling)
    steps = choosing.steps(talk, technique)
    player.step = next((n for n, _ in steps if n >= number), steps[-1][0])
    player.paused = False
    talk.state.asking = None
    return [technique_step(talk, technique, player.step, steps, ruling.brief)]


@offered("resume")
def resume(talk: Talk) -> list[Reply]:
    """Back to where the person was."""
    player = talk.state.player
    if player is None or player.finished:
        return suggest(talk)
    if player.step == 0:
        return preview(talk, player.technique)
    return show_step(talk, player.step)


def finish(talk: Talk, stopped: bool = False) -> list[Reply]:
    """The end of a technique: remember it and ask for the pain after."""
    player = talk.state.player
    if player is None:
        return suggest(talk)
    remember(talk, stopped)
    talk.ask("score:after")
    return [cards.pain_scale(talk, "after")]


def remember(talk: Talk, stopped: bool) -> None:
    """Close the technique under way and note it as tried (not a preview that was never begun)."""
    player = talk.state.player
    if player is None or player.finished:
        return
    player.finished = True
    if player.step == 0:
        return
    trial = Trial(
        technique=player.technique,
        muscle=talk.state.muscle,
        before=talk.state.before,
        at=talk.turn.at,
        stopped=stopped,
    )
    talk.state.trials.append(trial)
    del talk.state.trials[:-MAX_TRIALS]
    talk.note_event("stopped" if stopped else "done", player.technique)
