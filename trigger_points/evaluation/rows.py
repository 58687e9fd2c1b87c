"""Labelled lines and what was understood of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LEVEL_NAMES = {"none": "self_care"}


class RowError(ValueError):
    """A line cannot be read; the message says which and why."""


@dataclass
class Row:
    """One labelled line; fields that are not labelled are ``None``."""

    id: str
    messages: list[str]
    intent: str | None = None
    regions: list[str] | None = None
    causes: list[str] | None = None
    muscles_ranked: list[str] | None = None
    look_alike: str | None = None
    care_level: str | None = None
    flags: list[str] | None = None
    also: dict[str, list[str]] = field(default_factory=dict)
    care_level_also: list[str] = field(default_factory=list)

    @property
    def ranked(self) -> bool:
        """Whether a ranking is labelled."""
        return bool(self.muscles_ranked) or bool(self.look_alike)


@dataclass
class Prediction:
    """What the real model and the real actions made of a row."""

    id: str
    intent: str
    confidence: float
    regions: list[str]
    causes: list[str]
    ranked: list[str]
    care_level: str
    flags: list[str]
    outcome: str
    replies: list[str]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a JSON Lines file.

    Raises:
        RowError: naming the line, for anything that is not a labelled message.

    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise RowError(f"{path.name}:{number}: is not JSON ({error})") from None
        messages = raw.get("messages") or ([raw["text"]] if raw.get("text") else None)
        if not isinstance(messages, list) or not all(isinstance(m, str) for m in messages):
            raise RowError(f"{path.name}:{number}: needs 'text' or a list 'messages'")
        level = raw.get("care_level") or raw.get("level")
        yield Row(
            id=str(raw.get("id", number)),
            messages=messages,
            intent=raw.get("intent"),
            regions=raw.get("regions"),
            causes=raw.get("causes"),
            muscles_ranked=raw.get("muscles_ranked"),
            look_alike=raw.get("look_alike"),
            care_level=LEVEL_NAMES.get(level, level) if level else None,
            flags=raw.get("flags"),
            also=raw.get("also") or {},
            care_level_also=[LEVEL_NAMES.get(x, x) for x in raw.get("care_level_also") or []],
        )
