"""Content records turned into replies. No Rasa, no decisions: only how things are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from trigger_points.content.schema import CARE_ORDER, CareLevel, Evidence, Muscle, RedFlag, Technique
from trigger_points.ranking import Candidate, Reason
from trigger_points.replies.models import (
    AnatomyReply,
    CareAdviceReply,
    ChecklistGroup,
    ChecklistItem,
    ChecklistReply,
    Choice,
    Contact,
    Fact,
    Figure,
    NamedFlag,
    PainScaleReply,
    RankedItem,
    RankingReply,
    SourceNote,
    TechniqueReply,
    TextReply,
)
from trigger_points.triage import NO_SELF_CARE

if TYPE_CHECKING:
    from trigger_points.conversation.desk import Talk

MAX_REASONS = 3


def sentence(text: str) -> str:
    """``text`` with a capital first letter and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ".)")) else ".")


def join(items: Sequence[str]) -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def join_or(items: Sequence[str]) -> str:
    """``a, b or c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}" if items else ""


def figure(talk: Talk, figure_id: str, side: str | None = None) -> Figure | None:
    """The drawing ``figure_id`` with its text twin, if it exists: for the sore ``side``, else the person's own.

    ``<id>.svg`` shows the right side (its words say so), ``<id>-left.svg`` the left one.
    """
    left = talk.desk.figures.get(f"{figure_id}-left") if (side or talk.state.case.side) == "left" else None
    info = left or talk.desk.figures.get(figure_id)
    if info is None:
        return None
    return Figure(url=f"figures/{info.id}.svg", title=info.title, description=info.description)


def source_note(talk: Talk, evidence: Evidence) -> SourceNote:
    """Grade and sources in words."""
    return SourceNote(
        grade=evidence.grade,
        grade_words=talk.say(f"grade.{evidence.grade.value}"),
        titles=[talk.store.sources[s].title for s in evidence.sources if s in talk.store.sources],
    )


def _by_level(talk: Talk, flags: Iterable[str]) -> list[RedFlag]:
    """The records of ``flags``, the most serious first."""
    return sorted((talk.store.red_flags[f] for f in dict.fromkeys(flags)), key=lambda r: -CARE_ORDER.index(r.level))


def leading(talk: Talk, flags: Iterable[str]) -> RedFlag:
    """The flag whose advice comes first: thoughts of ending one's life, else the most serious."""
    records = _by_level(talk, flags)
    return next((r for r in records if r.id == "crisis"), records[0])


def what_to_say(talk: Talk, said: str) -> str:
    """What to say when calling, as words of the person; what is in brackets is advice on it."""
    words, _, hint = said.removesuffix(")").partition("(")
    return " ".join(filter(None, [talk.say("care.say", words=sentence(words)), hint and sentence(hint)]))


def care_advice(talk: Talk, flags: Iterable[str], full: bool = False) -> CareAdviceReply:
    """Advice for the most serious of ``flags``, the first of them if several are as serious; the others are named.

    In full once; after that in short with the full text one tap away, until something changes.
    """
    records = _by_level(talk, flags)
    lead = leading(talk, [r.id for r in records])
    crisis = lead.id == "crisis"
    shown = [r for r in records if r.level not in (CareLevel.self_care, CareLevel.precaution)] or records
    about = " ".join([lead.id, *sorted(r.id for r in shown)])
    again, talk.state.advised = about == talk.state.advised and not full, about
    advice = lead.advice
    contacts = [
        Contact(name=c.name, tel=c.tel.replace(" ", "") if c.tel else None, url=c.url, note=c.note)
        for c in talk.desk.site.contacts(lead.level, crisis)
    ]
    call = ""
    if contacts:
        lines = [f"{c.name} {c.tel or c.url or ''}".strip() for c in contacts]
        call = talk.say("care.contacts", contacts=join(lines))
    key = "crisis" if crisis else lead.level.value
    choices = [talk.offer(f"flag:{lead.id}:no", "flag.mistake")]
    if again:
        choices = [talk.offer("advice"), *choices]
    if not crisis:
        choices = [*choices[:-1], talk.offer("summary"), talk.offer("referral"), choices[-1]]
        if lead.level is CareLevel.see_clinician and not NO_SELF_CARE & {r.id for r in records}:
            choices = [talk.offer("calm"), *choices]
    if again:
        text = talk.say(f"care.again.{key}", who=advice.who, how_soon=sentence(advice.how_soon), contacts=call)
        return CareAdviceReply(
            text=" ".join(text.split()),
            level=lead.level,
            flags=[],
            who=sentence(advice.who),
            how_soon=sentence(advice.how_soon),
            say="",
            why="",
            contacts=contacts,
            choices=choices,
        )
    parts = [sentence(advice.why), talk.say("care.who", who=advice.who.rstrip(".")), sentence(advice.how_soon)]
    parts += [what_to_say(talk, advice.say)]
    parts += [talk.say("care.meanwhile", meanwhile=sentence(advice.meanwhile))] if advice.meanwhile else []
    parts += [call]
    return CareAdviceReply(
        text=" ".join([talk.say(f"care.lead.{key}"), *filter(None, parts)]),
        level=lead.level,
        flags=[NamedFlag(id=r.id, name=r.name) for r in shown],
        who=sentence(advice.who),
        how_soon=sentence(advice.how_soon),
        say=sentence(advice.say),
        why=sentence(advice.why),
        meanwhile=sentence(advice.meanwhile) if advice.meanwhile else None,
        contacts=contacts,
        choices=choices,
    )


