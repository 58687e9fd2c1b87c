"""Guide: choose a technique, preview it, and walk through it one step at a time."""

from __future__ import annotations

from collections.abc import Iterable

from trigger_points.content.schema import Technique
from trigger_points.conversation import explaining, safety, screening
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Player, Side, Trial
from trigger_points.replies import cards
from trigger_points.replies.models import Reply
from trigger_points.triage import CALM_KINDS, Verdict, judge

KINDS_BY_WORD = ("stretch", "strength", "heat", "breathing", "release")
"""Technique kinds that a word list of the same name asks for."""
ANY = "any"
"""``wants_technique`` when the person wants something, and we may choose."""


def verdict(talk: Talk, technique: Technique) -> Verdict:
    """Whether ``technique`` may be offered to this person."""
    look_alikes = [c for c in talk.state.ranked[:1] if c in talk.store.look_alikes]
    return judge(technique, safety.care_level(talk), talk.state.flagged("asserted"), look_alikes, talk.state.case.cues)


def ask_technique(talk: Talk) -> list[Reply]:
    """The person wants something to do."""
    from trigger_points.conversation import answering

    named = [t for t in talk.turn.found("techniques") if t in talk.store.techniques]
    if named:
        return preview(talk, named[0])
    if "asking_how" in talk.turn.found("words"):
        known = answering.by_meaning(talk, answering.SURE)
        if known:
            return known
    muscles = [m for m in talk.turn.found("muscles") if m in talk.store.muscles]
    if muscles:
        talk.state.muscle = muscles[0]
    talk.state.wants_technique = ANY
    return suggest(talk, muscles[0] if muscles else None)


def suggest(talk: Talk, muscle: str | None = None) -> list[Reply]:
    """The best technique for the muscle at hand that this person may and can do."""
    state = talk.state
    if safety.withheld(talk):
        return withheld(talk)
    if muscle is None and state.muscle is None and not state.case.regions and not state.case.muscles:
        from trigger_points.conversation import listening

        state.wants_technique = ANY
        return [listening.ask_region(talk)]
    order = list(by_preference(talk, muscle))
    seen = {trial.technique for trial in state.trials} | set(state.skipped)
    fresh = [t for t in order if t.id not in seen]
    for technique in [*fresh, *order]:
        if verdict(talk, technique).allowed:
            return preview(talk, technique.id)
    return calm(talk)


def calm(talk: Talk) -> list[Reply]:
    """What stays safe while waiting for a check: heat, breathing, easy movement."""
    for technique in talk.store.techniques.values():
        if technique.kind in CALM_KINDS and verdict(talk, technique).allowed:
            if technique.id not in {t.technique for t in talk.state.trials}:
                return preview(talk, technique.id)
    return withheld(talk)


def withheld(talk: Talk) -> list[Reply]:
    """No technique now, and why."""
    flags = talk.state.flagged("asserted")
    replies: list[Reply] = [talk.text("guide.withheld")]
    return replies + ([cards.care_advice(talk, flags)] if flags else [])


def by_preference(talk: Talk, muscle: str | None) -> Iterable[Technique]:
    """Techniques for the muscle first, then for the other ranked ones; what fits the means first."""
    state, store = talk.state, talk.store
    ranked = state.ranked or [c.id for c in explaining.candidates(talk)[:3]]
    order = [m for m in dict.fromkeys([muscle, state.muscle, *ranked]) if m]
    ids: list[str] = []
    for item in order:
        record = store.muscles.get(item) or store.look_alikes.get(item)
        ids += record.techniques if record else []
    techniques = [store.techniques[i] for i in dict.fromkeys(ids) if i in store.techniques]
    return sorted(techniques, key=lambda t: -_suits(talk, t))


