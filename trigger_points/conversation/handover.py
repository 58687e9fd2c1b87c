"""Hand over: who to see, how soon, what to say, and a summary of what was said and tried."""

from __future__ import annotations

from trigger_points.content.schema import CareLevel
from trigger_points.conversation import answering, safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import offered
from trigger_points.replies import cards
from trigger_points.replies.models import Contact, Reply, SummaryReply, SummarySection, TextReply
from trigger_points.triage import at_least


@offered("referral")
def referral(talk: Talk) -> list[Reply]:
    """Who to see for this person, by care level; a general question gets its answer."""
    direct = answering.by_meaning(talk, answering.SURE + 0.05) if not talk.turn.choice else None
    level = safety.care_level(talk)
    if at_least(level, CareLevel.see_clinician):
        return [*(direct or []), cards.care_advice(talk, talk.state.flagged("asserted"))]
    if direct:
        return direct
    contacts = [
        Contact(name=c.name, tel=c.tel, url=c.url, note=c.note)
        for c in talk.desk.site.contacts(CareLevel.see_clinician)
    ]
    text = talk.say("referral.general")
    if contacts:
        text += " " + talk.say(
            "care.contacts", contacts=cards.join([f"{c.name} {c.tel or c.url or ''}".strip() for c in contacts])
        )
    return [
        TextReply(text=text, more=talk.say("referral.more"), choices=[talk.offer("summary"), talk.offer("suggest")])
    ]


@offered("summary")
def summary(talk: Talk) -> list[Reply]:
    """One page for a clinician."""
    sections = summary_sections(talk)
    text = " ".join(f"{s.title}: {'; '.join(s.lines)}." for s in sections)
    return [
        SummaryReply(
            text=f"{talk.say('summary.intro')} {text}",
            sections=sections,
            print_url="summary",
            choices=[talk.offer("referral"), talk.offer("suggest")],
        )
    ]


def summary_sections(talk: Talk) -> list[SummarySection]:
    """What was reported, denied, scored and tried, and when; in the order a clinician reads."""
    state, store = talk.state, talk.store
    denied = [store.red_flags[f] for f in state.flagged("denied", "cleared") if f in store.red_flags]
    signs = [flag.name for flag in denied if at_least(flag.level, CareLevel.see_clinician)]
    conditions = [flag.name for flag in denied if flag.name not in signs]
    ranked = [
        (store.muscles.get(i) or store.look_alikes[i]).name
        for i in state.ranked
        if i in store.muscles or i in store.look_alikes
    ]
    sections = {
        "level": [talk.say(f"level.{safety.care_level(talk).value}")],
        "reported": _reported(talk),
        "flags": _flags(talk),
        "denied": ["; ".join(signs)] if signs else [],
        "conditions": ["; ".join(conditions)] if conditions else [],
        "ranked": [cards.join(ranked)] if ranked else [],
        "tried": _tried(talk),
        "scores": _scores(talk),
    }
    none = [talk.say("summary.none")]
    return [SummarySection(title=talk.say(f"summary.{key}"), lines=lines or none) for key, lines in sections.items()]


def _reported(talk: Talk) -> list[str]:
    """The complaint in the person's facts; what was not said is named as such."""
    case, store, unknown = talk.state.case, talk.store, talk.say("summary.unknown")
    values = {
        "place": cards.join([store.regions[r].name for r in case.regions]),
        "side": talk.say(f"choice.side:{case.side}").lower() if case.side else "",
        "duration": cards.how_long(talk),
        "causes": cards.join([store.causes[c].name for c in case.causes if c in store.causes]),
        "cues": cards.join([store.cues[c].name for c in case.cues if c in store.cues]),
        "severity": "" if case.severity is None else f"{case.severity:g}",
    }
    lines = [talk.say(f"summary.{name}", value=value or unknown) for name, value in values.items()]
    if case.look_alikes:
        named = [store.look_alikes[a].name for a in case.look_alikes if a in store.look_alikes]
        lines.append(talk.say("summary.named", value=cards.join(named)))
    if case.age is not None:
        lines.append(talk.say("summary.age", value=case.age))
    if case.floor is False:
        lines.append(talk.say("summary.no_floor"))
    return lines


def _flags(talk: Talk) -> list[str]:
    """Warning signs that stand, each with the day it was reported."""
    days = {event["detail"]: event["at"][:10] for event in talk.state.events if event["what"] == "flag"}
    return [
        f"{talk.store.red_flags[f].name} ({days[f]})" if days.get(f) else talk.store.red_flags[f].name
        for f in talk.state.flagged("asserted")
        if f in talk.store.red_flags
    ]


def _tried(talk: Talk) -> list[str]:
    """Techniques with the pain before and after; those that were broken off say so."""
    return [
        talk.say(
            "summary.trial.stopped" if trial.stopped else "summary.trial",
            name=talk.store.techniques[trial.technique].name,
            before=_number(trial.before),
            after=_number(trial.after),
            at=trial.at[:10],
        )
        for trial in talk.state.trials
        if trial.technique in talk.store.techniques
    ]


def _scores(talk: Talk) -> list[str]:
    """First and latest score, with the days."""
    scores = talk.state.scores
    if len(scores) < MANY:
        return []
    first, last = scores[0], scores[-1]
    values = {"first": f"{first.value:g}", "last": f"{last.value:g}", "since": first.at[:10], "at": last.at[:10]}
    return [talk.say("summary.course", **values)]


MANY = 2
"""Scores from which there is a course to speak of."""


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
