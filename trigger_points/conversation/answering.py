"""Answer questions at any time: anatomy, trigger points, causes, treatments, techniques, safety for me."""

from __future__ import annotations

from trigger_points.content.schema import Cause, GlossaryEntry, Question, Treatment
from trigger_points.conversation import choosing, explaining, personal, safety
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import go, offered, offered_with
from trigger_points.replies import cards
from trigger_points.replies.models import Choice, Reply, TextReply

SURE = 0.68
"""Cosine similarity from which a question is taken as meant."""
NEAR = 0.53
"""From here on a question is offered as "did you mean"."""
INFORMING = frozenset({"about", "anatomy", "referral", "safety", "trigger_points"})
"""Topics whose answers tell nothing to do, unless a question says otherwise: answered beside an alarm too."""
BESIDE_THE_POINT = frozenset({"about", "anatomy", "trigger_points"})
"""Topics that have nothing to do with an alarm: no word on it is said ahead of the answer."""
WHOLE = "referral"
"""The topic whose longer answer is given beside an alarm too."""


def anatomy(talk: Talk) -> list[Reply]:
    """Where a muscle is, what it does."""
    direct = by_meaning(talk, SURE + 0.22)
    if direct:  # almost word for word a known question about a muscle, rather than the muscle in general
        return direct
    muscles = [m for m in talk.turn.found("muscles") if m in talk.store.muscles]
    if muscles:
        talk.state.muscle = muscles[0]
        replies = explaining.about_muscle(talk, muscles[0])
        others = [Choice(title=talk.store.muscles[m].name, payload=f"muscle:{m}") for m in muscles[1:3]]
        replies[0].choices = [*others, *replies[0].choices]
        return replies
    if talk.turn.found("look_alikes"):
        return explaining.about_muscle(talk, talk.turn.found("look_alikes")[0])
    if talk.turn.found("glossary"):
        return [glossary(talk, talk.store.glossary[talk.turn.found("glossary")[0]])]
    if talk.turn.found("regions") and "muscles" in talk.turn.found("words"):
        return muscles_there(talk, talk.turn.found("regions"))
    if talk.state.muscle and "that_one" in talk.turn.found("words"):
        return explaining.about_muscle(talk, talk.state.muscle)
    direct = by_meaning(talk, SURE)
    if direct:
        return direct
    if talk.turn.found("regions"):
        return muscles_there(talk, talk.turn.found("regions"))
    if talk.state.muscle:
        return explaining.about_muscle(talk, talk.state.muscle)
    return not_known(talk)


def muscles_there(talk: Talk, regions: list[str]) -> list[Reply]:
    """Which muscles lie in or send pain to a place."""
    names = [
        m for m in talk.store.muscles.values() if any(r.region in regions and r.strength == "main" for r in m.refers_to)
    ]
    if not names:
        return not_known(talk)
    talk.state.topic = f"anatomy:{regions[0]}"
    place = cards.join([talk.store.regions[r].name for r in regions])
    text = talk.say("anatomy.there", place=place, names=cards.join([f"{m.name} ({m.plain_name})" for m in names[:4]]))
    return [
        TextReply(
            text=text,
            choices=[talk.offer(f"muscle:{m.id}", "muscle", name=m.plain_name) for m in names[:3]]
            + [talk.offer("suggest")],
        )
    ]


def trigger_points(talk: Talk) -> list[Reply]:
    """What trigger points are, active and latent, referred pain."""
    direct = by_meaning(talk, SURE)
    if direct:
        return direct
    if "why_here" in talk.turn.found("words") and talk.turn.found("regions"):
        return explaining.why_region(talk, talk.turn.found("regions")[0])
    named = [x for x in talk.turn.found("treatments") if x in talk.store.treatments]
    if named:
        return [treatment(talk, talk.store.treatments[named[0]])]
    entries = [e for e in talk.turn.found("glossary") if e in talk.store.glossary]
    entry = entries[0] if entries else "trigger_point"
    return [glossary(talk, talk.store.glossary[entry])]


