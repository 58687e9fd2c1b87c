"""The tables of the conversation store, what is asked of them, and how the database is opened."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import QueuePool

WINDOW = 24
"""Events that are read to find the last turn; a turn has five to twelve."""
LONGEST_TURN = 64
PAGE = 24
"""Replies that are read at once when looking for an older one."""
SWEPT = 500
"""Events that are looked at together when old conversations are deleted."""
BUSY_SECONDS = 4
"""How long SQLite waits for a lock; less than the patience of the store, so that the reason gets into the log."""
_POSTGRESQL = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "options": "-c statement_timeout=10000"}
"""A database that hangs is an error after seconds, not a server that hangs."""

_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Rasa counts events with 32 bits, which a busy site uses up in a month."""
events = SQLTrackerStore.SQLEvent.__table__
events.c.id.type = _number
_order = sa.Index("events_by_conversation", events.c.sender_id, events.c.id)
handled = sa.Table(
    "handled_messages",
    SQLTrackerStore.Base.metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("after", _number, nullable=False),
)
"""Idempotency keys: a message with this key was handled; its events come after event ``after``."""

_of_conversation = events.c.sender_id == sa.bindparam("conversation")
LATEST = (
    sa.select(events.c.id, events.c.type_name, events.c.action_name, events.c.data)
    .where(_of_conversation)
    .order_by(events.c.id.desc())
    .limit(WINDOW)
)
LAST_SLOT = (
    sa.select(events.c.data)
    .where(_of_conversation, events.c.type_name == SlotSet.type_name, events.c.action_name == sa.bindparam("slot"))
    .order_by(events.c.id.desc())
    .limit(1)
)
HANDLED = sa.select(handled.c.after).where(
    handled.c.sender_id == sa.bindparam("conversation"), handled.c.key == sa.bindparam("key")
)
TURN = (
    sa.select(events.c.data)
    .where(_of_conversation, events.c.id > sa.bindparam("after"))
    .order_by(events.c.id)
    .limit(LONGEST_TURN)
)
REPLIES = (
    sa.select(events.c.id, events.c.data)
    .where(_of_conversation, events.c.type_name == BotUttered.type_name, events.c.id < sa.bindparam("before"))
    .order_by(events.c.id.desc())
    .limit(PAGE)
)
CLAIM = sa.insert(handled)
STORE = sa.insert(events)
LAST = sa.select(sa.func.coalesce(sa.func.max(events.c.id), 0)).where(_of_conversation)
SINCE = sa.select(sa.func.count(), sa.func.max(events.c.id)).where(
    _of_conversation, events.c.id >= sa.bindparam("last")
)
"""How many events of a conversation there are from event ``last`` on, and which is the latest."""
NTH_SAID = (
    sa.select(events.c.id)
    .where(_of_conversation, events.c.type_name == UserUttered.type_name)
    .order_by(events.c.id.desc())
    .offset(sa.bindparam("before"))
    .limit(1)
)
"""The person's last message but ``before``."""
SAID = (
    sa.select(events.c.data)
    .where(
        _of_conversation,
        events.c.type_name.in_([UserUttered.type_name, BotUttered.type_name]),
        events.c.id >= sa.bindparam("first"),
    )
    .order_by(events.c.id)
)
NEWEST = sa.select(events.c.timestamp).order_by(events.c.id.desc()).limit(1)
OLDEST = (
    sa.select(events.c.id, events.c.sender_id, events.c.timestamp)
    .where(events.c.id > sa.bindparam("after"))
    .order_by(events.c.id)
    .limit(SWEPT)
)
_later = events.alias()
DELETE_IDLE = sa.delete(events).where(
    _of_conversation,
    ~sa.exists().where(
        _later.c.sender_id == sa.bindparam("conversation"), _later.c.timestamp >= sa.bindparam("moment")
    ),
)
"""Only if nothing was said since ``moment``: somebody may have come back just now."""
DELETE_ALL = sa.delete(events).where(_of_conversation)
DELETE_KEYS = sa.delete(handled).where(handled.c.sender_id == sa.bindparam("conversation"))
RESERVE = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:conversation, 0))")
"""PostgreSQL: until the transaction ends nobody else writes this conversation. SQLite has one writer anyway."""
SWEEPING = sa.text("SELECT pg_try_advisory_xact_lock(720143558)")
"""PostgreSQL: of several workers one deletes."""


def make_tables(engine: Engine) -> None:
    """Make what is missing."""
    SQLTrackerStore.Base.metadata.create_all(engine)
    _order.create(engine, checkfirst=True)


def open_engine(url: str) -> Engine:
    """Connections stay open: opening a SQLite file costs more than a turn's queries."""
    if make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, connect_args=_POSTGRESQL)
    engine = sa.create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", _sqlite_settings)
    return engine


def _sqlite_settings(connection: Any, record: Any) -> None:
    """Overwrite what is deleted, wait for a lock instead of failing, and survive a crash."""
    cursor = connection.cursor()
    busy = f"busy_timeout={BUSY_SECONDS * 1000}"
    for pragma in ("secure_delete=ON", busy, "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
