"""Workarounds for Rasa 3.6.21, all in one place.

Each says why it is there, and is covered by a test that it equals stock behaviour.
``TRIGGER_POINTS_STOCK_RASA=1`` switches all of them off.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core import events
from rasa.shared.utils.common import all_subclasses

SWITCH = "TRIGGER_POINTS_STOCK_RASA"
_applied = False


def apply() -> None:
    """Apply all workarounds once, unless they are switched off."""
    global _applied
    if _applied or os.environ.get(SWITCH):
        return
    _applied = True
    _build_result_validator_once()
    _look_up_event_types()


def _build_result_validator_once() -> None:
    """Rasa builds and meta-checks the JSON Schema of action results on every action (80% of a turn)."""

    @lru_cache(maxsize=1)
    def validator() -> Any:
        schema = RemoteAction.action_response_format_spec()
        cls = jsonschema.validators.validator_for(schema)
        cls.check_schema(schema)
        return cls(schema)

    def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        error = jsonschema.exceptions.best_match(validator().iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = _validate_action_result


def _look_up_event_types() -> None:
    """Rasa walks all subclasses of Event for every event it reads back."""

    @cache
    def by_name(type_name: str) -> Any:
        for cls in all_subclasses(events.Event):
            if cls.type_name == type_name:
                return cls
        return None

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        found = by_name(type_name)
        if found is not None or type_name == "topic":  # stock: kept for very old trackers
            return found
        if default is not None:
            return default
        raise ValueError(f"Unknown event name '{type_name}'.")

    events.Event.resolve_by_type = staticmethod(resolve_by_type)