@offered("causes")
def causes(talk: Talk) -> list[Reply]:
    """What brings it on, in general or for a named cause."""
    named = [c for c in talk.turn.found("causes") if c in talk.store.causes]
    if named:
        return [cause(talk, talk.store.causes[named[0]])]
    words = talk.turn.found("words")
    of_mine = "what_brings_it" in words and talk.state.case.causes  # "what causes this?": what they told is nearer
    direct = by_meaning(talk, SURE + 0.1 if of_mine else SURE)
    if direct:
        return direct
    if talk.turn.found("look_alikes"):  # "could it be the sciatic nerve?"
        return explaining.about_muscle(talk, talk.turn.found("look_alikes")[0])
    if "could_it_be" in words:
        return go(talk, "else")
    if not talk.turn.choice and "what_brings_it" not in words:  # "why does it hurt at night?" is no such question
        return not_known(talk)
    if talk.state.case.causes:
        return [cause(talk, talk.store.causes[talk.state.case.causes[0]])]
    records = list(talk.store.causes.values())
    names = cards.join([r.name.lower() for r in records[:6]])
    return [
        TextReply(
            text=talk.say("causes.list", names=names),
            choices=[talk.offer(f"cause:{r.id}", "cause", name=r.name) for r in records[:6]],
        )
    ]


@offered("treatments")
def treatments(talk: Talk) -> list[Reply]:
    """What a treatment is, what the evidence says, whether it is safe for me."""
    techniques = [t for t in talk.turn.found("techniques") if t in talk.store.techniques]
    if techniques and "show" in talk.turn.found("words"):  # "I have a hot water bag, show me the heat pack"
        return go(talk, f"technique:{techniques[0]}")
    direct = by_meaning(talk, SURE + 0.22)
    if direct:
        return direct
    named = [t for t in talk.turn.found("treatments") if t in talk.store.treatments]
    if named:
        return [treatment(talk, talk.store.treatments[named[0]])]
    direct = by_meaning(talk, SURE - 0.05)
    if direct:
        return direct
    if safety.withheld(talk) and not talk.turn.choice:
        return [personal.held_back(talk)]
    if not talk.turn.choice and "what_helps" not in talk.turn.found("words"):
        return not_known(talk)
    records = list(talk.store.treatments.values())
    return near_questions(talk) or [
        TextReply(
            text=talk.say("treatments.list", names=cards.join([r.name for r in records[:6]])),
            choices=[talk.offer(f"treatment:{r.id}", "treatment", name=r.name) for r in records[:5]],
        )
    ]


def by_meaning(talk: Talk, threshold: float) -> list[Reply] | None:
    """The answer to the nearest known question, if it is near enough."""
    for question_id, similarity in talk.turn.findings.get("answers") or []:
        if similarity >= threshold and question_id in talk.store.questions:
            return [question(talk, talk.store.questions[question_id])]
        break
    return None


def near_questions(talk: Talk) -> list[Reply] | None:
    """Not sure what was meant, or not known: say so and offer the nearest questions."""
    near = [q for q, s in talk.turn.findings.get("answers") or [] if s >= NEAR and q in talk.store.questions][:3]
    if not near:
        return None
    choices = [Choice(title=talk.store.questions[q].phrasings[0], payload=f"question:{q}") for q in near]
    unknown = {"why_here", "is_it_normal"} & set(talk.turn.found("words"))
    return [talk.text("answer.unsure" if unknown else "answer.near", [*choices, talk.offer("referral")])]


def not_known(talk: Talk) -> list[Reply]:
    """Say so, and offer the nearest topics; each time in another way."""
    near = near_questions(talk)
    if near and [c.payload for c in near[0].choices if c.payload.startswith("question:")] != talk.state.listed:
        return near
    return go(talk, "lost")


def question(talk: Talk, record: Question) -> TextReply:
    """Short answer first, the longer one folded; what is known about the person comes along."""
    talk.state.topic = f"question:{record.id}"
    informs = record.topic in INFORMING if record.informs is None else record.informs
    if safety.withheld(talk) and not informs:
        return personal.held_back(talk)
    known = record.personal if informs or personal.notes(talk, record.personal) else personal.until_checked(talk)
    reply = personal.answer(talk, known, record.short, record.long)
    reply.source = cards.source_note(talk, record.evidence)
    reply.choices = _onward(talk, record)
    if safety.withheld(talk) and record.topic != WHOLE:
        reply.more = None  # what may help stands there
        reply.choices.append(talk.offer("referral"))
    return reply if record.topic in BESIDE_THE_POINT else personal.beside_alarm(talk, reply)


