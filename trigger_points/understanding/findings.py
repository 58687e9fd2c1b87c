"""What a message says about the person's trouble, by the words of the content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from trigger_points.content.store import ContentStore
from trigger_points.understanding import quantities
from trigger_points.understanding.context import ContextJudge, Standing
from trigger_points.understanding.phrases import Found, PhraseMatcher, longest

_KINDS = (
    "regions",
    "causes",
    "muscles",
    "equipment",
    "look_alikes",
    "techniques",
    "treatments",
    "symptoms",
    "glossary",
    "word_lists",
)
_BODY = {"regions", "muscles"}


@dataclass
class Mentions:
    """Ids found, by kind, in order of appearance; denied ones apart."""

    found: dict[str, list[str]] = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)
    cues: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)


class Lexicon:
    """Finds ids of the content in a document by their ``phrases``."""

    def __init__(self, nlp: Language, store: ContentStore) -> None:
        phrases: dict[str, list[str]] = {}
        for kind in _KINDS:
            for record in getattr(store, kind).values():
                phrases[f"{kind}:{record.id}"] = list(record.phrases)
        phrases.update({f"side:{side.id}": list(side.phrases) for side in store.sides.values()})
        self._matcher = PhraseMatcher(phrases)
        self._cues = PhraseMatcher({cue.id: list(cue.phrases) for cue in store.cues.values()})
        self._judge = ContextJudge(nlp, store.language) if store.language else None

    def find(self, doc: Doc) -> Mentions:
        """Everything the content knows by name in ``doc``."""
        matches = self._matcher.find(doc)
        body = longest(m for m in matches if m.label.split(":")[0] in _BODY)
        other = [m for m in matches if m.label.split(":")[0] not in _BODY and not m.label.startswith("side:")]
        sides = longest(m for m in matches if m.label.startswith("side:"))
        mentions = Mentions()
        kept = [*body, *_longest_by_kind(other)]
        cues = self._cues.find(doc)
        standing = self._judge.judge(doc, [*kept, *cues]) if self._judge else {}
        for match in sorted(kept, key=lambda m: m.start):
            kind, record_id = match.label.split(":")
            target = mentions.denied if standing.get(match) == "denied" else mentions.found
            ids = target.setdefault(kind, [])
            if record_id not in ids:
                ids.append(record_id)
        mentions.cues = _unique(c.label for c in cues if _counts(standing.get(c)))
        mentions.sides = _unique(m.label.split(":")[1] for m in sides if m.label != "side:no_side")
        return mentions


def _counts(standing: Standing | None) -> bool:
    return standing not in ("denied", "other_person")


def _longest_by_kind(matches: Iterable[Found]) -> list[Found]:
    groups: dict[str, list[Found]] = {}
    for match in matches:
        groups.setdefault(match.label.split(":")[0], []).append(match)
    return [match for group in groups.values() for match in longest(group)]


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def side_of(sides: list[str]) -> str | None:
    """One side, or ``both`` when both are named; ``None`` when the text does not say."""
    if "both" in sides or {"left", "right"} <= set(sides):
        return "both"
    return sides[0] if sides else None


@dataclass
class Facts:
    """Numbers and plain facts of one message."""

    score: float | None = None
    score_before: float | None = None
    duration_days: float | None = None
    minutes: float | None = None
    age: int | None = None


def facts_of(plain: str) -> Facts:
    """Read numbers from normalised text."""
    scores = quantities.pain_scores(plain)
    return Facts(
        score=scores.now if scores else None,
        score_before=scores.before if scores else None,
        duration_days=quantities.duration_days(plain),
        minutes=quantities.minutes_available(plain),
        age=quantities.age_years(plain),
    )
