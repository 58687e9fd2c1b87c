"""The base of all custom actions: tracker in, conversation engine, replies and state out."""

from __future__ import annotations

import abc
import logging
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from trigger_points.content.figures import load_figures
from trigger_points.content.site import SITE_FILE, load_site
from trigger_points.content.store import CONTENT_DIR, load_content, shared_content
from trigger_points.conversation.desk import Desk
from trigger_points.conversation.engine import respond
from trigger_points.conversation.state import State, Turn
from trigger_points.replies.models import Choice, Reply, TextReply
from trigger_points.replies.wording import Wording

STATE_SLOT = "state"
ACTION_LISTEN = "action_listen"
_logger = logging.getLogger(__name__)


_in_use: list[Desk] = []


def shared_desk() -> Desk:
    """The knowledge of this process; read when it is first needed."""
    if not _in_use:
        use_desk(read_desk())
    return _in_use[0]


def now() -> datetime:
    """The time of a message. In one place, so that a test can let days go by."""
    return datetime.now(timezone.utc)


def read_desk(root: Path = CONTENT_DIR, site: Path = SITE_FILE) -> Desk:
    """The knowledge as the files have it now.

    Raises:
        ContentError: the files have problems.

    """
    store = shared_content() if root == CONTENT_DIR and not _in_use else load_content(root)
    return Desk(store=store, wording=Wording.load(root), site=load_site(site), figures=load_figures(root))


def use_desk(desk: Desk) -> None:
    """From the next message on, ``desk`` is the knowledge of this process."""
    _in_use[:] = [desk]


def read_state(slots: dict[str, Any]) -> State:
    """The conversation's memory; a fresh one at the start."""
    return State.of_plain(slots.get(STATE_SLOT) or {})


def read_turn(message: dict[str, Any], at: str) -> Turn:
    """The latest message of a tracker as the conversation sees it."""
    intent = message.get("intent") or {}
    choice = (message.get("metadata") or {}).get("choice")
    choices = (message.get("metadata") or {}).get("choices") or []
    return Turn(
        text=message.get("text") or "",
        choice=choice,
        choices=choices,
        intent=intent.get("name") or "out_of_scope",
        confidence=float(intent.get("confidence") or 0.0),
        findings=message.get("findings") or {},
        at=at,
    )


class TopicAction(Action, abc.ABC):
    """Answers one topic; ``topic`` is a key of ``engine.TOPICS``, or ``None`` for the message's own intent."""

    topic: str | None = None

    @abc.abstractmethod
    def name(self) -> str:
        """The action's name in ``domain.yml``."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer the latest message. Anything that goes wrong becomes a calm reply."""
        before = tracker.slots.get(STATE_SLOT) or {}
        try:
            state = read_state(tracker.slots)
            turn = read_turn(tracker.latest_message, now().isoformat(timespec="seconds"))
            replies: list[Reply] = respond(shared_desk(), state, turn, self.topic)
            after = state.plain()
        except Exception:
            # Never silence, and no message text in the log: only where it went wrong.
            _logger.exception("conversation.failed action=%s", self.name())
            replies, after = [trouble()], before
        for reply in replies:
            dispatcher.utter_message(json_message=reply.dict(exclude_none=True))
        # One message, one action: said here, no policy has to find out what comes next.
        return [SlotSet(STATE_SLOT, after), FollowupAction(ACTION_LISTEN)]


def trouble() -> TextReply:
    """Something went wrong on our side: say so, with a signpost."""
    wording = shared_desk().wording
    offers = [Choice(title=wording.say(f"choice.{o}"), payload=o) for o in ("continue", "referral")]
    return TextReply(text=wording.say("trouble"), choices=offers)
