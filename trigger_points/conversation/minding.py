"""What is told in the middle of a technique changes it: it is judged anew, and the place is kept."""

from __future__ import annotations

from dataclasses import dataclass

from trigger_points.conversation import choosing, guiding
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import go, offered
from trigger_points.replies import cards
from trigger_points.replies.models import Reply
from trigger_points.triage import Verdict

TECHNIQUE = "technique"
"""Key of what a technique was refused for, beside the flags."""


@dataclass(frozen=True)
class Before:
    """How the technique on show stood before this message."""

    technique: str
    known: frozenset[str]
    ruling: Verdict


def before(talk: Talk) -> Before | None:
    """To be taken before the message is; ``None`` without a technique."""
    player = talk.state.player
    if player is None or not talk.state.playing:
        return None
    technique = talk.store.techniques[player.technique]
    return Before(player.technique, choosing.known(talk), choosing.verdict(talk, technique))


def judge_anew(talk: Talk, then: Before | None) -> list[Reply] | None:
    """The answer if this message told a condition that matters to the technique; a command in it does not count.

    A question still gets its answer: what changes is then said before it.
    """
    if then is None or not talk.state.playing:
        return None
    if _takes_it_back(talk):
        return unsay(talk)
    fresh = choosing.known(talk) - then.known
    conditions = [f for f in fresh if f in talk.store.red_flags]
    technique = talk.store.techniques[then.technique]
    ruling = choosing.verdict(talk, technique)
    if not fresh or (ruling == then.ruling and not conditions):
        return None
    if ruling.allowed and not conditions and not talk.state.in_a_step:
        return None  # told before the start: the preview is shown again when it is taken up
    if "safe_for_me" in talk.turn.found("words"):
        return None  # that is answered by itself
    if not ruling.allowed and not conditions:
        talk.state.told_with[TECHNIQUE] = sorted(fresh)
    replies = _refused(talk, then, ruling) if not ruling.allowed else _adapted(talk, then, ruling)
    if talk.turn.intent.startswith("ask_") or talk.turn.text.rstrip().endswith("?"):
        talk.notes += [reply.copy(update={"choices": []}) for reply in replies]
        return None
    return replies if not ruling.allowed else [*replies, *_back(talk)]


def _takes_it_back(talk: Talk) -> bool:
    """ "No, it is not a bruise": what the technique was refused for was not meant."""
    corrects = talk.turn.intent == "deny" or {"correcting", "takes_back"} & set(talk.turn.found("words"))
    told = talk.state.told_with.get(TECHNIQUE)
    return bool(told and corrects and not talk.state.asking and not set(told) & set(talk.turn.found("cues")))


@offered("unsay")
def unsay(talk: Talk) -> list[Reply]:
    """Forget what the technique was refused for, and go on where they were."""
    told = talk.state.told_with.pop(TECHNIQUE, [])
    talk.state.case.cues = [cue for cue in talk.state.case.cues if cue not in told]
    return [talk.text("guide.unsaid"), *_back(talk)]


def _refused(talk: Talk, then: Before, ruling: Verdict) -> list[Reply]:
    replies = guiding.refuse(talk, talk.store.techniques[then.technique], ruling)
    if talk.state.told_with.get(TECHNIQUE):
        replies[-1].choices.append(talk.offer("unsay", "flag.mistake"))
    return replies


def _adapted(talk: Talk, then: Before, ruling: Verdict) -> list[Reply]:
    """What to change from here on; nothing if no rule speaks of it."""
    new = [note for note in ruling.say if note not in then.ruling.say]
    if not new or not talk.state.in_a_step:  # the preview says it itself
        return []
    why = " ".join(cards.sentence(note) for note in new)
    return [talk.text("guide.adapted", name=talk.store.techniques[then.technique].name, why=why)]


def _back(talk: Talk) -> list[Reply]:
    """The step where they are, or the question that is open."""
    return go(talk, "resume" if talk.state.in_a_step else "continue")
