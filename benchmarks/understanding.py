"""How well each way of understanding works, and what it costs: pipelines, layers, encoders.

    .venv/bin/python benchmarks/understanding.py [--encoder DIR] [--only pipelines|layers|encoders]
        [--write docs/comparison.md] FILE.jsonl ...

``make compare`` calls it. Trains every variant on ``data/nlu`` and measures it on the labelled files (format:
docs/architecture.md), none of which may be trained on. Prints Markdown; ``--write`` puts it between the marks of a
page. ``--encoder`` names a folder with another ``model.onnx``, its checksum ``model.onnx.sha256`` and
``tokenizer.json``, for example the stock encoder, to compare with.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import os
import platform
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.simplefilter("ignore")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import yaml  # noqa: E402

from trigger_points.content.schema import CareLevel  # noqa: E402
from trigger_points.content.store import ContentStore, load_content  # noqa: E402
from trigger_points.evaluation.rows import Row, read_rows  # noqa: E402
from trigger_points.training_messages import read_messages  # noqa: E402
from trigger_points.understanding import heads, understand  # noqa: E402
from trigger_points.understanding.encoder import SentenceEncoder  # noqa: E402
from trigger_points.understanding.lexical_flags import LexicalFlags  # noqa: E402
from trigger_points.understanding.reader import Reader, blank_language  # noqa: E402
from trigger_points.understanding.red_flags import FlagReading, RedFlagReader  # noqa: E402
from trigger_points.understanding.spelling import Speller  # noqa: E402

WORDS: list[dict[str, Any]] = [{"name": "CountVectorsFeaturizer"}]
CHARACTERS: list[dict[str, Any]] = [
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 4, "max_features": 12000}
]
EMBEDDING = {"name": "trigger_points.rasa_parts.sentence_embedding_featurizer.SentenceEmbeddingFeaturizer"}
LINEAR = "trigger_points.rasa_parts.linear_intent_classifier.LinearIntentClassifier"
EPOCHS = 6
"""One takes DIET a minute or more on two cores."""
DIET = {
    "name": "DIETClassifier",
    "epochs": EPOCHS,
    "entity_recognition": False,
    "random_seed": 7,
    "constrain_similarities": True,
}
MARKS = ("<!-- {}: begin -->", "<!-- {}: end -->")
"""Around each part's figures on the page, so that one part can be measured again alone."""
PIPELINES: dict[str, list[dict[str, Any]]] = {
    "words and characters, linear": [*WORDS, *CHARACTERS, {"name": LINEAR}],
    "embedding, linear": [EMBEDDING, {"name": LINEAR}],
    "embedding and words, linear (in use)": [EMBEDDING, *WORDS, {"name": LINEAR}],
    "embedding, words and characters, linear": [EMBEDDING, *WORDS, *CHARACTERS, {"name": LINEAR}],
    "embedding, words and characters, DIET": [EMBEDDING, *WORDS, *CHARACTERS, DIET],
}


@dataclass(frozen=True)
class Labelled:
    """A labelled file: its name and its rows of one message each."""

    name: str
    rows: list[Row]


def training_messages() -> Iterator[tuple[str, understand.LabelledMessage]]:
    """Intent and labelled message for everything in data/nlu."""
    for message in read_messages():
        yield message.intent, understand.LabelledMessage(message.text, message.labels)


def right(row: Row, intent: str) -> bool:
    """Whether ``intent`` is the label or an accepted other."""
    return intent == row.intent or intent in row.also.get("intent", [])


# ------------------------------------------------------------------ pipelines


def pipelines(files: Sequence[Labelled]) -> None:
    """Train each pipeline with Rasa itself and read every message with the loaded model."""
    _keep_tensorflow()
    sets = [(f.name, [r for r in f.rows if r.intent]) for f in files]
    sets = [(name, rows) for name, rows in sets if rows]
    print("## Pipelines for the intent\n")
    print("| pipeline | " + " | ".join(f"{name}, {len(rows)}" for name, rows in sets) + " | ms a message | training |")
    print("|---|" + "---|" * (len(sets) + 2))
    for name, pipeline in PIPELINES.items():
        with tempfile.TemporaryDirectory() as folder:
            print(f"training: {name}", file=sys.stderr)
            started = time.perf_counter()
            model = _train(pipeline, Path(folder))
            seconds = time.perf_counter() - started
            shares, times = asyncio.run(_read(model, [rows for _, rows in sets]))
        cells = [f"{100 * share:.1f}%" for share in shares]
        row = f"| {name} | " + " | ".join(cells) + f" | {statistics.median(times):.1f} | {seconds:.0f} s |"
        print(row)
        print(row, file=sys.stderr, flush=True)
    print()


def _keep_tensorflow() -> None:
    """DIET needs it, and what serves leaves it out (unused_libraries.py); the other workarounds stay on."""
    os.environ["TRIGGER_POINTS_STOCK_RASA"] = "1"
    import trigger_points.server  # noqa: F401

    del os.environ["TRIGGER_POINTS_STOCK_RASA"]


