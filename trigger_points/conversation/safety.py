"""Watch every message for red flags; escalate, ask one direct question, or go on."""

from __future__ import annotations

from trigger_points.content.schema import CARE_ORDER, CareLevel
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import State
from trigger_points.conversation.topics import go, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import ChoicesReply, Reply
from trigger_points.triage import at_least, level_of

ADULT = 16
PLAIN_QUESTIONS = ("delete", "side", "trigger", "duration")
"""Open questions that a mere "no" answers, and not a standing flag."""
JUST = 2
"""For so many turns a plain "no" or "false alarm" is about a flag that was raised."""
LIKELY_CHILD = 0.1
"""Score of the model from which a stated age under 16 is taken as the person's own."""


def care_level(talk: Talk) -> CareLevel:
    """The care level of the conversation so far."""
    return level_of(talk.store, talk.state.flagged("asserted"))


def withheld(talk: Talk) -> bool:
    """Whether techniques are withheld: something urgent or an emergency stands."""
    return at_least(care_level(talk), CareLevel.urgent)


def open_flag(state: State) -> str | None:
    """The flag that the open question is about."""
    asking = state.asking or ""
    return asking.split(":", 1)[1] if asking.startswith("flag:") else None


def takes_over(state: State, reading: dict[str, list[str]], levels: dict[str, CareLevel]) -> bool:
    """Whether this reading outranks everything else (used by the safety policy)."""
    fresh = [f for f in reading.get("escalate", []) if state.flags.get(f) != "asserted"]
    if any(at_least(levels[f], CareLevel.see_clinician) for f in fresh if f in levels):
        return True
    return any(worth_asking(state, f, levels[f]) for f in reading.get("ask", []) if f in levels)


def worth_asking(state: State, flag: str, level: CareLevel) -> bool:
    """Whether a doubt deserves its direct question: not settled yet, or only by a line of the checklist.

    "None of these" to thirty lines is a weak no. What may be urgent, and a condition that changes what is offered,
    is asked about once by itself when a later message hints at it; a no to the direct question holds.
    """
    if state.flags.get(flag) is None:
        return True
    asked = f"flag:{flag}" in state.asked
    weighty = at_least(level, CareLevel.urgent) or level is CareLevel.precaution
    return state.flags[flag] == "denied" and not asked and weighty


def watch(talk: Talk) -> list[Reply] | None:
    """Take in the red flags of this message.

    Returns the replies if safety takes over this turn, else ``None``. Notes about
    precautions go to ``talk.notes`` and stand before the topic's own replies.
    """
    state, reading = talk.state, talk.turn.flags
    answered = _settle_open_question(talk)
    withdrawn, in_part = _take_denials(talk)
    _heed_age(talk)
    fresh = [f for f in reading.get("escalate", []) if f in talk.store.red_flags and state.flags.get(f) != "asserted"]
    for flag in fresh:
        state.flags[flag] = "asserted"
        state.told_with[flag] = _signs(talk, flag)
        talk.note_event("flag", flag)
    serious = [f for f in fresh if at_least(talk.store.red_flags[f].level, CareLevel.see_clinician)]
    if answered and answered not in fresh and state.flags[answered] == "asserted":
        serious.insert(0, answered)
    milder = serious and not any(at_least(talk.store.red_flags[f].level, CareLevel.urgent) for f in serious)
    graver = gravest(talk) if milder and _corrects(talk) else None
    if graver:  # "no, I mean my foot fell asleep": what stands is asked about first
        return [check_again(talk, graver)]
    if serious:
        state.asking = None
        if state.player is not None:
            state.player.paused = True
        return [cards.care_advice(talk, [*serious, *state.flagged("asserted")])]  # what is new leads
    precautions = [f for f in fresh if f not in serious]
    if precautions:
        talk.notes.append(cards.precaution_note(talk, precautions))
    known = [f for f in reading.get("ask", []) if f in talk.store.red_flags]
    doubtful = [f for f in known if worth_asking(state, f, talk.store.red_flags[f].level)]
    if state.asking == "duration":  # "two months" alone says nothing about how it was looked after
        doubtful = [f for f in doubtful if at_least(talk.store.red_flags[f].level, CareLevel.urgent)]
    if doubtful and not withheld(talk):
        state.told_with[doubtful[0]] = [s for s in _signs(talk, doubtful[0]) if s in talk.store.cues]
        return [ask_flag(talk, doubtful[0])]
    if withdrawn:
        return [cards.withdrawn(talk, withdrawn)]
    doubted = None if fresh else _grown_up(talk) or in_part or _doubted(talk)
    if doubted and not answered:
        return [check_again(talk, doubted)]
    if answered:
        return _go_on(talk, answered)
    return _said_again(talk)


