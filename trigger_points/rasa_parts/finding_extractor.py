"""Rasa component: what a message says (findings and red flags), last in the pipeline.

It trains the heads for regions, causes, flags, denials and steering on the labels in the
``metadata`` of the training messages, and adds ``findings`` to the parsed message. A red
flag lifts a message out of the fallback: it must never be answered with "pardon?".
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from trigger_points.content.store import ContentStore, shared_content
from trigger_points.rasa_parts.reading_ahead import draft_of, read_by
from trigger_points.rasa_parts.sentence_embedding_featurizer import embedding_of
from trigger_points.understanding import answers, heads, understand
from trigger_points.understanding.encoder import Vectors, shared_encoder
from trigger_points.understanding.heads import Head
from trigger_points.understanding.understand import LabelledMessage, Understander

FINDINGS = "findings"
PHRASINGS = "phrasings.vectors"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FindingExtractor(GraphComponent):
    """Adds ``findings`` (see :class:`Understanding`) to every message."""

    def __init__(
        self,
        storage: ModelStorage,
        resource: Resource,
        heads: dict[str, Head] | None = None,
        phrasings: dict[str, Vectors] | None = None,
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._store: ContentStore = shared_content()
        self._understander = self._build(heads or {}, phrasings or {})

    def _build(self, heads: dict[str, Head], known: dict[str, Vectors]) -> Understander:
        index, self._phrasings = answers.build_index(self._store, shared_encoder(), known)
        return Understander(self._store, heads, shared_encoder(), index)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings: everything is in the content."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FindingExtractor:
        """Rasa's way to build an untrained component."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FindingExtractor:
        """Rasa's way to read a trained component."""
        with model_storage.read_from(resource) as folder:
            heads = understand.load_heads(Path(folder))
            loaded = cls(model_storage, resource, heads, answers.load_vectors(Path(folder) / PHRASINGS))
        read_by(loaded._understander)
        return loaded

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """The way heads are fitted is part of what a model depends on."""
        return heads.way_of_fitting() + hashlib.sha256(Path(understand.__file__).read_bytes()).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the heads on the labels of the training messages."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        messages, vectors = [], []
        for example in examples:
            vector = embedding_of(example)
            if vector is None:
                raise ValueError("SentenceEmbeddingFeaturizer must stand before FindingExtractor in config.yml")
            messages.append(LabelledMessage(example.get(TEXT), _labels(example)))
            vectors.append(vector[0])
        levels = {flag.id: flag.level.value for flag in self._store.red_flags.values()}
        heads = understand.train_heads(messages, np.array(vectors), levels)
        self._understander = self._build(heads, self._phrasings)
        with self._storage.write_to(self._resource) as folder:
            understand.save_heads(heads, Path(folder))
            answers.save_vectors(self._phrasings, Path(folder) / PHRASINGS)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add findings to messages as they come in."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                draft = draft_of(text, self._understander)
                found = self._understander.understand(text, embedding_of(message), draft)
                message.set(FINDINGS, found.as_dict(), add_to_output=True)
        return messages


def _labels(message: Message) -> dict[str, list[str]]:
    labels = (message.get("metadata") or {}).get("example") or {}
    return {
        name: list(labels[name]) if isinstance(labels.get(name), list) else [str(labels[name])]
        for name in understand.HEADS
        if labels.get(name)
    }
