"""Rasa policy: a red flag in the latest message outranks every rule."""

from __future__ import annotations

from typing import Any

from rasa.core.constants import RULE_POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from trigger_points.content.store import shared_content
from trigger_points.conversation.safety import takes_over
from trigger_points.rasa_parts.finding_extractor import FINDINGS
from trigger_points.rasa_parts.topic_action import STATE_SLOT, read_state

ACTION_SAFETY = "action_safety"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class SafetyPolicy(Policy):
    """Predicts ``action_safety`` when the latest message raises a red flag or needs a direct question."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, **kwargs)
        self._levels = {flag.id: flag.level for flag in shared_content().red_flags.values()}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Above RulePolicy."""
        return {"priority": RULE_POLICY_PRIORITY + 10}

    @staticmethod
    def supported_data() -> SupportedData:
        """It learns nothing, so any data will do."""
        return SupportedData.ML_AND_RULE_DATA

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyPolicy:
        """Nothing is stored; build it anew."""
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn: the policy follows ``content/red_flags.yml``."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Certain about ``action_safety`` right after a message that raises something; else silent."""
        probabilities = self._default_predictions(domain)
        message = tracker.latest_message
        if message is not None and tracker.latest_action_name == ACTION_LISTEN_NAME:
            reading = (message.parse_data.get(FINDINGS) or {}).get("flags") or {}  # type: ignore[call-overload]
            if reading.get("escalate") or reading.get("ask"):  # else there is nothing to weigh against the state
                state = read_state({STATE_SLOT: tracker.get_slot(STATE_SLOT)})
                if takes_over(state, reading, self._levels):
                    probabilities[domain.index_for_action(ACTION_SAFETY)] = 1.0
        return self._prediction(probabilities)
