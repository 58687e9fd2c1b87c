"""Whose trouble is told: what is someone else's does not become the person's own."""

from __future__ import annotations

import re

from trigger_points.content.schema import CARE_ORDER, CareLevel
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import Case, State
from trigger_points.replies import cards
from trigger_points.triage import NO_SELF_CARE, at_least

_OWN = re.compile(r"\b(?:i'?m|i am|i'?ve|i have|i had|my|mine)\b", re.IGNORECASE)
KEPT = {"case", "flags", "misses", "turns", "last_at", "events"}
"""What stays, or is settled by itself, when the case of another person begins."""


def theirs(talk: Talk, answering: bool) -> bool:
    """Whether the facts of this message belong in the case; the case becomes another one where that is said.

    "My daughter's hip hurts" begins the daughter's case, "and me, my back is sore" the person's own. Someone who is
    only mentioned beside the person's own case ("my wife's knee is bad too") changes nothing in it.
    """
    case, words = talk.state.case, talk.turn.found("words")
    another, places = "for_another" in words, talk.turn.found("regions")
    if case.about_another:
        if "about_me" in words and (places or talk.turn.found("cues")):
            _begin_own(talk)
        return True
    if not another or answering or "about_me" in words:
        return True
    known = bool(case.regions or case.muscles)
    if known and not set(places) <= set(case.regions):
        return False
    if not talk.state.flagged("asserted"):
        case.about_another = True
    return True


def _begin_own(talk: Talk) -> None:
    """The person's own case. What is urgent stands until they say that it is not theirs; it is asked at once."""
    state, flags = talk.state, talk.store.red_flags
    kept = [
        flag
        for flag in state.flagged("asserted")
        if flag in flags and (flag in NO_SELF_CARE or at_least(flags[flag].level, CareLevel.urgent))
    ]
    for name, value in State():
        if name not in KEPT:
            setattr(state, name, value)
    state.case = Case()
    state.flags = {flag: "asserted" for flag in kept}
    talk.own_case = True
    talk.note_event("own_case")
    talk.notes.append(talk.text("whose.own"))
    kept.sort(key=lambda flag: -CARE_ORDER.index(flags[flag].level))
    talk.doubt = kept[0] if kept else None


def remember_question(talk: Talk, before: list[str]) -> None:
    """Keep which conditions came up in a mere question ("can I do this pregnant?"): they may not be the person's."""
    text = talk.turn.text.rstrip()
    if text.endswith("?") and not _OWN.search(text):
        fresh = [flag for flag in talk.state.flagged("asserted") if flag not in before]
        talk.state.in_question = list(dict.fromkeys([*talk.state.in_question, *fresh]))


def take_back(talk: Talk) -> None:
    """ "No, I'm asking for my sister": conditions that were only asked about go; what is urgent is asked about."""
    state, flags = talk.state, talk.store.red_flags
    said_again = [*talk.turn.flags.get("escalate", []), *talk.turn.flags.get("ask", [])]
    asked = [f for f in state.in_question if f in flags and state.flags.get(f) == "asserted" and f not in said_again]
    if not asked or not {"for_another", "not_about_me"} & set(talk.turn.found("words")):
        return
    urgent = [flag for flag in asked if at_least(flags[flag].level, CareLevel.urgent)]
    gone = [flag for flag in asked if flag not in urgent]
    state.in_question = urgent
    talk.doubt = urgent[0] if urgent else None
    for flag in gone:
        state.flags[flag] = "cleared"
        talk.note_event("withdrawn", flag)
    if gone:
        talk.notes.append(cards.withdrawn(talk, gone).copy(update={"choices": []}))
