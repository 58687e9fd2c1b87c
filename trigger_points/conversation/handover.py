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
    """What was reported, denied, scored and tried."""
    state, case, store = talk.state, talk.state.case, talk.store
    unknown = talk.say("summary.unknown")
    reported = [
        talk.say("summary.place", value=cards.join([store.regions[r].name for r in case.regions]) or unknown),
        talk.say("summary.side", value=case.side or unknown),
        talk.say("summary.duration", value=cards.duration(talk, case.duration_days) or unknown),
        talk.say(
            "summary.causes",
            value=cards.join([store.causes[c].name for c in case.causes if c in store.causes]) or unknown,
        ),
        talk.say(
            "summary.cues", value=cards.join([store.cues[c].name for c in case.cues if c in store.cues]) or unknown
        ),
        talk.say("summary.severity", value="?" if case.severity is None else f"{case.severity:g}"),
    ]
    sections = [SummarySection(title=talk.say("summary.reported"), lines=reported)]
    for key, statuses in (("flags", ("asserted",)), ("denied", ("denied", "cleared"))):
        lines = [store.red_flags[f].name for f in state.flags if state.flags[f] in statuses and f in store.red_flags]
        sections.append(SummarySection(title=talk.say(f"summary.{key}"), lines=lines or [talk.say("summary.none")]))
    ranked = [
        (store.muscles.get(i) or store.look_alikes[i]).name
        for i in state.ranked
        if i in store.muscles or i in store.look_alikes
    ]
    sections.append(SummarySection(title=talk.say("summary.ranked"), lines=ranked or [talk.say("summary.none")]))
    tried = [
        talk.say(
            "summary.trial",
            name=store.techniques[t.technique].name,
            before="?" if t.before is None else f"{t.before:g}",
            after="?" if t.after is None else f"{t.after:g}",
            at=t.at[:10],
        )
        for t in state.trials
        if t.technique in store.techniques
    ]
    sections.append(SummarySection(title=talk.say("summary.tried"), lines=tried or [talk.say("summary.none")]))
    sections.append(
        SummarySection(title=talk.say("summary.level"), lines=[talk.say(f"level.{safety.care_level(talk).value}")])
    )
    return sections
