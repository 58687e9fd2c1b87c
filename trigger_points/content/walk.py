"""Go through a record leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trigger_points.content.schema import Record


def leaves(value: Any, place: str = "", field: str = "") -> Iterator[tuple[str, str, Any]]:
    """All leaves of a record with their place and the name of the field they stand in."""
    if isinstance(value, Record):
        for name, item in value:
            yield from leaves(item, f"{place}.{name}".lstrip("."), name)
    elif isinstance(value, dict):
        for name, item in value.items():
            if field in ("regions", "causes", "cues"):
                yield f"{place}.{name}", field, name
            yield from leaves(item, f"{place}.{name}", "")
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from leaves(item, f"{place}[{number}]", field)
    else:
        yield place, field, value
