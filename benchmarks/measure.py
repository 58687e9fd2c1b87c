"""The single measurements; each returns plain figures."""

from __future__ import annotations

import itertools
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

SCRIPT: list[str | tuple[str, ...]] = [
    "my left buttock aches when I sit at my desk, about three weeks now",
    "what is the piriformis and where is it",
    ("suggest",),
    ("check:none", "control:next"),
    ("equipment:massage_ball", "control:next"),
    ("start:", "resume", "control:next"),
    "6 out of 10",
    "next",
    "how long do I hold this",
    "next",
    "does dry needling help",
    ("resume", "control:next"),
    "stop",
    "4",
    "who should I see about this",
    "thanks, bye",
]
"""A complaint, questions, a technique step by step, scores: what people do. A tuple takes an offer."""


def quantile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def one_person(meet: Callable[[], Any], turns: int) -> dict[str, Any]:
    """``turns`` turns, a new conversation after each run of the script; milliseconds."""
    times: list[float] = []
    by_kind: dict[str, list[float]] = defaultdict(list)
    for step in SCRIPT:  # warm up
        meet().say(step)
    while len(times) < turns:
        person = meet()
        for step in SCRIPT[: turns - len(times)]:
            times.append(person.say(step))
            by_kind[person.kind].append(times[-1])
    return {
        "turns": len(times),
        "median": statistics.median(times),
        "p95": quantile(times, 0.95),
        "p99": quantile(times, 0.99),
        "by_kind": {kind: statistics.median(values) for kind, values in sorted(by_kind.items())},
    }


def growth(person: Any, turns: int, at: tuple[int, ...]) -> dict[str, float]:
    """One conversation of ``turns`` turns: the median of the thirty turns around each of ``at``."""
    steps = itertools.cycle(SCRIPT)
    times = [person.say(next(steps)) for _ in range(turns)]
    half = len(SCRIPT)
    found = {}
    for turn in at:
        if turn <= turns:
            start = max(0, min(turn - half, turns - 2 * half))
            found[str(turn)] = statistics.median(times[start : start + 2 * half])
    return found


def embedding_alone(times: int) -> dict[str, float]:
    """The sentence encoder on the typed messages of the script, without anything else."""
    from trigger_points.understanding.encoder import shared_encoder

    encoder = shared_encoder()
    texts = [step for step in SCRIPT if isinstance(step, str)]
    taken = []
    for text in itertools.islice(itertools.cycle(texts), times):
        began = time.perf_counter()
        encoder.encode([text])
        taken.append((time.perf_counter() - began) * 1000)
    taken = taken[len(texts) :]
    rate = 1000 * len(taken) / sum(taken)
    return {"median": statistics.median(taken), "p99": quantile(taken, 0.99), "per_second": rate}
