"""What every conversation topic works with: the knowledge, the wording, the ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from trigger_points.content.figures import FigureInfo
from trigger_points.content.site import Site
from trigger_points.content.store import ContentStore
from trigger_points.conversation.state import State, Turn
from trigger_points.replies.models import Choice, Reply, TextReply
from trigger_points.replies.wording import Wording

Topic = Callable[["Talk"], list[Reply]]


@dataclass(frozen=True)
class Desk:
    """The knowledge at hand. Shared by all conversations, never changed by one."""

    store: ContentStore
    wording: Wording
    site: Site
    figures: Mapping[str, FigureInfo]


@dataclass
class Talk:
    """One turn of one conversation: the desk, the message and the state it changes."""

    desk: Desk
    turn: Turn
    state: State
    notes: list[Reply] = field(default_factory=list)
    """Short replies that stand before the topic's own."""
    corrected: list[str] = field(default_factory=list)
    """What this message put right: ``side``, ``region``, ``duration``, ``look_alike``."""
    told: list[str] = field(default_factory=list)
    """Places and features that this message added."""
    side_told: bool = False
    """Whether this message says which side is sore."""
    own_case: bool = False
    """Whether the person begins with their own trouble, after someone else's."""
    doubt: str | None = None
    """A standing flag that may be someone else's by this message: to be asked about."""
    asked: bool = False
    """Whether this turn asks a question of its own."""

    @property
    def store(self) -> ContentStore:
        """The knowledge."""
        return self.desk.store

    def say(self, key: str, **values: object) -> str:
        """Fixed wording; where there are several ways to say it, they take turns."""
        before = self.state.said.get(key, 0)
        if len(self.desk.wording.entries.get(key, ())) > 1:
            self.state.said[key] = before + 1
        return self.desk.wording.say(key, before, **values)

    def text(self, key: str, choices: Iterable[Choice] = (), **values: object) -> TextReply:
        """A text reply of fixed wording."""
        return TextReply(text=self.say(key, **values), choices=list(choices))

    def offer(self, payload: str, key: str | None = None, **values: object) -> Choice:
        """A choice; its title is the wording ``choice.<key or payload>``."""
        return Choice(title=self.say(f"choice.{key or payload}", **values), payload=payload)

    def ask(self, what: str) -> None:
        """Remember the open question."""
        self.asked = True
        self.state.asking = what
        if what not in self.state.asked:
            self.state.asked.append(what)

    def note_event(self, what: str, detail: str = "") -> None:
        """Remember something for the summary."""
        self.state.events.append({"at": self.turn.at, "turn": self.state.turns, "what": what, "detail": detail})
        del self.state.events[:-MAX_EVENTS]


MAX_EVENTS = 60
"""Things remembered for the summary; older ones go first."""
