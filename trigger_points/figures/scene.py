"""Things around the mannequin: floor, wall, chair, and the highlighted ball, roller, strap, hand or heat pack."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from trigger_points.figures.body import VIEW_NAMES, silhouette
from trigger_points.figures.geometry import Point, capsule, circle_path, pair, polyline, smooth, towards
from trigger_points.figures.svg import BODY, LINE, MOVE, SOFT, THING, THING_LINE, element, group, label, path

_FRAME = {"fill": "none", "stroke": LINE, "stroke_width": 4, "stroke_linecap": "round", "stroke_linejoin": "round"}
_THING = {"fill": THING, "stroke": THING_LINE, "stroke_width": 2.5}


def _floor(y: float, left: float = 20, right: float = 380) -> str:
    return path(f"M{left:g} {y:g}H{right:g}", **{**_FRAME, "stroke_width": 3})


def _mat(left: float, right: float, y: float = 280) -> str:
    return element("rect", x=left, y=y, width=right - left, height=6, rx=3, fill=SOFT)


def _mat_above(x: float, y: float, width: float, height: float) -> str:
    return element("rect", x=x, y=y, width=width, height=height, rx=10, fill=SOFT, fill_opacity=0.25, stroke=SOFT)


def _wall(x: float, side: float, top: float = 14, bottom: float = 280) -> str:
    ticks = "".join(f"M{x:g} {y:g}l{side * 12:g} -12" for y in range(int(top) + 22, int(bottom), 26))
    return path(f"M{x:g} {top:g}V{bottom:g}", **_FRAME) + path(ticks, fill="none", stroke=LINE, stroke_width=1.5)


def _chair(back: float, seat: float, front: float, top: float | None = None, bottom: float = 280) -> str:
    top = seat - 76 if top is None else top
    data = f"M{back:g} {top:g}V{bottom:g}M{back:g} {seat:g}H{front:g}V{bottom:g}"
    return path(data, **_FRAME)


def _stool(left: float, seat: float, right: float, back: float = 0, bottom: float = 280) -> str:
    data = f"M{left:g} {seat:g}H{right:g}M{left + 6:g} {seat:g}V{bottom:g}M{right - 6:g} {seat:g}V{bottom:g}"
    if back:
        data += f"M{left + 6:g} {seat:g}V{back:g}H{right - 6:g}V{seat:g}"
    return path(data, **_FRAME)


def _desk(left: float, top: float, right: float, bottom: float = 280) -> str:
    return path(f"M{left:g} {top:g}H{right:g}M{right - 8:g} {top:g}V{bottom:g}", **{**_FRAME, "stroke_width": 5})


def _bed(left: float, top: float, right: float, bottom: float = 300) -> str:
    mattress = element("rect", x=left, y=top, width=right - left, height=18, rx=8, fill=SOFT, stroke=LINE)
    return mattress + path(f"M{left + 14:g} {top + 18:g}V{bottom:g}M{right - 14:g} {top + 18:g}V{bottom:g}", **_FRAME)


def _line(*numbers: float) -> str:
    return path(polyline(_points(numbers)), **{**_FRAME, "stroke_width": 2})


def _ball(x: float, y: float, radius: float = 10) -> str:
    shine = path(f"M{x - radius * 0.45:.1f} {y - radius * 0.1:.1f}a{radius * 0.5:.1f} {radius * 0.5:.1f} 0 0 1 "
                 f"{radius * 0.5:.1f} {-radius * 0.5:.1f}", fill="none", stroke="#fff", stroke_width=2, opacity=0.8)  # fmt: skip
    return path(circle_path((x, y), radius), **_THING) + shine


def _roller(x: float, y: float, radius: float = 17) -> str:
    rings = circle_path((x, y), radius * 0.55)
    return path(circle_path((x, y), radius), **_THING) + path(rings, fill="none", stroke=THING_LINE, stroke_width=2)


def _long_roller(x1: float, y1: float, x2: float, y2: float) -> str:
    return path(capsule((x1, y1), (x2, y2), 14, 14), **_THING)


def _strap(*numbers: float) -> str:
    look = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": "round"}
    data = polyline(_points(numbers))
    return path(data, stroke=THING_LINE, stroke_width=7, **look) + path(data, stroke=THING, stroke_width=4, **look)


def _cushion(x: float, y: float, width: float, height: float) -> str:
    size = min(width, height) / 2
    return element("rect", x=x, y=y, width=width, height=height, rx=f"{size:g}", fill=SOFT, stroke=LINE, stroke_width=2)


def _heat(x: float, y: float, width: float = 50, turn: float = 0) -> str:
    pack = element("rect", x=-width / 2, y=-7, width=width, height=14, rx=6, **_THING)
    waves = "".join(f"M{dx:g} -14q-6 -6 0 -12t0 -12" for dx in (-width / 3, 0, width / 3))
    body = pack + path(waves, fill="none", stroke=THING, stroke_width=3, stroke_linecap="round")
    return group(body, transform=f"translate({x:g} {y:g}) rotate({turn:g})")


def _hand(x: float, y: float, degrees: float = 0) -> str:
    """A highlighted hand that presses towards ``degrees`` with three finger tips at (x, y)."""
    palm = towards((x, y), degrees + 180, 18)
    tips = [towards((x, y), degrees + 90 * side, 9 * abs(side)) for side in (-1, 0, 1)]
    shapes = [circle_path(palm, 7.5)] + [capsule(palm, tip, 3.6, 2.8) for tip in tips]
    data = "".join(shapes)
    return path(data, fill=THING_LINE, stroke=THING_LINE, stroke_width=3) + path(data, fill=THING)


def _pull(x: float, y: float, rx: float, ry: float, turn: float = 0) -> str:
    """Where the stretch or the work is felt."""
    place = {"cx": x, "cy": y, "rx": rx, "ry": ry, "transform": f"rotate({turn:g} {x:g} {y:g})"}
    return element("ellipse", fill=THING, fill_opacity=0.7, stroke=THING_LINE, stroke_width=2, stroke_dasharray="4 4",
                   **place)  # fmt: skip


def _arrow(*numbers: float) -> str:
    """A straight arrow (4 numbers) or a curved one with a control point (6 numbers)."""
    points = _points(numbers)
    tip, before = points[-1], points[-2]
    angle = math.degrees(math.atan2(tip[1] - before[1], tip[0] - before[0]))
    end = towards(tip, angle, -8)
    data = f"M{pair(points[0])}" + (f"L{pair(end)}" if len(points) == 2 else f"Q{pair(before)} {pair(end)}")
    head = polyline([tip, towards(tip, angle + 152, 16), towards(tip, angle - 152, 16)]) + "Z"
    return path(data, fill="none", stroke=MOVE, stroke_width=5, stroke_linecap="round") + path(head, fill=MOVE)


def _both_ways(*numbers: float) -> str:
    points = _points(numbers)
    back = [value for point in reversed(points) for value in point]
    return _arrow(*numbers) + _arrow(*back)


def _circling(x: float, y: float, radius: float) -> str:
    start, end = towards((x, y), 0, radius), towards((x, y), 285, radius)
    data = f"M{pair(start)}A{radius:g} {radius:g} 0 1 1 {pair(end)}"
    head = polyline([towards(end, 15, 12), towards(end, 105, 9), towards(end, -75, 9)]) + "Z"
    return path(data, fill="none", stroke=MOVE, stroke_width=4) + path(head, fill=MOVE)


def _skin(*numbers: float) -> str:
    return path(smooth(_points(numbers), closed=False), fill="none", stroke=LINE, stroke_width=2)


DRAW: dict[str, Callable[..., str]] = {
    "floor": _floor, "mat": _mat, "mat_above": _mat_above, "wall": _wall, "chair": _chair, "stool": _stool,
    "desk": _desk, "bed": _bed, "line": _line, "ball": _ball, "roller": _roller, "long_roller": _long_roller,
    "strap": _strap, "cushion": _cushion, "heat": _heat, "hand": _hand, "pull": _pull, "arrow": _arrow,
    "both_ways": _both_ways, "circling": _circling, "skin": _skin,
}  # fmt: skip


def draw_things(things: list[dict[str, Any]]) -> str:
    """Things in the order given, each as ``{name: [numbers]}``."""
    return "".join(DRAW[name](*values) for thing in things for name, values in thing.items())


def inset(spec: dict[str, Any]) -> str:
    """A small body with the exact place of the ball, roller or hand."""
    x, y = spec["at"]
    view = spec["view"]
    frame = element("rect", x=x, y=y, width=92, height=104, rx=10, fill="none", stroke=LINE, stroke_width=1.5)
    top = spec.get("top", 20)
    spots = "".join(
        path(circle_path((sx, sy), spec.get("size", 13)), **{**_THING, "stroke_width": 4}) for sx, sy in spec["spots"]
    )
    lines = _LINES.get(view, "") if top < 100 else ""
    body = silhouette(view) + path(lines, fill="none", stroke=LINE, stroke_width=2.5) + spots
    picture = element("svg", body, x=x + 3, y=y + 3, width=86, height=98, viewBox=f"0 {top} 220 250")
    return group(frame + picture)


def inset_words(spec: dict[str, Any], mirror: float | None = None) -> str:
    """The words below the small body; ``mirror`` is the width of a picture that is turned round."""
    x, y = spec["at"][0] + 46, spec["at"][1]
    x = x if mirror is None else mirror - x
    if "face" in spec:
        return label(x, y + 119, "from above", 12, "middle")
    words = spec.get("words", "ball here")
    return label(x, y + 119, words, 14, "middle") + label(x, y + 135, VIEW_NAMES[spec["view"]], 12, "middle")


def plan(spec: dict[str, Any]) -> str:
    """Seen from above: the wall, the person and how far they are turned, and the ball between.

    ``face`` is where the nose points; ``ball`` how many degrees from the nose, clockwise, the ball lies on the body.
    """
    x, y = spec["at"]
    centre, turn = (x + 44.0, y + 52.0), float(spec["face"])
    spot = towards(centre, turn + spec["ball"], 29)
    frame = element("rect", x=x, y=y, width=92, height=104, rx=10, fill="none", stroke=LINE, stroke_width=1.5)
    body = element("ellipse", cx=centre[0], cy=centre[1], rx=17, ry=31, fill=BODY, stroke=LINE, stroke_width=2,
                   transform=f"rotate({turn:g} {centre[0]:g} {centre[1]:g})")  # fmt: skip
    skin = {"fill": BODY, "stroke": LINE, "stroke_width": 2}
    head = path(circle_path(towards(centre, turn, 14), 4.5), **skin) + path(circle_path(centre, 12), **skin)
    return frame + _line(x + 82, y + 8, x + 82, y + 96) + body + head + _ball(spot[0], spot[1], 8)


_LINES = {
    "back": "M110 10V150M110 192V214M60 222Q84 238 106 224M160 222Q136 238 114 224",
    "front": "M62 158Q84 196 106 206M158 158Q136 196 114 206",
}


def _points(numbers: tuple[float, ...]) -> list[Point]:
    return list(zip(numbers[::2], numbers[1::2]))
