"""The dependency rule: who may import what (docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RASA = ("rasa", "rasa_sdk")
HTTP = ("sanic", "httpx", "aiohttp", "requests")
LIBRARY = ("content", "understanding", "replies", "conversation", "triage.py", "ranking.py", "figures")
RULES = [
    *[
        (f"trigger_points/{part}", (*RASA, *HTTP, "trigger_points.server", "trigger_points.rasa_parts", "actions"))
        for part in LIBRARY
    ],
    ("trigger_points/content", ("trigger_points.conversation", "trigger_points.replies")),
    ("trigger_points/understanding", ("trigger_points.conversation", "trigger_points.replies")),
    ("trigger_points/rasa_parts", (*HTTP, "trigger_points.server")),
    ("actions", (*HTTP, "trigger_points.server")),
    ("trigger_points/evaluation", HTTP),
]


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize(("part", "forbidden"), RULES, ids=lambda value: value if isinstance(value, str) else "")
def test_part_does_not_import(part: str, forbidden: tuple[str, ...]) -> None:
    path = ROOT / part
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert files, f"{part} is gone; adapt the rule"
    for file in files:
        for name in _imports(file):
            bad = [f for f in forbidden if name == f or name.startswith(f + ".")]
            assert not bad, f"{file.relative_to(ROOT)} imports {name}, which {part} may not use"


def test_actions_are_thin() -> None:
    for file in (ROOT / "actions").glob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 120, (
            f"{file.name} has grown; move it to trigger_points/conversation"
        )


def test_topics_do_not_import_in_circles() -> None:
    """Topics lead to each other by offers, so every import stands at the top of its module."""
    for file in sorted((ROOT / "trigger_points" / "conversation").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            inside = node.body if isinstance(node, ast.FunctionDef) else []
            late = [line for line in inside if isinstance(line, (ast.Import, ast.ImportFrom))]
            assert not late, f"{file.name}: {node.name} imports; lead there with go(talk, 'offer')"  # type: ignore[attr-defined]
