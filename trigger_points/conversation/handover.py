"""Hand over: who to see, how soon, what to say, and a summary of what was said and tried."""

from __future__ import annotations

from trigger_points.content.schema import CareLevel
from trigger_points.conversation import answering, safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import offered
from trigger_points.replies import cards
from trigger_points.replies.models import Contact, Reply, SummaryReply, SummarySection, TextReply
from trigger_points.triage import at_least


@offered("advice")
def advice(talk: Talk) -> list[Reply]:
    """The care advice in full once more."""
    flags = talk.state.flagged("asserted")
    return [cards.care_advice(talk, flags, full=True)] if flags else who_to_see(talk)


@offered("referral")
def referral(talk: Talk) -> list[Reply]:
    """Who to see, when and what to say for this person; any other question about it gets its answer."""
    if talk.turn.choice:
        return who_to_see(talk)
    direct = answering.by_meaning(talk, answering.SURE + 0.05)
    return _by_words(talk) or ([*direct, *_advice_beside(talk)] if direct else who_to_see(talk))


def about_the_advice(talk: Talk) -> list[Reply] | None:
    """ "How soon?", "and what do I say?", "what does that mean?": about the advice that stands, whatever the intent."""
    words = talk.turn.found("words")
    if len(talk.turn.text.split()) > SHORT:
        return None
    if not _to_be_seen(talk):  # "how soon?" right after who to see, or what to say
        about_it = (talk.state.topic or "").removeprefix("question:") in OF_THIS_KIND
        return how_soon(talk) if about_it and "see_when" in words else None
    if "advice_again" in words:
        return advice(talk)
    if "what_it_means" in words:
        lead = cards.leading(talk, talk.state.flagged("asserted"))
        onward = [talk.offer("advice"), talk.offer("referral"), talk.offer("summary")]
        return [talk.text("care.means", onward, name=lead.name, why=cards.sentence(lead.advice.why))]
    return _by_words(talk) if {"what_to_say", "see_when", "see_who"} & set(words) else None


def _by_words(talk: Talk) -> list[Reply] | None:
    """What to say, how soon and who, from what is known; ``None`` if the message asks something else."""
    words, nearest = talk.turn.found("words"), (talk.turn.findings.get("answers") or [("", 0.0)])[0]
    if nearest[1] >= ALMOST and nearest[0] not in OF_THIS_KIND:
        return None  # "what do I say if the therapist presses too hard?"
    if "what_to_say" in words:
        return what_to_say(talk)
    if "see_when" in words:
        return how_soon(talk)
    which = "see_who" in words and not talk.turn.found("treatments")  # "an osteopath or a physio?" compares
    return who_to_see(talk) if which else None


def what_to_say(talk: Talk) -> list[Reply]:
    """What to say to a doctor or physio: the words of the advice that stands, else the facts of the person."""
    onward = [talk.offer("summary"), talk.offer("referral")]
    if _to_be_seen(talk):
        lead = cards.leading(talk, talk.state.flagged("asserted"))
        return [talk.text("referral.say", onward, words=cards.what_to_say(talk, lead.advice.say))]
    record = talk.store.questions.get(WHAT_TO_SAY)
    if record is None:
        return who_to_see(talk)
    general = answering.question(talk, record)
    if not (talk.state.case.regions or talk.state.case.muscles):
        return [general]
    own = talk.say("care.say", words=talk.say("referral.own_words", heard=cards.heard(talk)))
    general.text = talk.say("referral.say.own", words=own)
    general.choices = onward
    return [general]


def how_soon(talk: Talk) -> list[Reply]:
    """How soon: by the advice that stands, else in general."""
    if _to_be_seen(talk):
        advice = cards.leading(talk, talk.state.flagged("asserted")).advice
        onward = [talk.offer("advice"), talk.offer("summary")]
        return [talk.text("referral.soon", onward, who=advice.who, how_soon=cards.sentence(advice.how_soon))]
    known = talk.store.questions.get(WHEN)
    return [answering.question(talk, known)] if known else who_to_see(talk)


def _to_be_seen(talk: Talk) -> bool:
    return at_least(safety.care_level(talk), CareLevel.see_clinician)


def _advice_beside(talk: Talk) -> list[Reply]:
    """The advice that stands, after an answer about something else."""
    return [cards.care_advice(talk, talk.state.flagged("asserted"))] if _to_be_seen(talk) else []


def who_to_see(talk: Talk) -> list[Reply]:
    """Who to see for this person, by care level."""
    if _to_be_seen(talk):
        return _advice_beside(talk)
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


SHORT = 8
"""Words up to which a message is about the advice that stands and nothing else."""
WHAT_TO_SAY, WHEN = "what_to_tell_the_doctor", "when_to_see_someone"
"""Questions that answer in general what to say and when to go."""
ALMOST = 0.9
"""Similarity from which a known question about something else is what was asked."""
OF_THIS_KIND = (WHAT_TO_SAY, WHEN, "what_a_physio_does", "check_a_therapist", "who_to_see")
"""Questions that lie too near to each other to tell them apart by meaning alone."""
MANY = 2
"""Scores from which there is a course to speak of."""


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
