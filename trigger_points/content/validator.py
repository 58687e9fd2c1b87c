"""Check the knowledge as a whole: links, phrases, drawings, orphans; words and doses next door. All in one pass.

A file or record that cannot be read hides nothing else: the checks run on what could be read, and nobody is told
that an id is missing whose record is only broken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from trigger_points.content.doses import check_doses
from trigger_points.content.figures import load_figures
from trigger_points.content.problems import ContentError, Problem
from trigger_points.content.schema import LookAlike, Muscle
from trigger_points.content.site import load_site
from trigger_points.content.store import CONTENT_DIR, FOLDERS, KINDS, ContentStore, read_content
from trigger_points.content.walk import leaves
from trigger_points.content.words import check_wording, check_words

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
_PLACE = re.compile(r"^(\w+)(?:/([^.]+))?\.yml(?:\[([^\]]+)\])?")
Unread = Callable[[str, str], bool]


def check_all(root: Path = CONTENT_DIR) -> list[Problem]:
    """Every problem of the content under ``root`` and of ``site.yml``."""
    problems: list[Problem] = []
    try:
        load_site()
    except ContentError as error:
        problems += error.problems
    store, broken = read_content(root)
    unread = _unread(broken)
    problems += [
        *broken,
        *_links(store, unread),
        *_signs(store, unread),
        *_ranking(store, unread),
        *_phrases(store, unread),
        *check_words(store),
        *check_doses(store),
        *_personal(store),
        *_figures(store, root),
        *_partners(store),
        *check_wording(store, root, complete=not unread("wording_evidence", "")),
    ]
    if not broken:  # what a broken record would have named looks like an orphan
        problems += _orphans(store)
    return sorted(problems, key=lambda p: p.path)


def _unread(broken: Iterable[Problem]) -> Unread:
    """Whether a record of this kind and id is there but could not be read; of a broken list no id is known."""
    ids: dict[str, set[str]] = {}
    whole: set[str] = set()
    for problem in broken:
        found = _PLACE.match(problem.path)
        kind, name, item = found.groups() if found else ("", None, None)
        if kind in FOLDERS and name:
            ids.setdefault(kind, set()).add(name)
        elif item:
            ids.setdefault(kind, set()).add(item)
        else:
            whole.add(kind)
    return lambda kind, record_id: kind in whole or record_id in ids.get(kind, ())


def _records(store: ContentStore) -> Iterator[tuple[str, str, Any]]:
    for kind in KINDS:
        for record in getattr(store, kind).values():
            yield kind, store.path_of(kind, record.id), record


def _links(store: ContentStore, unread: Unread) -> Iterator[Problem]:
    for kind, path, record in _records(store):
        for place, field, value in leaves(record):
            known = REFERENCES.get(field)
            if known is None or (kind == "sources" and field == "sources") or not isinstance(value, str):
                continue
            if value not in getattr(store, known) and not unread(known, value):
                yield Problem(f"{path}.{place}", f"there is no '{value}' in {known}")


def _signs(store: ContentStore, unread: Unread) -> Iterator[Problem]:
    """What stands for a flag must be known, and what changes a step must be named by a rule of the technique."""
    for technique in store.techniques.values():
        named = {i for rule in technique.contraindications for i in (*rule.flags, *rule.look_alikes, *rule.cues)}
        for number, step in enumerate(technique.steps):
            for item in {*step.skip_if, *(i for change in step.instead for i in change.when)} - named:
                path = f"{store.path_of('techniques', technique.id)}.steps[{number}]"
                yield Problem(path, f"no rule of this technique names '{item}'")
        if all(step.skip_if for step in technique.steps):
            path = f"{store.path_of('techniques', technique.id)}.steps"
            yield Problem(path, "one step at least must be for everyone")
    for flag in store.red_flags.values():
        for sign in flag.signs:
            known = sign in store.regions or sign in store.cues
            if not known and not unread("regions", sign) and not unread("cues", sign):
                yield Problem(f"{store.path_of('red_flags', flag.id)}.signs", f"there is no region or cue '{sign}'")


def _ranking(store: ContentStore, unread: Unread) -> Iterator[Problem]:
    for region, near in store.ranking.neighbours.items():
        for name in (region, *near):
            if name not in store.regions and not unread("regions", name):
                yield Problem(f"ranking.yml.neighbours.{region}", f"there is no '{name}' in regions")


def _phrases(store: ContentStore, unread: Unread) -> Iterator[Problem]:
    from trigger_points.understanding.phrases import PhraseError, compile_phrase

    lists: list[tuple[str, list[str]]] = [
        (path, record.phrases) for _, path, record in _records(store) if hasattr(record, "phrases")
    ]
    lists += [
        (f"{path}.but_not", record.but_not) for _, path, record in _records(store) if getattr(record, "but_not", [])
    ]
    if store.language is not None:
        lists += [(f"language.yml[{rule.id}]", rule.phrases) for rule in store.language.context]
        lists += [(f"language.yml[{figure.id}]", figure.phrases) for figure in store.language.figures_of_speech]
    for path, phrases in lists:
        for phrase in phrases:
            try:
                compile_phrase(phrase)
            except PhraseError as error:
                yield Problem(f"{path}.phrases", str(error))
    for flag in store.red_flags.values():
        path = store.path_of("red_flags", flag.id)
        for number, pattern in enumerate(flag.recognise):
            for term in (*pattern.all, *pattern.unless):
                if not term.startswith('"') and term not in store.concepts and not unread("concepts", term):
                    yield Problem(f"{path}.recognise[{number}]", f"there is no concept '{term}'")


def _partners(store: ContentStore) -> Iterator[Problem]:
    """A muscle that a technique names lists it; a new one may list techniques that do not know it yet."""
    for technique in store.techniques.values():
        path = store.path_of("techniques", technique.id)
        for name in technique.muscles:
            if name in store.muscles and technique.id not in store.muscles[name].techniques:
                yield Problem(f"{path}.muscles", f"muscles/{name}.yml does not list this technique")


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
    things = {e for t in store.techniques.values() for e in t.equipment} | set(store.treatments)
    for thing in store.equipment.values():
        if thing.id not in things:
            yield Problem(store.path_of("equipment", thing.id), "no technique uses this, and no treatment has its id")
    listed = {c for m in sources for c in m.weights.causes} | {
        c.id for c in store.causes.values() if any(m in store.muscles for m in c.muscles)
    }
    for cause in store.causes.values():
        if cause.id not in listed:
            yield Problem(store.path_of("causes", cause.id), "no muscle or look-alike weighs this cause")