def _train(pipeline: list[dict[str, Any]], folder: Path) -> str:
    from rasa.model_training import train_nlu

    from trigger_points.server import rasa_patches

    rasa_patches.apply_to_training()
    config = folder / "config.yml"
    config.write_text(
        yaml.safe_dump(
            {"recipe": "default.v1", "language": "en", "pipeline": [{"name": "WhitespaceTokenizer"}, *pipeline]}
        )
    )
    model = train_nlu(str(config), str(ROOT / "data" / "nlu"), str(folder), fixed_model_name="nlu")
    if model is None:
        raise SystemExit("training failed")
    return model


async def _read(model: str, sets: Sequence[Sequence[Row]]) -> tuple[list[float], list[float]]:
    from rasa.core.agent import load_agent

    agent = await load_agent(model_path=model)
    times, shares = [], []
    for text in ("hello", "my hip hurts when I sit"):
        await agent.parse_message(text)  # the first calls build caches
    for rows in sets:
        hits = 0
        for row in rows:
            started = time.perf_counter()
            parsed = await agent.parse_message(row.messages[-1])
            times.append(1000 * (time.perf_counter() - started))
            hits += right(row, parsed["intent"]["name"])
        shares.append(hits / len(rows))
    return shares, times


# --------------------------------------------------------------------- layers


def layers(files: Sequence[Labelled], store: ContentStore) -> None:
    """Words, model and both, each with and without the parts around them."""
    encoder = SentenceEncoder()
    messages = [m for _, m in training_messages()]
    vectors = encoder.encode_many([m.text for m in messages])
    trained = understand.train_heads(messages, vectors, {f.id: f.level.value for f in store.red_flags.values()})
    none: dict[str, heads.Head] = {}
    without_alarm = {k: v for k, v in trained.items() if k != "alarm"}
    variants = [
        ("words with ConText alone", "words", none, True),
        ("model alone", "model", trained, True),
        ("both, without reading sentence by sentence", "both", trained, False),
        ("both, without the alarm per level", "both", without_alarm, True),
        ("both (in use)", "both", trained, True),
    ]
    sets = [(f.name, [r for r in f.rows if r.care_level and r.flags is not None]) for f in files]
    sets = [(name, rows) for name, rows in sets if rows]
    print("## Layers of red-flag recognition\n")
    print("Emergency escalated at once / escalated or asked / harmless escalated / harmless asked, in %.\n")
    print("| layer | " + " | ".join(f"{name}, {len(rows)}" for name, rows in sets) + " | ms a message |")
    print("|---|" + "---|" * (len(sets) + 1))
    for name, kind, fitted, by_sentence in variants:
        reader = FlagsOnly(store, encoder, fitted, kind, by_sentence)
        cells, times = [], []
        for _, rows in sets:
            readings = []
            for row in rows:
                started = time.perf_counter()
                readings.append((row, reader.read(row.messages[-1])))
                times.append(1000 * (time.perf_counter() - started))
            cells.append(_safety(store, readings))
        print(f"| {name} | " + " | ".join(cells) + f" | {statistics.median(times):.1f} |", flush=True)
    print()


class FlagsOnly:
    """The red-flag part of understanding with some of its layers."""

    def __init__(
        self, store: ContentStore, encoder: SentenceEncoder, fitted: dict[str, heads.Head], kind: str, by_sentence: bool
    ) -> None:
        nlp = blank_language()
        self._reader = Reader(nlp, Speller(understand.vocabulary(store), encoder.words()), store.language.short_answers)
        self._encoder, self._needs_model, self._by_sentence = encoder, kind != "words", by_sentence
        lexical = LexicalFlags(nlp, {} if kind == "model" else store.red_flags, store.concepts, store.language)
        self._flags = RedFlagReader(
            store.red_flags,
            lexical,
            fitted.get("flags"),
            fitted.get("alarm"),
            fitted.get("denied"),
            {CareLevel(key): value for key, value in store.thresholds.items()},
        )

    def read(self, text: str) -> FlagReading:
        """What ``text`` says about red flags."""
        doc = self._reader.read(text)
        if not self._needs_model:
            return self._flags.read(doc, np.zeros((1, 768), np.float32))
        pieces = understand.pieces_of(doc) if self._by_sentence else []
        return self._flags.read(doc, understand.vectors_of(text, pieces, self._encoder))


def _safety(store: ContentStore, readings: Sequence[tuple[Row, FlagReading]]) -> str:
    def reaches(flags: Sequence[str], levels: tuple[str, ...]) -> bool:
        return any(store.red_flags[f].level.value in levels for f in flags)

    serious = ("emergency", "urgent", "see_clinician")
    grave = [r for row, r in readings if row.care_level == "emergency"]
    harmless = [r for row, r in readings if row.care_level == "self_care"]
    at_once = sum(reaches(r.escalate, ("emergency",)) for r in grave)
    either = sum(reaches([*r.escalate, *r.ask], serious) for r in grave)
    raised = sum(reaches(r.escalate, serious) for r in harmless)
    asked = sum(not reaches(r.escalate, serious) and bool(r.ask) for r in harmless)
    shares = [at_once / len(grave), either / len(grave), raised / len(harmless), asked / len(harmless)]
    return " / ".join(f"{100 * s:.1f}" for s in shares)


