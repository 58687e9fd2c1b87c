"""Train the Rasa model when something it depends on has changed, and tell whether a model fits the present files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from pydantic.json import pydantic_encoder

from trigger_points.content.problems import ContentError
from trigger_points.content.store import shared_content
from trigger_points.content.understood import understood_by
from trigger_points.training_messages import check_messages

ROOT = Path(__file__).resolve().parents[1]
MODEL = "trigger-points"
_ARCHIVE = ".tar.gz"
MODEL_FILE = ROOT / "models" / f"{MODEL}{_ARCHIVE}"
_SOURCES = {
    "config.yml": ("config.yml",),
    "domain.yml": ("domain.yml",),
    "training messages and rules": ("data",),
    "encoder": ("encoder/model.onnx.sha256", "encoder/tokenizer.json"),
    "code that reads messages": (
        "trigger_points/understanding",
        "trigger_points/rasa_parts",
        "trigger_points/content",
    ),
}
_KINDS = {".yml", ".py"}
_PACKAGES = ("rasa", "numpy", "scikit-learn", "spacy", "medspacy", "onnxruntime", "tokenizers")


def _files(names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in _KINDS)


def sources() -> dict[str, str]:
    """What the model is made from, each with a hash of its present state.

    Of the content only what messages are understood by counts: new wording or another dose needs no training.

    Raises:
        ContentError: the content has problems.

    """
    found = {}
    for source, names in _SOURCES.items():
        digest = hashlib.sha256()
        for path in _files(names):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes())
        found[source] = digest.hexdigest()
    content = json.dumps(understood_by(shared_content()), default=pydantic_encoder)
    found["content"] = hashlib.sha256(content.encode()).hexdigest()
    found["packages"] = " ".join(f"{name}-{version(name)}" for name in _PACKAGES)
    return found


def stamp_of(model: Path) -> Path:
    """The file beside ``model`` that says what it was made from."""
    return model.with_name(model.name.removesuffix(_ARCHIVE) + ".stamp")


def misfit(model: Path) -> str:
    """Why ``model`` must not be served with the present files, to stand after its name; empty if it fits."""
    try:
        stamp = json.loads(stamp_of(model).read_text(encoding="utf-8"))
        checksum, made_from = stamp["model"], dict(stamp["made_from"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"cannot be told to fit: {stamp_of(model).name} beside it is missing or unreadable"
    if checksum != _checksum(model):
        return "is damaged, or is another file than the one that was trained here"
    now = sources()
    changed = sorted(source for source in now.keys() | made_from.keys() if now.get(source) != made_from.get(source))
    return f"was made before these were changed: {', '.join(changed)}" if changed else ""


def is_stale() -> bool:
    """Whether there is no model for the present files."""
    return not MODEL_FILE.is_file() or bool(misfit(MODEL_FILE))


def train_if_stale(force: bool = False) -> str:
    """Train if needed; returns a sentence for people.

    Raises:
        ContentError: the content or the training messages have problems.

    """
    if not force and not is_stale():
        return "The model is up to date."
    problems = check_messages(shared_content())
    if problems:
        raise ContentError(problems)
    made_from = sources()
    os.chdir(ROOT)  # Rasa looks for custom components and data relative to the project
    import rasa
    import skops.io  # noqa: F401  (see trigger_points/server/assistant.py)

    from trigger_points.server import rasa_patches

    rasa_patches.apply_to_training()
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
    model = Path(result.model)
    stamp = {"model": _checksum(model), "made_from": made_from}
    stamp_of(model).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    return "The model is trained."


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
