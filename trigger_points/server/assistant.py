"""The assistant without HTTP: a Rasa agent with in-process actions.

Used by the server, the terminal chat, ``evaluate`` and the conversation tests, so that all
of them run the real model and the real actions.
"""

from __future__ import annotations

import gc
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.model import get_latest_model
from rasa.shared.core.domain import Domain
from sqlalchemy.exc import SQLAlchemyError
from threadpoolctl import threadpool_limits

from trigger_points.content.schema import CareLevel
from trigger_points.conversation.small_talk import ERASE
from trigger_points.conversation.state import State
from trigger_points.rasa_parts.topic_action import STATE_SLOT, read_state, shared_desk
from trigger_points.server import rasa_patches
from trigger_points.server import words_only as words
from trigger_points.server.in_process_actions import InProcessActions
from trigger_points.server.reading import Reading
from trigger_points.server.store_threads import StoreError
from trigger_points.training import misfit
from trigger_points.triage import level_of
from trigger_points.understanding.encoder import shared_encoder

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"
_logger = logging.getLogger(__name__)


class NoModelError(RuntimeError):
    """There is no trained model, or it does not fit the present files, or it cannot be read."""


class ReplyCollector(OutputChannel):
    """Keeps the replies of one turn."""

    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in events."""
        return "chat"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Structured replies come as ``custom``; stock responses are wrapped as text."""
        custom = message.get("custom")
        self.replies.append(custom if custom else {"type": "text", "text": message.get("text", ""), "choices": []})

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Part of the interface; all goes through :meth:`send_response`."""
        self.replies.append({"type": "text", "text": text, "choices": []})


@dataclass(frozen=True)
class Reaction:
    """What one message led to."""

    replies: list[dict[str, Any]]
    care_level: CareLevel
    erase: bool = False
    """The person asked to erase the conversation."""
    state: State = field(default_factory=State)
    """What the conversation remembers now."""
    raised: list[tuple[str, str]] = field(default_factory=list)
    """Red flags that this message raised, each with its care level."""
    words_only: bool = False
    """The model failed on this message; it was read by words alone."""


class Assistant:
    """A loaded model and its conversations."""

    def __init__(self, agent: Agent, actions: InProcessActions, reading: Reading) -> None:
        self.agent = agent
        self._actions = actions
        self.reading = reading
        agent.processor.http_interpreter = reading

    @classmethod
    def load(
        cls,
        model: Path | None = None,
        store: TrackerStore | None = None,
        allow_stale: bool = False,
        read_apart: bool = False,
        **agent_settings: Any,
    ) -> Assistant:
        """Load ``model`` (the newest in ``models/`` if not given, which must fit the present files).

        With ``read_apart`` messages are read in a process of their own; see :mod:`reading_process`.

        Raises:
            NoModelError: with one sentence on what to do.
            EncoderError: the sentence encoder is missing or damaged.

        """
        rasa_patches.apply()
        path = str(model) if model else get_latest_model(str(MODELS))
        if not path or not Path(path).exists():
            raise NoModelError("There is no trained model yet. Run: make train")
        if model is None:
            _check_fit(Path(path), allow_stale)
        shared_encoder()  # first, because inside Rasa its error would read as one of the model
        actions = InProcessActions()
        store = store or InMemoryTrackerStore(Domain.empty())
        try:
            agent = Agent.load(path, action_endpoint=actions, tracker_store=store, **agent_settings)
        except Exception as error:
            raise NoModelError(f"The model {Path(path).name} cannot be read ({error}). Run: make train") from error
        # Rasa wraps the store and goes on in memory when it fails: a conversation would forget what it
        # knows, red flags included, and an answered message would be lost. A failing store must fail.
        agent.tracker_store = agent.processor.tracker_store = store
        store.domain = agent.domain
        # On two cores a second thread of the linear algebra costs more than it brings: it waits in a
        # busy loop beside the encoder, and single messages then take twice as long.
        threadpool_limits(1, user_api="blas")
        # What is loaded by now stays for good, so the garbage collector need not look at it again.
        gc.collect()
        gc.freeze()
        gc.enable()
        return cls(agent, actions, Reading(agent.processor, read_apart))

    async def hear(
        self,
        conversation: str,
        text: str | None = None,
        choice: str | None = None,
        choices: list[str] | None = None,
        title: str | None = None,
        key: str | None = None,
        digest: str | None = None,
    ) -> Reaction:
        """Take in words or an offer, and answer; ``key`` and ``digest`` are kept with it.

        Words are always words: a leading slash is not a command. An offer arrives as the
        intent ``choice`` without going through understanding; ``title`` is what was shown.
        """
        collector = ReplyCollector()
        kept = {"key": key, "digest": digest} if key else {}
        if text is not None:
            message = UserMessage(
                plain_words(text), collector, conversation, input_channel="chat", metadata=kept or None
            )
        else:
            message = UserMessage(
                title or "",
                collector,
                conversation,
                input_channel="chat",
                parse_data={"text": title or "", "intent": {"name": "choice", "confidence": 1.0}, "entities": []},
                metadata={"choice": choice, "choices": choices or [], **kept},
            )
        words_only = False
        try:
            try:
                await self.agent.handle_message(message)
            except (SQLAlchemyError, StoreError):
                raise
            except Exception as error:
                if text is None:
                    raise
                # Nothing of the message is stored yet: Rasa saves a turn as a whole, at its end.
                _logger.error("model.failed", exc_info=error)
                collector.replies.clear()
                message.parse_data = words.parse(plain_words(text))
                words_only = True
                await self.agent.handle_message(message)
        finally:
            slots = self._actions.take_slots(conversation)
        state = read_state(slots) if STATE_SLOT in slots else await self.state(conversation)
        raised = self._raised(state) if collector.replies else []
        return Reaction(collector.replies, self.care_level(state), asked_to_erase(state), state, raised, words_only)

    @staticmethod
    def _raised(state: State) -> list[tuple[str, str]]:
        flags = shared_desk().store.red_flags
        now = [e["detail"] for e in state.events if e["what"] == "flag" and e.get("turn") == state.turns]
        return [(flag, flags[flag].level.value) for flag in now if flag in flags]

    async def state(self, conversation: str) -> State:
        """What the conversation remembers."""
        tracker = await self.agent.tracker_store.retrieve(conversation)
        return read_state({STATE_SLOT: tracker.get_slot(STATE_SLOT)} if tracker else {})

    @staticmethod
    def care_level(state: State) -> CareLevel:
        """The care level that the standing flags call for."""
        return level_of(shared_desk().store, state.flagged("asserted"))


def asked_to_erase(state: State) -> bool:
    """Whether the last thing that happened was that the person had everything erased."""
    return bool(state.events) and state.events[-1]["what"] == ERASE and state.turns == 0


def _check_fit(model: Path, allow_stale: bool) -> None:
    """A model of other content or code reads messages wrongly without a sound, red flags included."""
    why = misfit(model)
    if why and not allow_stale:
        raise NoModelError(
            f"The model {model.name} {why}. Run: make train. "
            "(TRIGGER_POINTS_ALLOW_STALE_MODEL=true serves it all the same; red flags may then be missed.)"
        )
    if why:
        _logger.warning("model.stale advice=run-make-train")


def plain_words(text: str) -> str:
    """``text`` such that Rasa cannot take it for a command (it looks for a leading slash)."""
    stripped = text.strip()
    return f"\u2060{stripped}" if stripped.startswith("/") else stripped
