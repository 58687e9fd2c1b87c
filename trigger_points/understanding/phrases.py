"""The phrase language of the content files, and a matcher for thousands of phrases.

``outer hip`` words in a row; ``hip|hips`` alternatives; ``tingl*`` any ending;
``my? bum`` optional word; ``numb ... legs`` up to four words in between.

spaCy's own ``Matcher`` calls Python for every alternative on every token; with the phrases of
this content that took 15 ms a message. Here each phrase waits for its rarest word, so most
messages touch a few phrases only (about 1 ms). Tests hold both to the same results.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NoReturn, cast

from spacy.tokens import Doc

from trigger_points.understanding.text import normalise

GAP = 4
"""Words that ``...`` may stand for."""
_LAYOUT = "layout"
"""Key of ``Doc.user_data``."""

TokenPattern = dict[str, object]
_normal = lru_cache(maxsize=None)(normalise)
"""Words of phrases: a few thousand, in ten times as many places."""


class PhraseError(ValueError):
    """A phrase that cannot be used; the message says why."""


@dataclass(frozen=True)
class Found:
    """A phrase of ``label`` at tokens ``start`` (inclusive) to ``end`` (exclusive)."""

    label: str
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Piece:
    """One place of a phrase: fixed ``words`` and ``prefixes``, or a gap."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False

    def fits(self, word: str) -> bool:
        """Whether ``word`` may stand here."""
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))


def parse_phrase(phrase: str) -> tuple[Piece, ...]:
    """The pieces of one phrase.

    Raises:
        PhraseError: the phrase is empty, starts or ends with a gap, or has no fixed word.

    """
    parts = phrase.split()
    if not parts:
        raise PhraseError("is empty")
    if parts[0] == "..." or parts[-1] == "...":
        raise PhraseError(f"'{phrase}' may not start or end with '...'")
    pieces = [piece for part in parts for piece in _pieces(part, phrase)]
    if all(piece.optional or piece.gap for piece in pieces):
        raise PhraseError(f"'{phrase}' needs at least one word that is not optional")
    return tuple(pieces)


def _pieces(part: str, phrase: str) -> Iterator[Piece]:
    if part == "...":
        yield Piece(gap=True)
        return
    optional = len(part) > 1 and part.endswith("?")
    options = (part[:-1] if optional else part).split("|")
    if len(options) == 1 and not options[0].endswith("*"):
        words = _normal(options[0]).split()
        if not words:
            _refuse(phrase)
        yield from (Piece(frozenset([word]), optional=optional) for word in words)
        return
    fixed: set[str] = set()
    prefixes: set[str] = set()
    for option in options:
        bare = _normal(option.rstrip("*"))
        if not bare or " " in bare:
            _refuse(phrase)
        (prefixes if option.endswith("*") else fixed).add(bare)
    yield Piece(frozenset(fixed), tuple(sorted(prefixes)), optional)


def _refuse(phrase: str) -> NoReturn:
    raise PhraseError(f"'{phrase}' has a part that is not one plain word")


def compile_phrase(phrase: str) -> list[TokenPattern]:
    """The same phrase as a token pattern for spaCy's ``Matcher``."""
    pattern: list[TokenPattern] = []
    for piece in parse_phrase(phrase):
        if piece.gap:
            pattern.append({"IS_SENT_START": False, "IS_PUNCT": False, "OP": f"{{0,{GAP}}}"})
            continue
        options = [*map(re.escape, sorted(piece.words)), *(rf"{re.escape(p)}\w*" for p in piece.prefixes)]
        token: TokenPattern = {"LOWER": {"REGEX": f"^(?:{'|'.join(options)})$"}}
        if not piece.prefixes:
            token = {"LOWER": {"IN": sorted(piece.words)}}
        if piece.optional:
            token["OP"] = "?"
        pattern.append(token)
    return pattern


def spellings(phrase: str) -> list[str] | None:
    """Every way to write out ``phrase``, or ``None`` if it has a gap or a free ending."""
    pieces = parse_phrase(phrase)
    if any(piece.gap or piece.prefixes for piece in pieces):
        return None
    options = [[*sorted(piece.words), *([""] if piece.optional else [])] for piece in pieces]
    return [" ".join(word for word in words if word) for words in itertools.product(*options)]