def _suits(talk: Talk, technique: Technique) -> float:
    case = talk.state.case
    score = 0.0
    if case.equipment:
        score += 2.0 if set(technique.equipment) & set(case.equipment) else 0.0
    score -= 2.0 * len(set(technique.equipment) & set(case.lacks_equipment))
    if case.floor is False and technique.position == "floor":
        score -= 4.0
    if case.minutes is not None and technique.minutes > case.minutes:
        score -= 2.0
    kind = _wanted_kind(talk)
    if kind:
        score += 2.0 if technique.kind == kind else 0.0
    if technique.kind == "check" or (technique.kind in CALM_KINDS and technique.kind != kind):
        score -= 1.0
    return score


def _wanted_kind(talk: Talk) -> str | None:
    words = talk.turn.found("words")
    return next((kind for kind in KINDS_BY_WORD if kind in words), None)


def preview(talk: Talk, technique_id: str) -> list[Reply]:
    """Screen first if needed, then show what the technique is and needs."""
    technique = talk.store.techniques[technique_id]
    if safety.withheld(talk):
        return withheld(talk)
    if not talk.state.screened and technique.kind not in CALM_KINDS:
        talk.state.wants_technique = technique_id
        return [screening.show_checklist(talk)]
    passed_over = safety.unanswered(talk)
    if passed_over:
        talk.state.wants_technique = technique_id
        return [safety.ask_flag(talk, passed_over)]
    ruling = verdict(talk, technique)
    if not ruling.allowed:
        return refuse(talk, technique, ruling)
    talk.state.wants_technique = None
    talk.state.player = Player(technique=technique_id, side=_one_side(talk, technique))
    return [cards.technique(talk, technique, ruling.say)]


def refuse(talk: Talk, technique: Technique, ruling: Verdict) -> list[Reply]:
    """Say why this one is not for them and offer another."""
    why = " ".join(cards.sentence(s) for s in ruling.say)
    talk.state.wants_technique = None
    return [
        talk.text(
            "guide.refused",
            [talk.offer("suggest"), talk.offer("calm"), talk.offer("referral")],
            name=technique.name,
            why=why,
        )
    ]


def _one_side(talk: Talk, technique: Technique) -> Side | None:
    side = talk.state.case.side
    return side if technique.one_sided and side in ("left", "right") else None


def start(talk: Talk, technique_id: str) -> list[Reply]:
    """Ask for the pain now, unless it is known, then the first step."""
    technique = talk.store.techniques[technique_id]
    ruling = verdict(talk, technique)
    if not ruling.allowed:
        return refuse(talk, technique, ruling)
    if not talk.state.screened and technique.kind not in CALM_KINDS:
        return preview(talk, technique_id)
    talk.state.player = Player(technique=technique_id, side=_one_side(talk, technique))
    if talk.state.before is None and "score:before" not in talk.state.case.declined:
        talk.ask("score:before")
        return [cards.pain_scale(talk, "before")]
    return show_step(talk, 1)


def show_step(talk: Talk, number: int) -> list[Reply]:
    """Show step ``number`` of the technique being done."""
    player = talk.state.player
    if player is None:
        return suggest(talk)
    technique = talk.store.techniques[player.technique]
    ruling = verdict(talk, technique)
    if not ruling.allowed:
        player.finished = True
        return refuse(talk, technique, ruling)
    player.step = max(1, min(number, len(technique.steps)))
    player.paused = False
    return [cards.technique_step(talk, technique, player.step)]


def resume(talk: Talk) -> list[Reply]:
    """Back to where the person was."""
    player = talk.state.player
    if player is None or player.finished:
        return suggest(talk)
    if safety.withheld(talk):
        return withheld(talk)
    if player.step == 0:
        return preview(talk, player.technique)
    return show_step(talk, player.step)


def finish(talk: Talk, stopped: bool = False) -> list[Reply]:
    """The end of a technique: remember it and ask for the pain after."""
    player = talk.state.player
    if player is None:
        return suggest(talk)
    player.finished = True
    technique = talk.store.techniques[player.technique]
    talk.state.trials.append(
        Trial(
            technique=technique.id, muscle=talk.state.muscle, before=talk.state.before, at=talk.turn.at, stopped=stopped
        )
    )
    talk.note_event("stopped" if stopped else "done", technique.id)
    talk.ask("score:after")
    return [cards.pain_scale(talk, "after")]
