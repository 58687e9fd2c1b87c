"""What is known about the person comes first in an answer, and nothing unfit is said beside an alarm."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from trigger_points.content.schema import CareLevel, PersonalNote
from trigger_points.conversation import safety
from trigger_points.conversation.desk import Talk
from trigger_points.replies import cards
from trigger_points.replies.models import TextReply
from trigger_points.triage import at_least


def notes(talk: Talk, known: Sequence[PersonalNote]) -> list[PersonalNote]:
    """The notes that apply to the person; one that a stricter one replaces is left out."""
    return applying(known, talk.state.flagged("asserted"))


def applying(known: Sequence[PersonalNote], flags: Collection[str]) -> list[PersonalNote]:
    """The notes for ``flags``, without those that a note for another of them goes beyond."""
    standing = set(flags)
    return [note for note in known if standing & set(note.flags) and not standing & set(note.stricter)]


def answer(talk: Talk, known: Sequence[PersonalNote], general: str, more: str | None = None) -> TextReply:
    """The notes for the person, then what holds in general; folded away where a note advises against it."""
    found = notes(talk, known)
    if not found:
        return TextReply(text=general, more=more)
    said = " ".join(cards.sentence(note.say) for note in found)
    general = talk.say("answer.general", short=general)
    if any(note.avoid for note in found):
        return TextReply(text=said, more=" ".join([general, *([more] if more else [])]))
    return TextReply(text=f"{said} {general}", more=more)


def until_checked(talk: Talk) -> list[PersonalNote]:
    """What holds until the check that stands, for an answer that tells what to do and has no note of its own."""
    standing = talk.state.flagged("asserted")
    if not at_least(safety.care_level(talk), CareLevel.see_clinician):
        return []
    lead = cards.leading(talk, standing)
    return [PersonalNote(flags=[lead.id], say=lead.advice.meanwhile or lead.advice.why)]


def held_back(talk: Talk) -> TextReply:
    """While something urgent stands: its advice, in place of an answer that would tell what to do."""
    crisis = "crisis" in talk.state.flagged("asserted")
    again = bool(talk.state.said.get("answer.held"))
    return _standing(talk, "answer.held.crisis" if crisis else "answer.held.again" if again else "answer.held")


def until_seen(talk: Talk) -> TextReply:
    """What to leave out until someone has looked at it."""
    return _standing(talk, "avoid.alarm")


def _standing(talk: Talk, key: str) -> TextReply:
    """A sentence on the advice that stands, with the rest of it one tap away."""
    advice = cards.leading(talk, talk.state.flagged("asserted")).advice
    words = {"meanwhile": cards.sentence(advice.meanwhile or advice.why), "who": advice.who}
    text = talk.say(key, **words, how_soon=cards.sentence(advice.how_soon))
    return TextReply(text=text, choices=[talk.offer("advice"), talk.offer("referral"), talk.offer("summary")])


def beside_alarm(talk: Talk, reply: TextReply) -> TextReply:
    """An answer that tells nothing to do, with a word ahead of it on what comes first."""
    if not safety.withheld(talk):
        return reply
    advice = cards.leading(talk, talk.state.flagged("asserted")).advice
    first = talk.say("answer.first", who=advice.who, how_soon=cards.sentence(advice.how_soon))
    return reply.copy(update={"text": f"{first} {reply.text}", "choices": [*reply.choices, talk.offer("advice")]})
