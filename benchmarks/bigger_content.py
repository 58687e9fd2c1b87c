"""A copy of the project with ten times as much content, made up from its own, to see what grows with it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
_PARTS = ("actions", "content", "data", "encoder", "models", "trigger_points", "widget")
_FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "site.yml", "pyproject.toml")
MULTIPLIED = ("muscles", "look_alikes", "techniques")
"""One file a record, with pictures; questions are multiplied besides."""


def copy_with(times: int, folder: Path) -> Path:
    """Copy the project to ``folder`` with ``times`` as many muscles, look-alikes, techniques and questions."""
    folder.mkdir(parents=True)
    for name in _PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(ROOT / name, folder / name)
    content = folder / "content"
    for kind in MULTIPLIED:
        for path in sorted((content / kind).glob("*.yml")):
            record = _read(path)
            for number in range(1, times):
                _write(path.with_stem(f"{path.stem}_{number}"), _another(record, number))
                for picture in _pictures(content, path.stem):
                    shutil.copy(picture, picture.with_name(picture.name.replace(path.stem, f"{path.stem}_{number}", 1)))
    for path in sorted((content / "questions").glob("*.yml")):
        records = _read(path)
        _write(path, [*records, *(_another(record, number) for record in records for number in range(1, times))])
    return folder


def _another(record: dict[str, Any], number: int) -> dict[str, Any]:
    """The same facts under another id, and made-up words for it."""
    made_up = "".join("bcdfghjklmnpqrstvwxz"[int(digit) + 7] for digit in f"{number:02d}") + "us"
    copied = {**record, "id": f"{record['id']}_{number}"}
    if "name" in record:
        copied["name"] = f"{record['name']} {number}"
    for field in ("techniques", "related"):
        if field in record:
            copied[field] = [f"{name}_{number}" for name in record[field]]
    if "phrases" in record:
        words = [phrase.split("|")[0].split()[0].strip("*?(){}[]") for phrase in record["phrases"]]
        words.append(record["id"].replace("_", ""))
        copied["phrases"] = sorted({word + made_up for word in words if word.isalpha()})
    if "phrasings" in record:
        copied["phrasings"] = [f"{phrasing} {made_up}" for phrasing in record["phrasings"]]
    return copied


def _pictures(content: Path, name: str) -> list[Path]:
    found = [content / "figures" / f"{name}{ending}.svg" for ending in ("", "-left", "-right")]
    return [path for path in found if path.is_file()]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
