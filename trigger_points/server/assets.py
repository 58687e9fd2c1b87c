"""Files that everyone may have: the demo page, the widget and the drawings; compressed, and cached by version.

``widget.js`` keeps its address for good and only points to ``v/<version>/widget.js``. Everything below a version never
changes, so browsers keep it without asking; a change in any file of the widget gives a new version.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sanic import Request
from sanic.response import HTTPResponse

from trigger_points.rasa_parts.topic_action import shared_desk

WIDGET = Path(__file__).resolve().parents[2] / "widget"
PAGE = "index.html"
ENTRY = "widget.js"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
_VERSIONED = re.compile(r"v/([0-9a-f]+)/(.+)")
_COMMENT = re.compile(r"(?m)^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/)[ \t]*$|^[ \t]+")


@dataclass(frozen=True)
class Asset:
    """One file as it travels."""

    kind: str
    body: bytes
    packed: bytes
    tag: str


def answer(request: Request, name: str) -> HTTPResponse | None:
    """The file ``name`` (a path below ``/chat/``), or ``None`` if there is no such file."""
    versioned = _VERSIONED.fullmatch(name)
    caching = FOR_GOOD if versioned and versioned[1] == version() else ASK_FIRST
    asset = _entry(version()) if name == ENTRY else find(versioned[2] if versioned else name or PAGE)
    if asset is None:
        return None
    headers = {"ETag": asset.tag, "Cache-Control": caching, "Vary": "Accept-Encoding"}
    if asset.tag in request.headers.get("If-None-Match", ""):
        return HTTPResponse(status=304, headers=headers)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    if packed:
        headers["Content-Encoding"] = "gzip"
    return HTTPResponse(asset.packed if packed else asset.body, headers=headers, content_type=asset.kind)


def find(name: str) -> Asset | None:
    """A file of the widget, nothing outside its folder, or a drawing of the content in use."""
    if name.startswith("figures/"):
        drawing = shared_desk().figures.get(name[len("figures/") :].removesuffix(".svg"))
        return _drawn(drawing.svg) if drawing and name.endswith(".svg") else None
    try:
        path = (WIDGET / name).resolve()
        found = WIDGET.resolve() in path.parents and path.suffix in TYPES and path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        found = False
    if not found:
        return None
    return _read(path, path.stat().st_mtime_ns)


def version() -> str:
    """Names the present state of all files of the widget."""
    files = sorted(p for p in WIDGET.rglob("*") if p.suffix in (".js", ".css"))
    return _version_of(tuple((p, p.stat().st_mtime_ns) for p in files))


@lru_cache(maxsize=512)
def _read(path: Path, changed: int) -> Asset:
    text = path.read_text(encoding="utf-8")
    return _asset(_without_comments(text) if path.suffix in (".js", ".css") else text, path.suffix)


@lru_cache(maxsize=512)
def _drawn(svg: str) -> Asset:
    return _asset(svg, ".svg")


@lru_cache(maxsize=8)
def _version_of(files: tuple[tuple[Path, int], ...]) -> str:
    return hashlib.sha256("".join(_read(*file).tag for file in files).encode()).hexdigest()[:12]


@lru_cache(maxsize=8)
def _entry(present: str) -> Asset:
    return _asset(f'export * from "./v/{present}/{ENTRY}";\n', ".js")


def _asset(text: str, suffix: str) -> Asset:
    body = text.encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Asset(f"{TYPES[suffix]}; charset=utf-8", body, gzip.compress(body, 9, mtime=0), tag)


def _without_comments(text: str) -> str:
    """``text`` without lines that hold nothing but a comment and without indents; every line keeps its number."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
