"""Where conversations are kept: all events for the history, only the last few for the dialogue.

Rasa's own SQL store reads back and replays a whole conversation for every message, so each turn is
slower than the one before. What a conversation remembers stands in one slot, so the last turn
is enough to go on from: :meth:`ConversationStore.retrieve` reads that, and
:meth:`ConversationStore.retrieve_full_tracker` still reads everything.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

WINDOW = 24
"""Events that are read to find the last turn; a turn has five to twelve."""
LONGEST_TURN = 64
PAGE = 24
"""Replies that are read at once when looking for an older one."""
_POSTGRESQL = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "options": "-c statement_timeout=10000"}
"""A database that hangs is an error after seconds, not a server that hangs."""
_STORED = "_stored_events"

_events = SQLTrackerStore.SQLEvent.__table__
_order = sa.Index("events_by_conversation", _events.c.sender_id, _events.c.id)
_handled = sa.Table(
    "handled_messages",
    SQLTrackerStore.Base.metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("after", sa.Integer, nullable=False),
)
"""Idempotency keys: a message with this key was handled; its events come after event ``after``."""


class NoStoreError(RuntimeError):
    """The database cannot be used; the message says what to check."""


class AlreadyHandledError(Exception):
    """Another worker has handled a message with this key meanwhile; nothing was stored."""


class ConversationStore(SQLTrackerStore):
    """Conversations in SQLite or PostgreSQL; ``url`` as SQLAlchemy writes it.

    ``replay_all`` goes through the whole conversation again for every message, as stock Rasa does.
    """

    def __init__(self, url: str, replay_all: bool = False) -> None:
        TrackerStore.__init__(self, Domain.empty())
        self._replay_all = replay_all
        self.engine = _engine(url)
        self.sessionmaker = sessionmaker(bind=self.engine)
        try:
            _make_tables(self.engine)
        except (IntegrityError, ProgrammingError, OperationalError):
            # Workers that start together may both want to make them; the second try finds them made.
            try:
                _make_tables(self.engine)
            except SQLAlchemyError as error:
                if self.engine.dialect.name == "sqlite":
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
            return _marked(await super().retrieve(sender_id))
        with self.engine.connect() as connection:
            rows = connection.execute(_WINDOW, {"conversation": sender_id}).all()
            turn = _last_turn(rows[::-1])
            whole = len(rows) < WINDOW and len(turn) == len(rows)
            missing = [] if whole else self._earlier_slots(connection, sender_id, turn)
        if not rows:
            return None
        # Only these are decoded: each earlier turn in the window would bring a whole state with it.
        events = [*missing, *(json.loads(row.data) for row in turn)]
        return _marked(DialogueStateTracker.from_dict(sender_id, events, self.domain.slots))

    def _earlier_slots(self, connection: Any, sender_id: str, turn: Sequence[Any]) -> list[dict[str, Any]]:
        """The last values of our slots that were set before ``turn``."""
        known = {row.action_name for row in turn if row.type_name == SlotSet.type_name}
        wanted = {slot.name for slot in self.domain.slots} - known - {SESSION_START_METADATA_SLOT}
        found = [
            connection.execute(_LAST_SLOT, {"conversation": sender_id, "slot": name}).scalar()
            for name in sorted(wanted)
        ]
        return [json.loads(data) for data in found if data]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the new events of ``tracker``, all or none.

        Raises:
            AlreadyHandledError: a message with the same idempotency key is stored already.

        """
        sender = tracker.sender_id
        stored = getattr(tracker, _STORED, None)
        if stored is None:  # made elsewhere: count, as stock Rasa does
            with self.session_scope() as session:
                fresh = list(self._additional_events(session, tracker))
        else:
            fresh = list(tracker.events)[stored:]
        if fresh:
            with self.engine.begin() as connection:
                for key in _keys(fresh):
                    _claim(connection, sender, key)
                connection.execute(sa.insert(_events), [_row(sender, event) for event in fresh])
        setattr(tracker, _STORED, len(tracker.events))

    def turn_with(self, sender_id: str, key: str) -> list[Event]:
        """The message that carried idempotency ``key`` and what followed; empty if it was not handled."""
        with self.engine.connect() as connection:
            after = connection.execute(_HANDLED, {"conversation": sender_id, "key": key}).scalar()
            if after is None:
                return []
            rows = connection.execute(_TURN, {"conversation": sender_id, "after": after}).all()
        return [_event(row.data) for row in rows]

    def replies_newest_first(self, sender_id: str) -> Iterator[Event]:
        """The replies of a conversation, the latest first, read page by page."""
        before = sys.maxsize
        while True:
            with self.engine.connect() as connection:
                rows = connection.execute(_REPLIES, {"conversation": sender_id, "before": before}).all()
            for row in rows:
                yield _event(row.data)
            if len(rows) < PAGE:
                return
            before = rows[-1].id

    def forget(self, conversation: str) -> None:
        """Erase everything of ``conversation``, at once and from the file."""
        with self.engine.begin() as connection:
            for table in (_events, _handled):
                connection.execute(sa.delete(table).where(table.c.sender_id == conversation))
        self.wipe()

    def idle_since(self, moment: float) -> list[str]:
        """Conversations in which nothing happened after ``moment`` (seconds since the epoch)."""
        with self.engine.connect() as connection:
            return list(connection.execute(_IDLE, {"moment": moment}).scalars())

    def wipe(self) -> None:
        """SQLite: work the write-ahead log into the file and empty it, so that what was erased is in neither."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def ping(self) -> None:
        """Raise if the database cannot be reached."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


