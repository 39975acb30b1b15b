"""SQLite made dependable: pragmas, explicit BEGIN, a fair queue of writers, and one checkpointer.

Settings and their reasons: trust.md section 4.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

try:
    import fcntl
except ImportError:  # not a POSIX system: one process serves, the thread lock is enough
    fcntl = None  # type: ignore[assignment]

BEGIN_OPTION = "csdesk_begin"
PASSIVE_AT = 4 * 1024 * 1024
TRUNCATE_AT = 64 * 1024 * 1024
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "wal_autocheckpoint=0",
    "journal_size_limit=1048576",  # a log once moved in shrinks, or its size would call for a checkpoint every time
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "mmap_size=268435456",
    "cache_size=-65536",
)


def prepare(engine: Engine) -> None:
    """Hook a SQLite engine: pragmas on connect, and transactions begun by us rather than by the driver."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN_OPTION, "BEGIN"))


class Turnstile:
    """One writer at a time over all threads and processes that share a database file, in order of arrival."""

    def __init__(self, database: str) -> None:
        self.database = database
        self._threads = threading.Lock()
        self._file: int | None = None

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for our turn and keep it for the block."""
        with self._threads:
            if self._file is None:
                self._file = os.open(f"{self.database}.wlock", os.O_RDWR | os.O_CREAT, 0o600)
            if fcntl is not None:
                fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                if fcntl is not None:
                    fcntl.flock(self._file, fcntl.LOCK_UN)

    def checkpoint(self, engine: Engine) -> None:
        """Move the write-ahead log into the database when it has grown; called while our turn lasts."""
        wal = Path(f"{self.database}-wal")
        size = wal.stat().st_size if wal.exists() else 0
        if size < PASSIVE_AT:
            return
        mode = "TRUNCATE" if size >= TRUNCATE_AT else "PASSIVE"
        raw = engine.raw_connection()
        try:
            raw.cursor().execute(f"PRAGMA wal_checkpoint({mode})")
        finally:
            raw.close()


class _NoTurnstile:
    """What a database that queues its own writers gets."""

    def checkpoint(self, engine: Engine) -> None:
        """Nothing to do: the server looks after its own log."""


_turnstiles: dict[str, Turnstile] = {}
_registry_lock = threading.Lock()


@contextmanager
def turnstile_for(database: str | None) -> Iterator[Turnstile | _NoTurnstile]:
    """Our turn at the SQLite file `database`; at once for other databases and for in-memory ones."""
    if database is None or database in {"", ":memory:", "None"}:
        yield _NoTurnstile()
        return
    with _registry_lock:
        turnstile = _turnstiles.setdefault(database, Turnstile(database))
    with turnstile.hold():
        yield turnstile


def forget_turnstiles() -> None:
    """Drop inherited locks in a forked child: a shared file description would let two processes in at once."""
    _turnstiles.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget_turnstiles)
