"""Actions that answer questions."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class AskAnatomy(TopicAction):
    """Answers the intent ``ask_anatomy``."""

    topic = "ask_anatomy"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_ask_anatomy"


class AskTriggerPoints(TopicAction):
    """Answers the intent ``ask_trigger_points``."""

    topic = "ask_trigger_points"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_ask_trigger_points"


class AskCauses(TopicAction):
    """Answers the intent ``ask_causes``."""

    topic = "ask_causes"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_ask_causes"


class AskTreatment(TopicAction):
    """Answers the intent ``ask_treatment``."""

    topic = "ask_treatment"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_ask_treatment"
