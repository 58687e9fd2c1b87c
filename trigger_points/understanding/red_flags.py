"""Red flags in a message: words, meaning and combinations joined into three outcomes.

* **escalate**: the words assert it and the model does not clearly object, or the model is sure;
* **ask** one direct question: scope or meaning alone is unclear;
* **go on**: neither.

Thresholds per care level live in ``content/thresholds.yml``; how they were chosen is in
``docs/evaluation.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from trigger_points.content.schema import CARE_ORDER, CareLevel, RedFlag, Thresholds
from trigger_points.understanding.heads import Head
from trigger_points.understanding.lexical_flags import LexicalFlag, LexicalFlags

Vectors = NDArray[np.float32]
_AGAINST = ("denied", "past", "other_person", "hypothetical")
FAINT = 0.03
"""Below this score of every flag of a level, its alarm means nothing in particular, nor do words that only ask."""
TRACE = 0.005
"""Below this score of the whole message, a sentence by itself ("so I'll keep going") makes us ask, never escalate."""
LOUD = 0.7
"""Below this score such a sentence does not even make us ask ("Also my dog is sitting on my hair")."""
BELOW = 1e-6
"""How far below a limit counts as just below."""
CERTAIN = 0.9
"""From this score on an emergency is escalated even if its flag is one to ask about when only the model hears it."""
LONG_MESSAGE_WORDS = 12
"""From this length on a message is also read sentence by sentence."""


@dataclass
class FlagReading:
    """What one message says about red flags."""

    escalate: list[str] = field(default_factory=list)
    ask: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)


class RedFlagReader:
    """Joins the lexical layer, the model layer and the combination rules."""

    def __init__(
        self,
        red_flags: Mapping[str, RedFlag],
        lexical: LexicalFlags,
        asserts: Head | None,
        alarm: Head | None,
        denies: Head | None,
        thresholds: Mapping[CareLevel, Thresholds],
    ) -> None:
        self._flags = red_flags
        self._lexical = lexical
        self._asserts = asserts
        self._alarm = alarm
        self._denies = denies
        self._thresholds = thresholds

    def read(self, doc: Doc, vectors: Vectors) -> FlagReading:
        """Read ``doc``; ``vectors`` holds the whole message first, then its sentences if it is long."""
        words = self._lexical.find(doc)
        scores = self._weighed(_first_and_best(self._asserts, vectors), lambda flag: self._flags[flag].level)
        denied = {label: first for label, (first, _) in _first_and_best(self._denies, vectors[:1]).items()}
        reading = FlagReading(scores=scores)
        for flag_id, flag in self._flags.items():
            outcome = self._outcome(flag, words.get(flag_id), scores.get(flag_id), denied.get(flag_id, 0.0))
            if outcome is not None:
                getattr(reading, outcome).append(flag_id)
        self._combine(reading)
        self._heed_alarm(reading, self._weighed(_first_and_best(self._alarm, vectors), CareLevel))
        reading.escalate.sort(key=lambda f: -CARE_ORDER.index(self._flags[f].level))
        reading.ask.sort(key=lambda f: (-CARE_ORDER.index(self._flags[f].level), -scores.get(f, 0.0)))
        return reading

    def _weighed(
        self, scores: Mapping[str, tuple[float, float]], level_of: Callable[[str], CareLevel]
    ) -> dict[str, float]:
        """The whole message counts in full, a single sentence by the weight of its level.

        A sentence of which the whole shows no trace stays just below what escalates, or, unless loud, what asks.
        """
        weighed = {}
        for label, (first, best) in scores.items():
            if label in self._flags or label in CareLevel.__members__:
                limits = self._thresholds[level_of(label)]
                alone = limits.sentence_weight * best
                if first < TRACE:
                    alone = min(alone, (limits.sure if best >= LOUD else limits.ask) - BELOW)
                weighed[label] = max(first, alone)
        return weighed

    def _outcome(self, flag: RedFlag, words: LexicalFlag | None, score: float | None, denial: float) -> str | None:
        limits = self._thresholds[flag.level]
        standing = words.standing if words else None
        if score is None:  # no model for this flag: words decide
            return {"asserted": "escalate", "unclear": "ask", "denied": "denied"}.get(standing or "")
        if standing in _AGAINST or (denial >= limits.denied and standing != "asserted"):
            if score >= limits.sure_against:
                return "escalate"
            if score >= limits.ask_against:
                return "ask"
            return "denied" if standing == "denied" or denial >= limits.denied else None
        if standing == "asserted" and score >= limits.words_agree:
            return "escalate"
        if score >= limits.sure:
            certain = flag.level is CareLevel.emergency and score >= CERTAIN
            return flag.alone if standing is None and not certain else "escalate"
        if score >= limits.ask or (standing == "asserted" and score >= limits.words_ask):
            return "ask"
        if standing == "unclear" and score >= min(limits.words_agree, FAINT):
            return "ask"
        return None

    def _heed_alarm(self, reading: FlagReading, alarm: Mapping[str, float]) -> None:
        """Something of this level is asserted, but no single flag is clear: ask about the likeliest."""
        for level, limits in self._thresholds.items():
            flags = [f for f, flag in self._flags.items() if flag.level is level and f in reading.scores]
            known = any(f in reading.escalate or f in reading.ask for f in flags)
            score = alarm.get(level.value, 0.0)
            if known or not flags or score < limits.alarm_ask:
                continue
            likeliest = max(flags, key=lambda f: reading.scores[f])
            if likeliest in reading.denied or reading.scores[likeliest] < FAINT:
                continue
            clear = score >= limits.alarm_sure and reading.scores[likeliest] >= limits.ask / 2
            if clear and self._flags[likeliest].alone == "escalate":
                reading.escalate.append(likeliest)
            else:
                reading.ask.append(likeliest)

    def _combine(self, reading: FlagReading) -> None:
        for flag_id, flag in self._flags.items():
            if flag_id in reading.escalate:
                continue
            if any(set(parts) <= set(reading.escalate) for parts in flag.implied_by):
                reading.escalate.append(flag_id)
                for items in (reading.ask, reading.denied):
                    if flag_id in items:
                        items.remove(flag_id)


def _first_and_best(head: Head | None, vectors: Vectors) -> dict[str, tuple[float, float]]:
    """For every label: the score of the whole message and the best score of anything in it."""
    if head is None or not len(head.labels):
        return {}
    scores = head.scores(vectors)
    return dict(zip(head.labels, zip(scores[0].tolist(), scores.max(axis=0).tolist())))
