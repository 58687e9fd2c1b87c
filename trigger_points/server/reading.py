"""How messages are read: with the trained pipeline, here or in a process beside the server.

It stands where Rasa has a place for an interpreter elsewhere (``MessageProcessor.http_interpreter``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from trigger_points.rasa_parts.reading_ahead import read_ahead
from trigger_points.server.reading_process import Parsed, ReadingProcess, ReadingProcessError


class Reading:
    """Reads messages for ``processor``. What is read does not depend on where."""

    def __init__(self, processor: MessageProcessor, apart: bool = False) -> None:
        self._processor = processor
        self._process = ReadingProcess(self._in_a_loop()) if apart else None

    @property
    def apart(self) -> bool:
        """Whether messages are read in a process of their own now."""
        return self._process is not None and self._process.alive

    async def parse(self, message: UserMessage) -> dict[str, Any]:
        """What Rasa calls for the words of a message."""
        if self._process is not None and self._process.alive:
            try:
                return await self._process.read(message.text)
            except ReadingProcessError:
                pass
        return await self._here(message)

    async def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            await self._process.close()

    async def _here(self, message: UserMessage) -> Parsed:
        async with read_ahead(message.text):
            tracker = DialogueStateTracker.from_events(message.sender_id, [])
            parsed: Parsed = self._processor._parse_message_with_graph(message, tracker)
            return parsed

    def _in_a_loop(self) -> Callable[[str], Parsed]:
        loop = cache(asyncio.new_event_loop)  # made by the process for itself: the server's files are closed there

        def parse(text: str) -> Parsed:
            return loop().run_until_complete(self._here(UserMessage(text)))

        return parse
