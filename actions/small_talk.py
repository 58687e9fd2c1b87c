"""Actions for hello, goodbye, yes, no and everything out of scope."""

from __future__ import annotations

from trigger_points.rasa_parts.topic_action import TopicAction


class Affirm(TopicAction):
    """Answers the intent ``affirm``."""

    topic = "affirm"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_affirm"


class Deny(TopicAction):
    """Answers the intent ``deny``."""

    topic = "deny"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_deny"


class Greet(TopicAction):
    """Answers the intent ``greet``."""

    topic = "greet"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_greet"


class ThanksBye(TopicAction):
    """Answers the intent ``thanks_bye``."""

    topic = "thanks_bye"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_thanks_bye"


class RestartOrDelete(TopicAction):
    """Answers the intent ``restart_or_delete``."""

    topic = "restart_or_delete"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_restart_or_delete"


class BotChallenge(TopicAction):
    """Answers the intent ``bot_challenge``."""

    topic = "bot_challenge"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_bot_challenge"


class OutOfScope(TopicAction):
    """Answers the intent ``out_of_scope``."""

    topic = "out_of_scope"

    def name(self) -> str:
        """The action's name in ``domain.yml``."""
        return "action_out_of_scope"
