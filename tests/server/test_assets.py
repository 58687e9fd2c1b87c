"""What everybody may load: size, caching by version, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, Server
from trigger_points.server import assets
from trigger_points.server.origins import parse_origins
from trigger_points.server.settings import SettingsError, load_settings

MOST = 25_000
"""Bytes that a visitor may load, compressed file by file."""
LANGUAGES = ("strings-en.js", "strings-de.js")
SCRIPTS = sorted(assets.WIDGET.rglob("*.js"))


def travelling(name: str) -> bytes:
    asset = assets.find(name)
    assert asset is not None
    return asset.packed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_widget_is_small(language: str) -> None:
    names = [p.relative_to(assets.WIDGET).as_posix() for p in SCRIPTS] + ["widget/style.css"]
    sizes = {n: len(travelling(n)) for n in names if Path(n).name == language or Path(n).name not in LANGUAGES}
    assert sum(sizes.values()) <= MOST, sizes
    for name in names:
        assert len(travelling(name)) <= len(gzip.compress((assets.WIDGET / name).read_bytes(), 9))


def test_every_file_is_loaded_by_the_widget() -> None:
    reached, waiting = set(), [assets.WIDGET / "widget.js"]
    while waiting:
        path = waiting.pop().resolve()
        if path not in reached:
            reached.add(path)
            imports = re.findall(r"(?:from |import\()'(\./[^']+)'", path.read_text(encoding="utf-8"))
            waiting += [path.parent / name for name in imports]
    assert reached == {p.resolve() for p in SCRIPTS}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_taking_out_comments_leaves_the_program(path: Path) -> None:
    served = assets.find(path.relative_to(assets.WIDGET).as_posix())
    assert served is not None
    source, sent = path.read_text(encoding="utf-8").split("\n"), served.body.decode().split("\n")
    assert len(source) == len(sent)  # line numbers stay
    comment = False
    for before, after in zip(source, sent):
        line = before.strip()
        if comment or line.startswith("//") or (line.startswith("/*") and line.find("*/") in (-1, len(line) - 2)):
            assert after == "", before
            comment = not line.startswith("//") and not line.endswith("*/")
        else:
            assert after == before.lstrip(" "), before


def test_wording_has_the_same_keys_and_values_in_every_language() -> None:
    def keys(name: str) -> dict[str, set[str]]:
        lines = re.findall(r"^  '?([\w.]+)'?: '(.*)',$", (assets.WIDGET / "widget" / name).read_text("utf-8"), re.M)
        return {key: set(re.findall(r"\{\w+\}", words)) for key, words in lines}

    english, german = map(keys, LANGUAGES)
    assert len(english) > 80
    assert english == german


def test_the_widget_knows_every_field_of_every_reply() -> None:
    text = (assets.WIDGET / "widget" / "types.d.ts").read_text(encoding="utf-8")
    shapes = dict(
        re.findall(r"interface (\w+)(?: extends Common)? \{(.*?)\n?\s*\}(?=\n  (?:interface|type|/\*\*))", text, re.S)
    )
    schema = json.loads((ROOT / "docs/replies.schema.json").read_text(encoding="utf-8"))["definitions"]
    checked = 0
    for name, definition in schema.items():
        if name not in shapes:
            assert not name.endswith("Reply"), f"types.d.ts lacks {name}"
            continue
        flat = re.sub(r"\{[^{}]*\}", "", shapes[name])  # shapes inside shapes are checked by the compiler
        fields = set(re.findall(r"(?:^|[;{\s])(\w+)\??:", flat))
        common = {"text", "choices"} if "Reply" in name else set()
        assert fields | common == set(definition["properties"]), name
        checked += 1
    assert checked >= 15


def test_no_inline_code_and_no_way_to_make_markup() -> None:
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|cssText", text
        ), path
    page = (assets.WIDGET / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|style=", page)


@pytest.mark.model
def test_versions_are_kept_for_good_and_the_entry_is_asked_for(server: Server) -> None:
    with httpx.Client(base_url=f"{server.url}/chat/") as http:
        entry = http.get("widget.js")
        assert entry.headers["Cache-Control"] == "no-cache"
        name = re.search(r'"\./(v/[0-9a-f]{12}/widget\.js)"', entry.text)
        assert name
        kept = http.get(name[1])
        assert "immutable" in kept.headers["Cache-Control"]
        assert kept.headers["Content-Encoding"] == "gzip"
        assert "customElements.define" in kept.text
        assert http.get(name[1], headers={"Accept-Encoding": "identity"}).text == kept.text
        old = http.get(re.sub("v/[0-9a-f]+", "v/000000000000", name[1]))
        assert old.status_code == 200
        assert old.headers["Cache-Control"] == "no-cache"  # an old page goes on, but nothing wrong is kept
        again = http.get("widget.js", headers={"If-None-Match": entry.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        for secret in (
            "v/1/../../site.yml",
            "widget/types.d.ts",
            "../site.yml",
            "figures/poses.yml",
            "figures/../wording.yml",
        ):
            assert http.get(secret).status_code == 404, secret


@pytest.mark.model
def test_no_site_is_allowed_by_default(server: Server) -> None:
    origin = {"Origin": "https://www.example.org"}
    asked = httpx.options(f"{server.url}/chat/messages", headers={**origin, "Access-Control-Request-Method": "POST"})
    for response in (asked, httpx.get(f"{server.url}/chat/widget.js", headers=origin)):
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_origins_are_written_in_full() -> None:
    allowed = parse_origins("https://www.example.org, http://127.0.0.1:8080 ,")
    assert allowed == {"https://www.example.org", "http://127.0.0.1:8080"}
    assert parse_origins("") == frozenset()
    assert load_settings().allowed_origins() == frozenset()
    for wrong in ("*", "example.org", "https://example.org/", "https://*.example.org", "null", "file://x"):
        with pytest.raises(SettingsError, match="TRIGGER_POINTS_ORIGINS"):
            load_settings(origins=wrong)


def test_the_type_check_covers_every_file() -> None:
    settings = json.loads((ROOT / "tests/widget_types/tsconfig.json").read_text(encoding="utf-8"))
    assert settings["compilerOptions"]["strict"] is True
    assert settings["compilerOptions"]["checkJs"] is True
    assert "../../widget/**/*.js" in settings["include"]
    for path in SCRIPTS:
        assert "@ts-nocheck" not in path.read_text(encoding="utf-8")
        assert "@ts-ignore" not in path.read_text(encoding="utf-8")
    script = ROOT / "scripts" / "check_widget_types.sh"
    subprocess.run(["sh", "-n", str(script)], check=True)
