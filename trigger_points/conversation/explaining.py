"""Explain: which muscles or look-alikes can cause such pain, why, and how sure anyone can be."""

from __future__ import annotations

from trigger_points.content.schema import LookAlike
from trigger_points.conversation import personal, safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.ranking import Candidate, rank, with_doubts
from trigger_points.replies import cards
from trigger_points.replies.models import AnatomyReply, Fact, Reply, TextReply

SHOWN = 3
AVOIDED = 3
"""Rules named in answer to "what should I avoid"."""


def candidates(talk: Talk) -> list[Candidate]:
    """The ranking for what is known so far."""
    case = talk.state.case
    return rank(talk.store, case.regions, case.causes, case.cues, [*case.muscles, *case.look_alikes])


def keep_current(talk: Talk) -> None:
    """What was explained follows the facts: after "it's the buttock, not the back" no muscle of the back is left."""
    state = talk.state
    if not state.ranked:
        return
    now = [c.id for c in candidates(talk)[:SHOWN]]
    moved = state.muscle not in now or "region" in talk.corrected
    if now != state.ranked and moved and state.muscle in state.ranked:
        state.muscle = now[0] if now else None
    state.ranked = now


@offered("rank")
def show_ranking(talk: Talk) -> list[Reply]:
    """Two or three candidates with reasons and doubts."""
    found = candidates(talk)
    talk.state.ranked = [c.id for c in found[:SHOWN]]
    if not found:
        return go(talk, "ask_region")
    talk.state.muscle = found[0].id
    talk.state.topic = "rank"
    talk.note_event("ranked", ", ".join(talk.state.ranked))
    case = talk.state.case
    triggers = [*case.causes, *(c for c in case.cues if c in talk.store.cues and talk.store.cues[c].kind == "trigger")]
    shown = with_doubts(talk.store, found[:SHOWN], case.regions, triggers, case.not_there)
    return [cards.ranking(talk, shown, heard=_read_back(talk))]


READ_BACK_FROM = 3
"""Facts in the case from which it helps to say back what was understood."""


def _read_back(talk: Talk) -> str | None:
    """What was understood, once, when there is enough to have got wrong; again after a correction."""
    case = talk.state.case
    known = [case.regions, case.side, case.duration_days, case.causes or case.cues]
    if talk.corrected or (not talk.state.read_back and sum(bool(fact) for fact in known) >= READ_BACK_FROM):
        talk.state.read_back = True
        return cards.heard(talk)
    return None


@offered_with("muscle")
def about_muscle(talk: Talk, muscle_id: str) -> list[Reply]:
    """One muscle (or look-alike): where it is, what it does, where its pain goes."""
    talk.state.muscle = muscle_id
    talk.state.topic = f"muscle:{muscle_id}"
    known = muscle_id in talk.store.muscles
    reply = cards.anatomy(talk, talk.store.muscles[muscle_id]) if known else look_alike(talk, muscle_id)
    if safety.withheld(talk):  # how to press on it, or what exercise may help, is not for now
        held = {talk.say("anatomy.check"), talk.say("look_alike.can_help")}
        reply.facts = [fact for fact in reply.facts if fact.label not in held]
    return [reply]


@offered_with("look_alike")
def _look_alike_offer(talk: Talk, look_alike_id: str) -> list[Reply]:
    return about_muscle(talk, look_alike_id)


