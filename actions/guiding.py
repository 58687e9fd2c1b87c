"""Actions around techniques."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class AskTechnique(TopicAction):
    """Answers the intent ``ask_technique``."""

    topic = "ask_technique"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_ask_technique"


class TechniqueControl(TopicAction):
    """Answers the intent ``technique_control``."""

    topic = "technique_control"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_technique_control"
