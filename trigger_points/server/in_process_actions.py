"""Run custom actions in the server's own process instead of over HTTP."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

ACTION_PACKAGE = "actions"


class InProcessActions(EndpointConfig):
    """Looks like an action endpoint to Rasa and calls ``rasa_sdk`` directly."""

    def __init__(self) -> None:
        # "selective_domain": our actions do not read the domain, so it is not written out for every call.
        super().__init__(url="in-process", selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(ACTION_PACKAGE)
        self._slots: dict[str, dict[str, Any]] = {}

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Run the action named in the call and return its events and responses.

        Rasa takes the responses apart; they are made anew for every call, so nothing needs a copy.
        """
        call = kwargs["json"]
        result = await self._executor.run(call)
        if result is not None:
            slots = {event["name"]: event["value"] for event in result["events"] if event["event"] == "slot"}
            self._slots.setdefault(call["sender_id"], {}).update(slots)
        return result

    def take_slots(self, conversation: str) -> dict[str, Any]:
        """The slots that actions have set since the last call; saves reading the conversation again."""
        return self._slots.pop(conversation, {})
