"""YAML as clinicians expect it: ``no`` and ``yes`` are words, and a key may stand only once."""

from __future__ import annotations

import re
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContentLoader(_Base):
    """Safe loader with YAML 1.2 booleans (only true and false) and no duplicate keys."""


ContentLoader.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
ContentLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _unique_mapping(loader: Any, node: Any) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key '{key}' stands twice", key_node.start_mark)
        seen.add(key)
    loader.flatten_mapping(node)
    return dict(loader.construct_pairs(node, deep=True))


ContentLoader.add_constructor("tag:yaml.org,2002:map", _unique_mapping)


def read_yaml(text: str) -> Any:
    """Parse ``text``.

    Raises:
        yaml.YAMLError: it is not valid YAML or repeats a key.

    """
    return yaml.load(text, Loader=ContentLoader)
