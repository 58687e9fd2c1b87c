"""The single measurements; each returns plain figures."""

from __future__ import annotations

import itertools
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

Say = str | tuple[str, ...]
"""Words to type, or an offer to take: the first that begins with one of several."""
LONG = (
    "It began about three weeks ago when I moved to a new desk and started to sit for nine or ten hours a day "
    "without getting up much, and now my left buttock aches by the afternoon and the ache creeps down the back of "
    "my thigh when I drive home, it is worst after an hour in the car, a hot shower helps for a while, walking "
    "helps too, I sleep well and feel fine otherwise, last year I had the same thing after a long flight but it "
    "went away by itself in a few days, this time it stays"
)
RED_FLAG = "red flag"
SCRIPT: list[tuple[str, Say]] = [
    ("complaint", "my left buttock aches when I sit at my desk, about three weeks now"),
    ("question", "what is the piriformis and where is it"),
    ("offer", ("suggest",)),
    ("offer", ("check:none", "floor:", "start:", "control:next")),
    ("offer", ("equipment:massage_ball", "equipment:", "floor:", "start:", "control:next")),
    ("offer", ("start:", "skip", "resume", "control:next")),
    ("score", "6 out of 10"),
    ("steering", "next"),
    ("question", "how long do I hold this"),
    ("steering", "next"),
    ("question", "does dry needling help"),
    ("offer", ("resume", "control:next")),
    ("steering", "stop"),
    ("score", "4"),
    ("question", "who should I see about this"),
    ("100 words", LONG),
    (RED_FLAG, "since yesterday I cannot hold my urine and it is numb between my legs"),
    ("goodbye", "thanks, bye"),
]
"""A complaint, questions, a technique step by step, scores, a long story, a red flag: what people do.

Each turn with its kind.
"""
ON_AND_ON = [turn for turn in SCRIPT if turn[0] != RED_FLAG]
"""The same for one long conversation: techniques are not shown any more once a red flag stands."""
ROUNDS = 5
"""Runs of the script that are compared, at the beginning and at the end of a long conversation."""


def quantile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def spread(values: list[float]) -> dict[str, float]:
    """What is published of a list of milliseconds."""
    return {
        "turns": len(values),
        "median": statistics.median(values),
        "p95": quantile(values, 0.95),
        "p99": quantile(values, 0.99),
    }


def one_person(meet: Callable[[], Any], turns: int) -> dict[str, Any]:
    """``turns`` turns, a new conversation after each run of the script; milliseconds."""
    times: list[float] = []
    by_kind: dict[str, list[float]] = defaultdict(list)
    missed = 0
    for _, step in SCRIPT:  # warm up
        meet().say(step)
    while len(times) < turns:
        person = meet()
        for kind, step in SCRIPT[: turns - len(times)]:
            times.append(person.say(step))
            by_kind[kind].append(times[-1])
        missed += person.missed
    return {
        **spread(times),
        "missed": missed,
        "by_kind": {kind: spread(values) for kind, values in sorted(by_kind.items())},
    }


def growth(person: Any, turns: int, at: tuple[int, ...]) -> dict[str, Any]:
    """One conversation of ``turns`` turns.

    ``around``: the median of two runs of the script around each turn of ``at``. ``same_steps``: what became of the
    same step with the same kind of answer from the first runs of the script to the last ones. The very first run is
    left out, because only there the safety checklist is asked.
    """
    length = len(ON_AND_ON)
    said: list[tuple[float, str]] = []
    for _, step in itertools.islice(itertools.cycle(ON_AND_ON), turns):
        missed = person.missed
        took = person.say(step)
        said.append((took, "" if person.missed > missed else person.kind))
    around = {}
    for turn in at:
        if turn <= turns:
            start = max(0, min(turn - length, turns - 2 * length))
            around[str(turn)] = statistics.median(took for took, _ in said[start : start + 2 * length])
    return {"turns": turns, "missed": person.missed, "around": around, "same_steps": same_steps(said, length)}


def same_steps(said: list[tuple[float, str]], length: int) -> dict[str, float]:
    """Compare milliseconds and kind of answer of the first and the last runs of a script of ``length`` steps.

    An empty kind is an offer that was not there: such turns are not compared.
    """
    rounds = [said[start : start + length] for start in range(0, len(said) - length + 1, length)][1:]
    some = min(ROUNDS, len(rounds) // 2)
    early, late, ratios = [], [], []
    for number in range(length):
        first = [turns[number] for turns in rounds[:some]]
        last = [turns[number] for turns in rounds[len(rounds) - some :]]
        common = {kind for _, kind in first} & {kind for _, kind in last} - {""}
        before = [took for took, kind in first if kind in common]
        after = [took for took, kind in last if kind in common]
        if before and after:
            early.append(statistics.median(before))
            late.append(statistics.median(after))
            ratios.append(late[-1] / early[-1])
    if not ratios:
        return {"compared": 0}
    return {
        "compared": len(ratios),
        "steps": length,
        "rounds": some,
        "early": statistics.median(early),
        "late": statistics.median(late),
        "ratio": sum(late) / sum(early),
        "worst": max(ratios),
    }


def embedding_alone(times: int) -> dict[str, float]:
    """The sentence encoder on the typed messages of the script, without anything else."""
    from trigger_points.understanding.encoder import shared_encoder

    encoder = shared_encoder()
    texts = [step for _, step in SCRIPT if isinstance(step, str)]
    taken = []
    for text in itertools.islice(itertools.cycle(texts), times):
        began = time.perf_counter()
        encoder.encode([text])
        taken.append((time.perf_counter() - began) * 1000)
    taken = taken[len(texts) :]
    rate = 1000 * len(taken) / sum(taken)
    return {**spread(taken), "per_second": rate}
