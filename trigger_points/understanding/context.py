"""Standing of a mention: asserted, denied, past, about someone else, or hypothetical.

The ConText method (Harkema 2009) as implemented in medspaCy; the rules are data in
``content/language.yml``.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from medspacy.context import ConText, ConTextRule
from medspacy.context.context_graph import ConTextGraph
from medspacy.util import tuple_overlaps
from spacy.language import Language
from spacy.tokens import Doc, Span

from trigger_points.content.schema import ContextRule, LanguageRules
from trigger_points.understanding.phrases import Found, compile_phrase, spellings

Standing = Literal["asserted", "denied", "past", "other_person", "hypothetical"]
PAST_FIRST: tuple[Standing, ...] = ("denied", "past", "other_person", "hypothetical")
"""What was and is over counts as over, whoever had it."""
OTHERS_FIRST: tuple[Standing, ...] = ("denied", "other_person", "past", "hypothetical")
"""A friend's swollen leg of last year is the friend's."""
NEAR = 20
"""Modifiers to each side of a mention that count, and are weighed against each other."""
_DIRECTIONS = {"forward": "FORWARD", "backward": "BACKWARD", "both": "BIDIRECTIONAL"}


class NearGraph(ConTextGraph):  # type: ignore[misc]
    """Weighs only modifiers that are near each other, and near a mention.

    MedspaCy 1.3.1 compares every modifier of a message with every other one and with every mention: "not not not ..."
    of 2,000 characters took half a second. Messages that people write have fewer than ``NEAR`` in a row.
    """

    def update_scopes(self) -> None:
        """Let neighbours limit each other's reach."""
        self.modifiers.sort(key=lambda modifier: modifier.modifier_span)
        for place, modifier in enumerate(self.modifiers):
            for other in self.modifiers[place + 1 : place + 1 + 2 * NEAR]:
                modifier.limit_scope(other)
                other.limit_scope(modifier)

    def apply_modifiers(self) -> None:
        """Tie modifiers to the mentions they reach, but for modifiers that are part of a mention."""
        starts = [modifier.modifier_span[0] for modifier in self.modifiers]
        pairs = []
        for target in self.targets:
            place = bisect_left(starts, target.start)
            pairs += [(target, near) for near in self.modifiers[max(0, place - NEAR) : place + NEAR]]
        part = {id(near) for target, near in pairs if tuple_overlaps((target.start, target.end), near.modifier_span)}
        self.edges = [(target, near) for target, near in pairs if id(near) not in part and near.modifies(target)]


# ConText makes its graph by this name, and takes no other.
setattr(sys.modules[ConText.__module__], "ConTextGraph", NearGraph)  # noqa: B010


class ContextJudge:
    """Decides the standing of mentions in a sentence."""

    def __init__(self, nlp: Language, rules: LanguageRules, order: tuple[Standing, ...] = PAST_FIRST) -> None:
        self._order = order
        self._context = ConText(nlp, rules=None, span_attrs=None, prune_on_target_overlap=True)
        self._context.add(
            [found for rule in rules.context for phrase in rule.phrases for found in _rules(rule, phrase)]
        )

    def judge(self, doc: Doc, mentions: list[Found]) -> dict[Found, Standing]:
        """The standing of every mention; the strongest modifier wins."""
        if not mentions:
            return {}
        by_span = {(mention.start, mention.end): mention for mention in mentions}
        standing: dict[tuple[int, int], Standing] = {}
        # ConText wants targets that do not overlap, so overlapping ones go in turns.
        for group in _without_overlap(list(by_span.values())):
            doc.ents = [Span(doc, m.start, m.end, label=m.label) for m in group]
            self._context(doc)
            for entity in doc.ents:
                found = {modifier.category.lower() for modifier in entity._.modifiers}
                standing[entity.start, entity.end] = next((s for s in self._order if s in found), "asserted")
        doc.ents = []
        return {mention: standing[mention.start, mention.end] for mention in mentions}


def _rules(rule: ContextRule, phrase: str) -> Iterator[ConTextRule]:
    """MedspaCy rules of one phrase: literal wherever it can be written out, because those match faster."""
    ends = rule.standing == "ends"
    settings = {
        "category": "TERMINATE" if ends else rule.standing,
        "direction": "TERMINATE" if ends else _DIRECTIONS[rule.direction],
        # medspaCy 1.3.1 overlooks an end whose own reach covers the whole reach it
        # should cut (util.tuple_overlaps), so ends reach one word only.
        "max_scope": 1 if ends else rule.within,
    }
    written = spellings(phrase)
    if written is None:
        yield ConTextRule(literal=f"{rule.id}:{phrase}", pattern=compile_phrase(phrase), **settings)
    else:
        yield from (ConTextRule(literal=text, **settings) for text in written)


def _without_overlap(mentions: list[Found]) -> list[list[Found]]:
    groups: list[list[Found]] = []
    for mention in mentions:
        for group in groups:
            if all(mention.start >= m.end or m.start >= mention.end for m in group):
                group.append(mention)
                break
        else:
            groups.append([mention])
    return groups
