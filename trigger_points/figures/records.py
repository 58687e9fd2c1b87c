"""One drawing for each muscle and look-alike: where it lies, and where its pain can be felt."""

from __future__ import annotations

from typing import Any, Literal

from trigger_points.figures import anatomy
from trigger_points.figures.anatomy import Structure
from trigger_points.figures.body import CENTRE, HEIGHT, VIEW_NAMES, WIDTH, half, region_shape, shows, silhouette
from trigger_points.figures.geometry import circle_path, polyline, smooth
from trigger_points.figures.svg import LINE, MUSCLE, PAIN, document, element, group, label, path

Side = Literal["left", "right"]
PAGE, TOP, SPACE = 400.0, 34.0, 10.0
HATCH = (
    '<defs><pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path d="M0 4.5H9" stroke="{PAIN}" stroke-width="3"/></pattern></defs>'
)
PREFERRED = ("side", "back", "front")
SPILL = {"fill": "url(#hatch)", "stroke": PAIN, "stroke_width": 1.5, "stroke_dasharray": "5 4"}
MAIN = {"fill": PAIN, "fill_opacity": 0.88, "stroke": PAIN, "stroke_width": 2}


def pain_views(structure: Structure | None, regions: list[str]) -> list[str]:
    """As few views as possible that together show all regions, the view of the structure first."""
    first = structure.view if structure else ""
    left, views = list(regions), []
    while left:
        order = sorted(
            VIEW_NAMES,
            key=lambda view: (-sum(shows(view, r) for r in left), view != first, PREFERRED.index(view)),
        )
        views.append(order[0])
        left = [region for region in left if not shows(order[0], region)]
    return sorted(views, key=lambda view: view != first)


def bones(view: str) -> str:
    """A faint hint of the spine, pelvis and thigh bone."""
    if view == "side":
        lines = [smooth(anatomy.SIDE_WING), *(smooth(line, closed=False) for line in anatomy.SIDE_FEMUR)]
    else:
        lines = [f"M{CENTRE - 4:g} 8V112M{CENTRE + 4:g} 8V112"]
        for side in ("left", "right"):
            shapes = [
                (anatomy.WING[view], True),
                (anatomy.SIT_BONE, True),
                (anatomy.SACRUM, False),
                (anatomy.RIB, False),
            ]
            shapes += [(line, False) for line in anatomy.FEMUR]
            lines += [smooth(half(points, view, side), closed) for points, closed in shapes]
    return path("".join(lines), fill="none", stroke="#fff", stroke_width=2.5, stroke_opacity=0.6)


def structure_shapes(structure: Structure, drawn_on: Side) -> str:
    """The muscle, joint or nerve, solid."""
    shapes = []
    for side in ("right", "left") if structure.both_sides else (drawn_on,):

        def sided(points: list[tuple[float, float]], side: str = side) -> list[tuple[float, float]]:
            return points if structure.view == "side" else half(points, structure.view, side)

        shapes += [path(smooth(sided(cord), closed=False), fill="none", stroke_width=6) for cord in structure.cords]
        shapes += [path(smooth(sided(area)), stroke_width=1.5) for area in structure.areas]
        shapes += [path(circle_path(sided([(x, y)])[0], radius)) for x, y, radius in structure.spots]
    return group("".join(shapes), fill=MUSCLE, stroke=MUSCLE, stroke_linecap="round", stroke_linejoin="round")


def view_name(view: str, drawn_on: Side) -> str:
    """What stands above a panel; the side view shows the side that is drawn."""
    return f"from the {drawn_on}" if view == "side" else VIEW_NAMES[view]


