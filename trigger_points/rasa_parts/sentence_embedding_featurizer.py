"""Rasa component: the sentence embedding of a message as a dense feature."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from trigger_points.rasa_parts.reading_ahead import vector_of
from trigger_points.understanding import encoder
from trigger_points.understanding.encoder import Vectors, shared_encoder

ORIGIN = "sentence_embedding"
assert TEXT in DENSE_FEATURIZABLE_ATTRIBUTES


def embedding_of(message: Message) -> Vectors | None:
    """The embedding that this featurizer put on ``message``, if it did."""
    for feature in message.features:
        if feature.origin == ORIGIN and feature.attribute == TEXT:
            vectors: Vectors = feature.features
            return vectors
    return None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(GraphComponent):
    """Adds one vector per message; see :mod:`trigger_points.understanding.encoder`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings; the checksum of the model is part of the training fingerprint."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbeddingFeaturizer:
        """Rasa's way to build a component."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """A new encoder, or another way to make a vector of its output, makes trained models stale."""
        code = Path(encoder.__file__).read_bytes()
        return hashlib.sha256(shared_encoder().checksum.encode() + code).hexdigest()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embed all training messages."""
        messages = [m for m in training_data.training_examples if m.get(TEXT)]
        if messages:
            vectors = shared_encoder().encode_many([m.get(TEXT) for m in messages])
            for message, vector in zip(messages, vectors):
                _attach(message, vector.reshape(1, -1))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Embed messages as they come in."""
        for message in messages:
            if message.get(TEXT):
                ready = vector_of(message.get(TEXT))
                _attach(message, shared_encoder().encode([message.get(TEXT)]) if ready is None else ready)
        return messages


def _attach(message: Message, vectors: Vectors) -> None:
    message.add_features(Features(vectors, FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))
