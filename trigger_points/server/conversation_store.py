"""Where conversations are kept: Rasa's SQL tracker store, with real erasure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy import event
from sqlalchemy.engine import Engine


class ConversationStore(SQLTrackerStore):
    """SQLite by default; any dialect of SQLAlchemy by configuration."""

    @classmethod
    def sqlite(cls, path: Path) -> ConversationStore:
        """A store in one file."""
        return cls(Domain.empty(), dialect="sqlite", db=str(path))

    def forget(self, conversation: str) -> None:
        """Erase everything of ``conversation``."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=conversation).delete()
            session.commit()

    def ping(self) -> None:
        """Raise if the database cannot be reached."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")


@event.listens_for(Engine, "connect")
def _sqlite_settings(connection: Any, record: Any) -> None:
    """SQLite: overwrite what is deleted, wait for a lock instead of failing, and survive a crash."""
    if type(connection).__module__.startswith("sqlite3"):
        cursor = connection.cursor()
        for pragma in ("secure_delete=ON", "busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
