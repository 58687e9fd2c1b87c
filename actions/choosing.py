"""The action behind every button."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class Choice(TopicAction):
    """Runs the offer that a person took."""

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_choice"
