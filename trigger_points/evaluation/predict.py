"""Run rows through the real model and the real actions, each in a fresh conversation."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import UserUttered

from trigger_points.content.schema import CareLevel
from trigger_points.content.store import ContentStore
from trigger_points.conversation.state import State
from trigger_points.evaluation.rows import Prediction, Row
from trigger_points.ranking import Candidate, rank
from trigger_points.rasa_parts.topic_action import shared_desk
from trigger_points.server.assistant import Assistant
from trigger_points.triage import at_least, highest, level_of

FALLBACK = "nlu_fallback"


async def predict_row(assistant: Assistant, row: Row, conversation: str) -> Prediction:
    """One conversation of the row's messages."""
    replies: list[dict[str, Any]] = []
    for text in row.messages:
        reaction = await assistant.hear(conversation, text=text)
        replies.extend(reaction.replies)
    tracker = await assistant.agent.tracker_store.retrieve(conversation)
    said = [e for e in tracker.events if isinstance(e, UserUttered)] if tracker else []
    state = await assistant.state(conversation)
    parsed = said[-1].parse_data if said else {}
    intent = _intent(parsed)
    return Prediction(
        id=row.id,
        intent=intent["name"],
        confidence=round(intent["confidence"], 4),
        regions=_found(said, "regions"),
        causes=_found(said, "causes"),
        ranked=[c.id for c in _ranking(state, said)][:6],
        care_level=_level(state, said).value,
        flags=state.flagged("asserted"),
        outcome=_outcome(state, replies),
        replies=[str(reply.get("text", "")) for reply in replies],
    )


def _intent(parsed: dict[str, Any]) -> dict[str, Any]:
    intent = parsed.get("intent") or {}
    if intent.get("name") == FALLBACK:
        intent = next((i for i in parsed.get("intent_ranking", []) if i["name"] != FALLBACK), intent)
    return {"name": intent.get("name") or "out_of_scope", "confidence": float(intent.get("confidence") or 0.0)}


def _found(said: list[UserUttered], kind: str) -> list[str]:
    ids = [item for event in said for item in (event.parse_data.get("findings") or {}).get(kind, [])]
    return list(dict.fromkeys(ids))


def _ranking(state: State, said: list[UserUttered]) -> list[Candidate]:
    store: ContentStore = shared_desk().store
    named = [*_found(said, "muscles"), *state.case.look_alikes]
    return rank(store, _found(said, "regions"), _found(said, "causes"), _found(said, "cues"), named)


def _level(state: State, said: list[UserUttered]) -> CareLevel:
    """The level of the flags, or of the look-alike that leads the ranking of a told complaint."""
    store = shared_desk().store
    level = level_of(store, state.flagged("asserted"))
    top = state.ranked[:1]
    if top and top[0] in store.look_alikes:
        level = highest([level, store.look_alikes[top[0]].care_level])
    return level


def _outcome(state: State, replies: list[dict[str, Any]]) -> str:
    advice = [r for r in replies if r.get("type") == "care_advice"]
    if any(at_least(CareLevel(r["level"]), CareLevel.see_clinician) for r in advice):
        return "escalated"
    if (state.asking or "").startswith("flag:"):
        return "asked"
    return "proceeded"
