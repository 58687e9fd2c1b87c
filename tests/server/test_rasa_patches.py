"""Every workaround equals stock behaviour."""

from __future__ import annotations

import subprocess
import sys

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.core import events
from rasa.shared.utils.common import all_subclasses

from trigger_points.server import rasa_patches

GOOD = {"events": [{"event": "slot", "name": "state", "value": {}}], "responses": [{"text": "hi"}]}
BAD = {"events": "none", "responses": []}


@pytest.fixture(autouse=True)
def _patched() -> None:
    rasa_patches.apply()


def test_action_results_are_judged_as_before() -> None:
    action = RemoteAction("x", None)
    assert action._validate_action_result(GOOD) is True
    with pytest.raises(jsonschema.ValidationError):
        action._validate_action_result(BAD)
    schema = RemoteAction.action_response_format_spec()
    jsonschema.validate(GOOD, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(BAD, schema)


def test_event_types_are_found_as_before() -> None:
    for cls in all_subclasses(events.Event):
        if cls.type_name:
            assert events.Event.resolve_by_type(cls.type_name).type_name == cls.type_name
    assert events.Event.resolve_by_type("topic") is None
    assert events.Event.resolve_by_type("nope", events.UserUttered) is events.UserUttered
    with pytest.raises(ValueError, match="nope"):
        events.Event.resolve_by_type("nope")


def test_the_switch_leaves_rasa_alone() -> None:
    code = (
        "from rasa.core.actions.action import RemoteAction as A; before = A._validate_action_result;"
        "from trigger_points.server import rasa_patches; rasa_patches.apply();"
        "assert A._validate_action_result is before"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={"TRIGGER_POINTS_STOCK_RASA": "1", "PATH": "/usr/bin:/bin"}
    )
