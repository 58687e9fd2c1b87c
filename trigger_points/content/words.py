"""Check what people read: no diagnosis, no promise, and a source for every fixed sentence that advises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from trigger_points.content.problems import Problem
from trigger_points.content.store import EXPLAINED, ContentStore
from trigger_points.content.walk import leaves
from trigger_points.content.yaml_reader import read_yaml

_FORBIDDEN = re.compile(
    r"\b(?:you have got|you suffer from|you are suffering|diagnos(?:e|es|ed) you|will cure|cures?|guaranteed?|"
    r"will heal|will fix|fixes|will get rid|eliminates?|miracle|100 ?%|always works|"
    r"permanent(?:ly)? (?:relief|cure))\b",
    re.IGNORECASE,
)
_CONDITION = (
    r"tears?|torn|trapped|slipped|pulled|strain(?:ed)?|sprain(?:ed)?|ruptur\w+|dis[ck]s?|arthritis|bursitis|"
    r"tend[io]n\w*|sciatica|syndrome|trigger points?|knots?|clots?|dvt|fracture|broken|infection|cancer|tumou?r|"
    r"hernia|injury|nerve|joint"
)
_DIAGNOSIS = re.compile(
    r"(?<!\bif )(?<!\bwhen )(?<!\bdo )(?<!\bwhether )(?<!\bunless )(?<!\bthink )"
    r"\byou(?:['’]ve|\s+have)(?:\s+got)?\s+(?!had\b)"
    rf"(?:(?:an?|the|some)\s+)?(?:\w+\s+){{0,2}}(?:{_CONDITION})\b|"
    r"\b(?:is|was|are|comes?|must be)\s+(?:\w+\s+)?(?:caused by|due to)\b",
    re.IGNORECASE,
)
"""What a person has, or where their pain comes from, told as a fact."""
_NOT_SAID = ("phrases", "phrasings", "note", "examples", "harmless")
"""Fields with the words of people, or with notes for authors."""
_CLINICAL = re.compile(
    r"\b(?:two weeks|half hour|doctor|physio|clinician|emergency|get it checked|numb|numbness|fever|sharp|"
    r"\d out of 10|press(?:ing|ure)?|stretch\w*|massag\w*|rest|walk|ease|go gently|can (?:cause|load)|"
    r"ach(?:es?|ing)|(?:send|give) pain)\b",
    re.IGNORECASE,
)
"""Words that a fixed sentence has when it states a clinical fact or gives advice."""


def check_words(store: ContentStore) -> Iterator[Problem]:
    """Records that sound like a diagnosis or a promise."""
    for kind in (*EXPLAINED, "red_flags", "regions"):
        for record in getattr(store, kind).values():
            for place, field, value in leaves(record):
                if isinstance(value, str) and field not in _NOT_SAID:
                    yield from _sounds_wrong(f"{store.path_of(kind, record.id)}.{place}", value)


def _sounds_wrong(path: str, text: str) -> Iterator[Problem]:
    found = _FORBIDDEN.search(text) or _DIAGNOSIS.search(text)
    if found:
        yield Problem(path, f"'{found[0]}' sounds like a diagnosis or a promise; say what may help instead")


def check_wording(store: ContentStore, root: Path, complete: bool = True) -> Iterator[Problem]:
    """``wording.yml``: its shape, its words and its sources; the last only if all of these could be read."""
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
            else:
                yield from _sounds_wrong(f"wording.yml[{key}]", text)
    if complete:
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
