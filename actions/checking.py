"""Actions around pain scores."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class RatePain(TopicAction):
    """Answers the intent ``rate_pain``."""

    topic = "rate_pain"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_rate_pain"
