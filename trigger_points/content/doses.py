"""Check doses: limits by kind of technique, numbers and words that agree, rules for whom it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trigger_points.content.problems import Problem
from trigger_points.content.schema import Dose, Technique
from trigger_points.content.store import ContentStore

LONGEST_HOLD = {"release": 90, "stretch": 60, "strength": 60}
"""Seconds that pressure, a stretch or a push may be held."""
LONGEST_ON_PIRIFORMIS = 60
"""The sciatic nerve lies below it."""
MOST_SPOTS = 3
NEEDS_RULES = ("release", "stretch", "strength")
"""Kinds that are not for everybody, so that there must be a rule for whom they are not."""
_TIMES = (
    (re.compile(r"\b(?:once or twice|twice|2 times) a day\b", re.IGNORECASE), 2),
    (re.compile(r"\bonce a day\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:up to )?3 times a day\b", re.IGNORECASE), 3),
)
_SECONDS = re.compile(r"\b(\d+) seconds\b|\b(\d+) at most\b")
_EVERY_SECOND_DAY = re.compile(r"\bevery second day\b", re.IGNORECASE)


def check_doses(store: ContentStore) -> Iterator[Problem]:
    """All that is wrong with the doses and the rules of the techniques."""
    for technique in store.techniques.values():
        path = store.path_of("techniques", technique.id)
        yield from _limits(path, technique)
        yield from _words(f"{path}.dose.words", technique.dose)
        yield from _rules(path, technique)


def longest_hold(technique: Technique) -> int | None:
    """How many seconds this technique may be held; ``None`` where holding is not the point."""
    longest = LONGEST_HOLD.get(technique.kind)
    return LONGEST_ON_PIRIFORMIS if technique.kind == "release" and "piriformis" in technique.muscles else longest


def _limits(path: str, technique: Technique) -> Iterator[Problem]:
    dose, longest = technique.dose, longest_hold(technique)
    if dose.hold_seconds_max and dose.hold_seconds and dose.hold_seconds_max < dose.hold_seconds:
        yield Problem(f"{path}.dose.hold_seconds_max", "is shorter than hold_seconds")
    if longest is not None:
        what = "pressure" if technique.kind == "release" else f"a {technique.kind}"
        held = [("dose.hold_seconds", dose.hold_seconds), ("dose.hold_seconds_max", dose.hold_seconds_max)]
        held += [(f"steps[{number}].hold_seconds", step.hold_seconds) for number, step in enumerate(technique.steps)]
        for place, seconds in held:
            if seconds and seconds > longest:
                yield Problem(f"{path}.{place}", f"{what} may be held for {longest} seconds at most here")
    if (dose.spots_per_session or 0) > MOST_SPOTS:
        yield Problem(f"{path}.dose.spots_per_session", f"may be {MOST_SPOTS} at most")


def _words(path: str, dose: Dose) -> Iterator[Problem]:
    for pattern, times in _TIMES:
        if pattern.search(dose.words):
            if times != dose.times_per_day:
                yield Problem(path, f"say at most {times} a day, but times_per_day is {dose.times_per_day}")
            break
    most = dose.hold_seconds_max or dose.hold_seconds
    told = max((int(a or b) for a, b in _SECONDS.findall(dose.words)), default=0)
    if most and told > most:
        yield Problem(path, f"say {told} seconds, but the longest hold is {most}")
    if bool(_EVERY_SECOND_DAY.search(dose.words)) != (dose.days_per_week <= 4):
        yield Problem(path, f"do not agree with days_per_week {dose.days_per_week} (every second day is 4)")


def _rules(path: str, technique: Technique) -> Iterator[Problem]:
    if technique.kind in NEEDS_RULES and not technique.contraindications:
        yield Problem(f"{path}.contraindications", f"a {technique.kind} needs at least one: for whom is it not?")
    for rule in technique.contraindications:
        if not (rule.flags or rule.look_alikes or rule.cues):
            yield Problem(f"{path}.contraindications", "a rule needs at least one of flags, look_alikes, cues")
