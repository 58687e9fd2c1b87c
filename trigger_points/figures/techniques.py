"""One drawing for each technique, from the joints and things in ``content/figures/poses.yml``."""

from __future__ import annotations

from typing import Any

from trigger_points.figures.mannequin import mannequin_parts
from trigger_points.figures.scene import draw_things, inset
from trigger_points.figures.svg import document, label

WIDTH, HEIGHT = 400, 312
ORDER = ("far_arm", "far_leg", "trunk", "near_leg", "near_arm")


def technique_figure(name: str, pose: dict[str, Any]) -> str:
    """The drawing of one technique."""
    parts = mannequin_parts(pose)
    order = pose.get("order", ORDER)
    things = {key: draw_things(pose.get(key, [])) for key in ("behind", "between", "front")}
    body = [things["behind"]]
    for part in order:
        body.append(things["between"] if part == "between" else parts.get(part, ""))
    if "between" not in order:
        body.append(things["between"])
    body.append(things["front"])
    if "inset" in pose:
        body.append(inset(pose["inset"]))
    if "note" in pose:
        body.append(label(WIDTH / 2, HEIGHT - 6, pose["note"], 15, "middle"))
    return document(WIDTH, HEIGHT, name, " ".join(str(pose["sees"]).split()), body, pose.get("top", 0))
