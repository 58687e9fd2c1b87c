"""Check the knowledge as a whole: links, phrases, wording, doses, drawings. All problems in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from trigger_points.content.figures import load_figures
from trigger_points.content.problems import ContentError, Problem
from trigger_points.content.schema import LookAlike, Muscle, Record
from trigger_points.content.site import load_site
from trigger_points.content.store import CONTENT_DIR, EXPLAINED, KINDS, ContentStore, load_content
from trigger_points.content.yaml_reader import read_yaml

REFERENCES: dict[str, str] = {
    "sources": "sources",
    "flags": "red_flags",
    "stricter": "red_flags",
    "look_alikes": "look_alikes",
    "cues": "cues",
    "techniques": "techniques",
    "muscles": "muscles",
    "equipment": "equipment",
    "regions": "regions",
    "causes": "causes",
    "region": "regions",
    "technique": "techniques",
    "related": "questions",
    "implied_by": "red_flags",
}
"""Field name -> the kind of record that its ids belong to."""
_FORBIDDEN = re.compile(
    r"\b(?:you have got|you suffer from|you are suffering|diagnos(?:e|es|ed) you|will cure|cures?|guaranteed?|"
    r"will heal|will fix|fixes|will get rid|eliminates?|miracle|100 ?%|always works|"
    r"permanent(?:ly)? (?:relief|cure))\b",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\b(?:two weeks|half hour|doctor|physio|clinician|emergency|get it checked|numb|numbness|fever|sharp|"
    r"\d out of 10|press(?:ing|ure)?|stretch\w*|massag\w*|rest|walk|ease|go gently|can (?:cause|load)|"
    r"ach(?:es?|ing)|(?:send|give) pain)\b",
    re.IGNORECASE,
)
"""Words that a fixed sentence has when it states a clinical fact or gives advice."""


def check_all(root: Path = CONTENT_DIR) -> list[Problem]:
    """Every problem of the content under ``root`` and of ``site.yml``."""
    problems: list[Problem] = []
    try:
        load_site()
    except ContentError as error:
        problems += error.problems
    try:
        store = load_content(root)
    except ContentError as error:
        return problems + error.problems
    problems += [
        *_links(store),
        *_ranking(store),
        *_phrases(store),
        *_words(store),
        *_doses(store),
        *_personal(store),
        *_figures(store, root),
        *_orphans(store),
        *_wording(store, root),
    ]
    return sorted(problems, key=lambda p: p.path)


def _records(store: ContentStore, kinds: Iterable[str] = KINDS) -> Iterator[tuple[str, str, Any]]:
    for kind in kinds:
        for record in getattr(store, kind).values():
            yield kind, store.path_of(kind, record.id), record


def _links(store: ContentStore) -> Iterator[Problem]:
    for kind, path, record in _records(store):
        for place, field, value in _walk(record):
            known = REFERENCES.get(field)
            if known is None or (kind == "sources" and field == "sources") or not isinstance(value, str):
                continue
            if value not in getattr(store, known):
                yield Problem(f"{path}.{place}", f"there is no '{value}' in {known}")


def _ranking(store: ContentStore) -> Iterator[Problem]:
    for region, near in store.ranking.neighbours.items():
        for name in (region, *near):
            if name not in store.regions:
                yield Problem(f"ranking.yml.neighbours.{region}", f"there is no '{name}' in regions")


def _walk(value: Any, place: str = "", field: str = "") -> Iterator[tuple[str, str, Any]]:
    """All leaves of a record with their place and the name of the field they stand in."""
    if isinstance(value, Record):
        for name, item in value:
            yield from _walk(item, f"{place}.{name}".lstrip("."), name)
    elif isinstance(value, dict):
        for name, item in value.items():
            if field in ("regions", "causes", "cues"):
                yield f"{place}.{name}", field, name
            yield from _walk(item, f"{place}.{name}", "")
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from _walk(item, f"{place}[{number}]", field)
    else:
        yield place, field, value


def _phrases(store: ContentStore) -> Iterator[Problem]:
    from trigger_points.understanding.phrases import PhraseError, compile_phrase

    assert store.language is not None
    lists: list[tuple[str, list[str]]] = [
        (path, record.phrases) for _, path, record in _records(store) if hasattr(record, "phrases")
    ]
    lists += [(f"language.yml[{rule.id}]", rule.phrases) for rule in store.language.context]
    lists += [(f"language.yml[{figure.id}]", figure.phrases) for figure in store.language.figures_of_speech]
    for path, phrases in lists:
        for phrase in phrases:
            try:
                compile_phrase(phrase)
            except PhraseError as error:
                yield Problem(f"{path}.phrases", str(error))
    for flag in store.red_flags.values():
        for number, pattern in enumerate(flag.recognise):
            for term in (*pattern.all, *pattern.unless):
                if not term.startswith('"') and term not in store.concepts:
                    yield Problem(
                        f"{store.path_of('red_flags', flag.id)}.recognise[{number}]", f"there is no concept '{term}'"
                    )


def _words(store: ContentStore) -> Iterator[Problem]:
    for _, path, record in _records(store, EXPLAINED):
        for place, field, value in _walk(record):
            if isinstance(value, str) and field not in ("phrases", "phrasings", "note"):
                found = _FORBIDDEN.search(value)
                if found:
                    yield Problem(
                        f"{path}.{place}",
                        f"'{found[0]}' sounds like a diagnosis or a promise; say what may help instead",
                    )


def _doses(store: ContentStore) -> Iterator[Problem]:
    for technique in store.techniques.values():
        path, dose = store.path_of("techniques", technique.id), technique.dose
        if dose.hold_seconds_max and dose.hold_seconds and dose.hold_seconds_max < dose.hold_seconds:
            yield Problem(f"{path}.dose.hold_seconds_max", "is shorter than hold_seconds")
        if technique.kind == "release" and any((s.hold_seconds or 0) > 90 for s in technique.steps):
            yield Problem(f"{path}.steps", "pressure may be held for 90 seconds at most")
        for rule in technique.contraindications:
            if not (rule.flags or rule.look_alikes or rule.cues):
                yield Problem(f"{path}.contraindications", "a rule needs at least one of flags, look_alikes, cues")


def _personal(store: ContentStore) -> Iterator[Problem]:
    """A flag has one note per answer, and a note does not wait for a flag of its own."""
    for kind in ("questions", "treatments", "causes"):
        for record in getattr(store, kind).values():
            path, seen = f"{store.path_of(kind, record.id)}.personal", set[str]()
            for number, note in enumerate(record.personal):
                twice = seen & set(note.flags)
                if twice:
                    yield Problem(f"{path}[{number}]", f"'{min(twice)}' has a note already; make it one")
                if set(note.flags) & set(note.stricter):
                    yield Problem(f"{path}[{number}]", "the same flag stands in flags and in stricter")
                seen |= set(note.flags)


def _figures(store: ContentStore, root: Path) -> Iterator[Problem]:
    figures = load_figures(root)
    wanted: list[tuple[str, str]] = []
    for technique in store.techniques.values():
        path = f"{store.path_of('techniques', technique.id)}.figure"
        wanted += [(path, technique.figure), *([(path, f"{technique.figure}-left")] if technique.one_sided else [])]
    for kind in ("muscles", "look_alikes"):
        for record_id in getattr(store, kind):
            path = store.path_of(kind, record_id)
            wanted += [(path, record_id), (path, f"{record_id}-left")]
    for path, figure_id in wanted:
        if figure_id not in figures:
            yield Problem(path, f"there is no figures/{figure_id}.svg; run: make figures (a technique needs a pose)")
    for figure in figures.values():
        if not figure.title or not figure.description:
            yield Problem(f"figures/{figure.id}.svg", "needs a <title> and a <desc>")


def _orphans(store: ContentStore) -> Iterator[Problem]:
    sources: list[Muscle | LookAlike] = [*store.muscles.values(), *store.look_alikes.values()]
    named = {t for m in sources for t in m.techniques}
    named |= {v.technique for t in store.techniques.values() for v in (t.easier, t.harder) if v.technique}
    named |= {t for q in store.questions.values() for t in q.techniques}
    for technique in store.techniques.values():
        if technique.id not in named:
            yield Problem(
                store.path_of("techniques", technique.id), "no muscle, look-alike, technique or question leads here"
            )
    reached = {r.region for m in sources for r in m.refers_to}
    for region in store.regions.values():
        if region.id not in reached:
            yield Problem(store.path_of("regions", region.id), "no muscle or look-alike sends pain here")
    cited = {s for _, _, record in _records(store) if hasattr(record, "evidence") for s in record.evidence.sources}
    for source in store.sources.values():
        if source.id not in cited:
            yield Problem(store.path_of("sources", source.id), "no record rests on this source")
    weighed = {c for m in sources for c in m.weights.cues}
    weighed |= {c for t in store.techniques.values() for rule in t.contraindications for c in rule.cues}
    for cue in store.cues.values():
        if cue.id not in weighed:
            yield Problem(store.path_of("cues", cue.id), "no weight and no contraindication uses this cue")
    listed = {c for m in sources for c in m.weights.causes} | {
        c.id for c in store.causes.values() if any(m in store.muscles for m in c.muscles)
    }
    for cause in store.causes.values():
        if cause.id not in listed:
            yield Problem(store.path_of("causes", cause.id), "no muscle or look-alike weighs this cause")


def _wording(store: ContentStore, root: Path) -> Iterator[Problem]:
    path = root / "wording.yml"
    if not path.is_file():
        yield Problem("wording.yml", "is missing")
        return
    try:
        entries = read_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        yield Problem("wording.yml", f"is not valid YAML{where}: {getattr(error, 'problem', error)}")
        return
    if not isinstance(entries, dict):
        yield Problem("wording.yml", "must be keys with their texts")
        return
    for key, value in entries.items():
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str) or not text.strip():
                yield Problem(f"wording.yml[{key}]", "must be text, or a list of texts")
    yield from _wording_evidence(store, entries)


def _wording_evidence(store: ContentStore, entries: dict[str, Any]) -> Iterator[Problem]:
    """Fixed sentences with clinical words need a source too; names of buttons state nothing."""
    listed: set[str] = set()
    for record in store.wording_evidence.values():
        for key in record.keys:
            if key not in entries:
                yield Problem(store.path_of("wording_evidence", record.id), f"there is no '{key}' in wording.yml")
        listed.update(record.keys)
    for key, value in entries.items():
        found = _CLINICAL.search(str(value))
        if found and key not in listed and not key.startswith("choice."):
            yield Problem(
                f"wording.yml[{key}]", f"'{found[0]}' sounds like a fact or advice; list it in wording_evidence.yml"
            )
