"""The real content, read once."""

from __future__ import annotations

import pytest

from trigger_points.content.store import ContentStore, load_content
from trigger_points.understanding.encoder import shared_encoder
from trigger_points.understanding.lexical_flags import LexicalFlags
from trigger_points.understanding.reader import Reader, blank_language
from trigger_points.understanding.understand import Understander


@pytest.fixture(scope="package")
def store() -> ContentStore:
    return load_content()


@pytest.fixture(scope="package")
def words_only(store: ContentStore) -> Understander:
    """Understanding by words alone: no trained heads."""
    return Understander(store, {}, shared_encoder())


@pytest.fixture(scope="package")
def lexical(store: ContentStore) -> tuple[Reader, LexicalFlags]:
    assert store.language is not None
    nlp = blank_language()
    return Reader(nlp, short_answers=store.language.short_answers), LexicalFlags(
        nlp, store.red_flags, store.concepts, store.language
    )