def look_alike(talk: Talk, look_alike_id: str) -> AnatomyReply:
    """What a look-alike is, how it differs, what not to do, who to see."""
    record = talk.store.look_alikes[look_alike_id]
    talk.state.muscle = look_alike_id
    facts = [
        Fact(label=talk.say("look_alike.feels"), value=record.feels),
        Fact(label=talk.say("look_alike.differs"), value=" ".join(cards.sentence(x) for x in record.differs)),
        Fact(label=talk.say("look_alike.do_not"), value=" ".join(cards.sentence(x) for x in record.do_not)),
        Fact(label=talk.say("look_alike.can_help"), value=" ".join(cards.sentence(x) for x in record.can_help)),
        Fact(
            label=talk.say("look_alike.see"),
            value=f"{cards.sentence(record.see_who)} {cards.sentence(record.see_when)}",
        ),
    ]
    return AnatomyReply(
        text=" ".join(
            [
                f"{record.name} ({record.plain_name}).",
                cards.sentence(record.what_it_is),
                cards.sentence(record.differs[0]),
                cards.sentence(record.do_not[0]),
                cards.sentence(record.see_when),
            ]
        ),
        id=record.id,
        name=record.name,
        plain_name=record.plain_name,
        facts=facts,
        figure=cards.figure(talk, record.id),
        source=cards.source_note(talk, record.evidence),
        choices=[talk.offer("suggest"), talk.offer("rank"), talk.offer("referral")],
    )


@offered("sure")
def how_sure(talk: Talk) -> list[Reply]:
    """How sure anyone can be: not very, and why."""
    return [talk.text("explain.sure", [talk.offer("suggest"), talk.offer("else")])]


def what_to_avoid(talk: Talk) -> list[Reply]:
    """What to leave out for now: what an alarm says, else for the person, the muscle at hand and what brings it on."""
    store, state = talk.store, talk.state
    if safety.withheld(talk):
        return [personal.until_seen(talk)]
    flags = [store.red_flags[f] for f in state.flagged("asserted") if f in store.red_flags]
    first = [talk.say("avoid.for_you", advice=cards.adaptation(talk, flags))] if flags else []
    found = candidates(talk)
    likeliest = state.muscle or (found[0].id if found else "")
    record = store.look_alikes.get(likeliest) or store.muscles.get(likeliest)
    if record is None:
        onward = [talk.offer("ask_region"), talk.offer("topics")]
        return [TextReply(text=" ".join([*first, talk.say("avoid.none")]), choices=onward)]
    rules = record.do_not if isinstance(record, LookAlike) else record.cautions
    habits = [store.causes[c].today[0] for c in state.case.causes[:1] if c in store.causes]
    lines = [*first, talk.say("avoid.lead"), *(cards.sentence(line) for line in [*rules[:AVOIDED], *habits])]
    onward = [talk.offer("suggest"), talk.offer("rank")]
    return [TextReply(text=" ".join(lines), source=cards.source_note(talk, record.evidence), choices=onward)]


@offered("else")
def something_else(talk: Talk) -> list[Reply]:
    """Could it be something else? The look-alikes that come next; without a place that is asked first."""
    if not candidates(talk):
        return [talk.text("explain.else.first", [talk.offer("ask_region"), talk.offer("referral")])]
    found = [c for c in candidates(talk) if c.kind == "look_alike"][:SHOWN]
    if not found:
        return [talk.text("explain.else.none", [talk.offer("suggest"), talk.offer("referral")])]
    names = [f"{talk.store.look_alikes[c.id].name} ({talk.store.look_alikes[c.id].plain_name})" for c in found]
    choices = [
        talk.offer(f"look_alike:{c.id}", "look_alike.name", name=talk.store.look_alikes[c.id].plain_name) for c in found
    ]
    return [
        TextReply(text=talk.say("explain.else", names=cards.join(names)), choices=[*choices, talk.offer("suggest")])
    ]


def why_region(talk: Talk, region_id: str) -> list[Reply]:
    """Why is the pain felt there? Muscles that send pain to the region, or the symptom record."""
    for symptom in talk.store.symptoms.values():
        if region_id in symptom.regions:
            muscles = [talk.store.muscles[m] for m in symptom.muscles if m in talk.store.muscles]
            choices = [talk.offer(f"muscle:{m.id}", "muscle", name=m.plain_name) for m in muscles[:2]]
            return [
                TextReply(
                    text=f"{cards.sentence(symptom.why)} {cards.sentence(symptom.watch_for)}",
                    more=symptom.feels,
                    source=cards.source_note(talk, symptom.evidence),
                    choices=[*choices, talk.offer("suggest")],
                )
            ]
    return show_ranking(talk)
