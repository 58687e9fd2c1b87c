"""Red flags by words: concepts, where they meet, and their standing.

First of the recognition layers; :mod:`trigger_points.understanding.red_flags` joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from trigger_points.content.schema import Concept, LanguageRules, Recognition, RedFlag
from trigger_points.understanding.context import ContextJudge, Standing
from trigger_points.understanding.phrases import Found, PhraseMatcher

FlagStanding = Literal["asserted", "unclear", "denied", "past", "other_person", "hypothetical"]
_STRENGTH: dict[FlagStanding, int] = {
    "asserted": 5,
    "unclear": 4,
    "denied": 3,
    "past": 2,
    "other_person": 1,
    "hypothetical": 0,
}
_FIGURE = "figure of speech"


@dataclass(frozen=True)
class LexicalFlag:
    """What the words say about one flag, and which words they were (token spans)."""

    flag: str
    standing: FlagStanding
    spans: tuple[tuple[int, int], ...] = ()


class LexicalFlags:
    """Matches the ``recognise`` patterns of the red-flag records."""

    def __init__(
        self,
        nlp: Language,
        red_flags: Mapping[str, RedFlag],
        concepts: Mapping[str, Concept],
        language: LanguageRules,
    ) -> None:
        phrases: dict[str, list[str]] = {c.id: list(c.phrases) for c in concepts.values()}
        self._patterns: list[tuple[str, Recognition]] = []
        for flag in red_flags.values():
            for pattern in flag.recognise:
                self._patterns.append((flag.id, pattern))
                for term in (*pattern.all, *pattern.unless):
                    if term.startswith('"'):
                        phrases.setdefault(term, [term.strip('"')])
        self._patterns_of: dict[str, list[int]] = {}
        for number, (_, pattern) in enumerate(self._patterns):
            self._patterns_of.setdefault(pattern.all[0], []).append(number)
        self._matcher = PhraseMatcher(phrases)
        self._figures = PhraseMatcher({_FIGURE: [p for figure in language.figures_of_speech for p in figure.phrases]})
        self._judge = ContextJudge(nlp, language)
        self._past_counts = {flag.id for flag in red_flags.values() if flag.past_counts}

    def find(self, doc: Doc) -> dict[str, LexicalFlag]:
        """The strongest standing of every flag that the words touch."""
        figures = self._figures.find(doc)
        mentions = [
            found
            for found in self._matcher.find(doc)
            if not any(f.start < found.end and found.start < f.end for f in figures)
        ]
        present = {mention.label for mention in mentions}
        possible = sorted({number for label in present for number in self._patterns_of.get(label, ())})
        live = [self._patterns[number] for number in possible if present.issuperset(self._patterns[number][1].all)]
        if not live:
            return {}
        needed = {term for _, pattern in live for term in (*pattern.all, *pattern.unless)}
        mentions = [mention for mention in mentions if mention.label in needed]
        standing = self._judge.judge(doc, mentions)
        by_sentence = [[m for m in mentions if sentence.start <= m.start < sentence.end] for sentence in doc.sents]
        result: dict[str, LexicalFlag] = {}
        for flag, pattern in live:
            for group in by_sentence if pattern.within == "sentence" else [mentions]:
                hit = _apply(flag, pattern, group, standing)
                if hit and hit.standing == "past" and flag in self._past_counts:
                    hit = LexicalFlag(flag, "asserted", hit.spans)
                if hit and (flag not in result or _STRENGTH[hit.standing] > _STRENGTH[result[flag].standing]):
                    result[flag] = hit
        return result


def _apply(
    flag: str, pattern: Recognition, mentions: Iterable[Found], standing: Mapping[Found, Standing]
) -> LexicalFlag | None:
    by_term: dict[str, list[Found]] = {}
    for mention in mentions:
        by_term.setdefault(mention.label, []).append(mention)
    if any(term in by_term for term in pattern.unless):
        return None
    chosen: list[Found] = []
    for term in pattern.all:
        options = by_term.get(term)
        if not options:
            return None
        chosen.append(max(options, key=lambda m: standing[m] == "asserted"))
    spans = tuple((m.start, m.end) for m in chosen)
    others = [standing[m] for m in chosen if standing[m] != "asserted"]
    if others:
        return LexicalFlag(flag, max(others, key=lambda s: _STRENGTH[s]), spans)
    return LexicalFlag(flag, "asserted" if pattern.strength == "clear" else "unclear", spans)
