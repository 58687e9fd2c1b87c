"""All fixed wording, from ``content/wording.yml``: a key, and one or more ways to say it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import parse_obj_as

from trigger_points.content.store import CONTENT_DIR
from trigger_points.content.yaml_reader import read_yaml


class WordingError(KeyError):
    """A key is missing in ``content/wording.yml``."""


class Wording:
    """Looks up wording and fills in values.

    Where a key has several variants, they take turns: ``before`` says how often it was used in this
    conversation, so a conversation varies and still reads the same when it is replayed.
    """

    def __init__(self, entries: Mapping[str, list[str]]) -> None:
        self.entries = entries

    @classmethod
    def load(cls, root: Path = CONTENT_DIR) -> Wording:
        """Read ``wording.yml``; single strings count as lists of one."""
        raw = read_yaml((root / "wording.yml").read_text(encoding="utf-8"))
        return cls({key: parse_obj_as(list[str], [v] if isinstance(v, str) else v) for key, v in raw.items()})

    def say(self, key: str, before: int = 0, /, **values: object) -> str:
        """The wording of ``key`` with ``values`` filled in.

        Raises:
            WordingError: there is no such key.

        """
        try:
            variants = self.entries[key]
        except KeyError as error:
            raise WordingError(f"content/wording.yml: there is no '{key}'") from error
        return variants[before % len(variants)].format(**values)