def record_figure(
    record: dict[str, Any], names: dict[str, str], kind: str, structure: Structure | None, drawn_on: Side
) -> str:
    """The drawing of one muscle or look-alike record on one side of the body.

    Without a ``structure`` only the pain is drawn. ``names`` are the plain names of the regions.
    """
    strengths = {entry["region"]: entry["strength"] for entry in record["refers_to"]}
    views = pain_views(structure, list(strengths))
    panels_of = [*([structure.view] if structure else []), *views]
    count = len(panels_of)
    width = (PAGE - SPACE * (count - 1)) / count if count > 2 else 176.0
    scale = width / WIDTH
    left = (PAGE - width * count - SPACE * (count - 1)) / 2
    bottom = TOP + 22 + HEIGHT * scale
    panels = []
    for index, view in enumerate(panels_of):
        drawn = view in panels_of[:index]
        inside = [f'<use href="#{view}"/>' if drawn else group(silhouette(view), id=view)]
        if structure and index == 0:
            inside += [bones(view), structure_shapes(structure, drawn_on)]
        else:
            for paint, main in ((SPILL, False), (MAIN, True)):
                shapes = [region_shape(view, r, drawn_on) for r, s in strengths.items() if (s == "main") == main]
                inside.append(group("".join(shapes), **paint))
        x = left + index * (width + SPACE)
        place = f"translate({x:.1f} {TOP + 22:g}) scale({scale:.3f})"
        if view == "side" and drawn_on == "left":  # the silhouette faces right: that is a right side
            place = f"translate({x + width:.1f} {TOP + 22:g}) scale({-scale:.3f} {scale:.3f})"
        panels.append(group("".join(inside), transform=place))
        panels.append(label(round(x + width / 2), TOP + 10, view_name(view, drawn_on), 13, "middle"))
        panels += _corners(view, drawn_on, x, width, round(bottom + 14))
    middle = left + width + SPACE / 2
    if structure:
        panels.append(label(round(left + width / 2), 18, "Where it lies", 16, "middle"))
        panels.append(
            path(polyline([(round(middle), 6), (round(middle), round(bottom))]), stroke=LINE, stroke_dasharray="2 5")
        )
    pain_middle = (middle + SPACE / 2 + PAGE - left) / 2 if structure else PAGE / 2
    panels.append(label(round(pain_middle), 18, "Where it can hurt", 16, "middle"))
    legend, height = _legend(structure, set(strengths.values()), bottom + 28, drawn_on)
    name = f"{record['plain_name'][0].upper()}{record['plain_name'][1:]} ({record['name']}), {drawn_on} side"
    words = _words(record, structure, strengths, names, kind, drawn_on)
    return document(PAGE, height, name, words, [HATCH, *panels, legend])


def _corners(view: str, drawn_on: Side, x: float, width: float, y: float) -> list[str]:
    """Below a panel: which side is which."""
    if view == "side":
        words = ("back", "front") if drawn_on == "right" else ("front", "back")
    else:
        words = ("left", "right") if view == "back" else ("right", "left")
    return [label(round(x + 6), y, words[0], 12), label(round(x + width - 6), y, words[1], 12, "end")]


def _legend(structure: Structure | None, strengths: set[str], top: float, drawn_on: Side) -> tuple[str, float]:
    rows: list[tuple[dict[str, object], str]] = []
    rows += [({"fill": MUSCLE}, f"Solid: {structure.name}")] if structure else []
    rows += [(MAIN, "Full colour: the main pain")] if "main" in strengths else []
    rows += [({**SPILL}, "Stripes: pain can spread here")] if strengths - {"main"} else []
    parts = []
    for index, (paint, words) in enumerate(rows):
        y = round(top + 24 * index)
        parts.append(element("rect", x=60, y=y, width=26, height=16, rx=4, **paint))
        parts.append(label(96, y + 13, words, 16))
    what = "The pain is drawn" if structure and structure.both_sides else "Drawn"
    parts.append(label(60, round(top + 24 * len(rows)) + 13, f"{what} on your {drawn_on} side only.", 13))
    return "".join(parts), round(top + 24 * len(rows)) + 24


def _words(
    record: dict[str, Any],
    structure: Structure | None,
    strengths: dict[str, str],
    names: dict[str, str],
    kind: str,
    drawn_on: Side,
) -> str:
    main = _list([names[region] for region, strength in strengths.items() if strength == "main"])
    spill = _list([names[region] for region, strength in strengths.items() if strength != "main"])
    where = str(record["location"]).strip() + " " if kind == "muscles" else ""
    text = f"A simple figure from mid-trunk to feet, drawn for the {drawn_on} side. "
    if structure:
        text += f"{structure.name[0].upper()}{structure.name[1:]}, seen "
        text += f"{view_name(structure.view, drawn_on)}, in solid colour. "
    text += f"{where}Main pain: {main}."
    return text + (f" It can spread to: {spill}." if spill else "")


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""
