"""Every reply the assistant can send, as typed models.

The chat API, the widget and the tests all hold on to these: ``trigger-points schema``
writes them to ``docs/replies.schema.json``. Each reply has a ``type``, a plain
``text`` that makes sense alone (screen readers, other channels, the terminal) and may
carry ``choices``: the offers a person can take with one tap.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from trigger_points.content.schema import CareLevel, Grade


class Part(BaseModel):
    """Base: unknown keys are refused, so both sides of the API agree."""

    class Config:
        extra = "forbid"


class Choice(Part):
    """One offer. ``payload`` is opaque: the client sends it back as ``choice``."""

    title: str
    payload: str


class Figure(Part):
    """A picture with its text twin. ``url`` is relative to ``/chat/``."""

    url: str
    title: str
    description: str


class SourceNote(Part):
    """Where a statement comes from, in words."""

    grade: Grade
    grade_words: str
    titles: list[str]


class Reply(Part):
    """What all replies share."""

    text: str
    choices: list[Choice] = []


class TextReply(Reply):
    """Plain words. ``more`` is a longer text that a client may fold away."""

    type: Literal["text"] = "text"
    more: str | None = None
    source: SourceNote | None = None


class ChoicesReply(Reply):
    """A question with choices; free text is always possible too."""

    type: Literal["choices"] = "choices"


class MapSide(Part):
    """One side of a region: the shapes with this ``data-side`` inside the region's element of the body-map SVG."""

    side: Literal["left", "right"]
    name: str
    payload: str


class MapRegion(Part):
    """A region to tap: ``id`` is also the element id in the body-map SVG. ``sides`` are offers for one side each."""

    id: str
    name: str
    views: list[Literal["front", "back", "side"]]
    payload: str
    sides: list[MapSide] = []


class BodyMapReply(Reply):
    """Where does it hurt? Tap on a picture or choose from the list."""

    type: Literal["body_map"] = "body_map"
    figures: dict[str, Figure]
    regions: list[MapRegion]


class Fact(Part):
    """A labelled line."""

    label: str
    value: str


class AnatomyReply(Reply):
    """One muscle: where it is, what it does, where its pain goes."""

    type: Literal["anatomy"] = "anatomy"
    id: str
    name: str
    plain_name: str
    facts: list[Fact]
    figure: Figure | None = None
    source: SourceNote | None = None


class RankedItem(Part):
    """A muscle or look-alike that can cause such pain, with reasons and doubts."""

    id: str
    kind: Literal["muscle", "look_alike"]
    name: str
    plain_name: str
    fits: list[str]
    does_not_fit: list[str]
    where: str
    figure: Figure | None = None
    choice: Choice | None = None


class RankingReply(Reply):
    """Two or three candidates, best first."""

    type: Literal["ranking"] = "ranking"
    items: list[RankedItem]


class TechniqueReply(Reply):
    """Preview of a technique before it starts."""

    type: Literal["technique"] = "technique"
    id: str
    name: str
    muscles: list[str]
    goal: str
    minutes: float
    position: str
    equipment: list[str]
    substitutes: list[str]
    dose: str
    feel: str
    stop_rules: list[str]
    adaptations: list[str]
    steps: int
    side: Literal["left", "right", "both"] | None = None
    figure: Figure | None = None
    source: SourceNote | None = None


class TechniqueStepReply(Reply):
    """One step; ``hold_seconds`` lets a client show a timer."""

    type: Literal["technique_step"] = "technique_step"
    id: str
    name: str
    step: int
    steps: int
    instruction: str
    hold_seconds: int | None = None
    repetitions: int | None = None
    side: Literal["left", "right", "both"] | None = None
    figure: Figure | None = None


class Contact(Part):
    """Someone to call. ``tel`` holds digits and ``+`` only."""

    name: str
    tel: str | None = None
    url: str | None = None
    note: str | None = None


class NamedFlag(Part):
    """A red flag and its plain wording."""

    id: str
    name: str


class CareAdviceReply(Reply):
    """Who to see, how soon and what to say. Must not be overlooked."""

    type: Literal["care_advice"] = "care_advice"
    level: CareLevel
    flags: list[NamedFlag]
    who: str
    how_soon: str
    say: str
    why: str
    meanwhile: str | None = None
    contacts: list[Contact] = []


class ChecklistItem(Part):
    """One line to tick; ``payload`` goes back in ``choices``."""

    id: str
    label: str
    payload: str


class ChecklistGroup(Part):
    """Lines that belong together."""

    title: str
    items: list[ChecklistItem]


class ChecklistReply(Reply):
    """Tick what applies, or take the ``none`` offer."""

    type: Literal["checklist"] = "checklist"
    groups: list[ChecklistGroup]
    none: Choice


class PainScaleReply(Reply):
    """0 (no pain) to 10 (worst imaginable); ``payloads[n]`` answers n."""

    type: Literal["pain_scale"] = "pain_scale"
    when: Literal["before", "after", "now"]
    low_label: str
    high_label: str
    payloads: list[str] = Field(..., min_items=11, max_items=11)


class PlanItem(Part):
    """A technique in the plan."""

    id: str
    name: str
    dose: str
    days: str


class PlanReply(Reply):
    """Two weeks, from what helped."""

    type: Literal["plan"] = "plan"
    title: str
    items: list[PlanItem]
    habits: list[str]
    stop_rules: list[str]
    get_help: list[str]
    calendar_url: str | None = None
    print_url: str | None = None


class SummarySection(Part):
    """A heading and its lines."""

    title: str
    lines: list[str]


class SummaryReply(Reply):
    """What was said and tried, for a clinician."""

    type: Literal["summary"] = "summary"
    sections: list[SummarySection]
    print_url: str | None = None


class TrendPoint(Part):
    """One pain score: when it was given (ISO time), what it belongs to, and 0 to 10."""

    when: str
    label: str
    score: int = Field(..., ge=0, le=10)


class TrendReply(Reply):
    """Scores over time, oldest first; ``summary`` says what they show in one sentence, ``text`` says all in words."""

    type: Literal["trend"] = "trend"
    points: list[TrendPoint] = Field(..., min_items=1)
    summary: str


AnyReply = Annotated[
    TextReply
    | ChoicesReply
    | BodyMapReply
    | AnatomyReply
    | RankingReply
    | TechniqueReply
    | TechniqueStepReply
    | CareAdviceReply
    | ChecklistReply
    | PainScaleReply
    | PlanReply
    | SummaryReply
    | TrendReply,
    Field(discriminator="type"),
]


class Answer(Part):
    """What ``POST /chat/messages`` returns."""

    replies: list[AnyReply]
    care_level: CareLevel
