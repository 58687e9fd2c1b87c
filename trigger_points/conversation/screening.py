"""One grouped checklist of red flags before the first physical technique."""

from __future__ import annotations

from trigger_points.content.schema import CareLevel
from trigger_points.conversation import safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import Reply
from trigger_points.triage import at_least


def show_checklist(talk: Talk) -> Reply:
    """Ask for everything that would change what is offered; in full once, then shortly."""
    again = "checklist" in talk.state.asked
    talk.ask("checklist")
    talk.state.checklist_turn = talk.state.turns
    return cards.checklist(talk, again)


def take_checks(talk: Talk, flags: list[str]) -> list[Reply]:
    """The ticked lines; none ticked means all are denied."""
    state = talk.state
    known = [f for f in flags if f in talk.store.red_flags]
    for record in talk.store.red_flags.values():
        if record.checklist and state.flags.get(record.id) not in ("asserted", "cleared"):
            state.flags[record.id] = "asserted" if record.id in known else "denied"
    state.screened = True
    state.asking = None
    talk.note_event("screened", ", ".join(known) or "none")
    serious = [f for f in known if at_least(talk.store.red_flags[f].level, CareLevel.see_clinician)]
    if serious:
        return [cards.care_advice(talk, state.flagged("asserted"))]
    if known:
        talk.notes.append(cards.precaution_note(talk, known))
    return carry_on(talk)


@offered("checklist")
def checklist_offer(talk: Talk) -> list[Reply]:
    """The checklist once more."""
    return [show_checklist(talk)]


@offered_with("check")
def check_offer(talk: Talk, flag: str) -> list[Reply]:
    """One line that was tapped, or "none of these"."""
    return take_checks(talk, [] if flag == "none" else [flag])


def take_answer(talk: Talk) -> list[Reply] | None:
    """The checklist answered in words: "none of those", or what applies."""
    if talk.state.asking != "checklist":
        return None
    if "not_sure" in talk.turn.found("words") and not talk.turn.flags.get("escalate"):
        talk.state.asking = None
        return [talk.text("checklist.unsure", [talk.offer("calm"), talk.offer("referral"), talk.offer("checklist")])]
    if "side" in talk.corrected and not talk.turn.flags.get("escalate"):  # "no, it's the right" is no "none of these"
        return [talk.text("correct.noted", heard=cards.heard(talk)), show_checklist(talk)]
    if talk.turn.intent == "affirm" and not talk.turn.flags.get("escalate"):
        return [show_checklist(talk).copy(update={"text": talk.say("checklist.which")})]
    if talk.turn.intent == "deny" and not talk.turn.flags.get("escalate"):
        just_shown = talk.state.turns <= talk.state.checklist_turn + 1
        clear = just_shown or "nothing" in talk.turn.found("words") or talk.turn.flags.get("denied")
        return take_checks(talk, []) if clear else [show_checklist(talk)]
    heard = talk.turn.flags.get("escalate") or talk.turn.flags.get("denied")
    if heard and talk.turn.intent in ("affirm", "deny", "describe_symptom", "out_of_scope"):
        return take_checks(talk, [f for f in talk.turn.flags["escalate"]])
    return None


def carry_on(talk: Talk) -> list[Reply]:
    """Go on with the technique that waited for the checklist."""
    waiting = talk.state.wants_technique
    if safety.withheld(talk):
        return [cards.care_advice(talk, talk.state.flagged("asserted"))]
    if waiting and waiting in talk.store.techniques:
        return go(talk, f"technique:{waiting}")
    return go(talk, "suggest")