def precaution_note(talk: Talk, flags: Sequence[str]) -> TextReply:
    """Thanks for a precaution, and how what is offered will change."""
    records = [talk.store.red_flags[f] for f in flags]
    return TextReply(
        text=talk.say("safety.precaution", names=join([r.name for r in records]), advice=adaptation(talk, records)),
        more=" ".join(sentence(x) for r in records for x in (r.advice.who, r.advice.say) if x),
    )


def adaptation(talk: Talk, records: Sequence[RedFlag]) -> str:
    """What these precautions change: what to choose and what to skip; beside another flag the stricter advice."""
    standing = {*talk.state.flagged("asserted"), *(r.id for r in records)}
    said = []
    for record in records:
        beside = next((note.say for note in record.advice.beside if standing & set(note.flags)), None)
        said.append(beside or record.advice.meanwhile or record.advice.why)
    return " ".join(sentence(text) for text in dict.fromkeys(said))


def withdrawn(talk: Talk, flags: Sequence[str]) -> TextReply:
    """A standing flag was taken back."""
    names = join([talk.store.red_flags[f].name for f in flags])
    talk.state.advised = None
    choices = [talk.offer("resume")] if talk.state.playing else [talk.offer("rank"), talk.offer("suggest")]
    if "crisis" in flags:
        return _crisis_lifted(talk, choices)
    return talk.text("safety.withdrawn", choices, names=names)


def _crisis_lifted(talk: Talk, choices: list[Choice]) -> TextReply:
    """After a no to thoughts of ending one's life: taken at their word, with the numbers left at hand."""
    calls = [c for c in talk.desk.site.contacts(CareLevel.emergency, True) if c.tel]
    lines = join_or([f"{c.name} {c.tel}" for c in calls[:2]])
    return talk.text("safety.crisis.lifted", choices, lines=lines)


def flag_denied(talk: Talk, flag: str) -> TextReply:
    """A direct question was answered with no."""
    choices = [talk.offer("resume")] if talk.state.playing else [talk.offer("continue")]
    if flag == "crisis":
        return _crisis_lifted(talk, choices)
    return talk.text("safety.denied", choices, name=talk.store.red_flags[flag].name)


def checklist(talk: Talk, again: bool = False) -> ChecklistReply:
    """The screening list before the first physical technique; ``again`` says it shortly."""
    groups: dict[str, list[ChecklistItem]] = {"now": [], "you": []}
    for record in talk.store.red_flags.values():
        if record.checklist and talk.state.flags.get(record.id) not in ("asserted", "denied", "cleared"):
            group = "you" if record.level in (CareLevel.precaution,) else "now"
            item = ChecklistItem(id=record.id, label=record.checklist, payload=f"check:{record.id}")
            groups[group].append(item)
    shown = [
        ChecklistGroup(title=talk.say(f"checklist.{name}"), items=items) for name, items in groups.items() if items
    ]
    lines = "; ".join(item.label.rstrip(".?") for group in shown for item in group.items)
    return ChecklistReply(
        text=talk.say("checklist.again") if again else talk.say("checklist.intro", lines=lines),
        groups=shown,
        none=talk.offer("check:none"),
    )


