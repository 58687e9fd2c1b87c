"""Load the knowledge from YAML and hold it, indexed by id.

:func:`load_content` reports every problem of every file in one pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from trigger_points.content import schema
from trigger_points.content.problems import ContentError, Problem
from trigger_points.content.yaml_reader import read_yaml

CONTENT_DIR = Path(__file__).resolve().parents[2] / "content"
R = TypeVar("R", bound=schema.Record)

FOLDERS: dict[str, type[schema.Record]] = {
    "muscles": schema.Muscle,
    "look_alikes": schema.LookAlike,
    "techniques": schema.Technique,
}
"""One record a file, the file named after its id."""

LISTS: dict[str, type[schema.Record]] = {
    "sources": schema.Source,
    "regions": schema.Region,
    "sides": schema.Side,
    "equipment": schema.Equipment,
    "cues": schema.Cue,
    "causes": schema.Cause,
    "symptoms": schema.Symptom,
    "treatments": schema.Treatment,
    "glossary": schema.GlossaryEntry,
    "concepts": schema.Concept,
    "word_lists": schema.Concept,
    "red_flags": schema.RedFlag,
    "thresholds": schema.Thresholds,
    "wording_evidence": schema.WordingEvidence,
}
"""One file with a list of records."""

KINDS = (*FOLDERS, *LISTS, "questions")
"""Everything that is made of records."""
EXPLAINED = ("muscles", "look_alikes", "techniques", "causes", "symptoms", "treatments", "glossary", "questions")
"""The kinds whose records are told to people as explanations or instructions."""

NO_RANKING = schema.RankingRules(main=1, spill_over=0, missed_region=0, named=0, neighbour_share=0)
"""For a store that was made without files."""


@dataclass(frozen=True, eq=False)
class ContentStore:
    """All records, by type and id, in file order.

    It never changes and equals nothing but itself, so what was worked out from it can be remembered beside it.
    """

    muscles: dict[str, schema.Muscle] = field(default_factory=dict)
    look_alikes: dict[str, schema.LookAlike] = field(default_factory=dict)
    techniques: dict[str, schema.Technique] = field(default_factory=dict)
    sources: dict[str, schema.Source] = field(default_factory=dict)
    regions: dict[str, schema.Region] = field(default_factory=dict)
    sides: dict[str, schema.Side] = field(default_factory=dict)
    equipment: dict[str, schema.Equipment] = field(default_factory=dict)
    cues: dict[str, schema.Cue] = field(default_factory=dict)
    causes: dict[str, schema.Cause] = field(default_factory=dict)
    symptoms: dict[str, schema.Symptom] = field(default_factory=dict)
    treatments: dict[str, schema.Treatment] = field(default_factory=dict)
    glossary: dict[str, schema.GlossaryEntry] = field(default_factory=dict)
    concepts: dict[str, schema.Concept] = field(default_factory=dict)
    word_lists: dict[str, schema.Concept] = field(default_factory=dict)
    red_flags: dict[str, schema.RedFlag] = field(default_factory=dict)
    thresholds: dict[str, schema.Thresholds] = field(default_factory=dict)
    questions: dict[str, schema.Question] = field(default_factory=dict)
    wording_evidence: dict[str, schema.WordingEvidence] = field(default_factory=dict)
    language: schema.LanguageRules | None = None
    ranking: schema.RankingRules = field(default_factory=lambda: NO_RANKING)
    paths: dict[tuple[str, str], str] = field(default_factory=dict)
    root: Path = CONTENT_DIR

    def path_of(self, kind: str, record_id: str) -> str:
        """Where a record stands, for messages: ``muscles/piriformis.yml`` or ``causes.yml[wallet]``."""
        return self.paths.get((kind, record_id), kind)


def load_content(root: Path = CONTENT_DIR) -> ContentStore:
    """Read everything under ``root``.

    Raises:
        ContentError: with all problems of reading and shape found in one pass.

    """
    store, problems = read_content(root)
    if problems:
        raise ContentError(problems)
    return store


def read_content(root: Path = CONTENT_DIR) -> tuple[ContentStore, list[Problem]]:
    """The records under ``root`` that are fine, and all problems of reading and shape of the others."""
    store = ContentStore(root=root)
    problems: list[Problem] = []
    for folder, model in FOLDERS.items():
        for path in sorted((root / folder).glob("*.yml")):
            record = _parse(model, _read(path, root, problems), _name(path, root), problems)
            if record is not None:
                _add(store, folder, record, _name(path, root), problems)
                if record.id != path.stem:  # type: ignore[attr-defined]
                    problems.append(Problem(_name(path, root), f"id must be '{path.stem}' like the file"))
    for name, model in LISTS.items():
        _load_list(store, name, model, root / f"{name}.yml", problems)
    for path in sorted((root / "questions").glob("*.yml")):
        _load_list(store, "questions", schema.Question, path, problems)
    language = _parse(schema.LanguageRules, _read(root / "language.yml", root, problems), "language.yml", problems)
    object.__setattr__(store, "language", language)
    ranking = _parse(schema.RankingRules, _read(root / "ranking.yml", root, problems), "ranking.yml", problems)
    object.__setattr__(store, "ranking", ranking or NO_RANKING)
    return store, problems


@lru_cache(maxsize=1)
def shared_content() -> ContentStore:
    """The content of this process, read once. Never change it."""
    return load_content()


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _read(path: Path, root: Path, problems: list[Problem]) -> Any:
    try:
        return read_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(_name(path, root), "is missing"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        problems.append(Problem(_name(path, root), f"is not valid YAML{where}: {getattr(error, 'problem', error)}"))
    except UnicodeDecodeError:
        problems.append(Problem(_name(path, root), "is not UTF-8 text"))
    return None


def _parse(model: type[R], raw: Any, where: str, problems: list[Problem]) -> R | None:
    if raw is None:
        if not any(problem.path == where for problem in problems):
            problems.append(Problem(where, "is empty"))
        return None
    if not isinstance(raw, dict):
        problems.append(Problem(where, f"must be fields of one {model.__name__}, not {type(raw).__name__}"))
        return None
    try:
        return model(**raw)
    except ValidationError as error:
        problems.extend(_shape_problems(error, where))
    except TypeError as error:
        problems.append(Problem(where, f"has a field name that is not text: {error}"))
    return None


def _shape_problems(error: ValidationError, where: str) -> Iterator[Problem]:
    for item in error.errors():
        place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in item["loc"])
        yield Problem(f"{where}{place}", item["msg"])


def _load_list(store: ContentStore, kind: str, model: type[schema.Record], path: Path, problems: list[Problem]) -> None:
    raw = _read(path, store.root, problems)
    if raw is None:
        return
    name = _name(path, store.root)
    if not isinstance(raw, list):
        problems.append(Problem(name, "must be a list of records"))
        return
    for number, item in enumerate(raw):
        label = item.get("id", number) if isinstance(item, dict) else number
        where = f"{name}[{label}]"
        record = _parse(model, item, where, problems)
        if record is not None:
            _add(store, kind, record, where, problems)


def _add(store: ContentStore, kind: str, record: schema.Record, where: str, problems: list[Problem]) -> None:
    records: dict[str, schema.Record] = getattr(store, kind)
    record_id: str = record.id  # type: ignore[attr-defined]
    if record_id in records:
        problems.append(Problem(where, f"the id '{record_id}' is already used in {store.path_of(kind, record_id)}"))
        return
    records[record_id] = record
    store.paths[(kind, record_id)] = where
