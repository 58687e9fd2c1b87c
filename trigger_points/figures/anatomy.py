"""Where each muscle or sore structure lies (``content/figures/anatomy.yml``), and a hint of the bones around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from trigger_points.content.yaml_reader import read_yaml
from trigger_points.figures.geometry import Point


@dataclass(frozen=True)
class Structure:
    """What to draw: filled areas, thick cords (nerves, joints, straps) and round spots; see ``anatomy.yml``."""

    view: str
    name: str
    areas: list[list[Point]] = field(default_factory=list)
    cords: list[list[Point]] = field(default_factory=list)
    spots: list[tuple[float, float, float]] = field(default_factory=list)
    both_sides: bool = False


def load_structures(root: Path) -> dict[str, Structure]:
    """All structures by the id of their record; ``root`` is the content folder."""
    raw = read_yaml((root / "figures" / "anatomy.yml").read_text(encoding="utf-8"))
    return {record: Structure(**entry) for record, entry in raw.items()}


WING: dict[str, list[Point]] = {
    "back": [(12, 126), (26, 112), (46, 106), (58, 118), (60, 140), (54, 162), (40, 176), (28, 162), (14, 160)],
    "front": [(12, 126), (26, 112), (48, 108), (60, 122), (60, 142), (54, 166), (34, 182), (22, 162), (16, 148)],
}
SIT_BONE: list[Point] = [(38, 180), (40, 198), (32, 218), (22, 214), (16, 200), (4, 198), (4, 188), (20, 184)]
FEMUR: list[list[Point]] = [[(46, 176), (58, 172), (72, 174)], [(70, 176), (62, 216), (50, 269), (42, 316)]]
SACRUM: list[Point] = [(0, 114), (14, 116), (18, 128), (10, 156), (0, 172)]
RIB: list[Point] = [(6, 31), (24, 36), (40, 46)]
SIDE_WING: list[Point] = [(76, 132), (94, 122), (116, 124), (130, 136), (124, 158), (108, 176), (92, 172), (80, 156)]
SIDE_FEMUR: list[list[Point]] = [[(100, 187), (104, 235), (106, 278), (104, 317)]]
