"""Care levels and contraindications: what the known flags mean for what is offered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from trigger_points.content.schema import CARE_ORDER, CareLevel, Step, Technique
from trigger_points.content.store import ContentStore

CALM_KINDS = frozenset({"heat", "breathing", "movement"})
"""What stays on offer while a person waits for a check."""
NO_SELF_CARE = frozenset({"under_16", "crisis"})
"""Flags that leave no technique at all, whatever their level."""


def highest(levels: Iterable[CareLevel]) -> CareLevel:
    """The most serious of ``levels``; ``self_care`` if there is none."""
    return max(levels, key=CARE_ORDER.index, default=CareLevel.self_care)


def at_least(level: CareLevel, floor: CareLevel) -> bool:
    """Whether ``level`` is as serious as ``floor`` or more."""
    return CARE_ORDER.index(level) >= CARE_ORDER.index(floor)


def level_of(store: ContentStore, flags: Collection[str]) -> CareLevel:
    """The care level that ``flags`` (asserted ones) call for."""
    return highest(store.red_flags[flag].level for flag in flags if flag in store.red_flags)


@dataclass(frozen=True)
class Verdict:
    """Whether a technique may be offered, and what to change."""

    allowed: bool
    say: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()
    """The same shortly, for the steps themselves."""


def judge(
    technique: Technique,
    level: CareLevel,
    flags: Collection[str],
    look_alikes: Collection[str] = (),
    cues: Collection[str] = (),
) -> Verdict:
    """Apply the contraindication rules of ``technique`` and the care level.

    From ``urgent`` on nothing is offered; with ``see_clinician`` only calm things are.
    """
    if at_least(level, CareLevel.urgent) or NO_SELF_CARE & set(flags):
        return Verdict(False)
    if level is CareLevel.see_clinician and technique.kind not in CALM_KINDS:
        return Verdict(False)
    notes: dict[str, str] = {}
    for rule in technique.contraindications:
        if set(rule.flags) & set(flags) or set(rule.look_alikes) & set(look_alikes) or set(rule.cues) & set(cues):
            if rule.do == "avoid":
                return Verdict(False, (rule.say,))
            notes[rule.say] = rule.say if rule.brief is None else rule.brief
    return Verdict(True, tuple(notes), tuple(dict.fromkeys(brief for brief in notes.values() if brief)))


def steps_for(technique: Technique, known: Collection[str]) -> list[tuple[int, Step]]:
    """The steps for someone with ``known`` (flags, look-alikes, cues), each with its number in the technique from 1."""
    steps: list[tuple[int, Step]] = []
    for number, step in enumerate(technique.steps, 1):
        if set(step.skip_if) & set(known):
            continue
        change = next((i for i in step.instead if set(i.when) & set(known)), None)
        if change is not None:
            step = Step(text=change.text, hold_seconds=change.hold_seconds, repetitions=change.repetitions)
        steps.append((number, step))
    return steps
