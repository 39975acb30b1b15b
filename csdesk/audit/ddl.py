"""What the database itself refuses: changing or deleting what the log says, moving its head back.

A speed bump, not a proof: whoever owns the database can drop a trigger. The chain is what shows it afterwards.
The statements run when the tables are created and, by the same function, in the first migration.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, text

from csdesk.audit.chain import GENESIS

FROZEN = {"audit_event": ("UPDATE", "DELETE"), "audit_subject": ("UPDATE", "DELETE"), "audit_detail": ("UPDATE",)}
REFUSAL = "the log is append-only"
FIRST_HEAD = "INSERT INTO audit_head (id, size, mac) VALUES (1, 0, :mac)"


def sqlite_statements(table: str) -> list[str]:
    """Triggers of one table on SQLite."""
    if table == "audit_head":
        grows = "WHEN NEW.size <= OLD.size OR NEW.id <> OLD.id"
        return [_sqlite_trigger(table, "UPDATE", grows), _sqlite_trigger(table, "DELETE")]
    return [_sqlite_trigger(table, verb) for verb in FROZEN[table]]


def postgresql_statements(table: str) -> list[str]:
    """Trigger function and triggers of one table on PostgreSQL."""
    if table == "audit_head":
        return [
            *_postgresql_trigger(table, "UPDATE", "WHEN (NEW.size <= OLD.size OR NEW.id <> OLD.id)"),
            *_postgresql_trigger(table, "DELETE"),
        ]
    return [statement for verb in FROZEN[table] for statement in _postgresql_trigger(table, verb)]


def install(connection: Connection, table: str) -> None:
    """Put the triggers on `table` and, for the head, its one row in place."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in sqlite_statements(table) if sqlite else postgresql_statements(table):
        connection.exec_driver_sql(statement)
    if table == "audit_head":
        connection.execute(text(FIRST_HEAD), {"mac": GENESIS})


def install_on(table: Table, connection: Connection, **_options: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
    """The same, in the shape of SQLAlchemy's `after_create`."""
    install(connection, table.name)


def install_all(connection: Connection) -> None:
    """Everything of this module, for migrations."""
    for table in (*FROZEN, "audit_head"):
        install(connection, table)


def _sqlite_trigger(table: str, verb: str, when: str = "") -> str:
    name = f"{table}_no_{verb.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def _postgresql_trigger(table: str, verb: str, when: str = "") -> list[str]:
    name = f"{table}_no_{verb.lower()}"
    body = f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    return [
        f"CREATE OR REPLACE FUNCTION csdesk_append_only() RETURNS trigger LANGUAGE plpgsql AS {body}",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION csdesk_append_only()",
    ]
