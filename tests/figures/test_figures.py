"""The drawings: one for every record, up to date, safe to show and with words for those who cannot see them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from trigger_points.content.store import CONTENT_DIR
from trigger_points.content.yaml_reader import read_yaml
from trigger_points.figures import stale_figures, write_figures
from trigger_points.figures.geometry import distance, joint
from trigger_points.figures.records import STRUCTURES, pain_views

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = CONTENT_DIR / "figures"
RECORDS = [p.stem for folder in ("muscles", "look_alikes", "techniques") for p in (CONTENT_DIR / folder).glob("*.yml")]
REGIONS = read_yaml((CONTENT_DIR / "regions.yml").read_text(encoding="utf-8"))
FILES = sorted(FIGURES.glob("*.svg"))


def _root(name: str) -> ElementTree.Element:
    return ElementTree.fromstring((FIGURES / f"{name}.svg").read_text(encoding="utf-8"))


def test_every_record_has_its_drawing() -> None:
    maps = {"body_front", "body_back", "body_side"}
    assert {path.stem for path in FILES} == {*RECORDS, *maps}


def test_drawings_are_up_to_date() -> None:
    assert stale_figures(CONTENT_DIR) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_drawing_is_plain_and_has_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert len(text.encode()) < 8192
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
