"""The calm figure from mid-trunk to feet in three views, and the regions that people can tap on it.

Front and back are drawn as one half (distance from the middle line, height) and mirrored. The side view faces right.
"""

from __future__ import annotations

from trigger_points.figures.geometry import Point, mirrored, number, smooth
from trigger_points.figures.svg import BODY, LINE, document, element, group, label, path, title

WIDTH, HEIGHT, CENTRE = 220, 480, 110.0
VIEW_NAMES = {"front": "from the front", "back": "from behind", "side": "from the side"}

HALF_OUTLINE: list[Point] = [
    (60, 6), (58, 36), (54, 72), (60, 104), (77, 141), (88, 181), (87, 222), (79, 268), (67, 312), (60, 337),
    (60, 358), (63, 380), (55, 413), (43, 444), (43, 456), (55, 469), (48, 476), (26, 476), (18, 469), (20, 444),
    (18, 413), (13, 380), (17, 358), (17, 337), (13, 312), (7, 269), (3, 230), (0, 214),
]  # fmt: skip
SIDE_OUTLINE: list[Point] = [
    (64, 6), (68, 34), (75, 71), (65, 106), (46, 141), (35, 176), (42, 208), (57, 236), (63, 269), (69, 308),
    (75, 333), (68, 358), (62, 380), (70, 413), (83, 442), (76, 461), (79, 474), (150, 476), (160, 469), (138, 457),
    (113, 444), (115, 413), (121, 380), (124, 358), (131, 333), (132, 312), (143, 269), (151, 230), (151, 191),
    (148, 161), (153, 126), (154, 86), (149, 34), (146, 6),
]  # fmt: skip

HALVES: dict[str, dict[str, list[Point]]] = {
    "front": {
        "hip": [(24, 112), (42, 105), (58, 112), (66, 134), (58, 156), (36, 170), (20, 164), (17, 136)],
        "side_hip": [(70, 136), (79, 148), (86, 181), (85, 209), (66, 209), (62, 180), (64, 156)],
        "groin": [(58, 162), (59, 182), (40, 200), (14, 222), (3, 214), (4, 198), (20, 184), (36, 174)],
        "thigh_front": [(56, 190), (58, 216), (55, 252), (51, 286), (48, 309), (40, 311), (32, 309), (30, 278),
                        (30, 243), (32, 214), (44, 202)],
        "thigh_side": [(62, 217), (85, 217), (82, 252), (74, 286), (66, 310), (52, 310), (55, 286), (59, 252)],
        "inner_thigh": [(16, 226), (28, 219), (27, 252), (28, 286), (29, 309), (13, 309), (9, 278), (7, 243), (8, 229)],
        "knee": [(20, 317), (38, 314), (57, 317), (61, 335), (57, 352), (38, 356), (20, 352), (15, 335)],
    },
    "back": {
        "low_back": [(3, 42), (28, 40), (50, 44), (51, 71), (56, 100), (42, 106), (24, 112), (3, 114), (2, 76)],
        "sacrum": [(2, 119), (15, 117), (28, 117), (26, 138), (18, 158), (10, 168), (2, 168), (2, 144)],
        "buttock": [(33, 116), (54, 108), (64, 128), (62, 154), (60, 181), (62, 216), (44, 228), (22, 228), (8, 220),
                    (16, 200), (18, 176), (28, 152)],
        "side_hip": [(70, 134), (79, 146), (87, 181), (86, 216), (67, 217), (65, 181), (67, 156)],
        "thigh_back": [(7, 231), (24, 233), (46, 233), (66, 226), (82, 226), (77, 260), (66, 300), (62, 310), (38, 312),
                       (15, 310), (12, 295), (8, 260)],
        "knee": [(18, 317), (38, 315), (59, 317), (60, 335), (58, 352), (38, 355), (17, 352), (17, 335)],
        "calf": [(17, 359), (38, 358), (59, 359), (61, 381), (54, 413), (43, 443), (32, 445), (19, 443), (18, 413),
                 (13, 381)],
    },
}  # fmt: skip
MIDDLE: dict[str, dict[str, tuple[float, float, float, float]]] = {"back": {"tailbone": (CENTRE, 187, 14, 16)}}
SIDE: dict[str, list[Point]] = {
    "buttock": [(66, 122), (80, 134), (77, 176), (79, 214), (62, 233), (44, 210), (36, 176), (46, 144)],
    "hip": [(122, 124), (138, 120), (153, 126), (148, 161), (150, 208), (134, 214), (119, 212), (122, 176)],
    "side_hip": [(84, 136), (101, 130), (118, 136), (118, 176), (115, 212), (99, 216), (84, 214), (81, 176)],
    "thigh_side": [(68, 236), (86, 222), (112, 222), (142, 222), (138, 260), (127, 300), (122, 309), (98, 312),
                   (74, 309), (68, 278)],
    "knee": [(77, 317), (101, 315), (127, 317), (130, 335), (124, 352), (98, 355), (72, 352), (74, 335)],
    "calf": [(70, 360), (96, 358), (121, 360), (118, 387), (114, 418), (112, 443), (98, 445), (83, 442), (71, 413),
             (64, 381)],
}  # fmt: skip