def anatomy(talk: Talk, muscle: Muscle, lead: str | None = None) -> AnatomyReply:
    """One muscle: where it is, what it does, where its pain goes."""
    facts = [
        Fact(label=talk.say(f"anatomy.{name}"), value=value)
        for name, value in (
            ("location", muscle.location),
            ("role", muscle.role),
            ("refers", muscle.refers_text),
            ("feels", muscle.feels),
            ("check", muscle.check),
            ("origin", muscle.origin),
            ("insertion", muscle.insertion),
            ("action", muscle.action),
            ("nerve", muscle.nerve),
        )
    ]
    text = (
        lead
        or f"{muscle.name} ({muscle.plain_name}). {sentence(muscle.location)} {sentence(muscle.role)} "
        f"{sentence(muscle.refers_text)}"
    )
    return AnatomyReply(
        text=text,
        id=muscle.id,
        name=muscle.name,
        plain_name=muscle.plain_name,
        facts=facts,
        figure=figure(talk, muscle.id),
        source=source_note(talk, muscle.evidence),
        choices=[talk.offer(f"suggest:{muscle.id}", "suggest.muscle", name=muscle.plain_name), talk.offer("rank")],
    )


def heard(talk: Talk) -> str:
    """What was understood, in one line: place, what sets it off, how long."""
    case, store = talk.state.case, talk.store
    parts = [place(talk)]
    long = how_long(talk)
    if long:
        parts.append(long if long.startswith("since ") else talk.say("heard.since", value=long))
    causes = [store.causes[c].name.lower() for c in case.causes if c in store.causes]
    cues = [store.cues[c].name for c in case.cues if c in store.cues and c.startswith("worse_")]
    parts += [talk.say("heard.from", value=join(causes[:2]))] if causes else cues[:1]
    return ", ".join(parts)


def how_long(talk: Talk) -> str | None:
    """How long it had been going on when that was told: in the person's words, with the day unless it is today."""
    case, today = talk.state.case, talk.turn.at[:10]
    words = case.duration_said or duration(talk, case.duration_days)
    told = case.duration_at[:10]
    return talk.say("duration.told", value=words, at=told) if words and told not in ("", today) else words


def duration(talk: Talk, days: float | None) -> str | None:
    """A length of time in days, in the words people use."""
    if days is None:
        return None
    for unit, length, least in (("years", 365, 700), ("months", 30, 60), ("weeks", 7, 14)):
        if days >= least:
            return talk.say(f"duration.{unit}", n=round(days / length))
    return talk.say("duration.day") if days < 2 else talk.say("duration.days", n=round(days))


def ranking(talk: Talk, candidates: Sequence[Candidate], heard: str | None = None) -> RankingReply:
    """Candidates with reasons and doubts; ``heard`` says back what was understood, with a way to correct it."""
    items = [_ranked_item(talk, candidate) for candidate in candidates]
    lines = " ".join(
        f"{n}. {item.name}, {item.plain_name}: {join(item.fits) or talk.say('ranking.little')}.{_against(talk, item)}"
        for n, item in enumerate(items, 1)
    )
    lead = f"{talk.say('heard.lead', heard=heard)} " if heard else ""
    return RankingReply(
        text=f"{lead}{talk.say('ranking.intro', place=place(talk))} {lines} {talk.say('ranking.not_sure')}",
        items=items,
        choices=[
            talk.offer("suggest"),
            talk.offer("sure"),
            talk.offer("else"),
            *([talk.offer("correct")] if heard else []),
        ],
    )


def _against(talk: Talk, item: RankedItem) -> str:
    """The strongest doubt, in words after the reasons."""
    return f" {talk.say('ranking.against', why=item.does_not_fit[0])}" if item.does_not_fit else ""


