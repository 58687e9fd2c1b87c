"""Where conversations are kept: all events for the history, only the last few for the dialogue.

Rasa's own SQL store reads back and replays a whole conversation for every message, so each turn is
slower than the one before. What a conversation remembers stands in one slot, so the last turn
is enough to go on from: :meth:`ConversationStore.retrieve` reads that, and
:meth:`ConversationStore.retrieve_full_tracker` still reads everything.

A SQLite file has one server, which therefore remembers the last turn of the conversations that are going on. Should
another program change the file all the same, storing finds out (:class:`ConflictError`), nothing is stored, and the
next message is answered from what the file has.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from trigger_points.server import store_tables as tables
from trigger_points.server.recent_turns import RecentTurn, RecentTurns
from trigger_points.server.store_tables import PAGE, WINDOW
from trigger_points.server.store_threads import StoreError, StoreThreads

THREADS = 4
WIPE_MS = 500
"""How long emptying the log waits for another process that reads; meanwhile nobody can write."""
_STORED, _LAST = "_stored_events", "_last_stored_event"
_logger = logging.getLogger(__name__)


class NoStoreError(RuntimeError):
    """The database cannot be used; the message says what to check."""


class AlreadyHandledError(StoreError):
    """Another worker has handled a message with this key meanwhile; nothing was stored."""


class ConflictError(StoreError):
    """Something else of the conversation was stored meanwhile; nothing was stored."""


class ConversationStore(SQLTrackerStore):
    """Conversations in SQLite or PostgreSQL; ``url`` as SQLAlchemy writes it.

    ``replay_all`` goes through the whole conversation again for every message, as stock Rasa does.

    What is not ``async`` waits for the database; from the event loop call it through :meth:`reading` and
    :meth:`writing`, which do that in threads.
    """

    def __init__(self, url: str, replay_all: bool = False) -> None:
        TrackerStore.__init__(self, Domain.empty())
        self._replay_all = replay_all
        self.engine = tables.open_engine(url)
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._sqlite = self.engine.dialect.name == "sqlite"
        self._recent = RecentTurns() if self._sqlite and not replay_all else None
        # SQLite has one writer at a time; waiting in line here is quicker than looking again and again there.
        self._readers, self._writers = StoreThreads(THREADS), StoreThreads(1 if self._sqlite else THREADS)
        self.reading, self.writing = self._readers.run, self._writers.run
        try:
            tables.make_tables(self.engine)
        except (IntegrityError, ProgrammingError, OperationalError):
            # Workers that start together may both want to make them; the second try finds them made.
            try:
                tables.make_tables(self.engine)
            except SQLAlchemyError as error:
                if self._sqlite:
                    raise
                raise NoStoreError(
                    f"The database at {self.engine.url!r} cannot be used ({type(error).__name__}). "
                    "Check that it runs, the address, and the right to make tables."
                ) from error

    @classmethod
    def sqlite(cls, path: Path, replay_all: bool = False) -> ConversationStore:
        """A store in one file."""
        return cls(f"sqlite:///{path}", replay_all)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation with its last turns, as much as the dialogue needs."""
        if self._replay_all:
            tracker = await super().retrieve(sender_id)
            if tracker is not None:
                setattr(tracker, _STORED, len(tracker.events))
            return tracker
        recent = self._recent.get(sender_id) if self._recent else None
        if recent:
            tracker = DialogueStateTracker.from_events(sender_id, recent.events, self.domain.slots)
            return _marked(tracker, recent.last)
        return await self.reading(self._read, sender_id)

    def _read(self, sender_id: str) -> DialogueStateTracker | None:
        with self.engine.connect() as connection:
            rows = connection.execute(tables.LATEST, {"conversation": sender_id}).all()
            turn = _last_turn(rows[::-1])
            whole = len(rows) < WINDOW and len(turn) == len(rows)
            missing = [] if whole else self._earlier_slots(connection, sender_id, turn)
        if not rows:
            return None
        # Only these are decoded: each earlier turn in the window would bring a whole state with it.
        events = [*missing, *(json.loads(row.data) for row in turn)]
        return _marked(DialogueStateTracker.from_dict(sender_id, events, self.domain.slots), last=rows[0].id)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A new conversation, of which nothing is stored yet."""
        return _marked(super().init_tracker(sender_id), last=0)

    def _earlier_slots(self, connection: Any, sender_id: str, turn: Sequence[Any]) -> list[dict[str, Any]]:
        """The last values of our slots that were set before ``turn``."""
        known = {row.action_name for row in turn if row.type_name == SlotSet.type_name}
        wanted = self._slots() - known
        found = [
            connection.execute(tables.LAST_SLOT, {"conversation": sender_id, "slot": name}).scalar()
            for name in sorted(wanted)
        ]
        return [json.loads(data) for data in found if data]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the new events of ``tracker``, all or none.

        Raises:
            AlreadyHandledError: a message with the same idempotency key is stored already.
            ConflictError: the conversation is not any more as it was when ``tracker`` was read.

        """
        self._drop(tracker.sender_id)
        await self.writing(self._save, tracker)

    def _slots(self) -> set[str]:
        return {slot.name for slot in self.domain.slots} - {SESSION_START_METADATA_SLOT}

    def _save(self, tracker: DialogueStateTracker) -> None:
        sender = tracker.sender_id
        stored, last = getattr(tracker, _STORED, None), getattr(tracker, _LAST, None)
        if stored is None:  # made elsewhere: count, as stock Rasa does
            with self.session_scope() as session:
                fresh = list(self._additional_events(session, tracker))
        else:
            fresh = list(tracker.events)[stored:]
        if fresh:
            rows = [_row(sender, event) for event in fresh]
            with self.engine.begin() as connection:
                if not self._sqlite:
                    connection.execute(tables.RESERVE, {"conversation": sender})
                for key in _keys(fresh):
                    _claim(connection, sender, key, last)
                connection.execute(tables.STORE, rows)
                if last is not None:
                    number, latest = connection.execute(tables.SINCE, {"conversation": sender, "last": last}).one()
                    if number != len(fresh) + bool(last):
                        raise ConflictError
                    setattr(tracker, _LAST, latest)
        setattr(tracker, _STORED, len(tracker.events))
        self._remember(tracker)

    def _remember(self, tracker: DialogueStateTracker) -> None:
        turn, last = _last_turn(list(tracker.events)), getattr(tracker, _LAST, None)
        if self._recent and last and self._slots() <= {event.key for event in turn if isinstance(event, SlotSet)}:
            self._recent.keep(tracker.sender_id, RecentTurn(turn, last))

    def turn_with(self, sender_id: str, key: str) -> list[Event]:
        """The message that carried idempotency ``key`` and what followed; empty if it was not handled."""
        with self.engine.connect() as connection:
            after = connection.execute(tables.HANDLED, {"conversation": sender_id, "key": key}).scalar()
            if after is None:
                return []
            rows = connection.execute(tables.TURN, {"conversation": sender_id, "after": after}).all()
        return [_event(row.data) for row in rows]

    def replies_newest_first(self, sender_id: str) -> Iterator[Event]:
        """The replies of a conversation, the latest first, read page by page."""
        before = sys.maxsize
        while True:
            with self.engine.connect() as connection:
                rows = connection.execute(tables.REPLIES, {"conversation": sender_id, "before": before}).all()
            for row in rows:
                yield _event(row.data)
            if len(rows) < PAGE:
                return
            before = rows[-1].id

    def said(self, sender_id: str, turns: int) -> list[Event]:
        """The last messages of the person, at most ``turns``, and the replies to them, oldest first."""
        with self.engine.connect() as connection:
            first = connection.execute(tables.NTH_SAID, {"conversation": sender_id, "before": turns - 1}).scalar() or 0
            rows = connection.execute(tables.SAID, {"conversation": sender_id, "first": first}).all()
        return [_event(row.data) for row in rows]

    def forget(self, conversation: str) -> None:
        """Erase everything of ``conversation``, at once and from the file."""
        with self.engine.begin() as connection:
            for delete in (tables.DELETE_ALL, tables.DELETE_KEYS):
                connection.execute(delete, {"conversation": conversation})
        self._drop(conversation)
        self.wipe()

    def newest(self) -> float | None:
        """When something was last said in any conversation (seconds since the epoch)."""
        with self.engine.connect() as connection:
            return connection.execute(tables.NEWEST).scalar()

    def sweep(self, moment: float, after: int = 0) -> tuple[int, int | None]:
        """Delete some of the conversations in which nothing happened since ``moment``.

        Events are looked at in the order in which they were stored, from event ``after`` on and a few at a time, so
        no index by time is needed and nothing waits for long. Returns how many conversations were deleted, and from
        where to go on; ``None`` when there is nothing old left, or another worker is at it.
        """
        with self.engine.begin() as connection:
            if not self._sqlite and not connection.execute(tables.SWEEPING).scalar():
                return 0, None
            rows = connection.execute(tables.OLDEST, {"after": after}).all()
            old = sorted({row.sender_id for row in rows if (row.timestamp or 0) < moment})
            deleted = sum(self._delete_idle(connection, conversation, moment) for conversation in old)
        return deleted, rows[-1].id if old and len(rows) == tables.SWEPT else None

    def _delete_idle(self, connection: Any, conversation: str, moment: float) -> bool:
        if not self._sqlite:
            connection.execute(tables.RESERVE, {"conversation": conversation})
        if not connection.execute(tables.DELETE_IDLE, {"conversation": conversation, "moment": moment}).rowcount:
            return False
        connection.execute(tables.DELETE_KEYS, {"conversation": conversation})
        self._drop(conversation)
        return True

    def _drop(self, conversation: str) -> None:
        if self._recent:
            self._recent.drop(conversation)

    def wipe(self) -> None:
        """SQLite: work the write-ahead log into the file and empty it, so that what was erased is in neither."""
        if self._sqlite:
            with self.engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={WIPE_MS}")
                busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
                connection.exec_driver_sql(f"PRAGMA busy_timeout={tables.BUSY_SECONDS * 1000}")
            if busy:
                _logger.warning("wipe.busy advice=another-process-reads-the-database")

    def ping(self) -> None:
        """Raise if the database cannot be reached."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _last_turn(rows: Sequence[Any]) -> Sequence[Any]:
    """The end of ``rows`` (the oldest first): the last message and what followed, from the listening before it on.

    Never reaches behind the start of the latest session, as in stock Rasa.
    """
    # By place and not by time as in stock Rasa, which forgets what is said after the clock was set back.
    starts = [place for place, row in enumerate(rows) if row.type_name == SessionStarted.type_name]
    if starts:
        rows = rows[starts[-1] :]
    said = [place for place, row in enumerate(rows) if row.type_name == UserUttered.type_name]
    for place in range(said[-1] - 1 if said else -1, -1, -1):
        if rows[place].type_name == ActionExecuted.type_name and rows[place].action_name == ACTION_LISTEN_NAME:
            return rows[place:]
    return rows


def _marked(tracker: DialogueStateTracker, last: int) -> DialogueStateTracker:
    """``tracker`` with a note of how many of its events are stored, and which event of it is the last one there."""
    setattr(tracker, _STORED, len(tracker.events))
    setattr(tracker, _LAST, last)
    return tracker


def _event(data: str) -> Event:
    return Event.from_parameters(json.loads(data))


def _keys(events: list[Event]) -> list[str]:
    said = (event.metadata or {} for event in events if isinstance(event, UserUttered))
    return [metadata["key"] for metadata in said if metadata.get("key")]


def _claim(connection: Any, sender: str, key: str, last: int | None) -> None:
    """Note that the message with ``key`` is handled by what is stored next, after event ``last``."""
    after = connection.execute(tables.LAST, {"conversation": sender}).scalar() if last is None else last
    try:
        connection.execute(tables.CLAIM, {"sender_id": sender, "key": key, "after": after})
    except IntegrityError as error:
        raise AlreadyHandledError(key) from error


def _row(sender: str, event: Event) -> dict[str, Any]:
    """A row as stock Rasa writes it."""
    data = event.as_dict()
    return {
        "sender_id": sender,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
