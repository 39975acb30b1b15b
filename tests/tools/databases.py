"""Test databases: a migrated template for each kind, copied fresh for every test.

Code under test really commits, so a test gets a whole database of its own rather than a savepoint.
A copy takes some milliseconds; every worker process reuses its own names.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import psycopg
from filelock import FileLock
from psycopg import sql
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

import csdesk
from csdesk.kernel import sqlite
from csdesk.kernel.db import Base
from tests.tools import migrations, postgres, run_folder

DROP = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
# With fsync off a file copy is the quicker strategy by half.
COPY = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")


class Backend(StrEnum):
    """The two kinds of database that the desk runs on."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def worker() -> str:
    """Name this worker process of the run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def prefix() -> str:
    """Start every database name of this run with this; a server given from outside may be shared."""
    return run_folder.current().name.replace("-", "_").lower()


def empty(backend: Backend, name: str) -> str:
    """Make an empty database of this name, in place of an older one; give its address."""
    if backend is Backend.SQLITE:
        path = sqlite_path(name)
        remove_sqlite(path)
        return f"sqlite:///{path}"
    database = f"{prefix()}_{name}"
    on_server((DROP, [database]), (sql.SQL("CREATE DATABASE {}"), [database]))
    return postgres_url(database)


def fresh(backend: Backend, name: str) -> str:
    """Make a database of this name as a copy of the migrated template; give its address."""
    ensure_template(backend)
    if backend is Backend.SQLITE:
        path = sqlite_path(name)
        remove_sqlite(path)
        shutil.copyfile(sqlite_path("template"), path)
        return f"sqlite:///{path}"
    database = f"{prefix()}_{name}"
    on_server((DROP, [database]), (COPY, [database, f"{prefix()}_template"]))
    return postgres_url(database)


def drop(url: str) -> None:
    """Remove a test database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        remove_sqlite(Path(str(parsed.database)))
    else:
        on_server((DROP, [str(parsed.database)]))


def ensure_template(backend: Backend) -> None:
    """Build the template once in a run, whichever worker comes first."""
    folder = run_folder.current()
    built = folder / f"template-{backend}.built"
    if built.exists():
        return
    with FileLock(folder / f"template-{backend}.lock"):
        if built.exists():
            return
        with engine_for(empty(backend, "template")) as engine:
            build_schema(engine)
            if backend is Backend.SQLITE:
                with engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        built.touch()


@contextmanager
def engine_for(url: str) -> Iterator[Engine]:
    """Open an engine as the application would set it up, without a pool that could outlive the test."""
    engine = create_engine(url, poolclass=NullPool, **connection_options(url))
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def connection_options(url: str) -> dict[str, object]:
    """Let SQLite connections pass between threads, as the application does, and PostgreSQL speak UTC."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    return {"connect_args": {"options": "-c timezone=UTC -c lock_timeout=10s"}}


def build_schema(engine: Engine) -> None:
    """Make all tables: by the migrations, or from the models as long as there is no migration."""
    import_models()
    if migrations.revisions():
        migrations.upgrade(engine)
        return
    with engine.begin() as connection:
        Base.metadata.create_all(connection)


def import_models() -> None:
    """Import every feature's tables and triggers, and the kernel's, so that the metadata is whole."""
    importlib.import_module("csdesk.kernel.refs")
    for package in pkgutil.iter_modules(csdesk.__path__):
        for room in ("models", "ddl"):
            name = f"csdesk.{package.name}.{room}"
            if package.ispkg and importlib.util.find_spec(name):
                importlib.import_module(name)


def sqlite_path(name: str) -> Path:
    """Give the place of a SQLite test database."""
    return run_folder.current() / f"{name}.sqlite"


def remove_sqlite(path: Path) -> None:
    """Remove a SQLite database with its log files; open connections keep the old file to themselves."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def postgres_url(database: str) -> str:
    """Give the address of a database on the run's server."""
    return make_url(postgres.server_url()).set(database=database).render_as_string(hide_password=False)


def on_server(*statements: tuple[sql.SQL, list[str]]) -> None:
    """Run statements about whole databases, each with the names it is about."""
    url = make_url(postgres.server_url()).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement, names in statements:
            connection.execute(statement.format(*map(sql.Identifier, names)))
