"""The action that the safety policy puts before all others."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class Safety(TopicAction):
    """Red flags, and direct questions about them."""

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_safety"