def _said_again(talk: Talk) -> list[Reply] | None:
    """Something urgent that stands already is told again: the advice again. Questions still get answers."""
    if talk.turn.choice or talk.turn.intent.startswith("ask_"):
        return None
    records = talk.store.red_flags
    told = [f for f in talk.turn.flags.get("escalate", []) if f in records and talk.state.flags.get(f) == "asserted"]
    if any(at_least(records[f].level, CareLevel.urgent) for f in told):
        return [cards.care_advice(talk, talk.state.flagged("asserted"))]
    return None


def waiting(talk: Talk) -> str | None:
    """A flag whose direct question is open, or was passed over. No technique goes on before its answer."""
    asked = [open_flag(talk.state), *talk.state.flagged("asked")]
    return next((flag for flag in asked if flag in talk.store.red_flags), None)


def remind(talk: Talk, flag: str) -> Reply:
    """The direct question once more, in other words, as the person went on without an answer."""
    return check_again(talk, flag, "safety.first")


def ask_flag(talk: Talk, flag: str) -> Reply:
    """One direct question about ``flag``; a flag that stands already is not doubted again."""
    if talk.state.flags.get(flag) == "asserted":
        return cards.care_advice(talk, talk.state.flagged("asserted"))
    talk.state.flags[flag] = "asked"
    talk.ask(f"flag:{flag}")
    record = talk.store.red_flags[flag]
    return ChoicesReply(
        text=talk.say("safety.ask", question=record.question),
        choices=[talk.offer(f"flag:{flag}:{answer}", f"flag.{answer}") for answer in ("yes", "no", "unsure")],
    )


def answer_flag(talk: Talk, flag: str, answer: str) -> None:
    """Settle ``flag``: yes and not sure assert it (care first), no denies it."""
    denied = answer == "no"
    before = talk.state.flags.get(flag)
    talk.state.flags[flag] = ("cleared" if before == "asserted" else "denied") if denied else "asserted"
    if denied:
        _forget_told(talk, flag)
    talk.note_event("denied" if denied else "flag", flag)
    if open_flag(talk.state) == flag:
        talk.state.asking = None


def _go_on(talk: Talk, flag: str) -> list[Reply]:
    """After a clear no: on with what was asked or told; a technique waits until the person takes it up again."""
    denied = cards.flag_denied(talk, flag)
    if talk.state.playing or flag == "crisis":  # no list of muscles right after such a question
        return [denied]
    denied.choices = []
    talk.notes.append(denied)
    return go(talk, "continue")


@offered_with("flag")
def flag_offer(talk: Talk, value: str) -> list[Reply]:
    """A direct question answered by a button, or a standing flag taken back."""
    flag, _, answer = value.partition(":")
    before = talk.state.flags.get(flag)
    answer_flag(talk, flag, answer)
    if answer != "no":
        return [cards.care_advice(talk, talk.state.flagged("asserted"))]
    if before == "asserted":
        return [cards.withdrawn(talk, [flag])]
    return _go_on(talk, flag)


def _grown_up(talk: Talk) -> str | None:
    """Someone taken for a child gives an adult age: asked once more, never assumed."""
    adult = (talk.turn.fact("age") or 0) >= ADULT
    return "under_16" if adult and talk.state.flags.get("under_16") == "asserted" else None


def _doubted(talk: Talk) -> str | None:
    """A standing serious flag that this message may want to take back, without saying so clearly."""
    if talk.doubt:
        return talk.doubt
    return (gravest(talk) if _corrects(talk) else None) or _just_heard(talk)


def _corrects(talk: Talk) -> bool:
    """Whether the message may take something back: a plain no, or words such as "sorry, I meant"."""
    plain_no = talk.turn.intent == "deny" and talk.state.asking not in PLAIN_QUESTIONS
    return plain_no or "correcting" in talk.turn.found("words")


def _just_heard(talk: Talk) -> str | None:
    """A standing serious flag that was raised a moment ago: "no, it was just my trousers" is about that."""
    if talk.state.asking or not (_corrects(talk) or "takes_back" in talk.turn.found("words")):
        return None
    events, turns = talk.state.events, talk.state.turns
    fresh = {e["detail"] for e in events if e["what"] == "flag" and e["turn"] >= turns - JUST}
    return next((f for f in standing(talk, CareLevel.see_clinician) if f in fresh), None)


