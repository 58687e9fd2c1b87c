"""Choose a technique: by muscle, goal, equipment, position and time, and never one that is contraindicated."""

from __future__ import annotations

from collections.abc import Iterable

from trigger_points.content.schema import Technique
from trigger_points.conversation import explaining, safety
from trigger_points.conversation.desk import Talk
from trigger_points.triage import CALM_KINDS, Verdict, judge

KINDS_BY_WORD = ("stretch", "strength", "heat", "breathing", "release")
"""Technique kinds that a word list of the same name asks for."""
ADAPTED = -0.9
"""What needs no adapting comes first, and still before mere heat and breathing."""
TOO_LONG = 4.0
"""What takes more time than there is: that outweighs a ball at hand."""
AT = {"chair": ("chair", "any"), "standing": ("standing", "wall", "any"), "bed": ("bed", "any")}
"""Positions of techniques that suit a place: at a desk, on your feet, in bed."""


def verdict(talk: Talk, technique: Technique) -> Verdict:
    """Whether ``technique`` may be offered to this person."""
    look_alikes = {c for c in (*talk.state.ranked[:1], *talk.state.case.look_alikes) if c in talk.store.look_alikes}
    return judge(technique, safety.care_level(talk), talk.state.flagged("asserted"), look_alikes, talk.state.case.cues)


def anything_allowed(talk: Talk) -> bool:
    """Whether there is any technique at all for this person now."""
    if safety.withheld(talk):
        return False
    return any(verdict(talk, technique).allowed for technique in talk.store.techniques.values())


def seen(talk: Talk) -> set[str]:
    """Techniques that were done or not wanted."""
    return {trial.technique for trial in talk.state.trials} | set(talk.state.skipped)


def best(talk: Talk, muscle: str | None = None, fresh_only: bool = False) -> Technique | None:
    """The technique that suits best and is allowed; one not seen before comes first."""
    order = list(by_preference(talk, muscle))
    fresh = [t for t in order if t.id not in seen(talk)]
    return next((t for t in [*fresh, *([] if fresh_only else order)] if verdict(talk, t).allowed), None)


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
    adapted = bool(verdict(talk, technique).say)
    score = ADAPTED if adapted else 0.0
    at_hand = set(talk.turn.found("equipment")) or (set() if adapted else set(case.equipment))
    score += 2.0 if set(technique.equipment) & at_hand else 0.0
    score -= 2.0 * len(set(technique.equipment) & set(case.lacks_equipment))
    if case.floor is False and technique.position == "floor":
        score -= 8.0
    if case.position in AT:
        score += 3.0 if technique.position in AT[case.position] else -3.0
    if case.minutes is not None and technique.minutes > case.minutes:
        score -= TOO_LONG
    kind = wanted_kind(talk)
    if kind:
        score += 2.0 if technique.kind == kind else 0.0
    if technique.kind == "check" or (technique.kind in CALM_KINDS and technique.kind != kind):
        score -= 1.0
    return score


def wanted_kind(talk: Talk) -> str | None:
    """The kind of technique that is asked for: a stretch, a massage, something warm."""
    words = talk.turn.found("words")
    return next((kind for kind in KINDS_BY_WORD if kind in words), talk.state.wants_kind)
