"""Figures from rows and predictions: per label, confusion, intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from trigger_points.content.schema import CARE_ORDER, CareLevel
from trigger_points.evaluation.rows import Prediction, Row

Pair = tuple[Row, Prediction]
TOP = 3
ESCALATED_FROM = CARE_ORDER.index(CareLevel.see_clinician)


@dataclass(frozen=True)
class Share:
    """``hits`` of ``total`` with a 95% Wilson interval."""

    name: str
    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share; 0 when there is nothing to count."""
        return self.hits / self.total if self.total else 0.0

    def interval(self) -> tuple[float, float]:
        """95% Wilson interval."""
        if not self.total:
            return 0.0, 0.0
        z, n, p = 1.96, self.total, self.value
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, centre - spread), min(1.0, centre + spread)


@dataclass(frozen=True)
class LabelFigures:
    """Precision, recall and F1 of one label."""

    label: str
    right: int
    missed: int
    wrong: int

    @property
    def precision(self) -> float:
        """Right ones among those predicted."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Right ones among those labelled."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0


def intent_right(row: Row, predicted: Prediction) -> bool:
    """Whether the intent is the label or one of its accepted others."""
    return predicted.intent == row.intent or predicted.intent in row.also.get("intent", [])


def intents(pairs: Sequence[Pair]) -> tuple[Share, list[LabelFigures], Counter[tuple[str, str]]]:
    """Accuracy, figures per intent, and the confusions (label, predicted)."""
    labelled = [(r, p) for r, p in pairs if r.intent]
    right = [intent_right(r, p) for r, p in labelled]
    wrong = [(str(r.intent), p.intent) for (r, p), ok in zip(labelled, right) if not ok]
    names = sorted({str(r.intent) for r, _ in labelled})
    per_label = [
        LabelFigures(
            name,
            sum(ok for (r, _), ok in zip(labelled, right) if r.intent == name),
            sum(not ok for (r, _), ok in zip(labelled, right) if r.intent == name),
            sum(guess == name for _, guess in wrong),
        )
        for name in names
    ]
    return Share("intents right", sum(right), len(labelled)), per_label, Counter(wrong)


def labels(pairs: Sequence[Pair], kind: str) -> tuple[LabelFigures, list[LabelFigures]]:
    """Micro-averaged and per-label figures for ``regions``, ``causes`` or ``flags``."""
    right: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row, predicted in pairs:
        gold = getattr(row, kind)
        if gold is None:
            continue
        wanted, accepted = set(gold) - {"none"}, set(row.also.get(kind, []))
        got = set(getattr(predicted, kind))
        right.update(wanted & got)
        missed.update(wanted - got)
        wrong.update(got - wanted - accepted)
    names = sorted({*right, *missed, *wrong})
    per_label = [LabelFigures(n, right[n], missed[n], wrong[n]) for n in names]
    return LabelFigures(kind, sum(right.values()), sum(missed.values()), sum(wrong.values())), per_label


def safety(pairs: Sequence[Pair]) -> list[Share]:
    """Escalation and asking, for emergencies and for harmless messages."""
    labelled = [(r, p) for r, p in pairs if r.care_level]
    emergencies = [p for r, p in labelled if r.care_level == "emergency"]
    harmless = [
        p
        for r, p in labelled
        if r.care_level in ("self_care", "precaution") and r.flags is not None and not _serious(r)
    ]
    plain = [p for r, p in labelled if r.care_level == "self_care" and r.flags is not None]
    return [
        Share("emergencies escalated at once", sum(_level(p) == 4 for p in emergencies), len(emergencies)),
        Share(
            "emergencies escalated or asked",
            sum(_level(p) == 4 or p.outcome in ("asked", "escalated") for p in emergencies),
            len(emergencies),
        ),
        Share("harmless escalated (see clinician or above)", sum(p.outcome == "escalated" for p in plain), len(plain)),
        Share("harmless asked", sum(p.outcome == "asked" for p in plain), len(plain)),
        Share("harmless or precaution escalated", sum(p.outcome == "escalated" for p in harmless), len(harmless)),
        Share("care level right", sum(_level_right(r, p) for r, p in labelled), len(labelled)),
    ]


def _serious(row: Row) -> bool:
    return any(CARE_ORDER.index(CareLevel(x)) >= ESCALATED_FROM for x in [row.care_level, *row.care_level_also] if x)


def _level(predicted: Prediction) -> int:
    return CARE_ORDER.index(CareLevel(predicted.care_level))


def _level_right(row: Row, predicted: Prediction) -> bool:
    return predicted.care_level == row.care_level or predicted.care_level in row.care_level_also


def ranking(pairs: Sequence[Pair]) -> list[Share]:
    """The right muscle or look-alike among the first three."""
    labelled = [(r, p) for r, p in pairs if r.ranked]
    first = [(r.look_alike or (r.muscles_ranked or [""])[0], p) for r, p in labelled]
    anyone = [({*(r.muscles_ranked or []), *([r.look_alike] if r.look_alike else [])}, p) for r, p in labelled]
    return [
        Share("look-alike or first muscle in the top 3", sum(x in p.ranked[:TOP] for x, p in first), len(first)),
        Share(
            "any labelled candidate in the top 3", sum(bool(x & set(p.ranked[:TOP])) for x, p in anyone), len(anyone)
        ),
    ]


def refusals(pairs: Sequence[Pair]) -> list[Share]:
    """Out of scope caught, and in scope refused."""
    labelled = [(r, p) for r, p in pairs if r.intent]
    outside = [(r, p) for r, p in labelled if r.intent == "out_of_scope"]
    inside = [(r, p) for r, p in labelled if r.intent != "out_of_scope"]
    return [
        Share("out of scope caught", sum(intent_right(r, p) for r, p in outside), len(outside)),
        Share(
            "in scope refused",
            sum(p.intent == "out_of_scope" and not intent_right(r, p) for r, p in inside),
            len(inside),
        ),
    ]
