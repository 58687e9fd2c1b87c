"""Points, smooth outlines, tapered limbs and two-bone joints. The y axis points down, as on the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]


def number(value: float) -> str:
    """A short, stable spelling with at most one decimal."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def pair(point: Point) -> str:
    """A point as path data."""
    return f"{number(point[0])} {number(point[1])}"


def _whole(point: Point) -> str:
    return f"{round(point[0])} {round(point[1])}".replace(" -", "-")


def smooth(points: Sequence[Point], closed: bool = True) -> str:
    """A smooth curve through all points, in whole numbers (Catmull-Rom, with the short S command)."""
    count = len(points)
    after = [points[(i + 1) % count] if closed or i + 1 < count else points[i] for i in range(count)]
    before = [points[i - 1] if closed or i else points[i] for i in range(count)]
    tangents = [((a[0] - b[0]) / 6, (a[1] - b[1]) / 6) for a, b in zip(after, before)]
    start, tangent = points[0], tangents[0]
    parts = [f"M{_whole(start)}"]
    order = [*range(1, count), 0] if closed else list(range(1, count))
    for step, index in enumerate(order):
        end, slope = points[index], tangents[index]
        control = (end[0] - slope[0], end[1] - slope[1])
        if step == 0:
            first = (start[0] + tangent[0], start[1] + tangent[1])
            parts.append(f"C{_whole(first)} {_whole(control)} {_whole(end)}")
        else:
            parts.append(f"S{_whole(control)} {_whole(end)}")
    return "".join(parts) + ("Z" if closed else "")


def polyline(points: Sequence[Point]) -> str:
    """Straight lines through all points."""
    return "M" + "L".join(pair(point) for point in points)


def mirrored(points: Sequence[Point], centre: float) -> list[Point]:
    """The points on the other side of the line x = ``centre``."""
    return [(2 * centre - x, y) for x, y in points]


def distance(a: Point, b: Point) -> float:
    """How far two points lie apart."""
    return math.hypot(b[0] - a[0], b[1] - a[1])


def towards(start: Point, degrees: float, length: float) -> Point:
    """The point ``length`` away from ``start``; 0 degrees is right, 90 is down."""
    angle = math.radians(degrees)
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def capsule(a: Point, b: Point, radius_a: float, radius_b: float) -> str:
    """The outline of a limb: two round ends of different size and their outer tangents."""
    length = distance(a, b)
    if length <= abs(radius_a - radius_b):
        centre, radius = (a, radius_a) if radius_a > radius_b else (b, radius_b)
        return circle_path(centre, radius)
    direction = math.atan2(b[1] - a[1], b[0] - a[0])
    spread = math.acos((radius_a - radius_b) / length)
    left_a, left_b = (_rim(p, r, direction - spread) for p, r in ((a, radius_a), (b, radius_b)))
    right_a, right_b = (_rim(p, r, direction + spread) for p, r in ((a, radius_a), (b, radius_b)))
    big_a, big_b = int(radius_a > radius_b), int(radius_b > radius_a)
    return (
        f"M{pair(left_a)}L{pair(left_b)}A{number(radius_b)} {number(radius_b)} 0 {big_b} 1 {pair(right_b)}"
        f"L{pair(right_a)}A{number(radius_a)} {number(radius_a)} 0 {big_a} 1 {pair(left_a)}Z"
    )


def circle_path(centre: Point, radius: float) -> str:
    """A circle as path data."""
    r = number(radius)
    x, y = number(centre[0] - radius), number(centre[1])
    return f"M{x} {y}a{r} {r} 0 1 1 {number(2 * radius)} 0a{r} {r} 0 1 1 {number(-2 * radius)} 0Z"


def _rim(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def joint(start: Point, end: Point, upper: float, lower: float, bend: float) -> Point:
    """Where the knee or elbow lies; ``bend`` 1 or -1 chooses the side, looking from start to end.

    Raises:
        ValueError: the end lies further away than the limb is long.

    """
    reach = distance(start, end)
    if reach > 1.06 * (upper + lower):  # a little stretch does not show
        raise ValueError(f"{start} to {end} is {reach:.0f}, but the limb is {upper + lower:.0f} long")
    stretch = max(1.0, (reach + 0.1) / (upper + lower))
    upper, lower = upper * stretch, lower * stretch
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    off = math.sqrt(max(0.0, upper**2 - along**2)) * bend
    ux, uy = (end[0] - start[0]) / distance(start, end), (end[1] - start[1]) / distance(start, end)
    return start[0] + along * ux + off * uy, start[1] + along * uy - off * ux