def standing(talk: Talk, floor: CareLevel) -> list[str]:
    """Standing flags of at least this level, the most serious first."""
    records = talk.store.red_flags
    flags = [f for f in talk.state.flagged("asserted") if f in records and at_least(records[f].level, floor)]
    return sorted(flags, key=lambda f: -CARE_ORDER.index(records[f].level))


def gravest(talk: Talk) -> str | None:
    """The most serious standing flag for which techniques are withheld, if there is one."""
    return next(iter(standing(talk, CareLevel.urgent)), None)


def check_again(talk: Talk, flag: str, key: str = "safety.again") -> Reply:
    """Ask about a flag once more; one that stands does so until the answer is no."""
    talk.ask(f"flag:{flag}")
    record = talk.store.red_flags[flag]
    return ChoicesReply(
        text=talk.say(key, question=record.question),
        choices=[talk.offer(f"flag:{flag}:{answer}", f"flag.{answer}") for answer in ("yes", "no", "unsure")],
    )


def _settle_open_question(talk: Talk) -> str | None:
    flag = open_flag(talk.state)
    if flag is None or talk.turn.choice:
        return None
    reading = talk.turn.flags
    if "not_sure" in talk.turn.found("words"):  # care first
        answer_flag(talk, flag, "unsure")
    elif flag in reading.get("denied", []) and flag not in reading.get("escalate", []) and not _in_part(talk, flag):
        answer_flag(talk, flag, "no")
    elif (talk.turn.intent == "affirm" and not _corrects_the_side(talk)) or flag in reading.get("escalate", []):
        answer_flag(talk, flag, "yes")
    elif talk.turn.intent == "deny":
        answer_flag(talk, flag, "no")
    elif flag in reading.get("ask", []):  # asked about it, they tell of it once more: care first
        answer_flag(talk, flag, "yes")
    else:
        return None
    return flag


def _corrects_the_side(talk: Talk) -> bool:
    """ "Actually mostly the right" is no yes."""
    return bool(talk.turn.findings.get("side")) and "correcting" in talk.turn.found("words")


def _signs(talk: Talk, flag: str) -> list[str]:
    """What this message added that is the flag in other words: the calf and the swelling, not the buttock beside it."""
    return [fact for fact in talk.told if fact in talk.store.red_flags[flag].signs]


def _forget_told(talk: Talk, flag: str) -> None:
    """The signs that came with a flag that is taken back were not meant either; all else that was told stays."""
    told, case = talk.state.told_with.pop(flag, []), talk.state.case
    case.regions = [r for r in case.regions if r not in told]
    case.cues = [c for c in case.cues if c not in told]


def _heed_age(talk: Talk) -> None:
    """A stated age under 16 is worth a question, unless the message is plainly about an adult."""
    age, reading = talk.turn.fact("age"), talk.turn.flags
    if age is None or age >= ADULT or "under_16" not in talk.store.red_flags:
        return
    likely = float(reading.get("scores", {}).get("under_16", 0.0)) >= LIKELY_CHILD
    if likely and "under_16" not in [*reading.get("escalate", []), *reading.get("ask", []), *reading.get("denied", [])]:
        reading.setdefault("ask", []).append("under_16")


def _in_part(talk: Talk, flag: str) -> bool:
    """Whether a denial may be about one sign only: "I can pee fine" says nothing about the numbness that was told.

    What is urgent and stands is taken back by a no to its direct question or by its button, not in passing.
    """
    urgent = at_least(talk.store.red_flags[flag].level, CareLevel.urgent)
    return urgent and talk.state.flags.get(flag) == "asserted" and talk.turn.intent != "deny"


def _take_denials(talk: Talk) -> tuple[list[str], str | None]:
    """Remember denials; a clear denial of a standing flag withdraws it, one of something urgent is asked about."""
    withdrawn: list[str] = []
    in_part = None
    for flag in talk.turn.flags.get("denied", []):
        if flag in talk.turn.flags.get("escalate", []) or flag == open_flag(talk.state):
            continue
        if talk.state.flags.get(flag) != "asserted":
            talk.state.flags[flag] = "denied"
        elif at_least(talk.store.red_flags[flag].level, CareLevel.urgent):
            in_part = in_part or flag
        else:
            talk.state.flags[flag] = "cleared"
            _forget_told(talk, flag)
            talk.note_event("withdrawn", flag)
            withdrawn.append(flag)
    return withdrawn, in_part
