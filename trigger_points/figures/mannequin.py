"""A rounded mannequin from a few joints: tapered limbs with one outline, a head with a nose that shows the way."""

from __future__ import annotations

import math
from typing import Any

from trigger_points.figures.geometry import Point, capsule, circle_path, joint, towards
from trigger_points.figures.svg import BODY, FAR, LINE, group, path

THIGH, SHIN, FOOT = 66.0, 64.0, 23.0
UPPER_ARM, FOREARM = 43.0, 42.0
TORSO_RADII = {"side": (17.0, 15.0, 18.0), "wide": (23.0, 19.0, 23.0)}
LEG_RADII, ARM_RADII, FOOT_RADII = (14.0, 10.5, 7.0), (8.5, 7.0, 5.5), (6.5, 5.0)
HEAD, HAND, NECK = 16.0, 6.5, 7.0


def _point(value: Any) -> Point:
    return float(value[0]), float(value[1])


def limb_points(spec: dict[str, Any], root: Point, upper: float, lower: float) -> list[Point]:
    """Root, middle joint and end of an arm or leg; ``via`` fixes the middle, ``bend`` lets it be worked out."""
    start = _point(spec["from"]) if "from" in spec else root
    end = _point(spec["to"])
    middle = _point(spec["via"]) if "via" in spec else joint(start, end, upper, lower, float(spec["bend"]))
    return [start, middle, end]


def _chain(points: list[Point], radii: tuple[float, ...], extra: list[str], fill: str) -> str:
    shapes = [capsule(a, b, r, q) for a, b, r, q in zip(points, points[1:], radii, radii[1:])] + extra
    data = "".join(shapes)
    return path(data, fill=LINE, stroke=LINE, stroke_width=4) + path(data, fill=fill)


def leg(spec: dict[str, Any], hip: Point, fill: str) -> str:
    """Thigh, shin and foot."""
    points = limb_points(spec, hip, THIGH, SHIN)
    size = float(spec.get("foot", FOOT))
    toe = towards(points[-1], float(spec.get("toe", 5)), size)
    return _chain(points, LEG_RADII, [capsule(points[-1], toe, *FOOT_RADII)], fill)


def arm(spec: dict[str, Any], shoulder: Point, fill: str) -> str:
    """Upper arm, forearm and hand."""
    points = limb_points(spec, shoulder, UPPER_ARM, FOREARM)
    return _chain(points, ARM_RADII, [circle_path(points[-1], HAND)], fill)


def trunk(pose: dict[str, Any]) -> str:
    """Torso, neck and head in one outline."""
    chest, waist, pelvis = (_point(value) for value in pose["torso"])
    radii = TORSO_RADII["side" if pose.get("view", "side") == "side" else "wide"]
    head = _point(pose["head"])
    extra = [capsule(chest, head, NECK, NECK), circle_path(head, HEAD)]
    if len(pose["head"]) > 2:
        extra.append(circle_path(towards(head, float(pose["head"][2]), HEAD), 3.5))
    shape = _chain([chest, waist, pelvis], radii, extra, BODY)
    if pose.get("view") == "front":
        up = math.degrees(math.atan2(head[1] - chest[1], head[0] - chest[0]))
        shape += path("".join(circle_path(towards(head, up + side, 5), 1.8) for side in (-80, 80)), fill=LINE)
    return shape


def mannequin_parts(pose: dict[str, Any]) -> dict[str, str]:
    """Every body part of the pose by name, to be stacked in the order of the pose."""
    chest, pelvis = _point(pose["torso"][0]), _point(pose["torso"][2])
    dim = FAR if pose.get("view", "side") == "side" else BODY
    parts = {"trunk": group(trunk(pose))}
    for name, fill in (("near", BODY), ("far", dim)):
        if f"{name}_leg" in pose:
            parts[f"{name}_leg"] = group(leg(pose[f"{name}_leg"], pelvis, fill))
        if f"{name}_arm" in pose:
            parts[f"{name}_arm"] = group(arm(pose[f"{name}_arm"], chest, fill))
    return parts
