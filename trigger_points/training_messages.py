"""The labelled training messages of ``data/nlu``: reading and checking, without Rasa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trigger_points.content.problems import ContentError, Problem
from trigger_points.content.store import ContentStore
from trigger_points.content.yaml_reader import read_yaml
from trigger_points.understanding.text import normalise

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "data" / "nlu"
CONTROLS = (
    *("next", "back", "repeat", "pause", "resume", "stop", "done", "skip", "how_long", "why"),
    *("easier", "harder", "another", "other_side", "hurts", "cannot"),
)
"""What a message in the middle of a technique can steer."""
NO_CAUSE = "none"
"""Label of a message that says that nothing brought the trouble on."""


@dataclass(frozen=True)
class TrainingMessage:
    """One message: where it stands, its text, its intent, and its labels by head name."""

    path: str
    text: str
    intent: str
    labels: dict[str, list[str]] = field(default_factory=dict)


def read_messages(folder: Path = FOLDER) -> Iterator[TrainingMessage]:
    """All messages under ``folder``, in a stable order.

    Raises:
        ContentError: for a file that is not in Rasa's format of training messages.

    """
    for path in sorted(folder.rglob("*.yml")):
        where = path.relative_to(folder.parents[1]).as_posix()
        try:
            blocks = read_yaml(path.read_text(encoding="utf-8"))["nlu"]
            for block in blocks:
                for example in block["examples"]:
                    raw = example.get("metadata") or {}
                    labels = {k: v if isinstance(v, list) else [v] for k, v in raw.items() if v}
                    yield TrainingMessage(where, example["text"], block["intent"], labels)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ContentError([Problem(where, f"is not a list of training messages ({error})")]) from None


def check_messages(store: ContentStore, folder: Path = FOLDER) -> list[Problem]:
    """Unknown labels, contradictions and repeated messages."""
    try:
        messages = list(read_messages(folder))
    except ContentError as error:
        return error.problems
    known = {
        "regions": set(store.regions),
        "causes": {*store.causes, NO_CAUSE},
        "flags": set(store.red_flags),
        "denied": set(store.red_flags),
        "control": set(CONTROLS),
    }
    return [problem for message in messages for problem in _labels(message, known)] + list(_repeated(messages))


def _labels(message: TrainingMessage, known: dict[str, set[str]]) -> Iterator[Problem]:
    where = f"{message.path}: '{message.text[:60]}'"
    for kind, labels in message.labels.items():
        if kind not in known:
            yield Problem(where, f"has labels '{kind}'; known are {', '.join(known)}")
            continue
        for label in labels:
            if label not in known[kind]:
                yield Problem(where, f"{kind}: there is no '{label}'")
    both = set(message.labels.get("flags", ())) & set(message.labels.get("denied", ()))
    if both:
        yield Problem(where, f"asserts and denies {', '.join(sorted(both))}; keep one")
    if "control" in message.labels and message.intent != "technique_control":
        yield Problem(where, f"has a control but the intent {message.intent}; only technique_control has controls")


def _repeated(messages: list[TrainingMessage]) -> Iterator[Problem]:
    seen = Counter(_same(message.text) for message in messages)
    first: dict[str, TrainingMessage] = {}
    for message in messages:
        text = _same(message.text)
        if text and seen[text] > 1 and text in first:
            yield Problem(f"{message.path}: '{message.text[:60]}'", f"stands in {first[text].path}, too; keep one")
        first.setdefault(text, message)


def _same(text: str) -> str:
    return normalise(text).rstrip(" .?")
