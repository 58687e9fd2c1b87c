"""Train the Rasa model when something it depends on has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL = "trigger-points"
STAMP = ROOT / "models" / f"{MODEL}.stamp"
_SOURCES = (
    "config.yml",
    "domain.yml",
    "data",
    "content",
    "encoder/model.onnx.sha256",
    "trigger_points/understanding",
    "trigger_points/rasa_parts",
    "trigger_points/content",
)
_KINDS = {".yml", ".py", ".sha256"}


def _files() -> Iterator[Path]:
    for name in _SOURCES:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in _KINDS)


def fingerprint() -> str:
    """A hash over everything the model is trained from."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_stale() -> bool:
    """Whether there is no model for the present files."""
    model = ROOT / "models" / f"{MODEL}.tar.gz"
    return not model.is_file() or not STAMP.is_file() or STAMP.read_text() != fingerprint()


def train_if_stale(force: bool = False) -> str:
    """Train if needed; returns a sentence for people."""
    if not force and not is_stale():
        return "The model is up to date."
    wanted = fingerprint()
    os.chdir(ROOT)  # Rasa looks for custom components and data relative to the project
    import rasa
    import skops.io  # noqa: F401  (see trigger_points/server/assistant.py)

    result = rasa.train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output="models",
        fixed_model_name=MODEL,
        force_training=force,
    )
    if result.code != 0 or not result.model:
        raise RuntimeError("Training failed; see the messages above.")
    STAMP.write_text(wanted)
    return "The model is trained."
