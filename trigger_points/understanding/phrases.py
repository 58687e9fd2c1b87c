"""The phrase language of the content files, compiled to spaCy matchers.

``outer hip`` words in a row; ``hip|hips`` alternatives; ``tingl*`` any ending;
``my? bum`` optional word; ``numb ... legs`` up to four words in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from trigger_points.understanding.text import normalise

GAP = 4
"""Words that ``...`` may stand for."""

TokenPattern = dict[str, object]


class PhraseError(ValueError):
    """A phrase that cannot be compiled; the message says why."""


@dataclass(frozen=True)
class Found:
    """A phrase of ``label`` at tokens ``start`` (inclusive) to ``end`` (exclusive)."""

    label: str
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def compile_phrase(phrase: str) -> list[TokenPattern]:
    """Token patterns of one phrase.

    Raises:
        PhraseError: the phrase is empty, starts or ends with a gap, or has no fixed word.

    """
    pattern: list[TokenPattern] = []
    pieces = phrase.split()
    if not pieces:
        raise PhraseError("is empty")
    if pieces[0] == "..." or pieces[-1] == "...":
        raise PhraseError(f"'{phrase}' may not start or end with '...'")
    for piece in pieces:
        if piece == "...":
            pattern.append({"IS_SENT_START": False, "IS_PUNCT": False, "OP": f"{{0,{GAP}}}"})
            continue
        optional = len(piece) > 1 and piece.endswith("?")
        for words in _alternatives(piece[:-1] if optional else piece, phrase):
            token: TokenPattern = {"LOWER": words}
            if optional:
                token["OP"] = "?"
            pattern.append(token)
    if all(token.get("OP") for token in pattern):
        raise PhraseError(f"'{phrase}' needs at least one word that is not optional")
    return pattern


def _alternatives(piece: str, phrase: str) -> list[object]:
    options = piece.split("|")
    if len(options) == 1 and not piece.endswith("*"):
        return list(normalise(piece).split()) or _refuse(phrase)
    fixed: list[str] = []
    prefixes: list[str] = []
    for option in options:
        bare = normalise(option.rstrip("*"))
        if not bare or " " in bare:
            _refuse(phrase)
        (prefixes if option.endswith("*") else fixed).append(bare)
    if not prefixes:
        return [{"IN": fixed}]
    patterns = [re.escape(word) for word in fixed] + [rf"{re.escape(p)}\w*" for p in prefixes]
    return [{"REGEX": f"^(?:{'|'.join(patterns)})$"}]


def _refuse(phrase: str) -> list[object]:
    raise PhraseError(f"'{phrase}' has a part that is not one plain word")


class PhraseMatcher:
    """Finds labelled phrases in a document."""

    def __init__(self, nlp: Language, phrases: Mapping[str, Iterable[str]]) -> None:
        self._matcher = Matcher(nlp.vocab)
        for label, items in phrases.items():
            self._matcher.add(label, [compile_phrase(item) for item in items])

    def find(self, doc: Doc | Span) -> list[Found]:
        """All matches, overlapping ones included, in order of position."""
        strings = doc.vocab.strings
        found = {Found(strings[key], start, end) for key, start, end in self._matcher(doc)}
        return sorted(found, key=lambda item: (item.start, -item.end, item.label))


def longest(found: Iterable[Found]) -> list[Found]:
    """Drop every match that overlaps a longer one; equal spans of two labels both stay."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (-len(item), item.start)):
        clash = [k for k in kept if item.start < k.end and k.start < item.end]
        if all((k.start, k.end) == (item.start, item.end) for k in clash):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
