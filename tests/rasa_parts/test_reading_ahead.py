"""What is read ahead, in threads, is what the components find by themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from trigger_points.content.store import shared_content
from trigger_points.rasa_parts import reading_ahead
from trigger_points.rasa_parts.sentence_embedding_featurizer import SentenceEmbeddingFeaturizer, embedding_of
from trigger_points.understanding.encoder import shared_encoder
from trigger_points.understanding.understand import Understander

SHORT = "my hip is sore"
MISSPELLED = "my buttok hurts"
LONG = "My left hip has been sore since Monday. It came on after a run in the hills. The bladder is fine, no fever."


@pytest.fixture(scope="module")
def understander() -> Understander:
    return Understander(shared_content(), {}, shared_encoder())


@pytest.fixture
def in_use(understander: Understander, monkeypatch: pytest.MonkeyPatch) -> Understander:
    monkeypatch.setattr(reading_ahead, "_readers", [understander])
    return understander


def embedded(text: str) -> Any:
    (done,) = SentenceEmbeddingFeaturizer().process([Message.build(text)])
    return embedding_of(done)


@pytest.mark.parametrize("text", [SHORT, MISSPELLED, LONG])
def test_it_is_the_same_and_is_not_kept(text: str, in_use: Understander, run: Any) -> None:
    expected = embedded(text)
    alone = in_use.understand(text, expected)

    async def ahead() -> None:
        async with reading_ahead.read_ahead(text):
            vector, draft = reading_ahead.vector_of(text), reading_ahead.draft_of(text, in_use)
            assert np.array_equal(vector, expected) and np.array_equal(embedded(text), expected)
            assert draft and draft.vectors is not None and len(draft.vectors) == 1 + len(draft.pieces)
            assert in_use.understand(text, vector, draft) == alone
        assert reading_ahead.vector_of(text) is None and reading_ahead.draft_of(text, in_use) is None

    run(ahead())
    assert len(in_use.draft(LONG).pieces) == 3 and len(in_use.draft(MISSPELLED).pieces) == 1


def test_the_components_embed_nothing_that_was_embedded_ahead(
    in_use: Understander, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ahead() -> None:
        async with reading_ahead.read_ahead(LONG):
            monkeypatch.setattr(type(shared_encoder()), "encode", None)
            in_use.understand(LONG, embedded(LONG), reading_ahead.draft_of(LONG, in_use))

    run(ahead())


def test_another_understander_reads_by_itself(in_use: Understander, run: Any) -> None:
    other = Understander(shared_content(), {}, shared_encoder())

    async def ahead() -> None:
        async with reading_ahead.read_ahead(LONG):
            assert reading_ahead.draft_of(LONG, other) is None

    run(ahead())


def test_without_a_model_the_whole_is_embedded(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "_readers", [])

    async def ahead() -> None:
        async with reading_ahead.read_ahead(LONG):
            assert reading_ahead.vector_of(LONG) is not None

    run(ahead())


def test_what_fails_is_left_to_the_components(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Any, texts: list[str]) -> None:
        raise RuntimeError("the model failed")

    monkeypatch.setattr(type(shared_encoder()), "encode", broken)

    async def ahead() -> None:
        async with reading_ahead.read_ahead(SHORT):
            assert reading_ahead.vector_of(SHORT) is None
            with pytest.raises(RuntimeError, match="the model failed"):
                embedded(SHORT)

    run(ahead())
