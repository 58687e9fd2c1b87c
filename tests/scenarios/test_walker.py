"""A short random walk; ``python -m tests.scenarios.walker`` takes long ones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenarios.walker import Broken, Walker

TURNS = 400


@pytest.mark.model
@pytest.mark.parametrize("seed", [1, 2])
def test_what_must_always_hold_holds(assistant: Any, run: Any, seed: int) -> None:
    counts = Walker(assistant, run, seed).walk(TURNS)
    assert counts["turns"] >= TURNS
    assert counts["technique_step"] > 0, "the walk never reached a technique: it checks too little"


@pytest.mark.model
def test_the_walker_notices(assistant: Any, run: Any) -> None:
    walker = Walker(assistant, run, 3)
    walker.trouble = walker.desk.wording.say("greet")
    with pytest.raises(Broken, match="seed 3"):
        walker.walk(10)
