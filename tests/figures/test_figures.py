"""The drawings: one for every record, up to date, safe to show and with words for those who cannot see them."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from trigger_points.content.store import CONTENT_DIR
from trigger_points.content.yaml_reader import read_yaml
from trigger_points.figures import stale_figures, write_figures
from trigger_points.figures.anatomy import load_structures
from trigger_points.figures.body import CENTRE
from trigger_points.figures.geometry import distance, joint
from trigger_points.figures.records import pain_views, record_figure

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = CONTENT_DIR / "figures"
RECORDS = [p.stem for folder in ("muscles", "look_alikes", "techniques") for p in (CONTENT_DIR / folder).glob("*.yml")]
REGIONS = read_yaml((CONTENT_DIR / "regions.yml").read_text(encoding="utf-8"))
FILES = sorted(FIGURES.glob("*.svg"))
STRUCTURES = load_structures(CONTENT_DIR)
POSES = read_yaml((FIGURES / "poses.yml").read_text(encoding="utf-8"))
TECHNIQUES = {p.stem: read_yaml(p.read_text(encoding="utf-8")) for p in (CONTENT_DIR / "techniques").glob("*.yml")}
ONE_SIDED = sorted(name for name, record in TECHNIQUES.items() if record.get("one_sided", True))
SIDED = sorted({*RECORDS} - {*TECHNIQUES} | {*ONE_SIDED})


def _root(name: str) -> ElementTree.Element:
    return ElementTree.fromstring((FIGURES / f"{name}.svg").read_text(encoding="utf-8"))


def test_every_record_has_its_drawing() -> None:
    maps = {"body_front", "body_back", "body_side"}
    assert {path.stem for path in FILES} == {*RECORDS, *maps, *(f"{name}-left" for name in SIDED)}


def test_drawings_are_up_to_date() -> None:
    assert stale_figures(CONTENT_DIR) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_drawing_is_plain_and_has_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert len(text.encode()) < 10240
    assert root.get("role") == "img"
    assert root.get("viewBox")
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert all((child.text or "").strip() for child in list(root)[:2])
    for node in root.iter():
        assert node.tag not in {f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}foreignObject"}
        for name, value in node.attrib.items():
            assert name != "style"
            assert not name.lower().startswith("on")
            assert "href" not in name or value.startswith("#")
            assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", value))
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
    assert not re.search(r"nan|inf\b", text)


@pytest.mark.parametrize("view", ["front", "back", "side"])
def test_map_shows_each_region_of_the_view(view: str) -> None:
    expected = {region["id"]: region["name"] for region in REGIONS if view in region["views"]}
    sided = {region["id"] for region in REGIONS if region.get("has_side", True)}
    found = {}
    for node in _root(f"body_{view}").iter():
        if node.get("class") != "region":
            continue
        found[node.get("id")] = node.findtext(f"{SVG}title")
        if view != "side" and node.get("id") in sided:
            assert [child.get("data-side") for child in node if child.tag == f"{SVG}path"] == ["left", "right"]
        for shape in node.iter(f"{SVG}path"):
            assert shape.get("d", "").endswith("Z")
    assert found == expected


@pytest.mark.parametrize("folder", ["muscles", "look_alikes"])
def test_pain_is_shown_wherever_the_record_says(folder: str) -> None:
    for path in (CONTENT_DIR / folder).glob("*.yml"):
        record = read_yaml(path.read_text(encoding="utf-8"))
        description = _root(path.stem).findtext(f"{SVG}desc") or ""
        views = pain_views(STRUCTURES[path.stem], [entry["region"] for entry in record["refers_to"]])
        for entry in record["refers_to"]:
            region = next(r for r in REGIONS if r["id"] == entry["region"])
            assert region["name"] in description
            assert set(views) & set(region["views"]), f"{path.stem}: {region['id']} is not drawn"


def test_a_change_is_noticed_and_written(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(CONTENT_DIR, root)
    (root / "figures" / "glute_bridge.svg").write_text("<svg/>", encoding="utf-8")
    (root / "figures" / "left_over.svg").write_text("<svg/>", encoding="utf-8")
    (root / "figures" / "heat_pack.svg").unlink()
    assert stale_figures(root) == ["glute_bridge.svg", "heat_pack.svg", "left_over.svg"]
    write_figures(root)
    assert stale_figures(root) == []
    assert not (root / "figures" / "left_over.svg").exists()


def test_a_joint_keeps_the_length_of_the_limb() -> None:
    knee = joint((0, 0), (0, 100), 66, 64, 1)
    assert knee[0] > 0
    assert distance((0, 0), knee) == pytest.approx(66)
    assert distance(knee, (0, 100)) == pytest.approx(64)
    with pytest.raises(ValueError, match="long"):
        joint((0, 0), (0, 200), 66, 64, 1)


def near_side(pose: dict) -> str:
    """Which side of the person is nearer to us, or on our right-hand side when seen from the front or behind.

    Worked out from the joints: the way up the body and the way the face looks give the person's right hand.
    """
    chest, _, pelvis = pose["torso"]
    up = (chest[0] - pelvis[0], pelvis[1] - chest[1])  # y up
    view = pose.get("view", "side")
    if view == "side":
        nose = math.radians(pose["head"][2])
        face = (math.cos(nose), -math.sin(nose))
        return "right" if face[0] * up[1] - face[1] * up[0] > 0 else "left"
    # seen from the front, from behind, or from above: on which side of the spine does the near leg start?
    leg = pose["near_leg"]["from"]
    out = (leg[0] - pelvis[0], pelvis[1] - leg[1])
    on_our_right = out[0] * up[1] - out[1] * up[0] > 0  # looking up along the body
    return "left" if on_our_right == (view == "front") else "right"


@pytest.mark.parametrize("name", ONE_SIDED)
def test_the_sore_side_is_the_one_that_is_drawn(name: str) -> None:
    pose = POSES[name]
    near = near_side(pose)
    lower = pose.get("view") == "front" and pose.get("lying")
    far = {"left": "right", "right": "left"}[near]
    # lying on the side, the sore side is the lower one
    assert pose["sore"] == (far if pose.get("crossed") or lower else near)


@pytest.mark.parametrize("name", [n for n in ONE_SIDED if "inset" in POSES[n]])
def test_the_small_body_shows_the_same_side(name: str) -> None:
    inset, sore = POSES[name]["inset"], POSES[name]["sore"]
    for x, _ in inset["spots"]:
        if inset["view"] == "side":
            assert sore == "right", "the side view shows the right side before it is turned round"
        else:
            assert (x > CENTRE) == ((inset["view"] == "back") == (sore == "right")), "the spot lies on the other side"


@pytest.mark.parametrize("name", ONE_SIDED)
def test_a_technique_says_which_side_it_shows(name: str) -> None:
    for ending, side in (("", "right"), ("-left", "left")):
        root = _root(f"{name}{ending}")
        words = [node.text for node in root.iter(f"{SVG}text")]
        assert f"Drawn for your {side} side" in words
        assert f"({side} side)" in (root.findtext(f"{SVG}title") or "")
        turned = any(child.get("transform") == "matrix(-1 0 0 1 400 0)" for child in root)
        assert turned == (POSES[name]["sore"] != side)


@pytest.mark.parametrize("name", [n for n in SIDED if n not in TECHNIQUES])
def test_anatomy_lies_on_the_side_it_says(name: str) -> None:
    for ending, side in (("", "right"), ("-left", "left")):
        root = _root(f"{name}{ending}")
        assert f"on your {side} side only." in " ".join(node.text or "" for node in root.iter(f"{SVG}text"))
        for panel in root.findall(f"{SVG}g"):
            view = next((n.get("id") or (n.get("href") or "#")[1:] for n in panel if _is_body(n)), None)
            if view is None:
                continue
            if view == "side":
                assert ("scale(-" in panel.get("transform", "")) == (side == "left")
                continue
            for shape in panel.iter(f"{SVG}path"):
                if shape.get("fill") == "none" or "S" not in shape.get("d", "") or _is_outline(shape):
                    continue
                if STRUCTURES[name].both_sides and panel is root.findall(f"{SVG}g")[0]:
                    continue
                xs = [float(x) for x in re.findall(r"[CSM](-?\d+)", shape.get("d", ""))]
                on_our_right = sum(xs) / len(xs) > CENTRE
                assert on_our_right == ((view == "back") == (side == "right"))


def _is_body(node: ElementTree.Element) -> bool:
    return (node.get("id") or (node.get("href") or "#")[1:]) in ("front", "back", "side")


def _is_outline(shape: ElementTree.Element) -> bool:
    return shape.get("fill", "").startswith("var(--figure-body")


def test_a_muscle_without_a_place_gets_its_pain_drawn() -> None:
    record = read_yaml((CONTENT_DIR / "muscles" / "piriformis.yml").read_text(encoding="utf-8"))
    names = {region["id"]: region["name"] for region in REGIONS}
    drawing = record_figure(record, names, "muscles", None, "left")
    assert "Where it can hurt" in drawing
    assert "Where it lies" not in drawing


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_are_readable_on_every_ground() -> None:
    """On the ground that the widget gives drawings in light and dark, and by their own rim on any other."""
    style = (CONTENT_DIR.parent / "widget" / "widget" / "style.css").read_text(encoding="utf-8")
    ground = re.search(r"img, \.drawing \{[^}]*background: (#[0-9a-f]{6})", style)
    assert ground, "the widget puts no ground behind drawings"
    for name in ("figure_four_chair", "piriformis", "body_front"):
        for text in _root(name).iter(f"{SVG}text"):
            ink = text.get("fill", "")[-8:-1]
            rim = text.get("stroke", ground[1])
            for paper in (ground[1], rim):
                high, low = sorted((luminance(ink), luminance(paper)), reverse=True)
                assert (high + 0.05) / (low + 0.05) >= 4.5, f"{name}: {text.text}"
            assert name.startswith("body_") or text.get("paint-order") == "stroke"


@pytest.mark.parametrize("name", ["gmed_ball_wall", "tfl_ball_wall"])
def test_a_ball_at_the_wall_shows_the_turn_from_above(name: str) -> None:
    """Side-on, the ball would sit on the bony point; the turn is what keeps it off."""
    for ending in ("", "-left"):
        root = _root(f"{name}{ending}")
        assert "from above" in [text.text for text in root.iter(f"{SVG}text")]
    pose = POSES[name]
    wall, ball = pose["behind"][1]["wall"][0], next(t["ball"] for t in pose["front"] if "ball" in t)
    assert wall - ball[0] > ball[2], "the ball lies before the body, not at its widest side"
