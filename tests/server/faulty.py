"""The real program with faults that a test switches on by files in the folder ``FAULTS``.

``python -m tests.server.faulty serve ...`` takes what ``trigger-points`` takes. A file named ``encoder`` makes the
embedding model fail, ``topic`` an action, ``executor`` what runs actions, ``forget`` what erases; ``clock`` holds the seconds by which the
clock is off. Variables: ``FAULT_MODELS`` and ``FAULT_ENCODER`` name other folders, ``FAULT_SECONDS`` the patience with
slow requests, ``FAULT_CONNECTIONS`` how many connections are taken, ``FAULT_RETENTION_SECONDS`` how often old
conversations are deleted.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import trigger_points.cli

FAULTS = Path(os.environ.get("FAULTS", "/nonexistent"))


def on(fault: str) -> bool:
    return (FAULTS / fault).exists()


def break_clock() -> None:
    real = time.time

    def off() -> float:
        try:
            return real() + float((FAULTS / "clock").read_text())
        except (OSError, ValueError):
            return real()

    time.time = off


def break_parts() -> None:
    from rasa_sdk.executor import ActionExecutor
    from sqlalchemy.exc import OperationalError

    from trigger_points.rasa_parts import topic_action
    from trigger_points.server import app, assistant, conversation_store, protocol, retention
    from trigger_points.understanding import encoder

    run_model, respond, execute = encoder.SentenceEncoder.encode, topic_action.respond, ActionExecutor.run

    def encode(self: Any, texts: Any) -> Any:
        if on("encoder"):
            raise RuntimeError(f"cannot embed {texts}")
        return run_model(self, texts)

    def answer(desk: Any, state: Any, turn: Any, *more: Any) -> Any:
        if on("topic"):
            raise ValueError(f"cannot answer {turn.text}")
        return respond(desk, state, turn, *more)

    async def perform(self: Any, call: Any) -> Any:
        if on("executor"):
            raise RuntimeError(f"cannot run {call}")
        return await execute(self, call)

    erase = conversation_store.ConversationStore.forget

    def forget(self: Any, conversation: str) -> None:
        if on("forget"):
            raise OperationalError("DELETE", {}, Exception("database is locked"))
        erase(self, conversation)

    conversation_store.ConversationStore.forget = forget
    encoder.SentenceEncoder.encode, topic_action.respond, ActionExecutor.run = encode, answer, perform
    if "FAULT_MODELS" in os.environ:
        assistant.MODELS = Path(os.environ["FAULT_MODELS"])
    if "FAULT_ENCODER" in os.environ:
        encoder.SentenceEncoder.__init__.__defaults__ = (Path(os.environ["FAULT_ENCODER"]), 2)
    if "FAULT_RETENTION_SECONDS" in os.environ:
        retention.SOON = retention.EVERY = float(os.environ["FAULT_RETENTION_SECONDS"])
    app.REQUEST_SECONDS = float(os.environ.get("FAULT_SECONDS", app.REQUEST_SECONDS))
    protocol.MAX_CONNECTIONS = int(os.environ.get("FAULT_CONNECTIONS", protocol.MAX_CONNECTIONS))


if __name__ == "__main__":
    break_clock()
    break_parts()
    trigger_points.cli.app()
