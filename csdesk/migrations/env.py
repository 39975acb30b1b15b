"""How Alembic runs here: on the application's engine, or on a connection that a caller brings along.

All pending revisions run in one transaction, on SQLite too: a migration that fails leaves nothing behind.
"""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, text

from csdesk.kernel.db import Base
from csdesk.kernel.sqlite import BEGIN_OPTION

# Any number will do as long as nobody else uses it: two machines that upgrade at once wait for each other.
UPGRADE_LOCK = 7_203_441_902


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as they are, with their import, instead of what they wrap."""
    own = type(item)
    if kind != "type" or not own.__module__.startswith("csdesk."):
        return False
    autogen.imports.add(f"from {own.__module__} import {own.__name__}")
    return repr(item)


def migrate(connection: Connection) -> None:
    """Run what was asked for on a connection, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '60s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": UPGRADE_LOCK})
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            refuse_dangling(connection)


def refuse_dangling(connection: Connection) -> None:
    """Fail before the commit when a rebuilt table left a reference to nothing."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if dangling:
        tables = sorted({row[0] for row in dangling})
        raise RuntimeError(f"rows refer to something that is not there, in: {', '.join(tables)}")


def run_on(connection: Connection) -> None:
    """Prepare the connection for changes of shape and run them."""
    if connection.dialect.name != "sqlite":
        migrate(connection)
        return
    # Alembic changes a SQLite table by building it anew and dropping the old one, which would delete what
    # refers to it. The switch works outside transactions only, hence on the driver's own connection.
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a live connection has one; for the type checker
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        migrate(connection.execution_options(**{BEGIN_OPTION: "BEGIN IMMEDIATE"}))
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run_on(given)
else:
    with current_app.extensions["migrate"].db.engine.connect() as own:
        run_on(own)
