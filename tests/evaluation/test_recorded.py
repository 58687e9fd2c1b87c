"""Our own labelled messages through the real model and the real actions.

``recorded.yml`` holds the figures that were measured; none may drop below them (a message or two
of slack, because training is not exactly the same on every machine).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trigger_points.content.yaml_reader import read_yaml
from trigger_points.evaluation import figures
from trigger_points.evaluation.predict import predict_row
from trigger_points.evaluation.rows import Row, read_rows
from trigger_points.training_messages import read_messages
from trigger_points.understanding.text import normalise

FOLDER = Path(__file__).parent
RECORDED: dict[str, dict[str, float]] = read_yaml((FOLDER / "recorded.yml").read_text(encoding="utf-8"))
SLACK = 0.02
"""One message of the smallest set."""

pytestmark = pytest.mark.model


def measure(name: str, assistant: Any, run: Any) -> dict[str, float]:
    rows: list[Row] = list(read_rows(FOLDER / f"{name}.jsonl"))
    pairs = [(row, run(predict_row(assistant, row, f"recorded-{name}-{n}"))) for n, row in enumerate(rows)]
    shares = [*figures.safety(pairs), *figures.ranking(pairs)]
    if any(row.intent for row in rows):
        shares += [figures.intents(pairs)[0], *figures.refusals(pairs)]
    found = {share.name: share.value for share in shares if share.total}
    for kind in ("regions", "causes", "flags"):
        if any(getattr(row, kind) is not None for row in rows):
            found[f"{kind} F1"] = figures.labels(pairs, kind)[0].f1
    return found


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_no_figure_drops(name: str, assistant: Any, run: Any) -> None:
    found = measure(name, assistant, run)
    worse = []
    for figure, recorded in RECORDED[name].items():
        bad_is_high = figure.startswith(("harmless", "in scope refused"))
        drop = found[figure] - recorded if bad_is_high else recorded - found[figure]
        if drop > SLACK:
            worse.append(f"{figure}: recorded {recorded:.3f}, now {found[figure]:.3f}")
    assert worse == [], f"all figures now: {found}"


def test_no_evaluation_message_is_trained_on() -> None:
    trained = {normalise(message.text) for message in read_messages()}
    for name in RECORDED:
        for row in read_rows(FOLDER / f"{name}.jsonl"):
            for text in row.messages:
                assert normalise(text) not in trained or len(text.split()) <= 3, f"{name} {row.id} is trained on"
