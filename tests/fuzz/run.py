"""``python -m tests.fuzz.run 100000``: made-up messages through the real model until that many texts were tried."""

from __future__ import annotations

import asyncio
import sys
import time

from tests.fuzz.talk import fuzz
from trigger_points.server import logs
from trigger_points.server.assistant import Assistant

CHUNK = 1000
"""Conversations between two lines of progress."""


def main() -> None:
    """Go on until the number is reached; a finding stops it with the shortest conversation that shows it."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    texts = choices = 0
    logs.configure("warning")  # stock Rasa writes every message to standard output
    loop = asyncio.new_event_loop()
    assistant = Assistant.load()
    while texts < wanted:
        assistant.agent.tracker_store.store.clear()
        tally = fuzz(assistant, loop.run_until_complete, CHUNK, start)
        texts, choices, start = texts + tally.texts, choices + tally.choices, start + 1
        print(f"{texts} texts, {choices} choices, next seed {start}; replies {tally.types}", flush=True)
    print(f"fine: {texts} texts and {choices} choices, no exception, no silence, no dead end")


if __name__ == "__main__":
    main()
