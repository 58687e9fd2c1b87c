"""Run custom actions in the server's own process instead of over HTTP."""

from __future__ import annotations

import copy
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

ACTION_PACKAGE = "actions"


class InProcessActions(EndpointConfig):
    """Looks like an action endpoint to Rasa and calls ``rasa_sdk`` directly."""

    def __init__(self) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(ACTION_PACKAGE)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Run the action named in the call and return its events and responses.

        Copies go out, because Rasa takes the responses apart.
        """
        result = await self._executor.run(kwargs["json"])
        return copy.deepcopy(result)
