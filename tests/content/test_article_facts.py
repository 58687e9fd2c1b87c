"""Every fact of the article that the project started from can be reached by asking for it (``article_facts.yml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trigger_points.content.yaml_reader import read_yaml

FACTS: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("article_facts.yml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.model


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["ask"].replace(" ", "_"))
def test_asking_gives_the_fact(fact: dict[str, Any], assistant: Any, run: Any) -> None:
    reaction = run(assistant.hear(f"fact-{FACTS.index(fact)}", text=fact["ask"]))
    said = " ".join(str(reply) for reply in reaction.replies).lower()
    if "type': 'checklist" in said:  # a technique comes after the safety check
        reaction = run(assistant.hear(f"fact-{FACTS.index(fact)}", choice="check:none"))
        said = " ".join(str(reply) for reply in reaction.replies).lower()
    missing = [words for words in fact["says"] if not any(word.lower() in said for word in words.split("|"))]
    assert missing == [], f"the answer was: {[reply['text'] for reply in reaction.replies]}"
