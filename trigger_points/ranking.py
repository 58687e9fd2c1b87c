"""Rank the muscles and look-alikes that can cause such pain, with reasons and doubts.

A small additive evidence model: every region, cause and cue has a weight in the content
(``content/ranking.yml`` and the ``weights`` of the records), the sum orders the candidates.
It informs and never diagnoses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from trigger_points.content.schema import LookAlike, Muscle, RankingRules
from trigger_points.content.store import ContentStore


@dataclass(frozen=True)
class Reason:
    """One piece of evidence: what kind, which id, and how much it speaks for (+) or against (-)."""

    kind: Literal["region", "cause", "cue", "named", "elsewhere", "denied"]
    id: str
    weight: float


@dataclass(frozen=True)
class Candidate:
    """A muscle or look-alike with its score and what it rests on."""

    id: str
    kind: Literal["muscle", "look_alike"]
    score: float
    reasons: tuple[Reason, ...] = field(default_factory=tuple)

    @property
    def fits(self) -> list[Reason]:
        """Reasons for, strongest first."""
        return sorted((r for r in self.reasons if r.weight > 0), key=lambda r: -r.weight)

    @property
    def does_not_fit(self) -> list[Reason]:
        """Reasons against, strongest first."""
        return sorted((r for r in self.reasons if r.weight < 0), key=lambda r: r.weight)


def rank(
    store: ContentStore,
    regions: Collection[str],
    causes: Collection[str] = (),
    cues: Collection[str] = (),
    named: Collection[str] = (),
) -> list[Candidate]:
    """All candidates, best first; those with nothing in their favour are left out."""
    return list(_rank(store, tuple(regions), tuple(causes), tuple(cues), frozenset(named)))


@lru_cache(maxsize=256)
def _rank(
    store: ContentStore,
    regions: tuple[str, ...],
    causes: tuple[str, ...],
    cues: tuple[str, ...],
    named: frozenset[str],
) -> tuple[Candidate, ...]:
    """The ranking; remembered, because each turn asks for it several times and most turns add no fact."""
    candidates = []
    records: list[tuple[Literal["muscle", "look_alike"], Muscle | LookAlike]] = [
        *(("muscle", m) for m in store.muscles.values()),
        *(("look_alike", a) for a in store.look_alikes.values()),
    ]
    for kind, record in records:
        reasons = [
            *_region_reasons(store.ranking, record, regions),
            *_weighed("cause", record.weights.causes, causes),
            *_weighed("cue", record.weights.cues, cues),
        ]
        if record.id in named:
            reasons.append(Reason("named", record.id, store.ranking.named))
        score = sum(reason.weight for reason in reasons)
        if any(reason.weight > 0 for reason in reasons):
            candidates.append(Candidate(record.id, kind, round(score, 3), tuple(reasons)))
    return tuple(sorted(candidates, key=lambda c: (-c.score, c.kind, c.id)))


DOUBT = -0.1
"""Weight of a doubt: it is shown and changes no order."""
TYPICAL = 1.0
"""From this weight on a habit or a trigger is typical of a record."""


def with_doubts(
    store: ContentStore,
    shown: Sequence[Candidate],
    regions: Collection[str],
    triggers: Collection[str] = (),
    denied: Collection[str] = (),
) -> list[Candidate]:
    """``shown`` with what speaks against each beside its weights: where it hurts, and what sets it off.

    One doubt each at most, and only what tells the candidates apart: a main place that the person says is well, a pain
    that is mostly felt elsewhere, a habit or trigger that is typical of another candidate and nothing to this one.
    """
    weights = {c.id: {**_record(store, c).weights.causes, **_record(store, c).weights.cues} for c in shown}
    typical = {t for t in triggers if any(each.get(t, 0) >= TYPICAL for each in weights.values())}
    doubted = []
    for candidate in shown:
        main = [r.region for r in _record(store, candidate).refers_to if r.strength == "main"]
        doubts = [Reason("denied", place, DOUBT) for place in main if place in denied]
        told = {*regions, *(near for region in regions for near in store.ranking.neighbours.get(region, ()))}
        if regions and not told & set(main):
            doubts.append(Reason("elsewhere", main[0], DOUBT))
        if not any(weights[candidate.id].get(t, 0) > 0 for t in triggers):
            foreign = [t for t in triggers if t in typical and t not in weights[candidate.id]]
            doubts += [Reason("cause" if t in store.causes else "cue", t, DOUBT) for t in foreign]
        known = {(reason.kind, reason.id) for reason in candidate.reasons}
        new = [doubt for doubt in doubts if (doubt.kind, doubt.id) not in known][:1]
        doubted.append(replace(candidate, reasons=(*candidate.reasons, *new)))
    return doubted


def _record(store: ContentStore, candidate: Candidate) -> Muscle | LookAlike:
    return (store.muscles if candidate.kind == "muscle" else store.look_alikes)[candidate.id]


def region_weights(rules: RankingRules, record: Muscle | LookAlike) -> dict[str, float]:
    """Weight of each region for a record: its own numbers, else by main and spill-over."""
    weights = {r.region: rules.main if r.strength == "main" else rules.spill_over for r in record.refers_to}
    return {**weights, **record.weights.regions}


def _region_reasons(rules: RankingRules, record: Muscle | LookAlike, regions: Collection[str]) -> list[Reason]:
    weights = region_weights(rules, record)
    reasons = []
    for region in regions:
        near = [weights[n] * rules.neighbour_share for n in rules.neighbours.get(region, ()) if weights.get(n, 0) > 0]
        weight = weights.get(region, max(near, default=rules.missed_region))
        reasons.append(Reason("region", region, weight))
    return reasons


def _weighed(kind: Literal["cause", "cue"], weights: Mapping[str, float], ids: Collection[str]) -> list[Reason]:
    return [Reason(kind, item, weights[item]) for item in ids if weights.get(item)]
