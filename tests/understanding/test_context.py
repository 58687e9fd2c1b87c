"""Weighing modifiers stays quick in texts that nobody writes, and is the same as medspaCy's in those that people write."""

from __future__ import annotations

import random
import sys

import pytest
from medspacy.context import ConText
from medspacy.context.context_graph import ConTextGraph
from medspacy.context.context_modifier import ConTextModifier

from trigger_points.content.store import ContentStore
from trigger_points.understanding.lexical_flags import LexicalFlags
from trigger_points.understanding.reader import Reader

Lexical = tuple[Reader, LexicalFlags]


@pytest.mark.parametrize("text", ["not " * 495 + "numb", "not numb " * 220, "no, " * 490 + "numb"])
def test_many_modifiers_are_not_all_compared(text: str, lexical: Lexical, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, flags = lexical
    compared = []
    for name in ("limit_scope", "modifies"):
        real = getattr(ConTextModifier, name)

        def count(self: ConTextModifier, other: object, real: object = real) -> bool:
            compared.append(1)
            return bool(real(self, other))  # type: ignore[operator]

        monkeypatch.setattr(ConTextModifier, name, count)
    flags.find(reader.read(text))
    assert len(compared) < 100 * len(text.split())


@pytest.mark.parametrize("filler", ["no fever. ", "not sore, not weak. ", "my friend was numb last year. "])
def test_a_flag_in_the_last_sentence_counts(filler: str, lexical: Lexical) -> None:
    reader, flags = lexical
    text = filler * (1900 // len(filler)) + "I cannot pee and I am numb between my legs"
    assert len(text) <= 2000
    assert flags.find(reader.read(text))["cauda_equina"].standing == "asserted"


def test_a_denial_in_the_last_sentence_counts(lexical: Lexical) -> None:
    reader, flags = lexical
    found = flags.find(reader.read("not sore, not weak. " * 90 + "I have no numbness between my legs"))
    assert all(flag.standing != "asserted" for flag in found.values())


def test_the_same_as_comparing_all(lexical: Lexical, store: ContentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, flags = lexical
    texts = [text for flag in store.red_flags.values() for text in (*flag.examples, *flag.harmless)]
    draw = random.Random(7)
    texts += [" ".join(draw.sample(texts, 5)) for _ in range(40)]
    near = [flags.find(reader.read(text)) for text in texts]
    monkeypatch.setattr(sys.modules[ConText.__module__], "ConTextGraph", ConTextGraph)
    assert [flags.find(reader.read(text)) for text in texts] == near
