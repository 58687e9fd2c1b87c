"""One step of a technique as a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from trigger_points.content.schema import Step, Technique
from trigger_points.replies import cards
from trigger_points.replies.models import TechniqueStepReply

if TYPE_CHECKING:
    from trigger_points.conversation.desk import Talk

_SORE = re.compile(r"\b(the|your|that) sore (?=leg|side|buttock|hip|thigh|knee|foot)", re.IGNORECASE)
_GOOD = re.compile(r"\b(the|your|that) good (?=leg|side|buttock|hip|thigh|knee|foot)", re.IGNORECASE)


def technique_step(
    talk: Talk, record: Technique, number: int, steps: Sequence[tuple[int, Step]], notes: Sequence[str]
) -> TechniqueStepReply:
    """Step ``number`` of the technique, as one of the ``steps`` for this person; ``notes`` stand with what is held."""
    position = next(place for place, (n, _) in enumerate(steps, 1) if n == number)
    step = steps[position - 1][1]
    instruction = _for_this_side(talk, step.text)
    parts = [talk.say("step.position", step=position, steps=len(steps)), cards.sentence(instruction)]
    if step.hold_seconds and "minute" not in step.text:  # "Walk for a minute" tells its time itself
        parts.append(talk.say("step.hold", seconds=step.hold_seconds))
    if step.repetitions and step.repetitions > 1:
        parts.append(talk.say("step.repeat", times=step.repetitions))
    if notes and (step.hold_seconds or step.repetitions):
        mind = talk.say("step.mind", notes=" ".join(cards.sentence(note) for note in notes))
        parts.append(mind)
        instruction = f"{cards.sentence(instruction)} {mind}"
    choices = [talk.offer("control:done" if position == len(steps) else "control:next")]
    if position > 1:
        choices.append(talk.offer("control:back"))
    choices += [talk.offer("control:hurts"), talk.offer("control:stop")]
    side = cards.side_of(talk, record)
    return TechniqueStepReply(
        text=" ".join(parts),
        id=record.id,
        name=record.name,
        step=position,
        steps=len(steps),
        instruction=instruction,
        hold_seconds=step.hold_seconds,
        repetitions=step.repetitions,
        side=side,
        figure=cards.figure(talk, record.figure, side),
        choices=choices,
    )


def _for_this_side(talk: Talk, text: str) -> str:
    """On the other side, "the sore leg" would be the wrong one: the side is named instead."""
    player, sore = talk.state.player, talk.state.case.side
    if player is None or player.side is None or sore not in ("left", "right") or player.side == sore:
        return text
    return _GOOD.sub(rf"\1 {sore} ", _SORE.sub(rf"\1 {player.side} ", text))
