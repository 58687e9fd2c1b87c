"""What a conversation remembers, as plain data that fits in one Rasa slot."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

Side = Literal["left", "right", "both"]
OPPOSITE: dict[str, Side] = {"left": "right", "right": "left"}
FlagStatus = Literal["asserted", "denied", "cleared", "asked"]
_ATOMS = frozenset({str, int, float, bool, type(None)})


class Case(BaseModel):
    """What the person has told about their trouble. Empty means not known yet."""

    regions: list[str] = []
    not_there: list[str] = []
    """Places of which the person said that they do not hurt."""
    side: Side | None = None
    causes: list[str] = []
    cues: list[str] = []
    muscles: list[str] = []
    look_alikes: list[str] = []
    """Look-alikes that the person has by their own word ("my physio says I have bursitis")."""
    equipment: list[str] = []
    lacks_equipment: list[str] = []
    floor: bool | None = None
    position: str | None = None
    """How they can do it: ``chair``, ``standing``, ``bed`` or ``floor``, as asked for last."""
    duration_days: float | None = None
    """About how many days it had been going on when that was told."""
    duration_said: str | None = None
    """The same in the person's words: "more than two weeks", "since Christmas"."""
    duration_at: str = ""
    """When that was told (ISO time)."""
    minutes: float | None = None
    severity: float | None = None
    age: int | None = None
    about_another: bool = False
    """Whether this is the trouble of someone the person asks for."""
    declined: list[str] = []
    """Questions the person does not want to answer, or cannot."""


class Player(BaseModel):
    """The technique that is being walked through. ``step`` counts from 1; 0 is the preview."""

    technique: str
    step: int = 0
    side: Side | None = None
    paused: bool = False
    finished: bool = False
    away: bool = False
    """Whether something else was answered since the step was shown."""


class Trial(BaseModel):
    """A technique that was done, with the pain before and after (0 to 10)."""

    technique: str
    muscle: str | None = None
    before: float | None = None
    after: float | None = None
    at: str = ""
    stopped: bool = False
    since: Literal["better", "same", "worse"] | None = None
    """How it had been since then, when the person came back."""

    @property
    def outcome(self) -> Literal["better", "same", "worse"] | None:
        """What came of it, if known: how it had been by the time they came back outranks the score right after."""
        if self.since is not None or self.before is None or self.after is None:
            return self.since
        return "better" if self.after < self.before else "worse" if self.after > self.before else "same"


class Score(BaseModel):
    """A pain score (0 to 10) as it was given, for the trend."""

    at: str
    value: float
    when: Literal["before", "after", "now", "back"]
    technique: str | None = None


class State(BaseModel):
    """Everything a conversation remembers between two messages."""

    case: Case = Field(default_factory=Case)
    flags: dict[str, FlagStatus] = {}
    told_with: dict[str, list[str]] = {}
    """Places and features that came in the message that raised a flag; they go when it is taken back."""
    in_question: list[str] = []
    """Flags that came up in a mere question ("can I do this pregnant?"), until they are told as one's own."""
    asking: str | None = None
    """The open question: ``region``, ``side``, ``trigger``, ``duration``, ``score:before``,
    ``score:after``, ``score:back``, ``checklist``, ``flag:<id>``, ``equipment``, ``floor``,
    ``hurts``, ``back``, ``correct``, ``delete``."""
    asked: list[str] = []
    proposal: str | None = None
    """What a plain "yes" takes up: the first offer of a reply that asked "shall we"."""
    screened: bool = False
    checklist_turn: int = 0
    """The turn in which the checklist was shown last: only right after it, a bare "no" says "none of these"."""
    ranked: list[str] = []
    muscle: str | None = None
    """The muscle or look-alike that the talk is about ("that one")."""
    player: Player | None = None
    wants_technique: str | None = None
    """A technique that waits for screening or a score."""
    wants_kind: str | None = None
    """The kind of technique asked for, until one is shown."""
    before: float | None = None
    trials: list[Trial] = []
    scores: list[Score] = []
    skipped: list[str] = []
    """Techniques that were offered and not wanted."""
    topic: str | None = None
    """What the last answer was about, as an offer: ``question:heat_or_ice``, ``cause:driving``."""
    listed: list[str] = []
    """What was listed last, as offers, so that "the second one" means something."""
    said: dict[str, int] = {}
    """How often each wording that has several ways was used, so that they take turns."""
    advised: str | None = None
    """What the care advice was about when it was last given in full; after that it is short."""
    read_back: bool = False
    """Whether what was understood has been said back."""
    misses: int = 0
    """Messages in a row that were not understood."""
    turns: int = 0
    last_at: str = ""
    """When the last message came (ISO time)."""
    events: list[Any] = []
    """What happened, for the summary: ``{"at", "what", "detail"}`` each; unchecked, which saves half a millisecond."""

    def plain(self) -> dict[str, Any]:
        """Plain data for the slot; the same as ``dict()``, several times faster."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> State:
        """The state that :meth:`plain` wrote, which stays untouched.

        The same as ``parse_obj``, several times faster, because what was checked when it came about is not checked
        again. What an older version remembered and this one does not know is left out.
        """
        values = {name: _copied(value) for name, value in plain.items() if name in cls.__fields__}
        for name, kind in _NESTED.items():
            value = values.get(name)
            if value is not None:
                values[name] = [_made(kind, each) for each in value] if isinstance(value, list) else _made(kind, value)
        return cls.construct(**values)

    def flagged(self, *statuses: FlagStatus) -> list[str]:
        """Flag ids with one of ``statuses``."""
        return [flag for flag, status in self.flags.items() if status in statuses]

    @property
    def playing(self) -> bool:
        """Whether a technique has been started and not finished."""
        return self.player is not None and not self.player.finished

    @property
    def in_a_step(self) -> bool:
        """Whether a technique is under way, past its preview."""
        return self.playing and self.player is not None and self.player.step > 0


class Turn(BaseModel):
    """One message as the conversation sees it."""

    text: str = ""
    choice: str | None = None
    choices: list[str] = []
    intent: str = "out_of_scope"
    confidence: float = 1.0
    findings: dict[str, Any] = {}
    at: str = ""

    @property
    def flags(self) -> dict[str, Any]:
        """The red-flag reading: ``escalate``, ``ask``, ``denied``, ``scores``."""
        reading: dict[str, Any] = self.findings.get("flags") or {}
        return reading

    def found(self, kind: str) -> list[str]:
        """Ids of ``kind`` in this message."""
        return list(self.findings.get(kind) or [])

    def fact(self, name: str) -> Any:
        """A number or plain fact of this message, if said."""
        return (self.findings.get("facts") or {}).get(name)


_NESTED: dict[str, type[BaseModel]] = {"case": Case, "player": Player, "trials": Trial, "scores": Score}


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {name: _plain(part) if type(part) not in _ATOMS else part for name, part in vars(value).items()}
    if isinstance(value, list) and value and isinstance(value[0], BaseModel):
        return [_plain(each) for each in value]
    return _copied(value)


def _made(kind: type[BaseModel], plain: dict[str, Any]) -> BaseModel:
    return kind.construct(**{name: _copied(value) for name, value in plain.items() if name in kind.__fields__})


def _copied(value: Any) -> Any:
    """A copy of lists and dictionaries, as deep as a state changes them in place."""
    if isinstance(value, list):
        return list(value)
    if isinstance(value, dict):
        return {key: list(part) if isinstance(part, list) else part for key, part in value.items()}
    return value
