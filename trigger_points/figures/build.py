"""Write all drawings of the content folder, and say which ones are out of date."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from trigger_points.content.yaml_reader import read_yaml
from trigger_points.figures.anatomy import load_structures
from trigger_points.figures.body import VIEW_NAMES, body_map
from trigger_points.figures.records import record_figure
from trigger_points.figures.techniques import technique_figure

SIDES: tuple[tuple[Literal["right", "left"], str], ...] = (("right", ""), ("left", "-left"))
"""``<id>.svg`` shows the right side, ``<id>-left.svg`` the left one."""


def draw_figures(root: Path) -> dict[str, str]:
    """All drawings by file name; ``root`` is the content folder."""
    structures = load_structures(root)
    regions = _read(root / "regions.yml")
    names = {region["id"]: region["name"] for region in regions}
    drawings = {}
    for view in VIEW_NAMES:
        shown = {region["id"]: region["name"] for region in regions if view in region["views"]}
        drawings[f"body_{view}.svg"] = body_map(view, shown)
    for folder in ("muscles", "look_alikes"):
        for path in sorted((root / folder).glob("*.yml")):
            record = _read(path)
            for side, ending in SIDES:
                drawn = record_figure(record, names, folder, structures.get(path.stem), side)
                drawings[f"{path.stem}{ending}.svg"] = drawn
    poses = _read(root / "figures" / "poses.yml")
    for path in sorted((root / "techniques").glob("*.yml")):
        record = _read(path)
        pose = poses.get(path.stem)
        if pose is None:  # the validator says that the drawing is missing
            continue
        if not record.get("one_sided", True):
            drawings[f"{path.stem}.svg"] = technique_figure(record["name"], pose)
            continue
        for side, ending in SIDES:
            drawings[f"{path.stem}{ending}.svg"] = technique_figure(record["name"], pose, side)
    return drawings


def write_figures(root: Path) -> None:
    """Write every drawing to ``root``/figures and remove drawings that no record has any more."""
    drawings = draw_figures(root)
    for path in (root / "figures").glob("*.svg"):
        if path.name not in drawings:
            path.unlink()
    for name, text in drawings.items():
        (root / "figures" / name).write_text(text, encoding="utf-8")


def draw_missing(root: Path) -> list[str]:
    """Write the drawings that are missing, such as those of a new muscle; returns their file names."""
    missing = {n: text for n, text in draw_figures(root).items() if not (root / "figures" / n).is_file()}
    for name, text in missing.items():
        (root / "figures" / name).write_text(text, encoding="utf-8")
    return sorted(missing)


def stale_figures(root: Path) -> list[str]:
    """File names that are missing, differ from what would be drawn now, or belong to no record."""
    drawings = draw_figures(root)
    files = {path.name: path for path in (root / "figures").glob("*.svg")}
    old = [n for n, text in drawings.items() if n not in files or files[n].read_text(encoding="utf-8") != text]
    return sorted([*old, *(name for name in files if name not in drawings)])


def _read(path: Path) -> Any:
    return read_yaml(path.read_text(encoding="utf-8"))