class PhraseMatcher:
    """Finds labelled phrases in a document."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._phrases = [(label, parse_phrase(item)) for label, items in phrases.items() for item in items]
        self._waiting: dict[str, list[tuple[int, tuple[frozenset[str], ...]]]] = {}
        self._starting: dict[str, list[int]] = {}
        self._always: list[int] = []
        counts = Counter(word for _, pieces in self._phrases for piece in pieces for word in piece.words)
        for number, (_, pieces) in enumerate(self._phrases):
            fixed = [p.words for p in pieces if p.words and not p.prefixes and not p.optional]
            if not fixed:
                self._wait_for_a_beginning(number, pieces)
                continue
            rarest = min(fixed, key=lambda words: sum(counts[word] for word in words))
            others = tuple(words for words in fixed if words is not rarest)
            for word in rarest:
                self._waiting.setdefault(word, []).append((number, others))
        self._beginnings = sorted({len(prefix) for prefix in self._starting})

    def _wait_for_a_beginning(self, number: int, pieces: Sequence[Piece]) -> None:
        needed = next((p for p in pieces if not p.gap and not p.optional), None)
        if needed is None:
            self._always.append(number)
            return
        for word in needed.words:
            self._waiting.setdefault(word, []).append((number, ()))
        for prefix in needed.prefixes:
            self._starting.setdefault(prefix, []).append(number)

    def find(self, doc: Doc) -> list[Found]:
        """All matches, overlapping ones included, in order of position."""
        words, places, closed = _layout(doc)
        numbers = set(self._always)
        for word in places:
            for number, others in self._waiting.get(word, ()):
                if not any(other.isdisjoint(places) for other in others):
                    numbers.add(number)
            for length in self._beginnings:
                numbers.update(self._starting.get(word[:length], ()))
        if not numbers:
            return []
        found: set[Found] = set()
        for number in numbers:
            label, pieces = self._phrases[number]
            for start in _starts(pieces[0], words, places):
                ends = _ends(pieces, 0, start, words, closed)
                found.update(Found(label, start, end) for end in ends if end > start)
        return sorted(found, key=lambda item: (item.start, -item.end, item.label))


class _Layout(NamedTuple):
    """The words of a document, where each stands, and which of them close a gap."""

    words: list[str]
    places: dict[str, list[int]]
    closed: list[bool]


def _layout(doc: Doc) -> _Layout:
    """The layout of ``doc``, which keeps it for the next matcher."""
    if _LAYOUT not in doc.user_data:
        words = [token.lower_ for token in doc]
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(word, []).append(place)
        closed = [token.is_punct or token.is_sent_start is True for token in doc]
        doc.user_data[_LAYOUT] = _Layout(words, places, closed)
    return cast(_Layout, doc.user_data[_LAYOUT])


def _starts(first: Piece, words: Sequence[str], places: Mapping[str, list[int]]) -> Iterable[int]:
    """Where a match that begins with ``first`` can start; ``places`` says where each word stands."""
    if first.optional:
        return range(len(words))
    if first.prefixes:
        return [i for i, word in enumerate(words) if word in first.words or word.startswith(first.prefixes)]
    return [place for word in first.words & places.keys() for place in places[word]]


def _ends(
    pieces: Sequence[Piece], index: int, position: int, words: Sequence[str], closed: Sequence[bool]
) -> Iterator[int]:
    """Where a match that has come to ``position`` can end. ``closed`` words end a gap."""
    if index == len(pieces):
        yield position
        return
    piece = pieces[index]
    if piece.gap:
        yield from _ends(pieces, index + 1, position, words, closed)
        for end in range(position + 1, min(position + GAP, len(words)) + 1):
            if closed[end - 1]:
                return
            yield from _ends(pieces, index + 1, end, words, closed)
        return
    if piece.optional:
        yield from _ends(pieces, index + 1, position, words, closed)
    if position < len(words) and piece.fits(words[position]):
        yield from _ends(pieces, index + 1, position + 1, words, closed)


def longest(found: Iterable[Found]) -> list[Found]:
    """Drop every match that overlaps a longer one; equal spans of two labels both stay."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (-len(item), item.start)):
        clash = [k for k in kept if item.start < k.end and k.start < item.end]
        if all((k.start, k.end) == (item.start, item.end) for k in clash):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
