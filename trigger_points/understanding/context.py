"""Standing of a mention: asserted, denied, past, about someone else, or hypothetical.

The ConText method (Harkema 2009) as implemented in medspaCy; the rules are data in
``content/language.yml``.
"""

from __future__ import annotations

from typing import Literal

from medspacy.context import ConText, ConTextRule
from spacy.language import Language
from spacy.tokens import Doc, Span

from trigger_points.content.schema import LanguageRules
from trigger_points.understanding.phrases import Found, compile_phrase

Standing = Literal["asserted", "denied", "past", "other_person", "hypothetical"]
_ORDER: tuple[Standing, ...] = ("denied", "past", "other_person", "hypothetical")
_DIRECTIONS = {"forward": "FORWARD", "backward": "BACKWARD", "both": "BIDIRECTIONAL"}


class ContextJudge:
    """Decides the standing of mentions in a sentence."""

    def __init__(self, nlp: Language, rules: LanguageRules) -> None:
        self._context = ConText(nlp, rules=None, span_attrs=None, prune_on_target_overlap=True)
        self._context.add(
            [
                ConTextRule(
                    literal=f"{rule.id}:{phrase}",
                    category="TERMINATE" if rule.standing == "ends" else rule.standing,
                    pattern=compile_phrase(phrase),
                    direction="TERMINATE" if rule.standing == "ends" else _DIRECTIONS[rule.direction],
                    # medspaCy 1.3.1 overlooks an end whose own reach covers the whole reach it
                    # should cut (util.tuple_overlaps), so ends reach one word only.
                    max_scope=1 if rule.standing == "ends" else rule.within,
                )
                for rule in rules.context
                for phrase in rule.phrases
            ]
        )

    def judge(self, doc: Doc, mentions: list[Found]) -> dict[Found, Standing]:
        """The standing of every mention; the strongest modifier wins."""
        if not mentions:
            return {}
        spans = {m: Span(doc, m.start, m.end, label=m.label) for m in mentions}
        standing: dict[Found, Standing] = {}
        # ConText wants non-overlapping targets, so equal or overlapping mentions go in turns.
        for group in _without_overlap(mentions):
            doc.ents = [spans[m] for m in group]
            self._context(doc)
            for mention in group:
                entity = next(e for e in doc.ents if e.start == mention.start and e.end == mention.end)
                found = {modifier.category.lower() for modifier in entity._.modifiers}
                standing[mention] = next((s for s in _ORDER if s in found), "asserted")
        doc.ents = []
        return standing


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