# ------------------------------------------------------------------- encoders


def encoders(files: Sequence[Labelled], store: ContentStore, other: Path) -> None:
    """Linear heads on the embedding alone: the shipped encoder and another one."""
    print("## Encoders\n")
    print(
        "Linear heads on the embedding alone, fitted on all of `data/nlu`. Emergencies: share caught by the alarm\n"
        "head where it raises 5% of the harmless messages.\n"
    )
    names = [f.name for f in files]
    print("| encoder | what | " + " | ".join(names) + " | ms a message |")
    print("|---|---|" + "---|" * (len(names) + 1))
    data = list(training_messages())
    levels = {f.id: f.level.value for f in store.red_flags.values()}
    for title, folder in (("stock", other), ("tuned (in use)", None)):
        encoder = SentenceEncoder(folder) if folder else SentenceEncoder()
        vectors = encoder.encode_many([m.text for _, m in data])
        intent = heads.fit_exclusive([vectors], [name for name, _ in data])
        fitted = understand.train_heads([m for _, m in data], vectors, levels)
        rows_of = {f.name: (f.rows, encoder.encode_many([r.messages[-1] for r in f.rows])) for f in files}
        times = []
        for row in files[0].rows[:100]:
            started = time.perf_counter()
            encoder.encode([row.messages[-1]])
            times.append(1000 * (time.perf_counter() - started))
        table: dict[str, list[str]] = {"intents": [], "regions F1": [], "causes F1": [], "emergencies": []}
        for name in names:
            rows, found = rows_of[name]
            table["intents"].append(_intents(rows, intent, found))
            for kind in ("regions", "causes"):
                table[f"{kind} F1"].append(_f1(rows, kind, fitted[kind], found))
            table["emergencies"].append(_caught(rows, fitted["alarm"], found))
        for what, cells in table.items():
            print(f"| {title} | {what} | " + " | ".join(cells) + f" | {statistics.median(times):.1f} |", flush=True)
    print()


def _intents(rows: Sequence[Row], head: heads.Head, vectors: Any) -> str:
    guesses = [head.labels[i] for i in head.scores(vectors).argmax(axis=1)]
    pairs = [(r, g) for r, g in zip(rows, guesses) if r.intent]
    return f"{100 * sum(right(r, g) for r, g in pairs) / len(pairs):.1f}%" if pairs else ""


def _f1(rows: Sequence[Row], kind: str, head: heads.Head, vectors: Any) -> str:
    hit = missed = wrong = 0
    for row, scores in zip(rows, head.scores(vectors)):
        gold = getattr(row, kind)
        if gold is None:
            continue
        found = {label for label, p in zip(head.labels, scores) if p >= 0.5} - {"none"}
        wanted = set(gold) - {"none"}
        hit += len(found & wanted)
        missed += len(wanted - found)
        wrong += len(found - wanted - set(row.also.get(kind, [])))
    return f"{2 * hit / (2 * hit + missed + wrong):.3f}" if hit else ""


def _caught(rows: Sequence[Row], head: heads.Head, vectors: Any) -> str:
    column = head.labels.index("emergency")
    scores = head.scores(vectors)[:, column]
    grave = np.array([r.care_level == "emergency" for r in rows])
    harmless = np.array([r.care_level == "self_care" and r.flags is not None for r in rows])
    if not grave.any() or not harmless.any():
        return ""
    limit = np.sort(scores[harmless])[::-1][int(0.05 * harmless.sum())]
    return f"{100 * float((scores[grave] > limit).mean()):.1f}%"


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--only", choices=["pipelines", "layers", "encoders"])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    page = options.write.resolve() if options.write else None
    os.chdir(ROOT)
    import skops.io  # noqa: F401  (before Rasa: see trigger_points/server/assistant.py)

    files = [Labelled(path.stem, [r for r in read_rows(path) if len(r.messages) == 1]) for path in options.files]
    store = load_content()
    parts: dict[str, Callable[[], None]] = {
        "pipelines": lambda: pipelines(files),
        "layers": lambda: layers(files, store),
    }
    if options.encoder:
        parts["encoders"] = lambda: encoders(files, store, options.encoder)
    messages = sum(1 for _ in training_messages())
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    for name, measure in parts.items():
        if options.only not in (None, name):
            continue
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            measure()
        figures = f"{told.getvalue().rstrip()}\n\n{messages:,} training messages; {machine}."
        print(figures)
        if page:
            _write(page, name, figures)


def _write(page: Path, part: str, figures: str) -> None:
    """Put the figures of one part between its marks."""
    begin, end = (mark.format(part) for mark in MARKS)
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n{figures}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
