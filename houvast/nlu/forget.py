"""Delete a conversation from Rasa's tracker store, which cannot do so itself."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import AwaitableTrackerStore, InMemoryTrackerStore, SQLTrackerStore, TrackerStore


def _inner(store: TrackerStore) -> TrackerStore:
    while isinstance(store, AwaitableTrackerStore):
        store = store._tracker_store
    inner = getattr(store, "_tracker_store", None)      # FailSafeTrackerStore
    return inner if isinstance(inner, TrackerStore) else store


def prepare_store(store: TrackerStore) -> None:
    """Make SQLite overwrite what it deletes, and wait for a lock instead of failing."""
    inner = _inner(store)
    if not isinstance(inner, SQLTrackerStore) or inner.engine.dialect.name != "sqlite":
        return

    def pragmas(connection: Any, _record: Any) -> None:
        for pragma in ("secure_delete=ON", "journal_mode=WAL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    sa.event.listen(inner.engine, "connect", pragmas)
    inner.engine.dispose()                               # connections made before the listener lack the pragmas


def forget_conversation(store: TrackerStore, sender: str) -> None:
    """Delete all events of `sender`. Raises TypeError for a store that nobody taught us to empty."""
    inner = _inner(store)
    if isinstance(inner, InMemoryTrackerStore):
        inner.store.pop(sender, None)
    elif isinstance(inner, SQLTrackerStore):
        with inner.session_scope() as session:
            session.query(inner.SQLEvent).filter_by(sender_id=sender).delete()
            session.commit()
            if inner.engine.dialect.name == "sqlite":
                session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    else:
        raise TypeError(f"conversations in {type(inner).__name__} cannot be deleted yet: extend houvast/nlu/forget.py")
