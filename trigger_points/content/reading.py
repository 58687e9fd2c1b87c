"""How hard the content is to read: Flesch-Kincaid grade by record type.

A grade is about the school year in which a text is understood (grade 6: age 11 to 12). Numbers count as one short word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from trigger_points.content.schema import Record
from trigger_points.content.store import CONTENT_DIR, EXPLAINED, load_content
from trigger_points.content.yaml_reader import read_yaml

LIMIT = 6.0
"""The highest grade that a record type may have on average."""
KINDS = (*EXPLAINED, "red_flags", "regions")
_NOT_READ = frozenset(
    {
        "id",
        "phrases",
        "phrasings",
        "evidence",
        "name",
        "plain_name",
        "term",
        "kind",
        "figure",
        "position",
        "level",
        "view",
        "strength",
        "region",
        "sources",
        "flags",
        "cues",
        "look_alikes",
        "techniques",
        "muscles",
        "regions",
        "related",
        "topic",
        "equipment",
        "technique",
        "do",
        "recognise",
        "examples",
        "harmless",
        "implied_by",
        "weights",
        "views",
        "care_level",
        "differs_from_article",
    }
)
"""Fields that hold ids, words to recognise, names or notes for authors: nobody reads them as a sentence."""


@dataclass(frozen=True)
class Reading:
    """One text: where it stands, which group it belongs to, and its grade."""

    group: str
    path: str
    grade: float


def grade(text: str) -> float:
    """Flesch-Kincaid grade of ``text``: 0.39 words per sentence + 11.8 syllables per word - 15.59."""
    import textstat

    words = re.findall(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+", text)
    if not words:
        return 0.0
    sentences = max(1, textstat.sentence_count(text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


@lru_cache(maxsize=20000)
def _syllables(word: str) -> int:
    """From textstat's dictionary; words that it lacks (it raises ``KeyError``) are hyphenated instead."""
    import pyphen
    import textstat

    if word.isdigit():
        return 1
    try:
        return max(1, textstat.syllable_count(word.lower()))
    except KeyError:
        return len(pyphen.Pyphen(lang="en_GB").positions(word.lower())) + 1


def readings(root: Path = CONTENT_DIR) -> list[Reading]:
    """One reading for each record, and for each text of ``wording.yml`` (grouped by the first word of its key)."""
    store = load_content(root)
    found = []
    for kind in KINDS:
        for record in getattr(store, kind).values():
            text = " ".join(_sentence(part) for part in _texts(record))
            found.append(Reading(kind, store.path_of(kind, record.id), grade(text)))
    for key, value in read_yaml((root / "wording.yml").read_text(encoding="utf-8")).items():
        group = f"wording: {key.split('.')[0]}"
        if key.startswith(("choice.", "grade.", "anatomy.", "look_alike.", "page.", "place.")):
            continue  # titles of buttons and paragraphs, and parts of sentences
        for text in [value] if isinstance(value, str) else value:
            found.append(Reading(group, f"wording.yml[{key}]", grade(re.sub(r"\{\w+\}", "it", text))))
    return found


def averages(found: list[Reading]) -> dict[str, tuple[int, float]]:
    """For each group: how many texts, and their mean grade."""
    groups: dict[str, list[float]] = {}
    for reading in found:
        groups.setdefault(reading.group, []).append(reading.grade)
    return {group: (len(grades), sum(grades) / len(grades)) for group, grades in groups.items()}


def _sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def _texts(value: Any, field: str = "") -> Iterator[str]:
    if field in _NOT_READ:
        return
    if isinstance(value, Record):
        for name, item in value:
            yield from _texts(item, name)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item, field)
    elif isinstance(value, str) and type(value) is str:
        yield value