def _onward(talk: Talk, record: Question) -> list[Choice]:
    """What to try, and what people ask next."""
    choices = [
        talk.offer(f"technique:{t}", "technique", name=talk.store.techniques[t].name)
        for t in record.techniques[:1]
        if t in talk.store.techniques and choosing.verdict(talk, talk.store.techniques[t]).allowed
    ]
    choices += [
        Choice(title=talk.store.questions[q].phrasings[0], payload=f"question:{q}")
        for q in record.related[:2]
        if q in talk.store.questions
    ]
    return choices


def glossary(talk: Talk, record: GlossaryEntry) -> TextReply:
    """A term and its plain twin."""
    talk.state.topic = f"glossary:{record.id}"
    return TextReply(
        text=record.short,
        more=None if safety.withheld(talk) else record.long,
        source=cards.source_note(talk, record.evidence),
        choices=[talk.offer("topics"), talk.offer("ask_region")],
    )


def cause(talk: Talk, record: Cause) -> TextReply:
    """Why it loads the muscle, and what to change today."""
    talk.state.topic = f"cause:{record.id}"
    if safety.withheld(talk):
        return personal.held_back(talk)
    today = " ".join(cards.sentence(step) for step in record.today)
    reply = personal.answer(talk, record.personal, f"{cards.sentence(record.why)} {talk.say('cause.today')} {today}")
    reply.source = cards.source_note(talk, record.evidence)
    muscles = [m for m in record.muscles[:2] if m in talk.store.muscles]
    reply.choices = [talk.offer(f"muscle:{m}", "muscle", name=talk.store.muscles[m].plain_name) for m in muscles]
    reply.choices.append(talk.offer("suggest"))
    return reply


def treatment(talk: Talk, record: Treatment) -> TextReply:
    """What it is and what the evidence says; what to expect is folded."""
    talk.state.topic = f"treatment:{record.id}"
    if safety.withheld(talk):
        return personal.held_back(talk)
    general = f"{cards.sentence(record.what)} {cards.sentence(record.evidence_says)}"
    more = f"{cards.sentence(record.expect)} {cards.sentence(record.speak_up)}"
    likeliest = talk.store.look_alikes.get(next(iter(talk.state.ranked), ""))
    if likeliest is not None:  # "should I foam roll it?", with a sore tendon on the outer hip
        general += " " + talk.say("treatment.here", rule=cards.sentence(likeliest.do_not[0]))
    reply = personal.answer(talk, record.personal, general, more)
    reply.source = cards.source_note(talk, record.evidence)
    reply.choices = [talk.offer("referral"), talk.offer("suggest")]
    return reply


@offered("topics")
def topics(talk: Talk) -> list[Reply]:
    """What can be asked about."""
    entries = [
        talk.offer(f"glossary:{g}", "glossary", name=talk.store.glossary[g].term)
        for g in ("trigger_point", "referred_pain")
        if g in talk.store.glossary
    ]
    return [
        talk.text(
            "topics",
            [*entries, talk.offer("causes"), talk.offer("treatments"), talk.offer("suggest"), talk.offer("referral")],
        )
    ]


@offered_with("anatomy")
def _anatomy_offer(talk: Talk, region: str) -> list[Reply]:
    return muscles_there(talk, [region])


@offered_with("cause")
def _cause_offer(talk: Talk, record_id: str) -> list[Reply]:
    return [cause(talk, talk.store.causes[record_id])]


@offered_with("treatment")
def _treatment_offer(talk: Talk, record_id: str) -> list[Reply]:
    return [treatment(talk, talk.store.treatments[record_id])]


@offered_with("glossary")
def _glossary_offer(talk: Talk, record_id: str) -> list[Reply]:
    return [glossary(talk, talk.store.glossary[record_id])]


@offered_with("question")
def _question_offer(talk: Talk, record_id: str) -> list[Reply]:
    return [question(talk, talk.store.questions[record_id])]
