"""Actions that hand over to a person."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class AskReferral(TopicAction):
    """Answers the intent ``ask_referral``."""

    topic = "ask_referral"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_ask_referral"
