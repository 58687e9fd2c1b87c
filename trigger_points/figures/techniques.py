"""One drawing for each technique and side, from the joints and things in ``content/figures/poses.yml``."""

from __future__ import annotations

from typing import Any, Literal

from trigger_points.figures.mannequin import mannequin_parts
from trigger_points.figures.scene import draw_things, inset, inset_words, plan
from trigger_points.figures.svg import document, group, label

WIDTH, HEIGHT = 400, 312
ORDER = ("far_arm", "far_leg", "trunk", "near_leg", "near_arm")


def technique_figure(name: str, pose: dict[str, Any], side: Literal["left", "right"] | None = None) -> str:
    """The drawing of one technique; ``side`` is the treated side, ``None`` where it works on both at once.

    A pose is drawn for one side (``sore``); for the other one the picture is turned round like in a mirror, and
    the words are put back the right way.
    """
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
    if "plan" in pose:
        body.append(plan(pose["plan"]))
    turned = side is not None and pose["sore"] != side
    if turned:
        body = [group("\n".join(part for part in body if part), transform=f"matrix(-1 0 0 1 {WIDTH} 0)")]
    for small in ("inset", "plan"):
        if small in pose:
            body.append(inset_words(pose[small], WIDTH if turned else None))
    if "note" in pose:
        body.append(label(WIDTH / 2, HEIGHT - 6, pose["note"], 15, "middle"))
    sees, height = " ".join(str(pose["sees"]).split()), HEIGHT
    if side is not None:
        name, sees, height = f"{name} ({side} side)", f"{sees} Drawn for the {side} side of the body.", HEIGHT + 22
        body.append(label(WIDTH / 2, HEIGHT + 14, f"Drawn for your {side} side", 14, "middle"))
    return document(WIDTH, height, name, sees, body, pose.get("top", 0))