def _ranked_item(talk: Talk, candidate: Candidate) -> RankedItem:
    store = talk.store
    if candidate.kind == "muscle":
        muscle = store.muscles[candidate.id]
        where, name, plain = muscle.location, muscle.name, muscle.plain_name
        choice = talk.offer(f"suggest:{candidate.id}", "suggest.this")
    else:
        other = store.look_alikes[candidate.id]
        where, name, plain = other.what_it_is, other.name, other.plain_name
        choice = talk.offer(f"look_alike:{candidate.id}", "look_alike")
    return RankedItem(
        id=candidate.id,
        kind=candidate.kind,
        name=name,
        plain_name=plain,
        fits=[_reason(talk, r) for r in candidate.fits[:MAX_REASONS]],
        does_not_fit=[_reason(talk, r) for r in candidate.does_not_fit[:MAX_REASONS]],
        where=sentence(where),
        figure=figure(talk, candidate.id),
        choice=choice,
    )


def _reason(talk: Talk, reason: Reason) -> str:
    store = talk.store
    sign = "for" if reason.weight > 0 else "against"
    if reason.kind == "region":
        return talk.say(f"reason.region.{sign}", name=store.regions[reason.id].name)
    if reason.kind == "cause":
        return talk.say(f"reason.cause.{sign}", name=store.causes[reason.id].name.lower())
    if reason.kind == "cue":
        return talk.say(f"reason.cue.{sign}", name=store.cues[reason.id].name)
    if reason.kind in ("elsewhere", "denied"):
        return talk.say(f"reason.{reason.kind}", name=store.regions[reason.id].name)
    return talk.say("reason.named")


def place(talk: Talk) -> str:
    """Where it hurts, with the side: the place that was told, else the muscle that was named."""
    case = talk.state.case
    names = [talk.store.regions[r].name for r in case.regions if r in talk.store.regions]
    named = [talk.store.muscles[m].plain_name.removeprefix("the ") for m in case.muscles if m in talk.store.muscles]
    where = join(names) or join(named[:2]) or talk.say("place.unknown")
    if case.side == "both":
        return talk.say("place.both", place=where)
    return f"{case.side} {where}" if case.side else where


def technique(talk: Talk, record: Technique, notes: Sequence[str], steps: int) -> TechniqueReply:
    """The preview: what you need, how long, how many steps, how it should feel, when to stop."""
    store = talk.store
    equipment = [store.equipment[e].name for e in record.equipment]
    need = join(equipment) or talk.say("technique.nothing")
    text = talk.say(
        "technique.preview",
        name=record.name,
        goal=sentence(record.goal),
        minutes=_minutes(talk, record.minutes),
        need=need,
        feel=sentence(record.feel),
        stop=sentence(record.stop_rules[0]),
    )
    if notes:
        text += " " + " ".join(sentence(note) for note in notes)
    return TechniqueReply(
        text=text,
        id=record.id,
        name=record.name,
        muscles=[store.muscles[m].name for m in record.muscles if m in store.muscles],
        goal=record.goal,
        minutes=record.minutes,
        position=talk.say(f"position.{record.position}"),
        equipment=equipment,
        substitutes=list(record.substitutes),
        dose=record.dose.words,
        feel=record.feel,
        stop_rules=list(record.stop_rules),
        adaptations=list(notes),
        steps=steps,
        side=side_of(talk, record),
        figure=figure(talk, record.figure, side_of(talk, record)),
        source=source_note(talk, record.evidence),
        choices=[talk.offer(f"start:{record.id}", "start"), talk.offer("control:another"), talk.offer("control:why")],
    )


def side_of(talk: Talk, record: Technique) -> Literal["left", "right", "both"] | None:
    """The side that a one-sided technique is for: the one under way, else the sore one."""
    if not record.one_sided:
        return None
    player = talk.state.player
    return (player.side if player else None) or talk.state.case.side


def _minutes(talk: Talk, minutes: float) -> str:
    return talk.say("minutes.one") if minutes == 1 else talk.say("minutes.many", minutes=f"{minutes:g}")


def pain_scale(talk: Talk, when: Literal["before", "after", "now"]) -> PainScaleReply:
    """0 to 10."""
    return PainScaleReply(
        text=talk.say(f"score.{when}"),
        when=when,
        low_label=talk.say("score.low"),
        high_label=talk.say("score.high"),
        payloads=[f"score:{n}" for n in range(11)],
        choices=[Choice(title=talk.say("choice.skip"), payload="skip")],
    )