def half(points: list[Point], view: str, side: str) -> list[Point]:
    """A half-figure shape in picture coordinates, on the person's own ``side``."""
    right_in_picture = (side == "right") == (view == "back")
    shape = [(CENTRE + x, y) for x, y in points]
    return shape if right_in_picture else mirrored(shape, CENTRE)


def outline(view: str) -> str:
    """The silhouette as path data."""
    if view == "side":
        return smooth(SIDE_OUTLINE, closed=False) + "Z"
    right = [(CENTRE + x, y) for x, y in HALF_OUTLINE]
    return smooth([*right, *reversed(mirrored(right[:-1], CENTRE))], closed=False) + "Z"


def silhouette(view: str) -> str:
    """The calm figure itself."""
    return path(outline(view), fill=BODY, stroke=LINE, stroke_width=2.5, stroke_linejoin="round")


def region_shape(view: str, region: str, side: str, **attributes: object) -> str:
    """One region on one side of the body in one view; empty when the view does not show it."""
    middle = MIDDLE.get(view, {}).get(region)
    if middle:
        x, y, rx, ry = (number(value) for value in middle)
        return element("ellipse", cx=x, cy=y, rx=rx, ry=ry, **attributes)
    if view == "side":
        return path(smooth(SIDE[region]), **attributes) if region in SIDE else ""
    points = HALVES[view].get(region)
    return path(smooth(half(points, view, side)), **attributes) if points else ""


def shows(view: str, region: str) -> bool:
    """Whether the view has a shape for the region."""
    return region in SIDE if view == "side" else region in HALVES[view] or region in MIDDLE.get(view, {})


def body_map(view: str, regions: dict[str, str]) -> str:
    """A tappable figure; ``regions`` maps the ids that belong to this view to their plain names."""
    shapes = []
    for region, name in regions.items():
        if not shows(view, region):
            raise ValueError(f"{region} has no shape {VIEW_NAMES[view]}")
        if view == "side" or region in MIDDLE.get(view, {}):
            middle = MIDDLE.get(view, {}).get(region)
            if middle:
                x, y, rx, ry = (number(value) for value in middle)
                shapes.append(element("ellipse", title(name), id=region, class_="region", cx=x, cy=y, rx=rx, ry=ry))
            else:
                shapes.append(element("path", title(name), id=region, class_="region", d=smooth(SIDE[region])))
            continue
        sides = "".join(region_shape(view, region, side, data_side=side) for side in ("left", "right"))
        shapes.append(group(title(name) + sides, id=region, class_="region"))
    body = [silhouette(view)]
    if view == "back":
        lines = "M110 16V112M110 206V214M60 222Q84 238 106 224M160 222Q136 238 114 224"
        body.append(path(lines, fill="none", stroke=LINE, stroke_width=1.5, opacity=0.6))
    body.append(group("\n".join(shapes), fill=LINE, fill_opacity=0.22, stroke=LINE, stroke_width=1.2))
    if view != "side":
        left, right = ("your left", "your right") if view == "back" else ("your right", "your left")
        words = (left, right)
    else:
        words = ("back", "front")
    body += [label(8, HEIGHT + 14, words[0], 13, halo=False), label(212, HEIGHT + 14, words[1], 13, "end", halo=False)]
    names = ", ".join(regions.values())
    return document(
        WIDTH,
        HEIGHT + 22,
        f"The body {VIEW_NAMES[view]}",
        f"A simple figure from mid-trunk to feet, seen {VIEW_NAMES[view]}. You can pick: {names}.",
        body,
    )
