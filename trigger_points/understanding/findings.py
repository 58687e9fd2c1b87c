"""What a message says about the person's trouble, by the words of the content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from trigger_points.content.store import ContentStore
from trigger_points.understanding import quantities
from trigger_points.understanding.context import OTHERS_FIRST, ContextJudge, Standing
from trigger_points.understanding.phrases import Found, PhraseMatcher, longest
from trigger_points.understanding.sides import SideFinder, SidesTold, named, put_right, resolve

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
PUTS_RIGHT, AS_WELL = "word_lists:puts_right", "word_lists:as_well"


@dataclass
class Mentions:
    """Ids found, by kind, in order of appearance; denied ones apart."""

    found: dict[str, list[str]] = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)
    cues: list[str] = field(default_factory=list)
    sides: SidesTold = field(default_factory=SidesTold)


class Lexicon:
    """Finds ids of the content in a document by their ``phrases``."""

    def __init__(self, nlp: Language, store: ContentStore) -> None:
        phrases: dict[str, list[str]] = {}
        for kind in _KINDS:
            for record in getattr(store, kind).values():
                phrases[f"{kind}:{record.id}"] = list(record.phrases)
        self._matcher = PhraseMatcher(phrases)
        self._sides = SideFinder(store.sides.values())
        self._cues = PhraseMatcher({cue.id: list(cue.phrases) for cue in store.cues.values()})
        self._judge = ContextJudge(nlp, store.language, OTHERS_FIRST) if store.language else None

    def find(self, doc: Doc) -> Mentions:
        """Everything the content knows by name in ``doc``."""
        matches = self._matcher.find(doc)
        body = longest(m for m in matches if m.label.split(":")[0] in _BODY)
        other = [m for m in matches if m.label.split(":")[0] not in _BODY]
        sides = self._sides.find(doc)
        mentions = Mentions()
        kept = [*body, *_longest_by_kind(other)]
        cues = self._cues.find(doc)
        standing = self._judge.judge(doc, [*kept, *cues, *sides]) if self._judge else {}
        markers = [m for m in other if m.label == PUTS_RIGHT]
        body.sort(key=lambda m: m.start)
        taken_back = {body[i] for i in put_right([(m.start, m.end) for m in body], markers)}
        for match in sorted(kept, key=lambda m: m.start):
            kind, record_id = match.label.split(":")
            away = match in taken_back or standing.get(match) == "denied"
            target = mentions.denied if away else mentions.found
            ids = target.setdefault(kind, [])
            if record_id not in ids:
                ids.append(record_id)
        mentions.cues = _unique(c.label for c in cues if _counts(standing.get(c)))
        told = [named(match, standing.get(match)) for match in sides]
        mentions.sides = resolve([each for each in told if each], markers, any(m.label == AS_WELL for m in other))
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
