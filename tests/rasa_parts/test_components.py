"""The Rasa components: train, persist, load, process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack

from trigger_points.rasa_parts.finding_extractor import FINDINGS, FindingExtractor
from trigger_points.rasa_parts.linear_intent_classifier import LinearIntentClassifier
from trigger_points.rasa_parts.sentence_embedding_featurizer import SentenceEmbeddingFeaturizer, embedding_of
from trigger_points.understanding.heads import Head

CONTEXT = ExecutionContext(GraphSchema({}), "test")
EXAMPLES = [
    ("my hip is sore", "describe_symptom", {"regions": ["hip"]}),
    ("sore hip since monday", "describe_symptom", {"regions": ["hip"]}),
    ("the hip aches", "describe_symptom", {"regions": ["hip"]}),
    ("numb between the legs", "describe_symptom", {"flags": ["cauda_equina"]}),
    ("cannot feel when I wipe", "describe_symptom", {"flags": ["cauda_equina"]}),
    ("lost feeling down there", "describe_symptom", {"flags": ["cauda_equina"]}),
    ("next", "technique_control", {"control": "next"}),
    ("and then", "technique_control", {"control": "next"}),
    ("go back", "technique_control", {"control": "back"}),
    ("previous step", "technique_control", {"control": "back"}),
    ("hello", "greet", {}),
    ("good morning", "greet", {}),
]


def message(text: str, intent: str | None = None, labels: dict[str, Any] | None = None) -> Message:
    return Message.build(text, intent, example_metadata=labels or None)


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage.create(tmp_path)


@pytest.fixture
def training_data() -> TrainingData:
    data = TrainingData([message(*example) for example in EXAMPLES])
    WhitespaceTokenizer(WhitespaceTokenizer.get_default_config()).process_training_data(data)
    return SentenceEmbeddingFeaturizer().process_training_data(data)


def read(text: str) -> Message:
    (done,) = SentenceEmbeddingFeaturizer().process([message(text)])
    return done


def test_featurizer_adds_one_vector_of_two_unit_halves() -> None:
    vector = embedding_of(read("my hip is sore"))
    assert vector is not None
    assert vector.shape == (1, 768)
    assert np.allclose(np.linalg.norm(vector.reshape(2, 384), axis=1), 1.0, atol=1e-3)


def test_featurizer_leaves_empty_text_alone() -> None:
    assert embedding_of(read("")) is None


def test_classifier_learns_keeps_and_reads_back(storage: LocalModelStorage, training_data: TrainingData) -> None:
    resource = Resource("intents")
    config = LinearIntentClassifier.get_default_config()
    LinearIntentClassifier.create(config, storage, resource, CONTEXT).train(training_data)
    loaded = LinearIntentClassifier.load(config, storage, resource, CONTEXT)
    (done,) = loaded.process([read("hello there")])
    assert done.get(INTENT)["name"] == "greet"
    assert abs(sum(i["confidence"] for i in done.get("intent_ranking")) - 1) < 1e-3


def test_classifier_scores_a_message_as_it_was_trained(storage: LocalModelStorage) -> None:
    rng = np.random.default_rng(7)
    head = Head(("a", "b", "c"), rng.normal(size=(3, 4 + 30 + 50)).astype("f4"), np.ones(3, dtype="f4"), True)
    classifier = LinearIntentClassifier(LinearIntentClassifier.get_default_config(), storage, Resource("x"), head)
    one = message("my hip")
    one.add_features(Features(rng.normal(size=(1, 4)).astype("f4"), FEATURE_TYPE_SENTENCE, TEXT, "dense"))
    for size in (30, 50):
        counts = csr_matrix(rng.poisson(0.2, size=(1, size)))
        one.add_features(Features(csr_matrix((2, size)), FEATURE_TYPE_SEQUENCE, TEXT, f"sparse {size}"))
        one.add_features(Features(counts, FEATURE_TYPE_SENTENCE, TEXT, f"sparse {size}"))
    row = hstack([csr_matrix(block) for block in classifier._blocks([one])]).toarray()
    assert np.allclose(classifier._scores(head, one), head.scores(row)[0], atol=1e-6)


def test_extractor_learns_keeps_and_reads_back(storage: LocalModelStorage, training_data: TrainingData) -> None:
    resource = Resource("findings")
    FindingExtractor.create({}, storage, resource, CONTEXT).train(training_data)
    loaded = FindingExtractor.load({}, storage, resource, CONTEXT)
    (done,) = loaded.process([read("my left hip is sore when I sit")])
    found = done.get(FINDINGS)
    assert found["regions"] == ["hip"]
    assert found["side"] == "left"
    (steering,) = loaded.process([read("go back please")])
    assert steering.get(FINDINGS)["control"] == "back"


def test_extractor_says_what_is_missing_in_the_pipeline(storage: LocalModelStorage) -> None:
    data = TrainingData([message("hello", "greet")])
    with pytest.raises(ValueError, match="SentenceEmbeddingFeaturizer must stand before"):
        FindingExtractor.create({}, storage, Resource("x"), CONTEXT).train(data)


def test_fingerprint_follows_the_encoder() -> None:
    assert len(SentenceEmbeddingFeaturizer.fingerprint_addon({})) == 64


def test_fingerprints_follow_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from trigger_points.understanding import encoder, heads

    for component, module in ((SentenceEmbeddingFeaturizer, encoder), (LinearIntentClassifier, heads)):
        before = component.fingerprint_addon({})
        assert component.fingerprint_addon({}) == before
        changed = tmp_path / "changed.py"
        changed.write_text("# another way\n")
        monkeypatch.setattr(module, "__file__", str(changed))
        assert component.fingerprint_addon({}) != before
