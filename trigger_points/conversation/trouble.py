"""Trouble in the middle of a technique: it hurts, it tingles, it makes dizzy."""

from __future__ import annotations

from trigger_points.content.schema import Technique
from trigger_points.conversation import guiding, safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Player
from trigger_points.conversation.topics import go, offered_with
from trigger_points.replies.models import ChoicesReply, Reply

KINDS = ("tingling", "sharp", "cramp", "ache")
"""Kinds of pain by their word lists, the most serious first."""


def hurts(talk: Talk, player: Player, technique: Technique) -> list[Reply]:
    """What kind of pain is it? The technique waits."""
    player.paused = True
    kind = kind_in_words(talk)
    if kind:
        return kind_of_hurt(talk, kind)
    talk.ask("hurts")
    choices = [
        talk.offer("hurts:sharp"),
        talk.offer("hurts:tingling"),
        talk.offer("hurts:ache"),
        talk.offer("control:stop"),
    ]
    return [ChoicesReply(text=talk.say("player.hurts"), choices=choices)]


def kind_in_words(talk: Talk) -> str | None:
    """The kind of pain that a message names."""
    words = set(talk.turn.found("words"))
    if "nerve_signs" in talk.turn.flags.get("denied", []):  # "no tingling, just an ache"
        words.discard("hurts_tingling")
    if "not_sharp" in words:
        words.discard("hurts_sharp")
    if talk.state.asking == "hurts" and "hurts_mild" in words:
        words.add("hurts_ache")
    return next((kind for kind in KINDS if f"hurts_{kind}" in words), None)


def take_answer(talk: Talk) -> list[Reply] | None:
    """What it feels like: in answer to "what kind of pain is it", or said in the middle of a step."""
    kind, in_a_step = kind_in_words(talk), talk.state.in_a_step
    asked = talk.state.asking == "hurts"
    told = talk.turn.intent in ("rate_pain", "describe_symptom", "describe_cause", "out_of_scope") or (
        talk.turn.intent == "technique_control" and not talk.turn.text.rstrip().endswith("?")
    )  # "stop, I've got tingling" too
    if in_a_step and told and "unwell" in talk.turn.found("words"):
        return _unwell(talk)
    if kind and (asked or (in_a_step and told and kind != "ache")):
        return kind_of_hurt(talk, kind)
    if asked and not kind and _too_vague(talk):
        return kind_of_hurt(talk, "unsure")
    if in_a_step and (asked or not talk.state.asking) and (_got_worse(talk) or _hurts_now(talk)):
        return go(talk, "control:hurts")
    return None


def _too_vague(talk: Talk) -> bool:
    """ "Hard to say", or only how bad it is, in answer to "what does it feel like"."""
    return "not_sure" in talk.turn.found("words") or (
        talk.turn.intent == "rate_pain" and talk.turn.fact("score") is not None
    )


def _hurts_now(talk: Talk) -> bool:
    """ "It hurts" in the middle of a step is about the step, unless it tells what it is like at other times."""
    turn, cues = talk.turn, talk.store.cues
    at_other_times = any(cues[c].kind == "trigger" for c in talk.told if c in cues) or turn.found("causes")
    facts = at_other_times or talk.corrected or turn.fact("duration_days") is not None
    hurts = turn.intent == "describe_symptom" and turn.findings.get("control") in ("hurts", None)
    return hurts and not facts and not turn.text.rstrip().endswith("?")


def _got_worse(talk: Talk) -> bool:
    """ "It's worse" in the middle of a step, without a number: that is about the step."""
    return talk.turn.intent == "rate_pain" and "worse" in talk.turn.found("words") and talk.turn.fact("score") is None


@offered_with("hurts")
def kind_of_hurt(talk: Talk, kind: str) -> list[Reply]:
    """Sharp and tingling stop the technique; an ache may be eased."""
    player = talk.state.player
    if talk.state.asking == "hurts":
        talk.state.asking = None
    onward = [talk.offer("resume"), talk.offer("control:easier"), talk.offer("control:stop")]
    if kind in ("tingling", "sharp"):
        guiding.remember(talk, stopped=True)
        if player is not None:
            player.finished = True
    if kind == "tingling":
        return [safety.ask_flag(talk, "nerve_signs")]
    if kind == "sharp":
        if player is not None:
            talk.state.skipped = sorted({*talk.state.skipped, player.technique})
        talk.note_event("stopped", "sharp pain")
        return [talk.text("player.sharp", [talk.offer("suggest"), talk.offer("calm"), talk.offer("referral")])]
    return [talk.text(f"player.{kind}" if kind in ("cramp", "unsure") else "player.ache", onward)]


def _unwell(talk: Talk) -> list[Reply]:
    """Dizzy, faint or sick in the middle of a technique: it stops, and rest and help come first."""
    talk.state.asking = None
    guiding.remember(talk, stopped=True)
    if talk.state.player is not None:
        talk.state.player.finished = True
    talk.note_event("stopped", "felt unwell")
    return [talk.text("player.unwell", [talk.offer("referral"), talk.offer("calm"), talk.offer("summary")])]
