"""The drawings in ``content/figures``: each SVG carries its own title and description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from trigger_points.content.store import CONTENT_DIR

_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>")
_DESCRIPTION = re.compile(r"<desc[^>]*>([^<]*)</desc>")


@dataclass(frozen=True)
class FigureInfo:
    """A drawing and its text twin."""

    id: str
    title: str
    description: str
    path: Path
    svg: str = ""
    """The drawing itself: what is served, so that an edit on disk cannot spoil a running chat."""


def load_figures(root: Path = CONTENT_DIR) -> dict[str, FigureInfo]:
    """All drawings by id (the file name without ``.svg``)."""
    figures = {}
    for path in sorted((root / "figures").glob("*.svg")):
        svg = path.read_text(encoding="utf-8")
        head = svg[:2000]
        title, description = _TITLE.search(head), _DESCRIPTION.search(head)
        figures[path.stem] = FigureInfo(
            path.stem, title[1].strip() if title else "", description[1].strip() if description else "", path, svg
        )
    return figures
