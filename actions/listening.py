"""Actions that take in what people tell."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class DescribeSymptom(TopicAction):
    """Answers the intent ``describe_symptom``."""

    topic = "describe_symptom"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_describe_symptom"


class DescribeCause(TopicAction):
    """Answers the intent ``describe_cause``."""

    topic = "describe_cause"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_describe_cause"
