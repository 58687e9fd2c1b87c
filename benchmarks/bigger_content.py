"""A copy of the project with generated muscles, to see what grows with the content."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
_PARTS = ("actions", "content", "data", "encoder", "models", "trigger_points", "widget")
_FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "site.yml", "pyproject.toml")


def copy_with(times: int, folder: Path) -> Path:
    """Copy the project to ``folder`` with ``times`` as many muscles; their names are made up."""
    folder.mkdir(parents=True)
    for name in _PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(ROOT / name, folder / name)
    muscles = folder / "content" / "muscles"
    for path in sorted(muscles.glob("*.yml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number in range(1, times):
            made_up = "".join("bcdfghjklmnpqrstvwxz"[int(digit) + 7] for digit in f"{number:02d}")
            words = [f"{phrase.split('|')[0].split()[0].strip('*?')}{made_up}us" for phrase in record["phrases"]]
            copied = {**record, "id": f"{record['id']}_{number}", "name": f"{record['name']} {number}"}
            copied["phrases"] = sorted({word for word in words if word.isalpha()})
            target = muscles / f"{copied['id']}.yml"
            target.write_text(yaml.safe_dump(copied, allow_unicode=True), encoding="utf-8")
    return folder
