"""Rasa component: intents by a linear model on the sentence embedding and word counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import vstack

from trigger_points.understanding import heads
from trigger_points.understanding.heads import Head, fit_exclusive

RANKING = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent):
    """Multinomial logistic regression; ``strength``: see ``fitting.fit``, ``sparse`` adds word features."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, head: Head | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._head = head

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the class."""
        return {"strength": 10.0, "sparse": True, "sparse_scale": 0.3}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Rasa's way to build an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Rasa's way to read a trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Head.load(Path(folder) / "intent.npz"))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """The way heads are fitted is part of what a model depends on."""
        return heads.way_of_fitting()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all messages that have an intent."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        self._head = fit_exclusive(self._blocks(examples), [m.get(INTENT) for m in examples], self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            self._head.save(Path(folder) / "intent.npz")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add ``intent`` and ``intent_ranking``."""
        for message in messages:
            if self._head is None or not message.get(TEXT):
                continue
            scores = self._scores(self._head, message)
            order = np.argsort(-scores)[:RANKING]
            ranking = [{"name": self._head.labels[i], "confidence": float(scores[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _scores(self, head: Head, message: Message) -> NDArray[np.float32]:
        """``head.scores`` of the features of one message, without putting them into one long row first."""
        _, dense = message.get_dense_features(TEXT, [])
        logits = head.bias
        place = 0
        if dense is not None:
            place = dense.features.shape[1]
            logits = logits + dense.features[0] @ head.weights[:, :place].T
        if self._config["sparse"]:
            for feature in message.features:
                if feature.attribute == TEXT and feature.is_sparse() and feature.type == FEATURE_TYPE_SENTENCE:
                    row = feature.features.tocoo()
                    counts = row.data * self._config["sparse_scale"]
                    logits = logits + head.weights[:, place + row.col] @ counts
                    place += row.shape[1]
        return head.of_logits(logits.reshape(1, -1))[0]

    def _blocks(self, messages: list[Message]) -> list[Any]:
        """The embeddings and the counts of words and characters, as far as the pipeline makes them."""
        blocks: list[Any] = []
        dense = [m.get_dense_features(TEXT, [])[1] for m in messages]
        if dense[0] is not None:
            blocks.append(np.vstack([each.features for each in dense]))
        sparse = [m.get_sparse_features(TEXT, [])[1] for m in messages]
        if self._config["sparse"] and sparse[0] is not None:
            counts = vstack([each.features for each in sparse]).tocsr()
            blocks.append((counts * self._config["sparse_scale"]).astype(np.float32))
        return blocks