_of_conversation = _events.c.sender_id == sa.bindparam("conversation")
_WINDOW = (
    sa.select(_events.c.type_name, _events.c.action_name, _events.c.data)
    .where(_of_conversation)
    .order_by(_events.c.id.desc())
    .limit(WINDOW)
)
_LAST_SLOT = (
    sa.select(_events.c.data)
    .where(_of_conversation, _events.c.type_name == SlotSet.type_name, _events.c.action_name == sa.bindparam("slot"))
    .order_by(_events.c.id.desc())
    .limit(1)
)
_HANDLED = sa.select(_handled.c.after).where(
    _handled.c.sender_id == sa.bindparam("conversation"), _handled.c.key == sa.bindparam("key")
)
_TURN = (
    sa.select(_events.c.data)
    .where(_of_conversation, _events.c.id > sa.bindparam("after"))
    .order_by(_events.c.id)
    .limit(LONGEST_TURN)
)
_REPLIES = (
    sa.select(_events.c.id, _events.c.data)
    .where(_of_conversation, _events.c.type_name == BotUttered.type_name, _events.c.id < sa.bindparam("before"))
    .order_by(_events.c.id.desc())
    .limit(PAGE)
)
_IDLE = (
    sa.select(_events.c.sender_id)
    .group_by(_events.c.sender_id)
    .having(sa.func.max(_events.c.timestamp) < sa.bindparam("moment"))
)
_CLAIM = sa.insert(_handled).from_select(
    ["sender_id", "key", "after"],
    sa.select(
        sa.bindparam("conversation", type_=sa.String),
        sa.bindparam("key", type_=sa.String),
        sa.func.coalesce(sa.func.max(_events.c.id), 0),
    ).where(_of_conversation),
)


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


def _marked(tracker: DialogueStateTracker | None) -> DialogueStateTracker | None:
    """``tracker`` with a note of how many of its events are stored."""
    if tracker is not None:
        setattr(tracker, _STORED, len(tracker.events))
    return tracker


def _event(data: str) -> Event:
    return Event.from_parameters(json.loads(data))


def _keys(events: list[Event]) -> list[str]:
    said = (event.metadata or {} for event in events if isinstance(event, UserUttered))
    return [metadata["key"] for metadata in said if metadata.get("key")]


def _claim(connection: Any, sender: str, key: str) -> None:
    """Note that the message with ``key`` is handled by what is stored next."""
    try:
        connection.execute(_CLAIM, {"conversation": sender, "key": key})
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


def _make_tables(engine: Engine) -> None:
    SQLTrackerStore.Base.metadata.create_all(engine)
    _order.create(engine, checkfirst=True)


def _engine(url: str) -> Engine:
    """Connections stay open: opening a SQLite file costs more than a turn's queries."""
    if make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, connect_args=_POSTGRESQL)
    engine = sa.create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", _sqlite_settings)
    return engine


def _sqlite_settings(connection: Any, record: Any) -> None:
    """Overwrite what is deleted, wait for a lock instead of failing, and survive a crash."""
    cursor = connection.cursor()
    for pragma in ("secure_delete=ON", "busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
