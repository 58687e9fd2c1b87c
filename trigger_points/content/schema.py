"""Shape of every record a clinician can edit under ``content/``.

One class per record type. Unknown keys are errors, so that a typing mistake in a
YAML file is reported instead of silently ignored. Cross-references between
records are checked in :mod:`trigger_points.content.validator`.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field, PositiveInt, conint, constr

if TYPE_CHECKING:
    Id = str
    Text = str
    Seconds = int
    Count = int
    Few = int
    Days = int
else:
    Id = constr(regex=r"^[a-z][a-z0-9_]*$", strict=True)
    Text = constr(strip_whitespace=True, min_length=2, strict=True)
    # Whole numbers only (no 2.5, "30" or true), with limits that catch a slip of the finger.
    Seconds = conint(strict=True, ge=1, le=1200)
    Count = conint(strict=True, ge=1, le=30)
    Few = conint(strict=True, ge=1, le=5)
    Days = conint(strict=True, ge=1, le=7)


class Record(BaseModel):
    """Base of all records: immutable, and unknown keys are refused."""

    class Config:
        extra = "forbid"
        allow_mutation = False


class Grade(str, Enum):
    """How well a statement is supported; shown to people in words."""

    well_supported = "well_supported"
    some_support = "some_support"
    expert_opinion = "expert_opinion"
    disputed = "disputed"


class CareLevel(str, Enum):
    """Levels of care, low to high (see :data:`CARE_ORDER`)."""

    self_care = "self_care"
    precaution = "precaution"
    see_clinician = "see_clinician"
    urgent = "urgent"
    emergency = "emergency"


CARE_ORDER: tuple[CareLevel, ...] = tuple(CareLevel)


class Evidence(Record):
    """Where a statement comes from.

    ``sources`` are ids in ``sources.yml``; ``to_check`` marks what a clinician still
    has to confirm before release.
    """

    sources: list[Id] = Field(..., min_items=1)
    grade: Grade
    to_check: bool = False
    note: Text | None = None


class Source(Record):
    """A work that statements rest on."""

    id: Id
    title: Text
    authors: str = ""
    year: int | None = None
    kind: Literal[
        "guideline",
        "systematic_review",
        "trial",
        "review",
        "survey",
        "textbook",
        "patient_information",
        "article",
        "house_rule",
    ]
    identifier: Text
    checked: Literal["read", "second_hand", "textbook"]
    note: str = ""


class PersonalNote(Record):
    """What changes in an answer when a flag is known about the person.

    ``stricter`` names flags whose own note goes further: this one is then left out. ``avoid`` says that the
    note advises against what the answer is about; the answer itself is then folded away.
    """

    flags: list[Id] = Field(..., min_items=1)
    say: Text
    stricter: list[Id] = []
    avoid: bool = False


class Region(Record):
    """A place on the body that people point at."""

    id: Id
    name: Text
    description: Text
    views: list[Literal["front", "back", "side"]] = Field(..., min_items=1)
    has_side: bool = True
    phrases: list[str] = Field(..., min_items=1)


class Side(Record):
    """Words for a side of the body; ``no_side`` lists uses of "left" and "right" that mean no side."""

    id: Literal["left", "right", "both", "other", "no_side"]
    phrases: list[str] = Field(..., min_items=1)
    only: list[str] = []
    """Says that this side is the sore one, whatever else is named."""
    not_sore: list[str] = []
    """Names this side as the one that is not sore."""
    old: list[str] = []
    """Names this side for something else, such as an old operation."""


class Equipment(Record):
    """A thing to press, roll or sit on, and what can stand in for it."""

    id: Id
    name: Text
    phrases: list[str] = Field(..., min_items=1)
    substitutes: list[Text] = []
    ask: bool = False
    """Not in every home: worth asking about before a technique that needs it."""


class Cue(Record):
    """A feature of the story that speaks for or against a muscle or look-alike.

    ``phrases`` use the phrase language of ``docs/content.md``. ``examples`` are
    messages that must show the cue (they are tests too).
    """

    id: Id
    name: Text
    kind: Literal["trigger", "eases", "quality", "history", "test", "absence"]
    phrases: list[str] = Field(..., min_items=1)
    but_not: list[str] = []
    """Phrases in which the same words mean something else: "good morning" is no worse morning."""
    examples: list[str] = []


class Referral(Record):
    """Where pain from a muscle is felt: in the main area or as spill-over."""

    region: Id
    strength: Literal["main", "spill_over"]


class Weights(Record):
    """How much causes and cues speak for (+) or against (-) a candidate.

    Units are rough log-odds: 1 = mild hint, 2 = clear hint, 3 = typical, negative =
    speaks against. Regions are derived from ``refers_to`` (main 3, spill-over 1)
    unless given here.
    """

    regions: dict[str, float] = {}
    causes: dict[str, float] = {}
    cues: dict[str, float] = {}


class RankingRules(Record):
    """``ranking.yml``: what counts how much where a record does not say so itself (units as in :class:`Weights`)."""

    main: float = Field(..., gt=0)
    spill_over: float = Field(..., ge=0)
    missed_region: float = Field(..., le=0)
    named: float = Field(..., ge=0)
    neighbour_share: float = Field(..., ge=0, le=1)
    neighbours: dict[str, list[Id]] = {}


class Muscle(Record):
    """One muscle (or a pair that people treat together)."""

    id: Id
    name: Text
    plain_name: Text
    phrases: list[str] = Field(..., min_items=1)
    origin: Text
    insertion: Text
    action: Text
    nerve: Text
    location: Text
    role: Text
    refers_to: list[Referral] = Field(..., min_items=1)
    refers_text: Text
    feels: Text
    sets_off: list[Text] = Field(..., min_items=1)
    perpetuating: list[Text] = Field(..., min_items=1)
    check: Text
    techniques: list[Id] = Field(..., min_items=1)
    cautions: list[Text] = Field(..., min_items=1)
    look_alikes: list[Id] = []
    weights: Weights = Weights()
    evidence: Evidence


class LookAlike(Record):
    """Something that is not a muscle and feels like one."""

    id: Id
    name: Text
    plain_name: Text
    phrases: list[str] = Field(..., min_items=1)
    what_it_is: Text
    feels: Text
    refers_to: list[Referral] = Field(..., min_items=1)
    differs: list[Text] = Field(..., min_items=1)
    do_not: list[Text] = Field(..., min_items=1)
    can_help: list[Text] = Field(..., min_items=1)
    see_who: Text
    see_when: Text
    techniques: list[Id] = []
    care_level: CareLevel = CareLevel.see_clinician
    weights: Weights = Weights()
    evidence: Evidence


class Dose(Record):
    """How much of a technique to do. Seconds for holds; counts otherwise.

    ``hold_seconds``, ``repetitions`` and ``sets`` are what the steps lead through. The others are upper limits:
    ``hold_seconds_max``, ``times_per_day``, ``days_per_week`` and ``spots_per_session``. ``words`` must agree
    (:mod:`trigger_points.content.doses`).
    """

    hold_seconds: Seconds | None = None
    hold_seconds_max: Seconds | None = None
    repetitions: Count = 1
    sets: Few = 1
    times_per_day: Count = 1
    days_per_week: Days = 7
    spots_per_session: Few | None = None
    words: Text
    differs_from_article: Text | None = None


class Instead(Record):
    """How a step goes when one of ``when`` stands: flags, look-alikes or cues that a rule of the technique names."""

    when: list[Id] = Field(..., min_items=1)
    text: Text
    hold_seconds: Seconds | None = None
    repetitions: Count | None = None


class Step(Record):
    """One instruction, short enough to follow while lying on a ball.

    A step must not ask for what an ``adapt`` rule forbids: ``skip_if`` leaves it out for some, ``instead`` changes it
    for some (the first that fits).
    """

    text: Text
    hold_seconds: Seconds | None = None
    repetitions: Count | None = None
    skip_if: list[Id] = []
    instead: list[Instead] = []


class Variant(Record):
    """An easier or harder version: a hint, and possibly another technique."""

    text: Text
    technique: Id | None = None


class Contraindication(Record):
    """When not to offer a technique, or to change it.

    ``flags``, ``look_alikes`` and ``cues`` are alternatives: any one of them
    triggers the rule. ``avoid`` withholds the technique, ``adapt`` shows ``say`` before it and ``brief``
    (``say`` if there is none, nothing if it is empty) with each step that is held or repeated.
    """

    flags: list[Id] = []
    look_alikes: list[Id] = []
    cues: list[Id] = []
    do: Literal["avoid", "adapt"]
    say: Text
    brief: str | None = None


class Technique(Record):
    """A stretch, press, roll or other thing to do, as steps."""

    id: Id
    name: Text
    phrases: list[str] = Field(..., min_items=1)
    kind: Literal["check", "release", "stretch", "strength", "heat", "breathing", "movement"]
    muscles: list[Id] = []
    goal: Text
    why: Text
    position: Literal["floor", "chair", "wall", "standing", "bed", "any"]
    equipment: list[Id] = []
    substitutes: list[Text] = []
    minutes: float = Field(..., gt=0, le=60)
    one_sided: bool = True
    dose: Dose
    steps: list[Step] = Field(..., min_items=2)
    feel: Text
    stop_rules: list[Text] = Field(..., min_items=1)
    easier: Variant
    harder: Variant
    contraindications: list[Contraindication] = []
    figure: Id
    evidence: Evidence


class Cause(Record):
    """A habit or event that loads the muscle, and what to change today."""

    id: Id
    name: Text
    phrases: list[str] = Field(..., min_items=1)
    but_not: list[str] = []
    """Phrases in which the same words mean something else: "I run a shop" is no running."""
    why: Text
    today: list[Text] = Field(..., min_items=1)
    muscles: list[Id] = Field(..., min_items=1)
    personal: list[PersonalNote] = []
    evidence: Evidence


class Symptom(Record):
    """A pain pattern that people connect with trigger points, and why it happens."""

    id: Id
    name: Text
    phrases: list[str] = Field(..., min_items=1)
    regions: list[Id] = Field(..., min_items=1)
    feels: Text
    why: Text
    muscles: list[Id] = Field(..., min_items=1)
    watch_for: Text
    evidence: Evidence


class Treatment(Record):
    """Something a therapist offers."""

    id: Id
    name: Text
    phrases: list[str] = Field(..., min_items=1)
    what: Text
    evidence_says: Text
    expect: Text
    speak_up: Text
    personal: list[PersonalNote] = []
    evidence: Evidence


class GlossaryEntry(Record):
    """A term and its plain twin."""

    id: Id
    term: Text
    phrases: list[str] = Field(..., min_items=1)
    short: Text
    long: Text | None = None
    evidence: Evidence


class Question(Record):
    """A question people ask, found by meaning over its phrasings."""

    id: Id
    topic: Literal[
        "trigger_points",
        "technique",
        "treatment",
        "causes",
        "safety",
        "recovery",
        "anatomy",
        "referral",
        "about",
    ]
    phrasings: list[str] = Field(..., min_items=4)
    short: Text
    long: Text
    personal: list[PersonalNote] = []
    informs: bool | None = None
    """Whether it tells nothing to do, so that it is answered while something urgent stands; if not given, the
    topic decides (``answering.INFORMING``)."""
    related: list[Id] = []
    techniques: list[Id] = []
    evidence: Evidence


class Advice(Record):
    """What to do about a red flag: who, how soon, what to say when calling."""

    who: Text
    how_soon: Text
    say: Text
    why: Text
    meanwhile: Text | None = None
    beside: list[PersonalNote] = []
    """What replaces ``meanwhile`` when one of these flags stands too: the stricter one wins."""


class Recognition(Record):
    """Lexical evidence for a flag: all listed concepts in one sentence (or message).

    Entries are names in ``concepts.yml`` or, in double quotes, phrases of the phrase
    language. ``within`` limits the distance: a sentence or the whole message.
    ``ask`` marks evidence that is too weak to act on without asking.
    """

    all: list[str] = Field(..., min_items=1)
    unless: list[str] = []
    within: Literal["sentence", "message"] = "sentence"
    strength: Literal["clear", "ask"] = "clear"


class RedFlag(Record):
    """A sign that self care is not enough, or has to be adapted."""

    id: Id
    level: CareLevel
    name: Text
    question: Text
    checklist: Text | None = None
    advice: Advice
    recognise: list[Recognition] = Field(..., min_items=1)
    implied_by: list[list[Id]] = Field(default_factory=list)
    signs: list[Id] = []
    """Regions and cues that are this flag in other words: they go when it is taken back, all else told stays."""
    past_counts: bool = False
    """Whether something long ago still counts (a hip replacement does, a fever does not)."""
    alone: Literal["escalate", "ask"] = "escalate"
    """What the model may do where no word fits: ``ask`` for what people name outright (a pregnancy, a sport)."""
    examples: list[str] = Field(..., min_items=2)
    harmless: list[str] = Field(..., min_items=2)
    evidence: Evidence


class WordingEvidence(Record):
    """``wording_evidence.yml``: what fixed sentences state or advise, and where that comes from.

    ``keys`` are the keys of ``wording.yml`` whose texts say it.
    """

    id: Id
    keys: list[str] = Field(..., min_items=1)
    states: Text
    evidence: Evidence


class Concept(Record):
    """A named list of phrases: for recognising red flags, or for steering the conversation."""

    id: Id
    phrases: list[str] = Field(..., min_items=1)
    beside: bool = False
    """Of a word list: it counts beside others. Where two other lists overlap, the longer phrase alone counts."""


class ContextRule(Record):
    """Words that change the standing of what is near them (the ConText method).

    ``direction`` says on which side the changed words stand; ``within`` limits the reach in
    words; ``ends`` rules stop the reach of all others. ``example`` must show the rule at work.
    """

    id: Id
    standing: Literal["denied", "past", "other_person", "hypothetical", "ends"]
    direction: Literal["forward", "backward", "both"] = "forward"
    within: PositiveInt = 8
    phrases: list[str] = Field(..., min_items=1)
    example: Text


class FigureOfSpeech(Record):
    """Wording that sounds like a red flag and is not; it is left out before matching."""

    id: Id
    phrases: list[str] = Field(..., min_items=1)
    example: Text


class LanguageRules(Record):
    """``language.yml``: how people deny, remember, speak of others and exaggerate."""

    context: list[ContextRule] = Field(..., min_items=1)
    figures_of_speech: list[FigureOfSpeech] = Field(..., min_items=1)
    short_answers: list[str] = Field(
        [], description="Words that answer the question before them ('Am I diabetic? No.') and belong to its sentence."
    )


class Thresholds(Record):
    """When a red flag of one care level is acted on; probabilities of the model, 0 to 1.

    ``sure``: the model alone escalates. ``ask``: the model alone asks. ``words_agree``: the
    words assert it and the model gives at least this: escalate. ``words_ask``: the words
    assert it and the model gives at least this: ask. ``denied``: the model sees a denial.
    ``sure_against`` and ``ask_against`` replace ``sure`` and ``ask`` when the words speak against it
    (denied, past, someone else, hypothetical). ``alarm_sure`` and ``alarm_ask`` are for "something of
    this level is asserted" when no single flag is clear: escalate, or ask about the likeliest flag.
    ``sentence_weight``: how much a score counts that only a single sentence of a long message has.
    """

    id: CareLevel
    sure: float = Field(..., ge=0, le=1)
    ask: float = Field(..., ge=0, le=1)
    words_agree: float = Field(..., ge=0, le=1)
    words_ask: float = Field(..., ge=0, le=1)
    denied: float = Field(..., ge=0, le=1)
    sure_against: float = Field(..., ge=0, le=1)
    ask_against: float = Field(..., ge=0, le=1)
    alarm_sure: float = Field(..., ge=0, le=1)
    alarm_ask: float = Field(..., ge=0, le=1)
    sentence_weight: float = Field(..., ge=0, le=1)
