"""The training messages: labels that exist, no contradictions, enough of every red flag."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from trigger_points.content.store import load_content
from trigger_points.training_messages import check_messages, read_messages

STORE = load_content()


def problems_of(tmp_path: Path, *examples: str, intent: str = "describe_symptom") -> list[str]:
    folder = tmp_path / "data" / "nlu"
    folder.mkdir(parents=True)
    lines = "\n".join(f"  - {example}" for example in examples)
    (folder / "some.yml").write_text(f'version: "3.1"\nnlu:\n- intent: {intent}\n  examples:\n{lines}\n')
    return [str(problem) for problem in check_messages(STORE, folder)]


def test_ours_are_fine() -> None:
    assert [str(problem) for problem in check_messages(STORE)] == []


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("{text: sore, metadata: {regions: [elbow]}}", "there is no 'elbow'"),
        ("{text: sore, metadata: {regoins: [hip]}}", "labels 'regoins'"),
        ("{text: sore, metadata: {flags: [dvt], denied: [dvt]}}", "asserts and denies dvt"),
        ("{text: sore, metadata: {control: next}}", "only technique_control"),
        ("just text", "is not a list of training messages"),
    ],
)
def test_a_bad_label_is_named(tmp_path: Path, example: str, expected: str) -> None:
    found = problems_of(tmp_path, example)
    assert len(found) == 1
    assert expected in found[0]
    assert found[0].startswith("data/nlu/some.yml:")


def test_a_repeated_message_is_named(tmp_path: Path) -> None:
    assert "stands in data/nlu/some.yml" in problems_of(tmp_path, "{text: My hip hurts}", "{text: my hip hurts!}")[0]


WORDS_ONLY = {"past_clot"}
"""Flags that are recognised by clear words alone: without a single label the model has no say in them."""


def test_every_flag_has_at_least_40_messages_and_there_are_2000() -> None:
    messages = [m for m in read_messages() if m.path.startswith("data/nlu/red_flags/")]
    counts = Counter(flag for message in messages for flag in message.labels.get("flags", ()))
    assert {flag: counts[flag] for flag in STORE.red_flags if counts[flag] < 40} == dict.fromkeys(WORDS_ONLY, 0)
    assert len(messages) >= 2000
