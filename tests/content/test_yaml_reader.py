"""YAML as clinicians expect it."""

from __future__ import annotations

import pytest
import yaml

from trigger_points.content.yaml_reader import read_yaml


def test_yes_and_no_are_words() -> None:
    assert read_yaml("phrases: [no, yes, on, off]") == {"phrases": ["no", "yes", "on", "off"]}


def test_true_and_false_stay_booleans() -> None:
    assert read_yaml("to_check: true\nhas_side: false") == {"to_check": True, "has_side": False}


def test_a_repeated_key_is_an_error() -> None:
    with pytest.raises(yaml.YAMLError, match="stands twice"):
        read_yaml("id: a\nid: b")
