"""What the database itself refuses: changing or deleting a suppression or one of its keys.

The statements run when the tables are created and, by the same function, in the first migration.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Table

FROZEN: Final = ("suppression", "suppression_key")
VERBS: Final = ("UPDATE", "DELETE")
REFUSAL: Final = "suppressions are append-only; lift one with a counter-entry"


def sqlite_statements(table: str) -> list[str]:
    """Triggers of one table on SQLite."""
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in VERBS
    ]


def postgresql_statements(table: str) -> list[str]:
    """Trigger function and triggers of one table on PostgreSQL; TRUNCATE is refused as well."""
    body = f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    function = f"CREATE OR REPLACE FUNCTION csdesk_suppression_stays() RETURNS trigger LANGUAGE plpgsql AS {body}"
    verbs = (*VERBS, "TRUNCATE")
    return [
        function,
        *(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION csdesk_suppression_stays()"
            for verb in verbs
        ),
    ]


def install(connection: Connection, table: str) -> None:
    """Put the triggers on `table`."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in sqlite_statements(table) if sqlite else postgresql_statements(table):
        connection.exec_driver_sql(statement)


def install_on(table: Table, connection: Connection, **_options: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
    """The same, in the shape of SQLAlchemy's `after_create`."""
    install(connection, table.name)


def install_all(connection: Connection) -> None:
    """Everything of this module, for migrations."""
    for table in FROZEN:
        install(connection, table)
