"""Workarounds for Rasa 3.6.21 while it serves or trains, all in one place.

Each says why it is there, and is covered by a test that it equals stock behaviour.
``TRIGGER_POINTS_STOCK_RASA=1`` switches all of them off, and :mod:`unused_libraries` with them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable
from functools import cache
from graphlib import TopologicalSorter
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from rasa.core import processor
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import rule_policy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.core import events
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.utils.common import all_subclasses
from scipy.sparse import coo_matrix

from trigger_points.server.in_process_actions import InProcessActions
from trigger_points.server.unused_libraries import SWITCH

_applied = False
_applied_to_training = False
_REMEMBERED = 1000


def apply() -> None:
    """Apply all workarounds once, unless they are switched off."""
    global _applied
    if _applied or os.environ.get(SWITCH):
        return
    _applied = True
    _trust_our_own_actions()
    _look_up_event_types()
    _plan_graph_once()
    _copy_nothing_for_the_log()
    _know_that_the_domain_is_not_empty()
    _look_for_text_rules_only_if_there_are_some()
    _count_words_once()
    _remember_rules_that_fit()


def apply_to_training() -> None:
    """Apply the workarounds for training once, unless they are switched off."""
    global _applied_to_training
    if _applied_to_training or os.environ.get(SWITCH):
        return
    _applied_to_training = True
    _fingerprint_numbers_as_bytes()
    _check_training_messages_once()


def _fingerprint_numbers_as_bytes() -> None:
    """Rasa writes out every word count of every message as text, after every component, to see what has changed.

    That took five times as long as fitting the model. Equal features and tokens have equal fingerprints, others
    have others, as before; only their letters differ.
    """

    def of_features(self: Features) -> str:
        if self._cached_fingerprint is None:
            digest = hashlib.sha256(repr((self.type, self.origin, self.attribute, self.features.shape)).encode())
            matrix = self.features if self.is_dense() else self.features.tocoo()
            parts = (matrix,) if self.is_dense() else (matrix.row, matrix.col, matrix.data)
            for part in parts:
                digest.update(str(part.dtype).encode())
                digest.update(np.ascontiguousarray(part).tobytes())
            self._cached_fingerprint = digest.hexdigest()
        return self._cached_fingerprint

    def of_token(self: Token) -> str:
        written = repr((self.text, self.start, self.end, self.lemma, self.data))
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()

    Features.fingerprint = of_features
    Token.fingerprint = of_token


def _check_training_messages_once() -> None:
    """Rasa reads each file twice, the second time slowly, to check its shape.

    ``trigger_points.training`` has checked the same files by then (``training_messages.check_messages``).
    """
    RasaYAMLReader.validate = lambda self, string: None


def _trust_our_own_actions() -> None:
    """Rasa checks every action result against a JSON Schema, which it builds and checks anew each time.

    Half a turn for results that were made by ``rasa_sdk`` in this very process. Results of a remote
    action server are checked as before.
    """
    stock: Callable[..., bool] = RemoteAction._validate_action_result

    def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        return True if isinstance(self.action_endpoint, InProcessActions) else stock(self, result)

    RemoteAction._validate_action_result = _validate_action_result


def _look_up_event_types() -> None:
    """Rasa walks all subclasses of Event for every event it reads back."""

    @cache
    def by_name(type_name: str) -> Any:
        for cls in all_subclasses(events.Event):
            if cls.type_name == type_name:
                return cls
        return None

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        found = by_name(type_name)
        if found is not None or type_name == "topic":  # stock: kept for very old trackers
            return found
        if default is not None:
            return default
        raise ValueError(f"Unknown event name '{type_name}'.")

    events.Event.resolve_by_type = staticmethod(resolve_by_type)


def _plan_graph_once() -> None:
    """Rasa plans the order of its dozen components anew, several times per message, with dask."""
    plans: WeakKeyDictionary[DaskGraphRunner, dict[tuple[str, ...], list[tuple[str, list[str]]]]] = WeakKeyDictionary()

    def plan(self: DaskGraphRunner, targets: tuple[str, ...]) -> list[tuple[str, list[str]]]:
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: list(node.needs.values()) for name, node in nodes.items()}
        return [(name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs]

    def run(
        self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        known = plans.setdefault(self, {})
        if wanted not in known:
            known[wanted] = plan(self, wanted)
        # Nodes take and give pairs of name and value; an input that is missing stays a bare name.
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, needs in known[wanted]:
                if name not in results:
                    results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(results[name] for name in wanted)

    DaskGraphRunner.run = run


def _copy_nothing_for_the_log() -> None:
    """Rasa makes deep copies of events and states for debug messages, also when nobody logs them."""
    as_is = SimpleNamespace(deepcopy=lambda value: value)
    processor.copy = as_is
    rule_policy.copy = as_is


def _know_that_the_domain_is_not_empty() -> None:
    """Rasa writes out the domain and an empty one, and compares them, for every message."""
    stock: Callable[[Domain], bool] = Domain.is_empty

    def is_empty(self: Domain) -> bool:
        return stock(self) if not self.user_actions else False

    Domain.is_empty = is_empty


def _look_for_text_rules_only_if_there_are_some() -> None:
    """Rasa looks through all rules twice per message: for one about its very words, then for its intent.

    Ours are all about intents, so the first look finds nothing.
    """
    stock: Callable[..., tuple[str | None, str | None, bool]] = rule_policy.RulePolicy._find_action_from_rules
    about_text: WeakKeyDictionary[rule_policy.RulePolicy, bool] = WeakKeyDictionary()

    def find(
        self: rule_policy.RulePolicy, tracker: Any, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and tracker.active_loop_name is None:
            if self not in about_text:
                about_text[self] = has_text_rules(self.lookup[rule_policy.RULES])
            if not about_text[self]:
                return None, None, False
        return stock(self, tracker, domain, use_text_for_last_user_input)

    rule_policy.RulePolicy._find_action_from_rules = find


def has_text_rules(rules: dict[str, str]) -> bool:
    """Whether any rule could hold right after a message whose intent is not looked at."""
    for key in rules:
        now = json.loads(key)[-1]
        elsewhere = now.get(PREVIOUS_ACTION, {}).get(ACTION_NAME) not in (None, ACTION_LISTEN_NAME)
        if not elsewhere and not now.get(USER, {}).get(INTENT):
            return True
    return False


def _count_words_once() -> None:
    """Rasa counts the words of a message, and then those of each word by itself, which nothing here reads.

    It also goes through two other forms of matrix to count one message.
    """
    stock: Callable[..., tuple[list[Any], list[Any]]] = CountVectorsFeaturizer._create_features
    analyzers: WeakKeyDictionary[Any, Callable[[str], list[str]]] = WeakKeyDictionary()

    def _create_features(
        self: CountVectorsFeaturizer, attribute: str, all_tokens: list[list[str]]
    ) -> tuple[list[Any], list[Any]]:
        vectorizer = self.vectorizers.get(attribute)
        if attribute != TEXT or len(all_tokens) != 1 or not all_tokens[0] or not vectorizer:
            return stock(self, attribute, all_tokens)
        if vectorizer not in analyzers:
            analyzers[vectorizer] = vectorizer.build_analyzer()
        place = vectorizer.vocabulary_.get
        counts = Counter(place(piece) for piece in analyzers[vectorizer](" ".join(all_tokens[0])))
        counts.pop(None, None)
        columns = np.fromiter(counts, dtype=np.int32, count=len(counts))
        values = np.fromiter(counts.values(), dtype=vectorizer.dtype, count=len(counts))
        order = columns.argsort()
        rows = np.zeros(len(counts), dtype=np.int32)
        shape = (1, len(vectorizer.vocabulary_))
        return [None], [coo_matrix((values[order], (rows, columns[order])), shape=shape)]

    CountVectorsFeaturizer._create_features = _create_features


def _remember_rules_that_fit() -> None:
    """Rasa compares the conversation with every rule, turn by turn, each time anew.

    Which rules fit depends on nothing but the states, of which there are as many as intents and actions.
    """
    stock: Callable[..., set[str]] = rule_policy.RulePolicy._get_possible_keys
    known: WeakKeyDictionary[rule_policy.RulePolicy, dict[str, set[str]]] = WeakKeyDictionary()

    def _get_possible_keys(self: rule_policy.RulePolicy, lookup: dict[str, str], states: list[Any]) -> set[str]:
        if lookup is not self.lookup[rule_policy.RULES]:
            return stock(self, lookup, states)
        fitting = known.setdefault(self, {})
        key = json.dumps(states, default=repr)
        if key not in fitting:
            if len(fitting) >= _REMEMBERED:
                fitting.clear()
            fitting[key] = stock(self, lookup, states)
        return fitting[key]

    rule_policy.RulePolicy._get_possible_keys = _get_possible_keys
