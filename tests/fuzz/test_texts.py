"""A short run of the fuzzer; ``make fuzz`` goes on for 100,000 messages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fuzz.talk import fuzz

pytestmark = pytest.mark.model


def test_made_up_conversations(assistant: Any, run: Any) -> None:
    tally = fuzz(assistant, run, 60)
    assert tally.texts > 150
    assert len(tally.different) > 0.9 * tally.texts
    assert len(tally.types) >= 8, "the conversations got somewhere"
