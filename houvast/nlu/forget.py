"""Delete a conversation from Rasa's tracker store, which cannot do so itself."""

from __future__ import annotations

import os
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import (
    AwaitableTrackerStore,
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)

OWNER_ONLY = 0o600


def _inner(store: TrackerStore) -> TrackerStore:
    while isinstance(store, AwaitableTrackerStore | FailSafeTrackerStore):
        store = store._tracker_store
    return store


def _fallbacks(store: TrackerStore) -> list[TrackerStore]:
    """Stores in memory to which Rasa turned when the real one could not save."""
    found = []
    while isinstance(store, AwaitableTrackerStore | FailSafeTrackerStore):
        if isinstance(store, FailSafeTrackerStore) and store._fallback_tracker_store:
            found.append(store._fallback_tracker_store)
        store = store._tracker_store
    return found


def prepare_store(store: TrackerStore) -> None:
    """Make SQLite overwrite what it deletes and wait for a lock instead of failing; keep texts out of errors and from others."""
    inner = _inner(store)
    if isinstance(inner, SQLTrackerStore):
        inner.engine.hide_parameters = True              # a failing INSERT would quote the conversation in the log
    if not isinstance(inner, SQLTrackerStore) or inner.engine.dialect.name != "sqlite":
        return

    def pragmas(connection: Any, _record: Any) -> None:
        for pragma in ("secure_delete=ON", "journal_mode=WAL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    sa.event.listen(inner.engine, "connect", pragmas)
    inner.engine.dispose()                               # connections made before the listener lack the pragmas
    file = inner.engine.url.database
    if file and os.path.isfile(file):
        os.chmod(file, OWNER_ONLY)                       # SQLite gives its -wal and -shm the same rights


def forget_conversation(store: TrackerStore, sender: str) -> None:
    """Delete all events of `sender`. Raises TypeError for a store that nobody taught us to empty."""
    inner = _inner(store)
    for memory in (inner, *_fallbacks(store)):
        if isinstance(memory, InMemoryTrackerStore):
            memory.store.pop(sender, None)
    if isinstance(inner, InMemoryTrackerStore):
        return
    if isinstance(inner, SQLTrackerStore):
        with inner.session_scope() as session:
            session.query(inner.SQLEvent).filter_by(sender_id=sender).delete()
            session.commit()
            if inner.engine.dialect.name == "sqlite":
                session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    else:
        raise TypeError(f"conversations in {type(inner).__name__} cannot be deleted yet: extend houvast/nlu/forget.py")
