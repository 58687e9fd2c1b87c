"""Hello, goodbye, "are you a robot", things out of scope, and starting over."""

from __future__ import annotations

from trigger_points.content.schema import CareLevel
from trigger_points.conversation import answering, guiding, listening, returning, safety, steering
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import State
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import Reply
from trigger_points.triage import at_least

ERASE = "erase"
"""Event that tells the server to erase the conversation."""


@offered("welcome")
def greet(talk: Talk) -> list[Reply]:
    """Welcome; who comes back after a while is asked how it went, and one in the middle of something goes on."""
    if safety.withheld(talk):
        return [cards.care_advice(talk, talk.state.flagged("asserted"))]
    if talk.state.playing:
        return [talk.text("greet.again", [talk.offer("resume"), talk.offer("control:stop")])]
    if talk.state.trials and returning.days_away(talk) is not None:
        return returning.welcome(talk)
    if talk.state.trials:
        return [talk.text("greet.again", [guiding.onward_offer(talk), talk.offer("plan"), talk.offer("summary")])]
    if talk.state.case.regions or talk.state.case.muscles:
        return [talk.text("greet.again", [talk.offer("continue"), talk.offer("restart")])]
    return [talk.text("greet", [talk.offer("ask_region"), talk.offer("topics"), talk.offer("about")])]


def thanks_bye(talk: Talk) -> list[Reply]:
    """A friendly end that leaves the door open; what is urgent is not forgotten over it."""
    if safety.withheld(talk):
        advice = cards.leading(talk, talk.state.flagged("asserted")).advice
        onward = [talk.offer("advice"), talk.offer("summary")]
        return [talk.text("bye.alarm", onward, who=advice.who, how_soon=cards.sentence(advice.how_soon))]
    return [talk.text("bye", [talk.offer("summary"), talk.offer("suggest", "suggest.more")])]


def bot_challenge(talk: Talk) -> list[Reply]:
    """It is a machine and says so; "what can you do?" is told what."""
    direct = answering.by_meaning(talk, answering.SURE + 0.1)
    return direct or [talk.text("bot", [talk.offer("referral"), talk.offer("ask_region"), talk.offer("topics")])]


@offered("about")
def about(talk: Talk) -> list[Reply]:
    """What this is for, and what it is not."""
    return [talk.text("about", [talk.offer("ask_region"), talk.offer("topics")])]


def out_of_scope(talk: Talk) -> list[Reply]:
    """Not something we do: say so kindly; never the same twice in a row."""
    if talk.turn.found("techniques"):
        return guiding.ask_technique(talk)
    if talk.turn.found("regions") or talk.turn.found("causes"):
        return listening.describe(talk)
    if talk.notes and talk.turn.flags.get("escalate") and (talk.state.asking or talk.state.playing):
        return go(talk, "continue")  # a condition, told on the way: noted, and on
    close = answering.by_meaning(talk, answering.SURE + 0.11)
    return close or _said_before(talk) or _treatment(talk) or _still_serious(talk) or lost(talk)


def _still_serious(talk: Talk) -> list[Reply] | None:
    """While something urgent stands, what is not understood may be about that: asked once, then the advice again."""
    standing = safety.gravest(talk)
    if standing is None:
        return None
    if safety.open_flag(talk.state) == standing:
        return [cards.care_advice(talk, talk.state.flagged("asserted"))]
    return [safety.check_again(talk, standing)]


def _treatment(talk: Talk) -> list[Reply] | None:
    """A treatment that is named without a question."""
    named = [x for x in talk.turn.found("treatments") if x in talk.store.treatments]
    return [answering.treatment(talk, talk.store.treatments[named[0]])] if named else None


def _said_before(talk: Talk) -> list[Reply] | None:
    """A condition that is known already: say that it is kept in mind, and go on."""
    standing = [f for f in talk.turn.flags.get("escalate", []) if f in talk.state.flagged("asserted")]
    if not standing:
        return None
    if talk.notes:  # told just now, and thanked for
        return onward(talk)
    if at_least(safety.care_level(talk), CareLevel.see_clinician):
        return [cards.care_advice(talk, talk.state.flagged("asserted"))]
    advice = cards.adaptation(talk, [talk.store.red_flags[f] for f in standing])
    return [talk.text("safety.known", [talk.offer("suggest"), talk.offer("safe"), talk.offer("topics")], advice=advice)]


