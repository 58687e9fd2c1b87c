"""What a message says about the person's trouble, by the words of the content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
_PERSONAL = {*_BODY, "causes"}
PAINLESS = "word_lists:painless"
NEAR = 2
"""So many words may stand between a trigger and "doesn't hurt"."""
_NOT_OWN = ("other_person", "hypothetical")
PUTS_RIGHT, AS_WELL, OVER = "word_lists:puts_right", "word_lists:as_well", "word_lists:over"


@dataclass
class Mentions:
    """Ids found, by kind, in order of appearance; denied ones apart."""

    found: dict[str, list[str]] = field(default_factory=dict)
    denied: dict[str, list[str]] = field(default_factory=dict)
    not_own: list[str] = field(default_factory=list)
    """Look-alikes that are named as someone else's, as over, or only in general."""
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
        self._beside = {f"word_lists:{words.id}" for words in store.word_lists.values() if words.beside}
        self._sides = SideFinder(store.sides.values())
        self._cues = PhraseMatcher({cue.id: list(cue.phrases) for cue in store.cues.values()})
        self._triggers = {cue.id for cue in store.cues.values() if cue.kind == "trigger"}
        senses = {cue.id: list(cue.but_not) for cue in store.cues.values()}
        senses.update({cause.id: list(cause.but_not) for cause in store.causes.values()})
        self._other_sense = PhraseMatcher(senses)
        self._judge = ContextJudge(nlp, store.language, OTHERS_FIRST) if store.language else None

    def find(self, doc: Doc) -> Mentions:
        """Everything the content knows by name in ``doc``."""
        matches = self._matcher.find(doc)
        body = _without_names(longest(m for m in matches if _kind(m) in _BODY), matches)
        other = [m for m in matches if _kind(m) not in _BODY]
        causes = [m for m in other if _kind(m) == "causes"]
        aside = self._in_another_sense(doc, causes) | _painless(causes, other)
        other = [m for m in other if m not in aside]
        sides = self._sides.find(doc)
        mentions = Mentions()
        kept = [*body, *self._longest_by_kind(other)]
        cues = self._found_cues(doc, other)
        # What is judged hides a "no" that is part of it. That of "no wait, the left" denies nothing; that of "no pain
        # when I cough" does.
        judged = [*(m for m in kept if _kind(m) != "word_lists" or m.label == PUTS_RIGHT), *cues, *sides]
        standing = self._judge.judge(doc, judged) if self._judge else {}
        markers = [m for m in other if m.label == PUTS_RIGHT]
        body.sort(key=lambda m: m.start)
        taken_back = {body[i] for i in put_right([(m.start, m.end) for m in body], markers)}
        others = _of_others(kept, standing)
        over, own = any(m.label == OVER for m in other), list[str]()
        for match in sorted(kept, key=lambda m: m.start):
            if match in others:
                continue
            kind, record_id = match.label.split(":")
            away = match in taken_back or standing.get(match) == "denied"
            if kind == "look_alikes" and not away:
                not_theirs = standing.get(match) in _NOT_OWN or (over and standing.get(match) == "past")
                (mentions.not_own if not_theirs else own).append(record_id)
            target = mentions.denied if away else mentions.found
            ids = target.setdefault(kind, [])
            if record_id not in ids:
                ids.append(record_id)
        mentions.not_own = [record_id for record_id in mentions.not_own if record_id not in own]
        mentions.cues = _unique(c.label for c in cues if _counts(standing.get(c)))
        told = [named(match, standing.get(match)) for match in sides]
        mentions.sides = resolve([each for each in told if each], markers, any(m.label == AS_WELL for m in other))
        return mentions

    def _found_cues(self, doc: Doc, other: Iterable[Found]) -> list[Found]:
        """Features told; not in another sense ("good morning"), and no triggers that do not hurt."""
        cues = self._cues.find(doc)
        aside = self._in_another_sense(doc, cues) | _painless([c for c in cues if c.label in self._triggers], other)
        return [cue for cue in cues if cue not in aside]

    def _in_another_sense(self, doc: Doc, matches: Iterable[Found]) -> set[Found]:
        """Matches that overlap what their record says is another matter (``but_not``)."""
        senses = self._other_sense.find(doc)
        return {
            m
            for m in matches
            for sense in senses
            if sense.label == m.label.split(":")[-1] and sense.start < m.end and m.start < sense.end
        }

    def _longest_by_kind(self, matches: Iterable[Found]) -> list[Found]:
        groups: dict[str, list[Found]] = {}
        for match in matches:
            groups.setdefault(match.label if match.label in self._beside else _kind(match), []).append(match)
        return [match for group in groups.values() for match in longest(group)]


def _kind(match: Found) -> str:
    return match.label.split(":")[0]


def _painless(triggers: Iterable[Found], others: Iterable[Found]) -> set[Found]:
    """Triggers with "doesn't hurt" right after them."""
    starts = [m.start for m in others if m.label == PAINLESS]
    return {trigger for trigger in triggers if any(0 <= start - trigger.end <= NEAR for start in starts)}


def _without_names(body: Iterable[Found], matches: Iterable[Found]) -> list[Found]:
    """Without muscles whose name is part of another one's: "gluteus medius tear" names the tendon."""
    names = [m for m in matches if _kind(m) == "look_alikes"]
    return [
        m
        for m in body
        if not (_kind(m) == "muscles" and any(n.start <= m.start and m.end <= n.end and len(n) > len(m) for n in names))
    ]


def _of_others(kept: Sequence[Found], standing: Mapping[Found, Standing]) -> set[Found]:
    """Places and causes of someone else in a message that tells the person's own as well."""
    told = [m for m in kept if _kind(m) in _PERSONAL and standing.get(m) != "denied"]
    others = {m for m in told if standing.get(m) == "other_person"}
    own = any(_kind(m) in _BODY for m in told if m not in others)
    return others if own else set()


def _counts(standing: Standing | None) -> bool:
    return standing not in ("denied", "other_person")


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


@dataclass
class Facts:
    """Numbers and plain facts of one message."""

    score: float | None = None
    score_before: float | None = None
    duration_days: float | None = None
    duration_said: str | None = None
    minutes: float | None = None
    age: int | None = None


def facts_of(plain: str) -> Facts:
    """Read numbers from normalised text."""
    scores = quantities.pain_scores(plain)
    how_long = quantities.how_long(plain)
    return Facts(
        score=scores.now if scores else None,
        score_before=scores.before if scores else None,
        duration_days=how_long.days if how_long else None,
        duration_said=how_long.said if how_long else None,
        minutes=quantities.minutes_available(plain),
        age=quantities.age_years(plain),
    )
