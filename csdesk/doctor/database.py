"""Checks of the database: reachable, of the right shape, set up so that it keeps its promises."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from csdesk.app import driver_url
from csdesk.config import Settings
from csdesk.doctor.findings import Finding, fine, note, wrong
from csdesk.doctor.machine import file_system_of
from csdesk.doctor.work import check_work
from csdesk.errors import ConfigurationError
from csdesk.kernel import sqlite
from csdesk.kernel.clock import now
from csdesk.schema import Shape, newest_revision, shape_of

OLDEST_POSTGRESQL = 13_00_00
# Versions of SQLite without the fault that a checkpoint beside a commit can lose pages.
WAL_MENDED = (3, 51, 3)
WAL_MENDED_EARLIER = {(3, 44, 6), (3, 50, 7)}
SHARED_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "glusterfs", "ceph"}
CONTAINER_LAYER = "overlay"
CLOCK_SKEW = timedelta(seconds=2)
# What may be added to but never changed; the application's database role needs no more.
APPEND_ONLY = ("audit_event", "audit_subject", "suppression")
REACH = "start the database, and see that CSDESK_DATABASE_URL names it (docs/install.md)"
SHAPES = {
    Shape.EMPTY: wrong("migrations", "the database is empty", "csdesk db upgrade"),
    Shape.BEHIND: wrong("migrations", "the database is not at this version's shape", "back it up: csdesk db upgrade"),
    Shape.UNKNOWN: wrong("migrations", "these are not csdesk's tables", "name the right one in CSDESK_DATABASE_URL"),
}


def check_database(settings: Settings) -> Iterator[Finding]:
    """Look whether the database answers and is what this version needs."""
    try:
        url = driver_url(settings.database)
        path = sqlite_path(url)
    except (ConfigurationError, ArgumentError) as problem:
        yield wrong("database", str(problem), "see docs/settings.md")
        return
    # Connecting would create the file: a doctor leaves no marks.
    if path and not path.exists():
        yield wrong("database", f"there is no database at {path}", "csdesk db upgrade")
        return
    try:
        with connected(url) as connection:
            yield from check_connected(connection, path)
    except OperationalError as problem:
        yield wrong("database", f"it does not answer: {str(problem.orig).strip().splitlines()[0]}", REACH)


def sqlite_path(url: str) -> Path | None:
    """Give the file of a SQLite database."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Open the database as the desk would, without waiting long."""
    options = {} if url.startswith("sqlite") else {"connect_args": {"connect_timeout": 5}}
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def check_connected(connection: Connection, path: Path | None) -> Iterator[Finding]:
    """Look at a database that answers."""
    yield fine("database", "it answers")
    shape = shape_of(connection.engine)
    yield SHAPES.get(shape) or fine("migrations", f"the newest, {newest_revision()}")
    yield from (check_sqlite(connection, path) if path else check_postgresql(connection))
    if shape is Shape.CURRENT:
        yield from check_rights(connection)
        yield from check_work(connection)


def check_sqlite(connection: Connection, path: Path) -> Iterator[Finding]:
    """Look at SQLite's version, its log mode, and the disk it lies on."""
    version = sqlite3.sqlite_version_info
    mended = version >= WAL_MENDED or version in WAL_MENDED_EARLIER
    if mended:
        yield fine("sqlite", f"version {sqlite3.sqlite_version}")
    else:
        text_ = f"version {sqlite3.sqlite_version} can lose pages when a checkpoint meets a commit"
        yield note("sqlite", f"{text_}; csdesk checkpoints only while it holds the write lock, so they never meet")
    mode = connection.execute(text("PRAGMA journal_mode")).scalar()
    if mode != "wal":
        yield wrong("sqlite", f"journal mode is {mode}, not wal", "let no other program change the database")
    system = file_system_of(path)
    if system in SHARED_FILE_SYSTEMS:
        yield wrong("sqlite", f"the file lies on {system}, which does not lock reliably", "move it to a local disk")
    elif system == CONTAINER_LAYER:
        yield note(
            "sqlite", "the file lies in a container's own layer", "mount a volume, or it goes with the container"
        )


def check_postgresql(connection: Connection) -> Iterator[Finding]:
    """Look at the server's version, its clock, and the extension the lookup needs."""
    number = int(str(connection.execute(text("SHOW server_version_num")).scalar()))
    if number < OLDEST_POSTGRESQL:
        yield wrong("postgresql", f"server version {number // 10000} is too old", "use PostgreSQL 13 or newer")
    else:
        yield fine("postgresql", f"server version {number // 10000}.{number % 10000}")
    their: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    skew = abs(their - now())
    if skew > CLOCK_SKEW:
        advice = "run a time service (chrony or systemd-timesyncd) on both machines"
        yield wrong("clock", f"this machine and the database server differ by {skew.total_seconds():.0f} s", advice)
    if not connection.execute(text("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")).scalar():
        yield wrong("postgresql", "the extension pg_trgm is not there", "install PostgreSQL's contrib package")


def check_rights(connection: Connection) -> Iterator[Finding]:
    """Look whether the desk's database role could change what may only be added to."""
    if connection.dialect.name != "postgresql":
        return
    question = text("SELECT has_table_privilege(:table, 'UPDATE') OR has_table_privilege(:table, 'DELETE')")
    loose = [table for table in APPEND_ONLY if connection.execute(question, {"table": table}).scalar()]
    if loose:
        advice = "let the desk use a role of its own, with the grants of docs/install.md"
        yield note("postgresql", f"the desk's role may change {', '.join(loose)}; only triggers refuse it", advice)
    else:
        yield fine("postgresql", "the desk's role can only add to the log and the suppression list")