def onward(talk: Talk) -> list[Reply]:
    """After a fact that was noted: on with what is open, else what there is to do."""
    state = talk.state
    if state.asking or state.playing or not (state.case.regions or state.case.muscles):
        return go(talk, "continue")
    return [talk.text("noted.onward", [guiding.onward_offer(talk), talk.offer("rank"), talk.offer("topics")])]


@offered("lost")
def lost(talk: Talk) -> list[Reply]:
    """Not understood: rephrase, then offer choices, then a person."""
    state = talk.state
    state.misses += 1
    if state.misses >= 3:
        return [talk.text("lost.person", [talk.offer("referral"), talk.offer("ask_region"), talk.offer("topics")])]
    if state.misses == 2:
        return [
            talk.text(
                "lost.choices",
                [talk.offer("ask_region"), talk.offer("suggest"), talk.offer("topics"), talk.offer("referral")],
            )
        ]
    if talk.turn.intent.startswith("ask_"):
        return [talk.text("answer.unknown", [talk.offer("ask_region"), talk.offer("topics"), talk.offer("referral")])]
    if state.case.regions or state.case.muscles:  # where it hurts is known: not asked again
        onward = [talk.offer("resume" if state.playing else "continue"), talk.offer("topics"), talk.offer("referral")]
        return [talk.text("out_of_scope.known", onward, place=cards.place(talk))]
    return [talk.text("out_of_scope", [talk.offer("ask_region"), talk.offer("topics"), talk.offer("referral")])]


def affirm(talk: Talk) -> list[Reply]:
    """A yes that answers no open question: take the nearest next step."""
    player = talk.state.player
    if player is not None and talk.state.playing:
        if guiding.barred(talk):
            return go(talk, "suggest")
        return go(talk, "resume" if player.away and player.step else "control:next")
    if talk.state.ranked:
        return go(talk, "suggest")
    if talk.state.case.regions:
        return go(talk, "continue")
    return [talk.text("affirm", [talk.offer("ask_region"), talk.offer("topics")])]


def deny(talk: Talk) -> list[Reply]:
    """A no that answers no open question; one that tells something ("no swelling") is noted, and on."""
    known = talk.state.case.regions or talk.state.case.muscles
    if talk.notes and talk.turn.flags.get("escalate"):  # "I have thin bones as well" is no no
        return onward(talk)
    if talk.state.in_a_step and not guiding.barred(talk) and not talk.turn.flags.get("denied"):
        return steering.where(talk)
    if talk.turn.flags.get("denied") and known:
        talk.notes.append(talk.text("deny.noted"))
        return onward(talk) if talk.state.ranked else go(talk, "continue")
    return [
        talk.text(
            "deny",
            [
                talk.offer("rank") if talk.state.ranked else talk.offer("ask_region"),
                talk.offer("suggest"),
                talk.offer("topics"),
            ],
        )
    ]


def restart_or_delete(talk: Talk) -> list[Reply]:
    """Start over, or ask before erasing."""
    if "delete" in talk.turn.found("words"):
        return ask_delete(talk)
    if "restart" in talk.turn.found("words"):
        return restart(talk)
    return [
        talk.text("restart.ask", [talk.offer("restart"), talk.offer("resume" if talk.state.playing else "continue")])
    ]


@offered("erase")
def ask_delete(talk: Talk) -> list[Reply]:
    """Ask before erasing."""
    talk.ask("delete")
    return [talk.text("delete.ask", [talk.offer("delete:yes"), talk.offer("delete:no"), talk.offer("restart")])]


@offered("restart")
def restart(talk: Talk) -> list[Reply]:
    """Forget the facts and begin anew. What is urgent stands until it is corrected."""
    urgent = {
        flag: "asserted"
        for flag in talk.state.flagged("asserted")
        if at_least(talk.store.red_flags[flag].level, CareLevel.urgent)
    }
    _forget(talk)
    talk.state.flags.update(urgent)  # type: ignore[arg-type]
    if urgent:
        return [cards.care_advice(talk, urgent)]
    return [talk.text("restart", [talk.offer("ask_region"), talk.offer("topics")])]


def _forget(talk: Talk) -> None:
    for name, value in State():
        setattr(talk.state, name, value)


@offered_with("delete")
def delete(talk: Talk, answer: str) -> list[Reply]:
    """Erase after a clear yes."""
    talk.state.asking = None
    if answer == "yes":
        _forget(talk)
        talk.note_event(ERASE)
        return [talk.text("delete.done", [talk.offer("ask_region")])]
    return [talk.text("delete.kept", [talk.offer("resume") if talk.state.playing else talk.offer("continue")])]
